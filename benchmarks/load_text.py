"""Loading a 1,000,000-row csv end to end, beside pyarrow's reading of it and the database's own
bulk insert of the same rows into the same tables.

The rows inserted beside are made ready beforehand, in the order of the index: SQLite gets them by
`executemany` in one transaction, PostgreSQL by COPY of text that is written already."""

import csv
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import psycopg
from pyarrow.csv import read_csv

from benchmarks.common.council import indicator_code
from benchmarks.common.databases import DATABASES, fresh, postgresql_server
from benchmarks.common.loading import HEADINGS, extract_rows, loads_of
from benchmarks.common.measure import Line, in_turn, show
from indicators.moments import COLUMNS
from indicators.periods import Month
from indicators.table import IndicatorTable

AREAS, MONTHS = 12_500, 80
RUNS = 3
LIMIT = 2.0
NAMES = [*COLUMNS, "load_id", "since"]
BLOCK = 5_000

Row = tuple[str | int | None, ...]


def main() -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(postgresql_server())
        extract = write_text(folder / "extract.csv")
        loads = loads_of(extract, AREAS, AREAS * MONTHS, server, stack)
        beside = {kind: Beside(kind, server, extract) for kind in DATABASES}
        for one in beside.values():
            stack.enter_context(one.open)
        ways: dict[str, Callable[[], None]] = {}
        ready: dict[str, Callable[[], None]] = {}
        for kind in DATABASES:
            ways |= {kind: loads[kind].run, f"{kind} alone": beside[kind].run}
            ready |= {kind: loads[kind].ready, f"{kind} alone": beside[kind].ready}
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


def observations() -> list[Row]:
    """The rows of the table that the extract comes to, in the order of its index."""
    rows: list[Row] = []
    for code, _, month, of, some in extract_rows(AREAS, MONTHS):
        ended = Month.parse(str(month)).number
        rows.append((indicator_code(0), ended, code, "as-now", 1, some, of, None, "ok", "", 1, 1))
    return sorted(rows, key=lambda row: (row[1], row[2]))


class Beside:
    """pyarrow reads the extract, and a fresh database takes the rows in by its own quickest way."""

    def __init__(self, kind: str, server: str, extract: Path) -> None:
        self.kind, self.server, self.extract = kind, server, extract
        self.open = ExitStack()
        self.insert = self._insert_lite(observations()) if kind == "SQLite" else self._copy()

    def ready(self) -> None:
        self.open.close()
        self.url = self.open.enter_context(fresh(self.kind, self.server, self.extract.parent))
        IndicatorTable.at(self.url).engine.dispose()

    def run(self) -> None:
        read_csv(self.extract)
        self.insert()

    def _insert_lite(self, rows: list[Row]) -> Callable[[], None]:
        marks = ", ".join("?" * len(NAMES))
        statement = f"INSERT INTO observation ({', '.join(NAMES)}) VALUES ({marks})"  # noqa: S608

        def insert() -> None:
            with sqlite3.connect(self.url.removeprefix("sqlite:///")) as connection:
                connection.executemany(statement, rows)
            connection.close()

        return insert

    def _copy(self) -> Callable[[], None]:
        rows = observations()
        lines = ["\t".join("\\N" if i is None else str(i) for i in row) for row in rows]
        blocks = ["\n".join(lines[at : at + BLOCK]) + "\n" for at in range(0, len(lines), BLOCK)]

        def insert() -> None:
            url = self.url.replace("+psycopg", "")
            into = f"COPY observation ({', '.join(NAMES)}) FROM STDIN"
            with psycopg.connect(url) as connection, connection.cursor().copy(into) as copy:
                for block in blocks:
                    copy.write(block)

        return insert


if __name__ == "__main__":
    main()
