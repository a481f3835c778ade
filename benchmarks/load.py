"""Loading a 200,000-row workbook end to end, beside reading its cells with python-calamine alone;
and beside that and the database's own bulk insert, which is what any loading of it takes.

End to end is what `load` does: read, check every cell, and take in, into a fresh database each
time; one row is one observation."""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from benchmarks.common.bulk_insert import BulkInsert
from benchmarks.common.databases import DATABASES, postgresql_server
from benchmarks.common.loading import HEADINGS, extract_rows, loads_of
from benchmarks.common.measure import Line, in_turn, show

AREAS, MONTHS = 2_500, 80
RUNS = 9
LIMIT = 1.5


def main() -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(postgresql_server())
        extract = write_workbook(folder / "extract.xlsx")
        loads = loads_of(extract, AREAS, AREAS * MONTHS, server, stack)
        ways: dict[str, Callable[[], object]] = {"calamine": lambda: read_cells(extract)}
        ready: dict[str, Callable[[], object]] = {}
        for kind in DATABASES:
            alone = BulkInsert(kind, server, folder, AREAS, MONTHS, ways["calamine"])
            stack.enter_context(alone.open)
            ways |= {kind: loads[kind].run, f"{kind} alone": alone.run}
            ready |= {kind: loads[kind].ready, f"{kind} alone": alone.ready}
        taken = in_turn(RUNS, ways, ready)
    for beside, of in (
        ("reading its cells with python-calamine", "calamine"),
        ("python-calamine and the database's own bulk insert", "{} alone"),
    ):
        lines = [
            Line(f"{AREAS * MONTHS:,} rows into {kind}", taken[kind], taken[of.format(kind)], LIMIT)
            for kind in DATABASES
        ]
        show("Loading a workbook", beside, lines)


def write_workbook(path: Path) -> Path:
    """A workbook as a service would send it: a heading row, then an area and month a row."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Extract")
    sheet.append(HEADINGS)
    for row in extract_rows(AREAS, MONTHS):
        sheet.append(row)
    book.save(path)
    return path


def read_cells(extract: Path) -> list[list[object]]:
    return CalamineWorkbook.from_path(extract).get_sheet_by_index(0).to_python()


if __name__ == "__main__":
    main()
