"""Reads the hidden sheet that says what was exported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from indicators.actions.action_fields import ActionField
from indicators.actions.sheets.sheet_model import (
    BASELINE_HEADINGS,
    BASELINE_LINES,
    BASELINE_TITLE,
    SHEET_FORMAT,
    SHEET_HEADINGS,
    BaselineRow,
    SheetBaseline,
)
from indicators.actions.sheets.sheet_refusals import RefusedSheetError, SheetRefusalCode
from indicators.domain.errors import UserError
from indicators.domain.periods import Month
from loaders.action_sheets.action_cells import (
    RefusedCellError,
    make_indicator_key,
    read_field,
    read_reference,
)
from loaders.readers.cell_text import format_cell
from loaders.readers.grid import Grid
from loaders.readers.sheet import Sheet

_VALUE, _TABLE = 1, len(BASELINE_LINES) + 1
"""The column of the values, and the row of the headings, from 0."""
_KNOWN = len(BASELINE_HEADINGS) - len(SHEET_HEADINGS)
_CODE = _KNOWN - 1


def find_baseline(grid: Grid) -> str:
    """Return the name of the sheet with the baseline. Raises RefusedSheetError without one."""
    for name, sheet in grid.sheets.items():
        if sheet.height and sheet.columns and format_cell(sheet[0][0]).strip() == BASELINE_TITLE:
            return name
    raise RefusedSheetError(SheetRefusalCode.BASELINE_MISSING, grid.file)


def read_baseline(grid: Grid, name: str) -> tuple[SheetBaseline, dict[str, str]]:
    """Return the baseline, and the codes of its indicators by the key of their names then.

    Raises RefusedSheetError if it was changed, or written by a newer version.
    """
    sheet = grid.sheets[name]
    try:
        lines = [format_cell(sheet[at][_VALUE]).strip() for at in range(1, _TABLE)]
        if int(lines[0]) > SHEET_FORMAT:
            raise RefusedSheetError(SheetRefusalCode.BASELINE_TOO_NEW, grid.file)
        indicators = _list_indicators(sheet)
        rows = tuple(_read_row(cells, indicators) for cells in _list_rows(sheet))
        month = str(Month.parse(lines[2][:7])) if lines[2] else ""
        exported_at = datetime.fromisoformat(lines[3])
    except RefusedSheetError:
        raise
    except (UserError, RefusedCellError, ValueError, IndexError):
        raise RefusedSheetError(SheetRefusalCode.BASELINE_DAMAGED, grid.file) from None
    if len({row.number for row in rows}) < len(rows):
        raise RefusedSheetError(SheetRefusalCode.BASELINE_DAMAGED, grid.file)
    return SheetBaseline(lines[1], month, exported_at, lines[4], rows), indicators


def _list_rows(sheet: Sheet) -> list[list[Any]]:
    headings = [format_cell(cell).strip() for cell in sheet[_TABLE]][: len(BASELINE_HEADINGS)]
    if tuple(headings) != BASELINE_HEADINGS:
        raise ValueError(headings)
    return [row for row in sheet[_TABLE + 1 :] if any(format_cell(cell).strip() for cell in row)]


def _list_indicators(sheet: Sheet) -> dict[str, str]:
    return {
        make_indicator_key(format_cell(row[_KNOWN])): format_cell(row[_CODE]).strip()
        for row in _list_rows(sheet)
        if format_cell(row[_CODE]).strip()
    }


def _read_row(cells: Sequence[Any], indicators: dict[str, str]) -> BaselineRow:
    number = read_reference(cells[0])
    if number is None:
        raise ValueError(cells)
    fields: dict[ActionField, str] = {}
    for field, cell in zip(SHEET_HEADINGS, cells[_KNOWN:], strict=False):
        reading = read_field(field, cell, indicators)
        if reading.other_day:
            raise ValueError(cell)
        fields[field] = reading.text
    version = int(format_cell(cells[1]))
    return BaselineRow(number, version, format_cell(cells[2]).strip(), fields)
