"""Loads a file: reads it, checks it, loads all of it or nothing, and reports on each row."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indicators.access.permissions import Permission, Viewer, require
from indicators.domain.catalogue import Catalogue
from indicators.domain.confirmations import Confirmation
from indicators.domain.errors import NoProfileError, PersonalRecordsError, UserError
from indicators.domain.loads import Load, LoadCounts
from indicators.domain.periods import Month
from indicators.domain.places import Places
from indicators.ports.load_effect import LoadEffect
from indicators.ports.load_outcome import LoadOutcome
from indicators.ports.upload_service import LoadReport
from indicators.reports.base import Reports
from indicators.reports.loading.load_impact import preview_effect
from indicators.store.as_of import COLUMNS
from indicators.store.observations import IndicatorTable
from indicators.store.originals import PART_BYTES
from loaders.anomalies.baseline import list_months_needed
from loaders.anomalies.checks import find_anomalies
from loaders.ingest.event_log import log_load
from loaders.ingest.previous_loads import build_open_error, find_complete_load, hash_file
from loaders.parsing.extract import ParsedExtract, parse_grid, read_guarded_grid
from loaders.profiles.profile_schema import Profile
from loaders.readers.grid import Grid

if TYPE_CHECKING:
    from loaders.ingest.error_workbook import MarkedWorkbook

Parse = Callable[[], ParsedExtract]


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
        confirmed: Collection[str] | None = (),
        who: str = "",
        why: str = "",
        parse: Parse | None = None,
    ) -> LoadReport:
        """Load one file.

        If a row is refused nothing is loaded, unless `rest` asks for the other rows; then the
        refused rows are kept with the load. Nothing is loaded either while a key of
        `LoadReport.to_confirm` is not among the `confirmed`; None confirms everything. `now` is
        UTC; `who` loads it and `why` are kept in the history. `parse` returns what is in the file
        if it has been read before; without it the file is read.
        """
        require(viewer, Permission.LOAD_DATA)
        try:
            sha256 = hash_file(path)
            before = find_complete_load(self.table, path.name, sha256)
            if before is not None:
                return _report_loaded_before(path, before)
            self._refuse_to_mix(synthetic)
            reading = self._read(path, parse)
            if reading.refusals and not rest:
                return _build_report(reading, LoadOutcome.REFUSED)
            if reading.observations.empty:
                return _build_report(
                    reading, LoadOutcome.REFUSED if reading.refusals else LoadOutcome.EMPTY
                )
            if confirmed is not None and (
                unconfirmed := self._list_unconfirmed(reading, confirmed)
            ):
                return unconfirmed
            event = {
                "sha256": sha256,
                "loaded_at": now.replace(tzinfo=None),
                "synthetic": synthetic,
                "who": who,
                "why": why,
            }
            load_id, counts = self._commit(reading, event, path)
            outcome = LoadOutcome.ALREADY_LOADED if load_id is None else LoadOutcome.LOADED
            return replace(_build_report(reading, outcome, counts), load_id=load_id)
        except UserError as error:
            return _report_error(path, error)

    def check(self, path: Path, viewer: Viewer, parse: Parse | None = None) -> LoadReport:
        """Return what would happen to a file; nothing is loaded. `parse` is as for `load`."""
        require(viewer, Permission.LOAD_DATA)
        try:
            if before := find_complete_load(self.table, path.name, hash_file(path)):
                return _report_loaded_before(path, before)
            return self._report_check(self._read(path, parse))
        except UserError as error:
            return _report_error(path, error)

    def preview(
        self, file: str, sha256: str, parse: Parse, viewer: Viewer
    ) -> tuple[LoadReport, LoadEffect | None]:
        """As `check` for the file with this name, with what loading its good rows would change."""
        require(viewer, Permission.LOAD_DATA)
        try:
            reading = parse()
        except UserError as error:
            return _report_error(Path(file), error), None
        reports = Reports(self.table, self.catalogue, self.places)
        changes = (
            preview_effect(reports, sha256, reading.observations, viewer)
            if reading.rows_loaded
            else None
        )
        return self._report_check(reading), changes

    def _report_check(self, reading: ParsedExtract) -> LoadReport:
        if reading.observations.empty and not reading.refusals:
            return _build_report(reading, LoadOutcome.EMPTY)
        outcome = LoadOutcome.REFUSED if reading.refusals else LoadOutcome.CHECKED
        return replace(_build_report(reading, outcome), anomalies=self._find_anomalies(reading))

    def _list_unconfirmed(
        self, reading: ParsedExtract, confirmed: Collection[str]
    ) -> LoadReport | None:
        """Return a report of what a person must confirm first, or None."""
        report = replace(
            _build_report(reading, LoadOutcome.UNCONFIRMED), anomalies=self._find_anomalies(reading)
        )
        return None if {each.key for each in report.to_confirm} <= set(confirmed) else report

    def send_back(
        self, path: Path, viewer: Viewer, grid: Grid | None = None
    ) -> MarkedWorkbook | None:
        """Return the file with its refused cells marked and explained; None if none is refused.

        `grid` are its cells if they have been read before.
        """
        require(viewer, Permission.LOAD_DATA)
        from loaders.ingest.error_workbook import write_error_workbook  # openpyxl is slow to import

        grid = grid or read_guarded_grid(path)
        refusals = self.parse(grid).refusals
        return write_error_workbook(path, grid, refusals) if refusals else None

    def _find_anomalies(self, reading: ParsedExtract) -> tuple[Confirmation, ...]:
        """Return what is unlikely in a file compared with the current figures."""
        if reading.observations.empty:
            return ()
        current = self.table.read_observations(
            reading.observations["indicator"].unique().tolist(),
            list(self.places.localities),
            list_months_needed(reading.observations),
        )
        months = self.table.list_months_with_data(list(self.catalogue.indicators))
        latest = Month.from_number(months[-1]) if months else None
        found = find_anomalies(
            reading.file, reading.observations, current, self.catalogue, self.places, latest
        )
        renamed = (reading.renamed,) if reading.renamed else ()
        return (*renamed, *found)

    def parse(self, grid: Grid) -> ParsedExtract:
        """Parse the cells of a file. UserError if no profile claims it."""
        return parse_grid(grid, self.profiles, self.catalogue, self.places, today=self.today)

    def _read(self, path: Path, parse: Parse | None) -> ParsedExtract:
        return parse() if parse else self.parse(read_guarded_grid(path))

    def _refuse_to_mix(self, synthetic: bool) -> None:
        """Raise UserError if made-up figures would be mixed with real ones."""
        if self.table.history.has_real() if synthetic else self.table.history.has_synthetic():
            held, sent = ("real", "made-up") if synthetic else ("made-up", "real")
            raise UserError(
                f"The database holds {held} figures, and {sent} ones cannot be added to them.",
                remedy="Set DATABASE_URL to another database, or remove this one, and load again.",
            )

    def _commit(
        self, reading: ParsedExtract, event: dict[str, Any], path: Path
    ) -> tuple[int | None, LoadCounts]:
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
        }
        return self.table.commit_load(
            record,
            figures[COLUMNS],
            reading.refusals,
            self.places.not_areas,
            _read_pieces(path, event["sha256"]),
        )


def _read_pieces(path: Path, sha256: str) -> Iterator[bytes]:
    """Yield the file piece by piece. Raises UserError if it is not what was read before."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(PART_BYTES):
                digest.update(piece)
                yield piece
    except OSError as error:
        raise build_open_error(path, error) from None
    if digest.hexdigest() != sha256:
        raise UserError(
            "The file changed while it was being read.",
            where=path.name,
            remedy="Load it again when no program is writing to it.",
        )


def _report_error(path: Path, error: UserError) -> LoadReport:
    where = error.where.removeprefix(path.name).lstrip(",: ")
    what = f"{where}: {error.what}" if where else error.what
    problem = f"{what} {error.remedy}".strip()
    if isinstance(error, NoProfileError):
        return LoadReport(path.name, LoadOutcome.NO_PROFILE, problem=problem, summary=error.summary)
    if isinstance(error, PersonalRecordsError):
        return LoadReport(path.name, LoadOutcome.PERSONAL_RECORDS, problem=problem)
    return LoadReport(path.name, LoadOutcome.UNREADABLE, problem=problem)


def _report_loaded_before(path: Path, before: Load) -> LoadReport:
    return LoadReport(
        path.name,
        LoadOutcome.ALREADY_LOADED,
        rows_read=before.rows_read,
        rows_loaded=before.rows_loaded,
        rows_blank=before.rows_blank,
        service=before.service,
        first=Month.from_number(before.first_ended),
        last=Month.from_number(before.last_ended),
    )


def _build_report(
    reading: ParsedExtract, outcome: LoadOutcome, counts: LoadCounts | None = None
) -> LoadReport:
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
    )
