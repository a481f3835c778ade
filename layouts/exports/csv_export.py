"""Rows as CSV that is safe in a spreadsheet: text never starts a formula, numbers stay numbers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from decimal import Decimal

from pydantic import BaseModel
from pydantic_core import to_json

_SIGNS = r"[=+\-@＝＋－＠]"
_UNSEEN = (
    r"[\s\x00-\x20\x7f-\xa0\xad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]"
)
_FORMULA = re.compile(rf"[\t\r\n]|(?:{_UNSEEN}|[\"'`‘’“”])*{_SIGNS}")
"""What can be read as a formula: a sign, also behind what a program may leave out."""
_AFTER_SEPARATOR = re.compile(rf"(?<=[;|\t\r\n])(?={_UNSEEN}*{_SIGNS})")
"""Where another separator than ours would let a formula begin."""
_SIGN_IN_JSON = re.compile(rf"(?<=[;|])({_UNSEEN}*)({_SIGNS})")


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
    return _escape_in_json(to_json(value, by_alias=True).decode())


def _escape_in_json(text: str) -> str:
    """Write a sign behind another separator as JSON allows: it reads as the same text."""
    return _SIGN_IN_JSON.sub(lambda found: f"{found[1]}\\u{ord(found[2]):04x}", text)


def escape_formula(text: str) -> str:
    """Return text with an apostrophe where a spreadsheet would read a formula."""
    inner = _AFTER_SEPARATOR.sub("'", text)
    return f"'{inner}" if starts_like_formula(text) else inner


def starts_like_formula(text: str) -> bool:
    """Return whether a spreadsheet could read text as a formula."""
    return _FORMULA.match(text) is not None
