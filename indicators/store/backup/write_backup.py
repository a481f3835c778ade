"""Writes a backup: the header, the rows of each table with their number and hash, and an end."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyrage
import sqlalchemy as sa

from indicators.store.backup.backup_errors import BackupFileError
from indicators.store.backup.backup_header import BackupHeader, StoredTable
from indicators.store.backup.backup_values import RowDigest, ValueKind, encode_row
from indicators.store.backup.sealed_lines import write_sealed_lines
from indicators.store.backup.table_reading import list_stored_tables, open_snapshot, read_lines
from indicators.store.database import read_revision
from indicators.store.moments import strip_zone

COUNCIL_FILES = StoredTable(
    "council files", {"path": ValueKind.TEXT, "content": ValueKind.BYTES}, ("path",)
)
"""The files of `data/` as one more table. No table of the database has a space in its name."""


@dataclass(frozen=True, slots=True)
class WrittenBackup:
    """A backup that was written: its size in bytes, tables and rows."""

    size: int
    tables: int
    rows: int


def write_backup(
    engine: sa.Engine,
    path: Path,
    recipients: list[pyrage.x25519.Recipient],
    *,
    program: str,
    now: datetime,
    data: Path | None = None,
) -> WrittenBackup:
    """Write every row of a database, and the files of the `data` folder, to an encrypted file.

    Raises UserError if the file cannot be written.
    """
    counts = RowCount()
    with open_snapshot(engine) as connection:
        tables = list_stored_tables(connection)
        if not tables:
            raise BackupFileError(
                "The database is empty: there is nothing to back up.",
                remedy="Check that DATABASE_URL names the right one.",
            )
        header = BackupHeader(
            strip_zone(now),
            program,
            engine.dialect.name,
            read_revision(connection),
            (*tables, COUNCIL_FILES),
        )
        sections = [(each, read_lines(connection, each)) for each in tables]
        sections.append((COUNCIL_FILES, _read_files(data)))
        size = write_sealed_lines(path, _write_lines(header, sections, counts), recipients)
    return WrittenBackup(size, len(tables), counts.rows)


class RowCount:
    """How many rows were written so far."""

    rows = 0


def _write_lines(
    header: BackupHeader,
    sections: Iterable[tuple[StoredTable, Iterator[bytes]]],
    counts: RowCount,
) -> Iterator[bytes]:
    yield header.encode()
    for table, lines in sections:
        digest = RowDigest()
        for line in lines:
            digest.add(line)
            yield line
        counts.rows += digest.rows
        end = {"table": table.name, "rows": digest.rows, "digest": digest.text}
        yield json.dumps(end).encode() + b"\n"
    yield json.dumps({"complete": True, "rows": counts.rows}).encode() + b"\n"


def _read_files(folder: Path | None) -> Iterator[bytes]:
    for path in sorted(folder.rglob("*")) if folder else []:
        if path.is_file():
            name = path.relative_to(folder).as_posix() if folder else path.name
            yield encode_row(COUNCIL_FILES.kinds, (name, path.read_bytes()))
