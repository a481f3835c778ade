"""Loading a 1,000,000-row csv end to end, against pyarrow's reading of it and the database's own
bulk insert of the same rows into the same tables."""

import csv
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from pyarrow.csv import read_csv

from benchmarks.common.bulk_insert import BulkInsert
from benchmarks.common.databases import DATABASES, postgresql_server
from benchmarks.common.loading import HEADINGS, extract_rows, loads_of
from benchmarks.common.measure import Line, in_turn, show

AREAS, MONTHS = 12_500, 80
RUNS = 3
LIMIT = 2.0


def main() -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(postgresql_server())
        extract = write_text(folder / "extract.csv")
        loads = loads_of(extract, AREAS, AREAS * MONTHS, server, stack)
        ways: dict[str, Callable[[], None]] = {}
        ready: dict[str, Callable[[], None]] = {}
        for kind in DATABASES:
            alone = BulkInsert(kind, server, folder, AREAS, MONTHS, lambda: read_csv(extract))
            stack.enter_context(alone.open)
            ways |= {kind: loads[kind].run, f"{kind} alone": alone.run}
            ready |= {kind: loads[kind].ready, f"{kind} alone": alone.ready}
        taken = in_turn(RUNS, ways, ready)
    lines = [
        Line(f"{AREAS * MONTHS:,} rows into {kind}", taken[kind], taken[f"{kind} alone"], LIMIT)
        for kind in DATABASES
    ]
    show("Loading a csv", "pyarrow's reading and the database's own bulk insert", lines)


def write_text(path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows(extract_rows(AREAS, MONTHS))
    return path


if __name__ == "__main__":
    main()
