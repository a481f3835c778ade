"""Loads a file: reads it, checks it, loads all of it or nothing, and reports on each row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indicators.access.permissions import Permission, Viewer, require
from indicators.domain.catalogue import Catalogue
from indicators.domain.confirmations import Confirmation
from indicators.domain.errors import UserError
from indicators.domain.loads import LoadCounts
from indicators.domain.periods import Month
from indicators.domain.places import Places
from indicators.ports.left_out import count_left_out
from indicators.ports.load_effect import LoadEffect
from indicators.ports.load_outcome import LoadOutcome
from indicators.ports.upload_service import LoadReport
from indicators.reports.base import Reports
from indicators.reports.loading.load_impact import preview_effect
from indicators.store.as_of import COLUMNS
from indicators.store.observations import IndicatorTable
from loaders.anomalies.total_rules import FileTotals
from loaders.ingest.approval import NOTHING_CONFIRMED, Approval
from loaders.ingest.declared_counts import read_checked_grid
from loaders.ingest.effect_key import make_effect_key
from loaders.ingest.event_log import log_load
from loaders.ingest.find_questions import find_questions
from loaders.ingest.load_reports import report_error, report_loaded_before
from loaders.ingest.previous_loads import find_complete_load, hash_file, read_unchanged_pieces
from loaders.parsing.extract import ParsedExtract, parse_grid
from loaders.profiles.profile_schema import Profile
from loaders.readers.grid import Grid

if TYPE_CHECKING:
    from loaders.ingest.error_workbook import MarkedWorkbook

Parse = Callable[[], ParsedExtract]


class _NotApprovedError(Exception):
    """Loading would do something that no person has seen or confirmed."""

    def __init__(self, report: LoadReport) -> None:
        super().__init__(report.outcome)
        self.report = report


@dataclass(frozen=True, slots=True, eq=False)
class Loader:
    """Loads files into a table, by the profiles, places and indicators it is given."""

    table: IndicatorTable
    catalogue: Catalogue
    places: Places
    profiles: list[Profile]
    today: Month

    @log_load
    def load(
        self,
        path: Path,
        *,
        viewer: Viewer,
        now: datetime,
        rest: bool = False,
        synthetic: bool = False,
        approval: Approval = NOTHING_CONFIRMED,
        who: str = "",
        why: str = "",
        parse: Parse | None = None,
    ) -> LoadReport:
        """Load one file.

        If a row is refused nothing is loaded, unless `rest` asks for the other rows; then the
        refused rows are kept with the load. Nothing is loaded either without the `approval` of what
        loading does. `now` is UTC; `who` loads it and `why` are kept in the history. `parse`
        returns what is in the file if it has been read before; without it the file is read.
        """
        require(viewer, Permission.LOAD_DATA)
        try:
            sha256 = hash_file(path)
            before = find_complete_load(self.table, path.name, sha256)
            if before is not None:
                return report_loaded_before(path, before)
            self._refuse_to_mix(synthetic)
            version = self.table.get_version()
            reading = self._read(path, parse)
            if reading.refusals and not rest:
                return _build_report(reading, LoadOutcome.REFUSED)
            if reading.observations.empty:
                return _build_report(
                    reading, LoadOutcome.REFUSED if reading.refusals else LoadOutcome.EMPTY
                )

            def check() -> None:
                self._refuse_to_mix(synthetic)
                self._check_approval(reading, sha256, approval, viewer)

            check()
            event = {
                "sha256": sha256,
                "loaded_at": now.replace(tzinfo=None),
                "synthetic": synthetic,
                "who": who,
                "why": why,
            }
            load_id, counts = self._commit(reading, event, path, version, check)
            outcome = LoadOutcome.ALREADY_LOADED if load_id is None else LoadOutcome.LOADED
            return replace(_build_report(reading, outcome, counts), load_id=load_id)
        except _NotApprovedError as stopped:
            return stopped.report
        except UserError as error:
            return report_error(path, error)

    def check(self, path: Path, viewer: Viewer, parse: Parse | None = None) -> LoadReport:
        """Return what would happen to a file; nothing is loaded. `parse` is as for `load`."""
        require(viewer, Permission.LOAD_DATA)
        try:
            sha256 = hash_file(path)
            if before := find_complete_load(self.table, path.name, sha256):
                return report_loaded_before(path, before)
            return self._report_check(self._read(path, parse), sha256)
        except UserError as error:
            return report_error(path, error)

    def preview(
        self,
        file: str,
        sha256: str,
        parse: Parse,
        viewer: Viewer,
        also: tuple[Confirmation, ...] = (),
    ) -> tuple[LoadReport, LoadEffect | None]:
        """As `check` for the file with this name, with what loading its good rows would change.

        `also` are further things to confirm.
        """
        require(viewer, Permission.LOAD_DATA)
        try:
            reading = parse()
        except UserError as error:
            return report_error(Path(file), error), None
        if not reading.rows_loaded:
            return self._report_check(reading, sha256, also), None
        return self._preview_effect(reading, sha256, viewer, also)

    def _preview_effect(
        self, reading: ParsedExtract, sha256: str, viewer: Viewer, also: tuple[Confirmation, ...]
    ) -> tuple[LoadReport, LoadEffect | None]:
        reports = Reports(self.table, self.catalogue, self.places)
        effect = preview_effect(reports, sha256, reading.observations, viewer)
        return self._report_check(reading, sha256, also, effect), effect

    def _report_check(
        self,
        reading: ParsedExtract,
        sha256: str,
        also: tuple[Confirmation, ...] = (),
        effect: LoadEffect | None = None,
    ) -> LoadReport:
        """Return what would happen to a file, with the key of the effect as far as it is known."""
        if reading.observations.empty and not reading.refusals:
            return _build_report(reading, LoadOutcome.EMPTY)
        outcome = LoadOutcome.REFUSED if reading.refusals else LoadOutcome.CHECKED
        anomalies = (*also, *self._find_anomalies(reading, sha256))
        report = replace(_build_report(reading, outcome), anomalies=anomalies)
        return (
            report if reading.observations.empty else self._add_key(report, reading, sha256, effect)
        )

    def _add_key(
        self, report: LoadReport, reading: ParsedExtract, sha256: str, effect: LoadEffect | None
    ) -> LoadReport:
        plan = self.table.plan_load(sha256, reading.observations[COLUMNS])
        return replace(report, effect_key=make_effect_key(report, plan, effect))

    def _check_approval(
        self, reading: ParsedExtract, sha256: str, approval: Approval, viewer: Viewer
    ) -> None:
        """Raise _NotApprovedError unless a person has seen and confirmed what loading does now."""
        if approval.seen is not None:
            report, _ = self._preview_effect(reading, sha256, viewer, approval.also)
            if report.effect_key != approval.seen:
                raise _NotApprovedError(replace(report, outcome=LoadOutcome.CHANGED))
        elif approval.confirmed is None:
            return
        else:
            anomalies = (*approval.also, *self._find_anomalies(reading, sha256))
            report = replace(_build_report(reading, LoadOutcome.UNCONFIRMED), anomalies=anomalies)
        if {each.key for each in report.to_confirm} <= set(approval.confirmed or ()):
            return
        report = self._add_key(report, reading, sha256, None)
        if report.effect_key not in approval.effects:
            raise _NotApprovedError(replace(report, outcome=LoadOutcome.UNCONFIRMED))

    def send_back(
        self, path: Path, viewer: Viewer, grid: Grid | None = None
    ) -> MarkedWorkbook | None:
        """Return the file with its refused cells marked and explained; None if none is refused.

        `grid` are its cells if they have been read before.
        """
        require(viewer, Permission.LOAD_DATA)
        from loaders.ingest.error_workbook import write_error_workbook  # openpyxl is slow to import

        grid = grid or read_checked_grid(self.table.engine, path)
        refusals = self.parse(grid).refusals
        return write_error_workbook(path, grid, refusals) if refusals else None

    def _find_anomalies(self, reading: ParsedExtract, sha256: str) -> tuple[Confirmation, ...]:
        """Return what is unlikely in a file compared with the current figures."""
        if reading.observations.empty:
            return ()
        file = FileTotals(
            reading.observations, reading.left_totals, reading.columns, reading.rounded_to
        )
        found = find_questions(
            self.table, self.catalogue, self.places, sha256, file, reading.profile
        )
        return (*((reading.renamed,) if reading.renamed else ()), *found)

    def parse(self, grid: Grid) -> ParsedExtract:
        """Parse the cells of a file. UserError if no profile claims it."""
        return parse_grid(grid, self.profiles, self.catalogue, self.places, today=self.today)

    def _read(self, path: Path, parse: Parse | None) -> ParsedExtract:
        return parse() if parse else self.parse(read_checked_grid(self.table.engine, path))

    def _refuse_to_mix(self, synthetic: bool) -> None:
        """Raise UserError if synthetic figures would be mixed with real ones."""
        if self.table.history.has_real() if synthetic else self.table.history.has_synthetic():
            held, sent = ("real", "synthetic") if synthetic else ("synthetic", "real")
            raise UserError(
                f"The database holds {held} figures, and {sent} ones cannot be added to them.",
                remedy="Set DATABASE_URL to another database, or remove this one, and load again.",
            )

    def _commit(
        self,
        reading: ParsedExtract,
        event: dict[str, Any],
        path: Path,
        version: int,
        check: Callable[[], None],
    ) -> tuple[int | None, LoadCounts]:
        """Commit what was checked at a `version` of the table, and `check` again at a later one."""
        figures = reading.observations
        record = event | {
            "file": reading.file,
            "profile": reading.profile,
            "service": reading.service,
            "first_ended": int(figures["ended"].min()),
            "last_ended": int(figures["ended"].max()),
            "rows_read": reading.rows_read,
            "rows_loaded": reading.rows_loaded,
            "rows_refused": reading.rows_refused,
            "rows_blank": reading.rows_blank,
            "left_out": count_left_out(reading.unused_rows, reading.hidden),
        }
        return self.table.commit_load(
            record,
            figures[COLUMNS],
            reading.refusals,
            self.places.not_areas,
            read_unchanged_pieces(path, event["sha256"]),
            checked=(version, check),
        )


def _build_report(
    reading: ParsedExtract, outcome: LoadOutcome, counts: LoadCounts | None = None
) -> LoadReport:
    """Return the report of a file that was read."""
    ended = reading.observations["ended"]
    return LoadReport(
        reading.file,
        outcome,
        reading.rows_read,
        reading.rows_loaded,
        reading.rows_refused,
        reading.rows_blank,
        reading.refusals,
        reading.service,
        reading.profile,
        Month.from_number(int(ended.min())) if len(ended) else None,
        Month.from_number(int(ended.max())) if len(ended) else None,
        len(reading.observations),
        counts,
        doubts=reading.doubts,
        renamed=bool(reading.renamed),
        unused_rows=reading.unused_rows,
        hidden=reading.hidden,
    )
