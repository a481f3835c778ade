"""A file into the table: read, check, take in whole or not at all, say what became of each row."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from indicators.catalogue import Catalogue
from indicators.errors import Refusal, UserError
from indicators.model import Kind
from indicators.periods import Month
from indicators.places import Places
from indicators.table import COLUMNS, Counts, IndicatorTable
from loaders.profile import Profile, Reading, read_extract


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one file. `rows_read` is always loaded + refused + blank.

    `outcome` is one of: loaded, already loaded, refused (some rows are, so nothing was loaded),
    unreadable (`problem` says why), empty (no row has a figure), checked (nothing was asked to be
    loaded)."""

    file: str
    outcome: str
    rows_read: int = 0
    rows_loaded: int = 0
    rows_refused: int = 0
    rows_blank: int = 0
    refusals: tuple[Refusal, ...] = ()
    service: str = ""
    profile: str = ""
    first: Month | None = None
    last: Month | None = None
    figures: int = 0
    counts: Counts | None = None
    problem: str = ""
    doubts: tuple[Refusal, ...] = ()

    @property
    def failed(self) -> bool:
        return self.outcome in ("refused", "unreadable", "empty")


@dataclass(frozen=True, slots=True)
class Loader:
    """What loading needs: the table to load into, and what names and shapes are known."""

    table: IndicatorTable
    catalogue: Catalogue
    places: Places
    profiles: list[Profile]
    today: Month

    def load(
        self, path: Path, *, now: datetime, rest: bool = False, synthetic: bool = False
    ) -> Report:
        """Load one file. With a refused row nothing is loaded, unless `rest` asks for the others;
        then the refused rows are kept with the load. `now` is UTC."""
        try:
            sha256 = _hash(path)
            before = self.table.whole_load_of(sha256)
            if before is not None:
                return _again(path, before)
            reading = self._read(path)
        except UserError as error:
            return Report(path.name, "unreadable", problem=str(error))
        if reading.refusals and not rest:
            return _report(reading, "refused", nothing_loaded=True)
        if reading.observations.empty:
            return _report(reading, "refused" if reading.refusals else "empty")
        counts = self._take_in(reading, sha256, now, synthetic)
        return _report(reading, "loaded", counts)

    def not_loaded(self, paths: list[Path]) -> list[Path]:
        """Those of the files that have not been loaded whole before, in the order given."""
        hashes = {path: _hash(path) for path in paths}
        before = self.table.whole_loads(hashes.values())
        return [path for path, sha256 in hashes.items() if sha256 not in before]

    def check(self, path: Path) -> Report:
        """Read one file and say what would become of it; nothing is loaded."""
        try:
            reading = self._read(path)
        except UserError as error:
            return Report(path.name, "unreadable", problem=str(error))
        if reading.observations.empty and not reading.refusals:
            return _report(reading, "empty")
        return _report(reading, "refused" if reading.refusals else "checked")

    def _read(self, path: Path) -> Reading:
        return read_extract(path, self.profiles, self.catalogue, self.places, today=self.today)

    def _take_in(self, reading: Reading, sha256: str, now: datetime, synthetic: bool) -> Counts:
        figures = reading.observations
        record = {
            "file": reading.file,
            "sha256": sha256,
            "profile": reading.profile,
            "service": reading.service,
            "loaded_at": now.replace(tzinfo=None),
            "synthetic": synthetic,
            "first_ended": int(figures["ended"].min()),
            "last_ended": int(figures["ended"].max()),
            "rows_read": reading.rows_read,
            "rows_loaded": reading.rows_loaded,
            "rows_refused": reading.rows_refused,
            "rows_blank": reading.rows_blank,
        }
        not_areas = [p.code for p in self.places.localities.values() if p.kind is not Kind.AREA]
        _, counts = self.table.take_in(record, figures[COLUMNS], reading.refusals, not_areas)
        return counts


def _hash(path: Path) -> str:
    """The file's SHA-256; a file that cannot be opened is a UserError."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UserError(
            f"The file cannot be opened: {error.strerror or error}.",
            where=path.name,
            remedy="Check its name and that you may read it.",
        ) from None


def _again(path: Path, before: object) -> Report:
    rows = {n: getattr(before, n) for n in ("rows_read", "rows_loaded", "rows_blank")}
    return Report(
        path.name,
        "already loaded",
        **rows,
        service=getattr(before, "service", ""),
        first=Month.numbered(getattr(before, "first_ended", 0)),
        last=Month.numbered(getattr(before, "last_ended", 0)),
    )


def _report(
    reading: Reading, outcome: str, counts: Counts | None = None, *, nothing_loaded: bool = False
) -> Report:
    ended = reading.observations["ended"]
    return Report(
        reading.file,
        outcome,
        reading.rows_read,
        reading.rows_loaded,
        reading.rows_refused,
        reading.rows_blank,
        reading.refusals,
        reading.service,
        reading.profile,
        Month.numbered(int(ended.min())) if len(ended) else None,
        Month.numbered(int(ended.max())) if len(ended) else None,
        len(reading.observations),
        counts,
        doubts=reading.doubts,
    )
