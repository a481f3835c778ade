"""A database with rows in every table that the code knows, whatever tables come to be."""

import hashlib
import zlib
from datetime import UTC, date, datetime

import sqlalchemy as sa

from indicators.domain.audit.actor import SYSTEM
from indicators.domain.audit.audit_event import AuditEvent, AuditKind
from indicators.store.audit_log import AuditLog
from indicators.store.backup.backup_values import ValueKind, find_kind
from indicators.store.moments import strip_zone
from indicators.store.schema import metadata
from tests.support.clear_tables import AUDIT

NUMBERS = (5, 9)
"""The ids of the rows: some are missing, as after a load that was refused."""
TEXT = "naïve “Ærø” \\ ' \" \t \n 𝄞 %s :x"
FILE = b"\x00\xffa file" * 50
SHA256 = hashlib.sha256(FILE).hexdigest()
CHOSEN = {
    ("load", "rows_read"): lambda n: 3 * n,
    ("load", "undoes"): lambda n: 5 if n == 9 else None,
    ("load", "undone_by"): lambda n: 9 if n == 5 else None,  # a row that comes later
    ("original", "sha256"): lambda n: SHA256,
    ("original", "content"): lambda n: zlib.compress(FILE[:70] if n == 5 else FILE[70:]),
}
VALUES = {
    ValueKind.INTEGER: lambda _, n: n,
    ValueKind.TEXT: lambda column, n: f"{column.name} {n} {TEXT}",
    ValueKind.BYTES: lambda _, n: bytes(range(256)) * n,
    ValueKind.MOMENT: lambda _, n: strip_zone(datetime(2026, 1, n, 23, 5, 8, n % 9 * 111111, UTC)),
    ValueKind.DAY: lambda _, n: date(2026, 1, n),
    ValueKind.BOOLEAN: lambda _, n: n == 5,
    ValueKind.JSON: lambda _, n: {"z": [n, None, TEXT], "a": {}},
}


def fill_every_table(engine: sa.Engine, tables: sa.MetaData = metadata) -> None:
    """Put two rows into each table. Of what may be missing, the second row has nothing."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for table in tables.sorted_tables:
            if table.name not in AUDIT:
                _fill(connection, table)
    for n in range(3) if set(tables.tables) >= AUDIT else ():
        event = AuditEvent(
            AuditKind.LOAD, f"load {n}", datetime(2026, 11, n + 1, tzinfo=UTC), SYSTEM, TEXT
        )
        AuditLog(engine).append(event)


def _fill(connection: sa.Connection, table: sa.Table) -> None:
    own_keys = {key.parent.name for key in table.foreign_keys if key.column.table is table}
    rows = [{c.name: make_value(c, n) for c in table.columns} for n in NUMBERS]
    connection.execute(sa.insert(table), [r | dict.fromkeys(own_keys) for r in rows])
    for row in rows if own_keys else []:
        same = [column == row[column.name] for column in table.primary_key]
        connection.execute(sa.update(table).where(*same), {key: row[key] for key in own_keys})


def make_value(column: sa.Column, n: int) -> object:
    chosen = CHOSEN.get((column.table.name, column.name))
    if chosen:
        return chosen(n)
    if column.nullable and n == NUMBERS[1]:
        return None
    if column.foreign_keys:
        [key] = column.foreign_keys
        return make_value(key.column, n)
    if isinstance(column.type, sa.String) and column.type.length:
        return hashlib.sha256(f"{column.name} {n}".encode()).hexdigest()[: column.type.length]
    return VALUES[find_kind(column.type)](column, n)


def read_every_table(engine: sa.Engine) -> dict[str, list[tuple]]:
    """All rows of all tables, in an order that both databases agree on."""
    with engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(sa.select(table))), key=repr)
            for table in metadata.sorted_tables
        }
