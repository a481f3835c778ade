"""Extracts to load into fresh databases, and the council that sends them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from benchmarks.common.council import area_code, indicator_code, write_council
from benchmarks.common.databases import DATABASES, fresh
from benchmarks.common.figures import NOW
from indicators.access.permissions import PARTNER
from indicators.configuration.catalogue_reader import read_catalogue
from indicators.configuration.places_reader import read_places
from indicators.domain.periods import Month
from indicators.store.observations import IndicatorTable
from loaders.ingest.approval import Approval
from loaders.ingest.pipeline import Loader
from loaders.profiles.profile_files import read_profiles

LAST = Month.of(2026, 10)
HEADINGS = ["Area code", "Area", "Month", "Children due", "Children seen"]
PROFILE = f"""
code = "benchmark"
service = "first"
about = "A row an area and month"
files = ["extract*"]

[[table]]
header = ["Area", "Month"]
area = {{ column = "Area", code = "Area code" }}
period = {{ column = "Month" }}

[[table.measure]]
indicator = "{indicator_code(0)}"
numerator = "Children seen"
denominator = "Children due"
"""


def extract_rows(areas: int, months: int) -> Iterator[list[str | int]]:
    """Rows under HEADINGS, a row an area and month; the same each time."""
    chance = np.random.default_rng(2017)
    due = chance.poisson(23, areas * months) + 1
    seen = chance.binomial(due, 0.93)
    for row, (of, some) in enumerate(zip(due.tolist(), seen.tolist(), strict=True)):
        month = LAST - (months - 1 - row // areas)
        area = row % areas
        yield [area_code(area), f"Area {area + 1}", str(month), of, some]


def council_of(folder: Path, areas: int) -> Path:
    """The data folder of a council with so many areas and a profile for the extracts."""
    council = write_council(folder, areas, 1)
    (council / "profiles").mkdir()
    (council / "profiles" / "benchmark.toml").write_text(PROFILE, encoding="utf-8")
    return council


def loader_of(url: str, council: Path) -> Loader:
    return Loader(
        IndicatorTable.open(url),
        read_catalogue(council),
        read_places(council),
        read_profiles(council / "profiles"),
        LAST,
    )


class Loads:
    """Loads one extract into one kind of database, a fresh one for each run. What a check finds
    unlikely in it is confirmed beforehand, so that it is looked for all the same."""

    def __init__(self, kind: str, server: str, council: Path, extract: Path, rows: int) -> None:
        self.kind, self.server, self.council = kind, server, council
        self.extract, self.rows = extract, rows
        self.open = ExitStack()
        self.confirmed: tuple[str, ...] | None = None  # keys

    def ready(self) -> None:
        self.open.close()
        url = self.open.enter_context(fresh(self.kind, self.server, self.council))
        self.loader = loader_of(url, self.council)
        self.open.callback(self.loader.table.engine.dispose)
        if self.confirmed is None:
            report = self.loader.check(self.extract, PARTNER)
            if report.outcome != "checked":
                raise SystemExit(f"The extract cannot be read: {report.problem}")
            self.confirmed = tuple(each.key for each in report.to_confirm)

    def run(self) -> None:
        report = self.loader.load(
            self.extract,
            viewer=PARTNER,
            now=NOW,
            synthetic=True,
            approval=Approval(self.confirmed or ()),
        )
        if (report.outcome, report.figures) != ("loaded", self.rows):
            raise SystemExit(f"The extract was not loaded: {report.outcome} {report.problem}")


def loads_of(
    extract: Path, areas: int, rows: int, server: str, stack: ExitStack
) -> dict[str, Loads]:
    """The loads of one extract, by kind of database."""
    council = council_of(extract.parent / "data", areas)
    loads = {kind: Loads(kind, server, council, extract, rows) for kind in DATABASES}
    for one in loads.values():
        stack.enter_context(one.open)
    return loads
