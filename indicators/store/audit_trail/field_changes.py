"""The changes of fields that people edit: the rows that keep each, and the fields as they were."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

import sqlalchemy as sa

_Field = TypeVar("_Field", bound=StrEnum)


def build_change_rows(
    before: Mapping[_Field, str], after: Mapping[_Field, str], common: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return a row for each field that changed, with its text before and after."""
    return [
        {**common, "field": field.value, "before": before[field], "after": text}
        for field, text in after.items()
        if before[field] != text
    ]


def rewind_fields(
    connection: sa.Connection,
    table: sa.Table,
    which: sa.ColumnElement[bool],
    version: int,
    current: Mapping[_Field, str],
) -> dict[_Field, str]:
    """Return fields as they were at a version, from a table of their changes."""
    later = (
        sa.select(table.c.field, table.c.before)
        .where(which, table.c.version > version)
        .order_by(table.c.id.desc())
    )
    undone = {row.field: row.before for row in connection.execute(later)}
    return {field: undone.get(field.value, text) for field, text in current.items()}
