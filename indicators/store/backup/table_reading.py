"""Reads every table of a database as it was at one moment, while others go on writing."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import cast

import sqlalchemy as sa

from indicators.store.backup.backup_errors import BackupFileError
from indicators.store.backup.backup_header import StoredTable
from indicators.store.backup.backup_values import ValueKind, encode_row, find_kind
from indicators.store.database import connect

REVISION_TABLE = "alembic_version"
"""Its content is in the header: a restore makes it again by migrating."""
_ROWS_AT_ONCE = 500


@contextmanager
def open_snapshot(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Open a connection that sees the database as it is now, whatever is written meanwhile.

    On SQLite it is to a copy of the file: a reader of the file itself would hold up who writes, and
    then everyone.
    """
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with engine.connect().execution_options(**options) as connection:
            yield connection
        return
    with tempfile.TemporaryDirectory(prefix="snapshot-") as folder:
        copy = Path(folder) / "copy.db"
        _copy_sqlite(engine, copy)
        copied = connect(f"sqlite:///{copy}")
        try:
            with copied.connect() as connection:
                yield connection
        finally:
            copied.dispose()


def _copy_sqlite(engine: sa.Engine, copy: Path) -> None:
    try:
        with closing(engine.raw_connection()) as source, closing(sqlite3.connect(copy)) as target:
            cast(sqlite3.Connection, source.driver_connection).backup(target)
    except sqlite3.OperationalError as error:
        raise BackupFileError(
            f"The database cannot be copied for the backup: {error}.",
            remedy="Free some space, or set TMPDIR to a folder with more.",
        ) from None


def list_stored_tables(connection: sa.Connection) -> tuple[StoredTable, ...]:
    """Return the tables of a database, each after those that it refers to."""
    found = sa.MetaData()
    found.reflect(connection)
    return tuple(
        StoredTable(
            table.name,
            {column.name: find_kind(column.type) for column in table.columns},
            tuple(column.name for column in table.primary_key.columns),
        )
        for table in found.sorted_tables
        if table.name != REVISION_TABLE
    )


def read_lines(connection: sa.Connection, table: StoredTable) -> Iterator[bytes]:
    """Yield the rows of a table as lines, in the order of its primary key."""
    rows = sa.select(*table.to_clause().columns).order_by(*map(sa.column, table.key))
    # The parts of a file are large, so only one is held at a time.
    at_once = 1 if ValueKind.BYTES in table.kinds else _ROWS_AT_ONCE
    with connection.execute(rows, execution_options={"yield_per": at_once}) as found:
        for row in found:
            yield encode_row(table.kinds, row)
