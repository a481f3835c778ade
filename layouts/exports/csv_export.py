"""Rows as CSV that a spreadsheet opens safely: words can never begin a formula, numbers stay."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from pydantic import BaseModel
from pydantic_core import to_json

# A spreadsheet takes a cell that begins with one of these for a formula, or looks past it for one.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def write_csv(row: type[BaseModel], rows: Iterable[BaseModel]) -> str:
    """One header row of field names, then the rows; lists are written in their cell as JSON."""
    text = io.StringIO()
    writer = csv.writer(text)
    fields = row.model_fields.items()
    writer.writerow(field.serialization_alias or name for name, field in fields)
    writer.writerows([_cell(getattr(each, name)) for name, _ in fields] for each in rows)
    return text.getvalue()


def _cell(value: object) -> str:
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
    """Words with an apostrophe before them where a spreadsheet would take them for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
