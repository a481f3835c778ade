"""Restores a backup into an empty database, in one transaction: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from indicators.store.backup.backup_errors import BackupFileError, NotEmptyError, RestoreError
from indicators.store.backup.backup_header import StoredTable
from indicators.store.backup.backup_values import RowDigest, ValueKind
from indicators.store.backup.check_backup import ContentCheck
from indicators.store.backup.read_backup import BackupReader, BackupSection
from indicators.store.backup.restore_guards import lift_guards, move_sequences
from indicators.store.backup.table_reading import read_lines
from indicators.store.backup.write_backup import COUNCIL_FILES
from indicators.store.database import is_known_revision, open_migration, upgrade
from indicators.store.operations.instances import (
    SETTING,
    UnexpectedDatabaseError,
    read_instance,
)
from indicators.store.operations.operation_tables import instance

_ROWS_AT_ONCE = 1000


def restore_backup(
    engine: sa.Engine,
    reader: BackupReader,
    data: Path | None = None,
    *,
    migrated: bool = True,
    expected: str = "",
) -> ContentCheck:
    """Restore a backup, bring the tables to the newest version, and return what was found.

    Without `migrated` the tables stay at the version of the backup. `expected` is the code of the
    only installation whose backup may be restored, or "" for any.

    The rows are read again and compared with those of the backup before anything is kept. The
    council's files are written to the `data` folder, if one is given. Raises UserError, and keeps
    nothing, for a database that is not empty or a backup that is not complete.
    """
    header = reader.header
    if not is_known_revision(header.revision):
        raise BackupFileError(
            f"The backup was made by a newer version of this program, {header.program}.",
            remedy="Restore it with that version, or a newer one.",
        )
    check = ContentCheck()
    with open_migration(engine) as connection:
        if sa.inspect(connection).get_table_names():
            raise NotEmptyError
        upgrade(connection, header.revision)
        stored = [each for each in header.tables if each != COUNCIL_FILES]
        made = set(sa.inspect(connection).get_table_names())
        if unknown := [each.name for each in stored if each.name not in made]:
            raise BackupFileError(
                f"The backup has tables that this version does not know: {', '.join(unknown)}.",
                remedy=f"Restore it with the version that made it, {header.program}.",
            )
        with lift_guards(connection):
            for table in reversed(stored):
                connection.execute(sa.delete(table.to_clause()))  # what migrations put in
            for section in reader.read_sections():
                rows = check.watch(section.table, section.rows)
                if section.table == COUNCIL_FILES:
                    _write_files(rows, data)
                else:
                    _insert(connection, section.table, rows)
                    _compare(connection, section)
                if section.table.name == instance.name:
                    _refuse_other(read_instance(connection), expected)
        move_sequences(connection, stored)
        if migrated:
            upgrade(connection, "head")
    return check


def _insert(connection: sa.Connection, table: StoredTable, rows: Iterable[list[Any]]) -> None:
    insert = sa.insert(table.to_clause())
    at_once = 1 if ValueKind.BYTES in table.kinds else _ROWS_AT_ONCE
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(dict(zip(table.columns, row, strict=True)))
        if len(batch) == at_once:
            connection.execute(insert, batch)
            batch = []
    if batch:
        connection.execute(insert, batch)


def _compare(connection: sa.Connection, section: BackupSection) -> None:
    """Raise RestoreError unless the table holds the rows of the backup."""
    held = RowDigest()
    for line in read_lines(connection, section.table):
        held.add(line)
    if (held.rows, held.text) != (section.digest.rows, section.digest.text):
        raise RestoreError(
            f"The rows of {section.table.name} differ after restoring. Nothing was kept.",
            remedy="Keep the backup, and report this as a fault of the program.",
        )


def _refuse_other(found: str, expected: str) -> None:
    """Raise UnexpectedDatabaseError for the backup of another installation."""
    if expected and found not in ("", expected):
        raise UnexpectedDatabaseError(
            f"The backup is of {found}, and {SETTING} expects {expected}. Nothing was restored.",
            remedy=f"Name a backup of this installation, or set {SETTING}={found} if you mean that "
            "one.",
        )


def _write_files(rows: Iterator[list[Any]], folder: Path | None) -> None:
    for name, content in rows:
        if folder is None:
            continue
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise BackupFileError(f"The backup names a file outside its folder: {name}.")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
