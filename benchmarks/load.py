"""Loading a 200,000-row workbook end to end, beside reading its cells with python-calamine alone.

End to end is what `load` does: read, check every cell, and take in, into a fresh database each
time; one row is one observation."""

import tempfile
from contextlib import ExitStack
from pathlib import Path

from openpyxl import Workbook
from python_calamine import CalamineWorkbook

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
        taken = in_turn(
            RUNS,
            {"calamine": lambda: read_cells(extract)}
            | {kind: one.run for kind, one in loads.items()},
            ready={kind: one.ready for kind, one in loads.items()},
        )
    lines = [
        Line(f"{AREAS * MONTHS:,} rows into {kind}", taken[kind], taken["calamine"], LIMIT)
        for kind in DATABASES
    ]
    show("Loading a workbook", "reading its cells with python-calamine", lines)


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
