"""The first line of a backup: when and of what it was made, and the tables in it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from indicators.store.backup.backup_errors import BackupFileError
from indicators.store.backup.backup_values import ValueKind, get_type

FORMAT = 1


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A table in a backup: its columns with their kinds, and its primary key."""

    name: str
    columns: dict[str, ValueKind]
    key: tuple[str, ...]

    @property
    def kinds(self) -> tuple[ValueKind, ...]:
        return tuple(self.columns.values())

    def to_clause(self) -> sa.TableClause:
        """Return the table for statements, as it was when the backup was made."""
        columns = [sa.column(name, get_type(kind)) for name, kind in self.columns.items()]
        return sa.table(self.name, *columns)


@dataclass(frozen=True, slots=True)
class BackupHeader:
    """What a backup says about itself. `made_at` is UTC, `revision` that of the tables."""

    made_at: datetime
    program: str
    database: str
    revision: str
    tables: tuple[StoredTable, ...]

    def encode(self) -> bytes:
        fields = asdict(self) | {"made_at": self.made_at.isoformat()}
        return json.dumps({"format": FORMAT, **fields}).encode() + b"\n"


def decode_header(line: bytes) -> BackupHeader:
    """Return the header of a backup. Raises BackupFileError if it is of another kind."""
    fields = json.loads(line)
    if fields.pop("format", None) != FORMAT:
        raise BackupFileError(
            "The backup is in a format of a newer version of this program.",
            remedy="Use the version that made it, or a newer one.",
        )
    tables = tuple(
        StoredTable(
            each["name"],
            {name: ValueKind(kind) for name, kind in each["columns"].items()},
            tuple(each["key"]),
        )
        for each in fields.pop("tables")
    )
    made_at = datetime.fromisoformat(fields.pop("made_at"))
    return BackupHeader(made_at=made_at, tables=tables, **fields)
