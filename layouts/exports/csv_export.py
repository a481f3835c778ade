"""Rows as CSV that is safe in a spreadsheet: text never starts a formula, numbers stay numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from pydantic import BaseModel
from pydantic_core import to_json

# A cell that begins with one of these can be read as a formula.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def write_csv(row: type[BaseModel], rows: Iterable[BaseModel]) -> str:
    """Return a header row of field names and the rows; a list is JSON in its cell."""
    text = io.StringIO()
    writer = csv.writer(text)
    fields = row.model_fields.items()
    writer.writerow(field.serialization_alias or name for name, field in fields)
    writer.writerows([_format_cell(getattr(each, name)) for name, _ in fields] for each in rows)
    return text.getvalue()


def _format_cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return escape_formula(value)
    return to_json(value, by_alias=True).decode()


def escape_formula(text: str) -> str:
    """Return text with an apostrophe before it where a spreadsheet would read a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
