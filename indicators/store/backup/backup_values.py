"""The values of a row as JSON and back, and a number by which rows are compared."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa


class ValueKind(StrEnum):
    """What a column holds, in the same words for both databases. The values are in every backup."""

    INTEGER = "integer"
    TEXT = "text"
    BYTES = "bytes"
    MOMENT = "moment"
    DAY = "day"
    BOOLEAN = "boolean"
    JSON = "json"


_TYPES: dict[ValueKind, sa.types.TypeEngine[Any]] = {
    ValueKind.INTEGER: sa.BigInteger(),
    ValueKind.TEXT: sa.Text(),
    ValueKind.BYTES: sa.LargeBinary(),
    ValueKind.MOMENT: sa.DateTime(),
    ValueKind.DAY: sa.Date(),
    ValueKind.BOOLEAN: sa.Boolean(),
    ValueKind.JSON: sa.JSON(none_as_null=True),
}
_ENCODE: dict[ValueKind, Callable[[Any], Any]] = {
    ValueKind.BYTES: lambda value: base64.b64encode(value).decode(),
    ValueKind.MOMENT: datetime.isoformat,
    ValueKind.DAY: date.isoformat,
}
_DECODE: dict[ValueKind, Callable[[Any], Any]] = {
    ValueKind.BYTES: base64.b64decode,
    ValueKind.MOMENT: datetime.fromisoformat,
    ValueKind.DAY: date.fromisoformat,
}


def find_kind(column_type: sa.types.TypeEngine[Any]) -> ValueKind:
    """Return the kind of a column. Raises TypeError for one that has none yet."""
    for kind, known in _TYPES.items():
        # String is what both databases call text of a limited length.
        base = sa.String if kind is ValueKind.TEXT else type(known)
        if isinstance(column_type, sa.Integer if kind is ValueKind.INTEGER else base):
            return kind
    raise TypeError(f"A backup cannot hold columns of type {column_type!r}.")


def get_type(kind: ValueKind) -> sa.types.TypeEngine[Any]:
    """Return the type by which values of a kind are read and written."""
    return _TYPES[kind]


def encode_row(kinds: Sequence[ValueKind], row: Sequence[Any]) -> bytes:
    """Return a row as one line."""
    values = [
        _ENCODE[kind](value) if value is not None and kind in _ENCODE else value
        for kind, value in zip(kinds, row, strict=True)
    ]
    return json.dumps(values, separators=(",", ":")).encode() + b"\n"


def decode_row(kinds: Sequence[ValueKind], line: bytes) -> list[Any]:
    """Return the values of a line."""
    return [
        _DECODE[kind](value) if value is not None and kind in _DECODE else value
        for kind, value in zip(kinds, json.loads(line), strict=True)
    ]


class RowDigest:
    """A number over rows in any order: the sum of their hashes. Equal rows have equal sums.

    The two databases order text differently, so a hash over rows in order would not do.
    """

    def __init__(self) -> None:
        self.rows = 0
        self._sum = 0

    def add(self, line: bytes) -> None:
        self.rows += 1
        self._sum += int.from_bytes(hashlib.sha256(line).digest())

    @property
    def text(self) -> str:
        return f"{self._sum % 2**256:064x}"
