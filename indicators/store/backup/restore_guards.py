"""Lifts, for one transaction, what the database refuses: changes of the audit log, forward keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from indicators.store.backup.backup_errors import RestoreError
from indicators.store.backup.backup_header import StoredTable
from indicators.store.backup.backup_values import ValueKind


@contextmanager
def lift_guards(connection: sa.Connection) -> Iterator[None]:
    """Let rows be written as they were: triggers rest, and keys are checked at the end.

    A key may point forward: a load names the later one that undid it. Afterwards every trigger is
    there again, since all of it happens in one transaction.
    """
    lift = _lift_postgresql if connection.dialect.name == "postgresql" else _lift_sqlite
    with lift(connection):
        yield


@contextmanager
def _lift_sqlite(connection: sa.Connection) -> Iterator[None]:
    triggers = connection.execute(
        sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
    ).all()
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    for name, _ in triggers:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    yield
    for _, statement in triggers:
        connection.exec_driver_sql(statement)
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise RestoreError(f"A row of {broken[0]} refers to a row of {broken[2]} that is missing.")
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = OFF")


@contextmanager
def _lift_postgresql(connection: sa.Connection) -> Iterator[None]:
    inspector, quote = sa.inspect(connection), connection.dialect.identifier_preparer.quote
    tables = inspector.get_table_names()
    own_keys = [
        (quote(table), quote(key["name"] or ""))
        for table in tables
        for key in inspector.get_foreign_keys(table)
        if key["referred_table"] == table
    ]
    for table in map(quote, tables):
        connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for table, key in own_keys:
        connection.exec_driver_sql(
            f"ALTER TABLE {table} ALTER CONSTRAINT {key} DEFERRABLE INITIALLY DEFERRED"
        )
    yield
    connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for table, key in own_keys:
        connection.exec_driver_sql(f"ALTER TABLE {table} ALTER CONSTRAINT {key} NOT DEFERRABLE")
    for table in map(quote, tables):
        connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def move_sequences(connection: sa.Connection, tables: Iterable[StoredTable]) -> None:
    """Let PostgreSQL number new rows after the highest number. SQLite does so anyway."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        if len(table.key) != 1 or table.columns[table.key[0]] is not ValueKind.INTEGER:
            continue
        name = connection.dialect.identifier_preparer.quote(table.name)
        sequence = sa.func.pg_get_serial_sequence(name, table.key[0])
        key = table.to_clause().c[table.key[0]]
        if number := connection.scalar(sa.select(sa.func.max(key))):
            connection.execute(sa.select(sa.func.setval(sequence, number)))
