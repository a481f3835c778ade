"""The text of a cell as a spreadsheet displays it."""

from __future__ import annotations

from datetime import date, datetime, time

_LARGEST = 10**15


def format_cell(cell: object) -> str:
    """Return a cell as a person sees it: 23.0 is 23, a date is 2026-10-31."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell == cell and abs(cell) < _LARGEST and cell == int(cell):
        return str(int(cell))
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)
