"""Loading a 200,000-row workbook end to end, beside reading its cells with python-calamine alone.

End to end is what `load` does: read, check every cell, and take in, into a fresh database each
time; one row is one observation."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from benchmarks.common.council import area_code, indicator_code, write_council
from benchmarks.common.databases import fresh, postgresql_server
from benchmarks.common.figures import NOW
from benchmarks.common.measure import Line, in_turn, show
from indicators.catalogue import read_catalogue
from indicators.periods import Month
from indicators.places import read_places
from indicators.table import IndicatorTable
from loaders.load import Loader
from loaders.profile import read_profiles

AREAS, MONTHS = 2_500, 80
ROWS = AREAS * MONTHS
LAST = Month.of(2026, 10)
DATABASES = ("SQLite", "PostgreSQL")
RUNS = 7
LIMIT = 2.0

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


def main() -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(postgresql_server())
        council = write_council(folder / "data", AREAS, 1)
        (council / "profiles").mkdir()
        (council / "profiles" / "benchmark.toml").write_text(PROFILE, encoding="utf-8")
        extract = write_extract(folder / "extract.xlsx")
        loads = {kind: stack.enter_context(_load(kind, server, council)) for kind in DATABASES}
        taken = in_turn(
            RUNS,
            {"calamine": lambda: read_cells(extract)}
            | {kind: lambda one=one: one.run(extract) for kind, one in loads.items()},
            ready={kind: one.ready for kind, one in loads.items()},
        )
    lines = [
        Line(f"{ROWS:,} rows into {kind}", taken[kind], taken["calamine"], LIMIT)
        for kind in DATABASES
    ]
    show("Loading a workbook", "reading its cells with python-calamine", lines)


def write_extract(path: Path) -> Path:
    """A workbook as a service would send it: a heading row, then an area and month a row."""
    chance = np.random.default_rng(2017)
    due = chance.poisson(23, ROWS) + 1
    seen = chance.binomial(due, 0.93)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Extract")
    sheet.append(["Area code", "Area", "Month", "Children due", "Children seen"])
    for row, (of, some) in enumerate(zip(due.tolist(), seen.tolist(), strict=True)):
        month = LAST - (MONTHS - 1 - row // AREAS)
        area = row % AREAS
        sheet.append([area_code(area), f"Area {area + 1}", str(month), of, some])
    book.save(path)
    return path


def read_cells(extract: Path) -> list[list[object]]:
    return CalamineWorkbook.from_path(extract).get_sheet_by_index(0).to_python()


class Loads:
    """Loads into one kind of database, a fresh one for each run."""

    def __init__(self, kind: str, server: str, council: Path) -> None:
        self.kind, self.server, self.council = kind, server, council
        self.open = ExitStack()

    def ready(self) -> None:
        self.open.close()
        url = self.open.enter_context(fresh(self.kind, self.server, self.council))
        table = IndicatorTable.at(url)
        self.open.callback(table.engine.dispose)
        self.loader = Loader(
            table,
            read_catalogue(self.council),
            read_places(self.council),
            read_profiles(self.council / "profiles"),
            LAST,
        )

    def run(self, extract: Path) -> None:
        report = self.loader.load(extract, now=NOW, synthetic=True)
        if (report.outcome, report.figures) != ("loaded", ROWS):
            raise SystemExit(f"The extract was not loaded: {report.outcome} {report.problem}")


@contextmanager
def _load(kind: str, server: str, council: Path) -> Iterator[Loads]:
    loads = Loads(kind, server, council)
    with loads.open:
        yield loads


if __name__ == "__main__":
    main()
