"""From the cell of a sheet to what is kept of it, or why it is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from indicators.actions.action_fields import (
    STATUS_NAMES,
    ActionField,
    ActionStatus,
    normalise_fields,
)
from indicators.actions.sheets.sheet_refusals import SheetRefusalCode
from indicators.domain.errors import UserError
from loaders.action_sheets.due_days import is_due_year, read_due_day
from loaders.readers.cell_text import format_cell
from loaders.readers.tolerant_names import Likeness, make_name_key

_REFERENCE = re.compile(r"a\s*[-‐‑–—−]\s*(\d{1,12})", re.IGNORECASE)


class RefusedCellError(Exception):
    """A cell that cannot be read, with the code of the reason and a detail of it."""

    def __init__(self, code: SheetRefusalCode, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class CellReading:
    """What a cell says, in the form in which it is kept, and the day that it may be instead."""

    text: str
    other_day: str = ""


def make_key(text: str) -> str:
    """Return the key by which headings and status words are compared."""
    return make_name_key(text.replace("-", " "), Likeness.REDUCED)


def make_indicator_key(text: str) -> str:
    """Return the key by which names of indicators are compared: they may differ by a sign."""
    return make_name_key(text, Likeness.FOLDED)


_STATUSES = {
    make_key(word): status
    for status in ActionStatus
    for word in (STATUS_NAMES[status], status.value)
}


def read_reference(cell: Any) -> int | None:
    """Return the number in a reference such as A-12, or None for an empty cell."""
    text = format_cell(cell).strip()
    if not text:
        return None
    match = _REFERENCE.fullmatch(text)
    if not match:
        raise RefusedCellError(SheetRefusalCode.REFERENCE_UNKNOWN)
    return int(match[1])


def read_field(field: ActionField, cell: Any, indicators: Mapping[str, str]) -> CellReading:
    """Return what a cell says in one field. `indicators` are their codes by key."""
    if not format_cell(cell).strip():
        return CellReading("")
    if field is ActionField.DUE:
        return _read_day(cell)
    text = format_cell(cell).strip()
    if field is ActionField.STATUS:
        status = _STATUSES.get(make_key(text))
        if status is None:
            raise RefusedCellError(SheetRefusalCode.STATUS_UNKNOWN)
        return CellReading(status.value)
    if field is ActionField.INDICATOR:
        key = make_indicator_key(text)
        if key not in indicators:
            raise RefusedCellError(SheetRefusalCode.INDICATOR_UNKNOWN)
        return CellReading(indicators[key])
    try:
        return CellReading(normalise_fields({field: text})[field])
    except UserError as error:
        raise RefusedCellError(SheetRefusalCode.TEXT_TOO_LONG, error.what) from None


def _read_day(cell: Any) -> CellReading:
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        if not is_due_year(cell):
            raise RefusedCellError(SheetRefusalCode.DAY_UNREADABLE)
        return CellReading(cell.isoformat())
    if isinstance(cell, float | int):
        raise RefusedCellError(SheetRefusalCode.DAY_IS_NUMBER)
    days = read_due_day(format_cell(cell))
    if days is None:
        raise RefusedCellError(SheetRefusalCode.DAY_UNREADABLE)
    day, other = days
    return CellReading(day.isoformat(), other.isoformat() if other else "")
