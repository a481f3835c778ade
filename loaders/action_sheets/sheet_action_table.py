"""Finds the table of actions in a workbook: its sheet, its row of headings and its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from indicators.actions.action_fields import ActionField
from indicators.actions.sheets.sheet_model import (
    FIGURE_HEADINGS,
    FILLED_IN,
    REFERENCE,
    SHEET_HEADINGS,
)
from indicators.actions.sheets.sheet_refusals import RefusedSheetError, SheetRefusalCode
from loaders.action_sheets.action_cells import make_key
from loaders.readers import limits
from loaders.readers.cell_text import format_cell
from loaders.readers.column_letters import format_column_letters
from loaders.readers.grid import Grid

_OTHER_SPELLINGS = {
    "reference": REFERENCE,
    "due date": SHEET_HEADINGS[ActionField.DUE],
    "measure": SHEET_HEADINGS[ActionField.MEASURE],
}
_HEADINGS = {make_key(each): each for each in (REFERENCE, *SHEET_HEADINGS.values())} | {
    make_key(other): heading for other, heading in _OTHER_SPELLINGS.items()
}
_FIGURES = {make_key(heading) for heading in FIGURE_HEADINGS}


@dataclass(frozen=True, slots=True)
class ActionTable:
    """Where the table is: rows and columns count from 0.

    `others` are the columns that are not read, with their headings.
    """

    sheet: str
    heading_row: int
    reference: int
    columns: dict[ActionField, int]
    others: dict[int, str]

    def list_filled_in(self) -> list[int]:
        """Return the columns of the reference and of what people fill in."""
        return [self.reference, *(self.columns[field] for field in FILLED_IN)]


def find_table(grid: Grid, without: str) -> ActionTable:
    """Return the table in any sheet but one. Raises RefusedSheetError if there is not one."""
    found = [
        (name, at)
        for name, sheet in grid.sheets.items()
        if name != without
        for at in _find_heading_rows(sheet[: limits.HEADER_SEARCH_ROWS])
    ]
    if not found:
        raise RefusedSheetError(SheetRefusalCode.TABLE_MISSING, grid.file)
    if len(found) > 1:
        where = ", ".join(f"{name}, row {at + 1}" for name, at in found)
        raise RefusedSheetError(SheetRefusalCode.TABLE_TWICE, grid.file, f"They are: {where}.")
    ((name, at),) = found
    return _read_headings(grid, name, at)


def _find_heading_rows(rows: Sequence[list[Any]]) -> list[int]:
    """Return the rows with most of our headings: one that is missing is named later."""
    needed = len(SHEET_HEADINGS) // 2 + 1
    return [
        at
        for at, row in enumerate(rows)
        if len({_HEADINGS[key] for key in map(_make_cell_key, row) if key in _HEADINGS}) >= needed
    ]


def _make_cell_key(cell: Any) -> str:
    return make_key(format_cell(cell))


def _read_headings(grid: Grid, name: str, at: int) -> ActionTable:
    places: dict[str, list[int]] = {heading: [] for heading in _HEADINGS.values()}
    others: dict[int, str] = {}
    for column, cell in enumerate(grid.sheets[name][at]):
        key = _make_cell_key(cell)
        if key in _HEADINGS:
            places[_HEADINGS[key]].append(column)
        elif key not in _FIGURES:
            others[column] = format_cell(cell).strip()
    for heading, columns in places.items():
        if len(columns) > 1:
            letters = " and ".join(map(format_column_letters, columns))
            detail = f"“{heading}” is in columns {letters}."
            raise RefusedSheetError(SheetRefusalCode.COLUMN_TWICE, grid.file, detail)
        if not columns:
            raise RefusedSheetError(
                SheetRefusalCode.COLUMN_MISSING, grid.file, _describe_missing(heading, others)
            )
    read = {field: places[heading][0] for field, heading in SHEET_HEADINGS.items()}
    return ActionTable(name, at, places[REFERENCE][0], read, others)


def _describe_missing(heading: str, others: dict[int, str]) -> str:
    unknown = [f"“{text}”" for text in others.values() if text]
    instead = f" Not known are {', '.join(unknown)}." if unknown else ""
    return f"“{heading}” is not there.{instead}"
