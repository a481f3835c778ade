"""The database's own bulk insert of an extract's rows, to hold loading against.

The rows are made ready beforehand, in the order of the index: SQLite gets them by `executemany` in
one transaction, PostgreSQL by COPY of text that is written already."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import psycopg

from benchmarks.common.council import indicator_code
from benchmarks.common.databases import fresh
from benchmarks.common.loading import extract_rows
from indicators.domain.periods import Month
from indicators.store.as_of import COLUMNS
from indicators.store.observations import IndicatorTable

NAMES = [*COLUMNS, "load_id", "since"]
BLOCK = 1_000

Row = tuple[str | int | None, ...]


def observations(areas: int, months: int) -> list[Row]:
    """The rows of the table that an extract comes to, in the order of its index."""
    rows: list[Row] = []
    for code, _, month, of, some in extract_rows(areas, months):
        ended = Month.parse(str(month)).number
        rows.append((indicator_code(0), ended, code, "as-now", 1, some, of, None, "ok", "", 1, 1))
    return sorted(rows, key=lambda row: (row[1], row[2]))


class BulkInsert:
    """Reads an extract by `read`; then a fresh database takes its rows in, its own quickest way."""

    def __init__(
        self,
        kind: str,
        server: str,
        folder: Path,
        areas: int,
        months: int,
        read: Callable[[], object],
    ) -> None:
        self.kind, self.server, self.folder, self.read = kind, server, folder, read
        self.open = ExitStack()
        rows = observations(areas, months)
        self.insert = self._insert_lite(rows) if kind == "SQLite" else self._copy(rows)

    def ready(self) -> None:
        self.open.close()
        self.url = self.open.enter_context(fresh(self.kind, self.server, self.folder))
        IndicatorTable.open(self.url).engine.dispose()

    def run(self) -> None:
        self.read()
        self.insert()

    def _insert_lite(self, rows: list[Row]) -> Callable[[], None]:
        marks = ", ".join("?" * len(NAMES))
        statement = f"INSERT INTO observation ({', '.join(NAMES)}) VALUES ({marks})"  # noqa: S608

        def insert() -> None:
            with sqlite3.connect(self.url.removeprefix("sqlite:///")) as connection:
                connection.executemany(statement, rows)
            connection.close()

        return insert

    def _copy(self, rows: list[Row]) -> Callable[[], None]:
        lines = ["\t".join("\\N" if i is None else str(i) for i in row) for row in rows]
        blocks = ["\n".join(lines[at : at + BLOCK]) + "\n" for at in range(0, len(lines), BLOCK)]

        def insert() -> None:
            url = self.url.replace("+psycopg", "")
            into = f"COPY observation ({', '.join(NAMES)}) FROM STDIN"
            with psycopg.connect(url) as connection, connection.cursor().copy(into) as copy:
                for block in blocks:
                    copy.write(block)

        return insert
