"""Reads a backup section by section, and refuses one that is not what was written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyrage

from indicators.store.backup.backup_errors import BackupFileError
from indicators.store.backup.backup_header import BackupHeader, StoredTable, decode_header
from indicators.store.backup.backup_values import RowDigest, decode_row
from indicators.store.backup.sealed_lines import open_sealed_lines

_MARK = b"{"
"""What a line begins with that is no row."""


@dataclass(frozen=True, slots=True)
class BackupSection:
    """A table in a backup and its rows, which are read once. `digest` covers those read so far."""

    table: StoredTable
    rows: Iterator[list[Any]]
    digest: RowDigest


class BackupReader:
    """A backup that is being read. What it gave is sure only after the last section."""

    def __init__(self, path: Path, lines: Iterator[bytes]) -> None:
        self._path = path
        self._lines = lines
        self.rows = 0
        try:
            self.header: BackupHeader = decode_header(self._read_line())
        except (ValueError, KeyError, TypeError):
            raise self._refuse("its first line is no header") from None

    def read_sections(self) -> Iterator[BackupSection]:
        """Yield each table. Raises BackupFileError where something is missing or differs."""
        for table in self.header.tables:
            digest = RowDigest()
            section = BackupSection(table, self._read_rows(table, digest), digest)
            yield section
            for _ in section.rows:
                pass  # what the caller did not need is checked as well
            self.rows += digest.rows
        end = self._parse(self._read_line())
        if end != {"complete": True, "rows": self.rows}:
            raise self._refuse("its last line is missing")
        if next(self._lines, None) is not None:
            raise self._refuse("something follows its last line")

    def _read_rows(self, table: StoredTable, digest: RowDigest) -> Iterator[list[Any]]:
        while not (line := self._read_line()).startswith(_MARK):
            digest.add(line)
            yield decode_row(table.kinds, line)
        end = {"table": table.name, "rows": digest.rows, "digest": digest.text}
        if self._parse(line) != end:
            raise self._refuse(f"the rows of {table.name} are not those that were written")

    def _read_line(self) -> bytes:
        line = next(self._lines, None)
        if line is None:
            raise self._refuse("it ends too early")
        return line

    def _parse(self, line: bytes) -> Any:
        try:
            return json.loads(line)
        except ValueError:
            raise self._refuse("a line cannot be read") from None

    def _refuse(self, why: str) -> BackupFileError:
        return BackupFileError(
            f"{self._path} is not a complete backup: {why}.", remedy="Use another backup."
        )


@contextmanager
def open_backup(path: Path, identities: list[pyrage.x25519.Identity]) -> Iterator[BackupReader]:
    """Open a backup. Raises BackupFileError for one that cannot be read or has another key."""
    with open_sealed_lines(path, identities) as lines:
        yield BackupReader(path, lines)
