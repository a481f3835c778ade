"""Loading a 200,000-row workbook from file to table.

On SQLite it is compared with python-calamine reading its cells only; on PostgreSQL, with that and
the database's own bulk insert of prepared rows, which is what any loading of it takes. Each load is
what `load` does, into a new database: read, check every cell, and insert; one row is one figure.
"""

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
SQLITE_LIMIT, POSTGRESQL_LIMIT = 1.5, 1.1


def main() -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(postgresql_server())
        extract = write_workbook(folder / "extract.xlsx")
        loads = loads_of(extract, AREAS, AREAS * MONTHS, server, stack)
        ways: dict[str, Callable[[], object]] = {"calamine": lambda: read_cells(extract)}
        ready: dict[str, Callable[[], object]] = {}
        for kind in DATABASES:
            ways[kind], ready[kind] = loads[kind].run, loads[kind].ready
        bulk = BulkInsert("PostgreSQL", server, folder, AREAS, MONTHS, ways["calamine"])
        stack.enter_context(bulk.open)
        ways["PostgreSQL alone"], ready["PostgreSQL alone"] = bulk.run, bulk.ready
        taken = in_turn(RUNS, ways, ready)
    rows = f"{AREAS * MONTHS:,} rows into"
    line = Line(f"{rows} SQLite", taken["SQLite"], taken["calamine"], SQLITE_LIMIT)
    show("Loading a workbook", "reading its cells with python-calamine", [line])
    alone = taken["PostgreSQL alone"]
    line = Line(f"{rows} PostgreSQL", taken["PostgreSQL"], alone, POSTGRESQL_LIMIT)
    show("Loading a workbook", "python-calamine and the database's own bulk insert", [line])


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
