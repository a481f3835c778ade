"""Reads the rows of the table of actions. A row with a refused cell is refused whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from indicators.actions.action_fields import ActionField
from indicators.actions.sheets.sheet_model import (
    FILLED_IN,
    SheetBaseline,
    SheetReading,
    SheetRow,
)
from indicators.actions.sheets.sheet_refusals import (
    RefusedSheetError,
    SheetRefusal,
    SheetRefusalCode,
)
from loaders.action_sheets.action_cells import (
    CellReading,
    RefusedCellError,
    make_indicator_key,
    read_field,
    read_reference,
)
from loaders.action_sheets.formula_cells import CalculatedCells
from loaders.action_sheets.sheet_action_table import ActionTable
from loaders.readers.cell_text import format_cell
from loaders.readers.column_letters import format_column_letters
from loaders.readers.grid import Grid

MOST_ROWS = 1000
"""Rows of a table that hold anything."""
_VALUE_SHOWN = 60
_NOTHING = CellReading("")
_Read = TypeVar("_Read")


class ActionRows:
    """The rows of one table. `indicators` are the codes of indicators by the key of their names."""

    def __init__(
        self,
        grid: Grid,
        table: ActionTable,
        baseline: SheetBaseline,
        calculated: CalculatedCells,
        indicators: Mapping[str, str],
    ) -> None:
        self._grid, self._table, self._baseline = grid, table, baseline
        self._formulas = calculated.formulas.get(table.sheet, set())
        self._errors = calculated.errors.get(table.sheet, set())
        self._indicators = indicators
        self._exported = {row.number: row for row in baseline.rows}
        self._refusals: list[SheetRefusal] = []
        self._left_out: list[str] = []

    def read(self) -> SheetReading:
        """Return every row. Raises RefusedSheetError if there are too many."""
        sheet, first = self._grid.sheets[self._table.sheet], self._table.heading_row + 1
        filled = [at for at in sheet.filled.nonzero()[0].tolist() if at >= first]
        if len(filled) > MOST_ROWS:
            raise RefusedSheetError(SheetRefusalCode.TOO_MANY_ROWS, self._grid.file)
        self._refuse_merged(first)
        rows: list[SheetRow] = []
        refused: list[SheetRow] = []
        blank = 0
        for at in filled:
            before = len(self._refusals)
            row = self._read_row(at, sheet[at])
            if row is None:
                blank += 1
            else:
                (refused if len(self._refusals) > before else rows).append(row)
        refused += self._find_shuffled(rows)
        accepted = tuple(row for row in rows if row not in refused)
        return SheetReading(
            self._grid.file,
            self._baseline,
            accepted,
            tuple(self._refusals),
            tuple(row.number for row in refused if row.number is not None),
            tuple(self._left_out),
            rows_read=len(filled),
            rows_refused=len(refused),
            rows_blank=blank,
        )

    def _read_row(self, at: int, cells: list[Any]) -> SheetRow | None:
        """Return one row, also if a cell of it is refused; None if nothing is filled in."""
        self._note_others(at, cells)
        if not any(
            format_cell(cells[column]).strip() or _format_address(at, column) in self._formulas
            for column in self._table.list_filled_in()
        ):
            self._note_unknown_indicator(at, cells)
            return None
        number = self._read_cell(at, self._table.reference, cells, read_reference, None)
        if number is not None and number not in self._exported:
            self._refuse(SheetRefusalCode.REFERENCE_UNKNOWN, at, self._table.reference, cells)
        readings = {
            field: self._read_cell(
                at,
                column,
                cells,
                partial(read_field, field, indicators=self._indicators),
                _NOTHING,
            )
            for field, column in self._table.columns.items()
        }
        fields = {field: reading.text for field, reading in readings.items()}
        is_filled = any(
            format_cell(cells[self._table.columns[field]]).strip() for field in FILLED_IN
        )
        what = self._table.columns[ActionField.WHAT]
        if number is None and is_filled and not format_cell(cells[what]).strip():
            self._refuse(SheetRefusalCode.ACTION_MISSING, at, what, cells)
        return SheetRow(at + 1, number, fields, readings[ActionField.DUE].other_day)

    def _read_cell(
        self, at: int, column: int, cells: list[Any], read: Callable[[Any], _Read], nothing: _Read
    ) -> _Read:
        """Return what a cell says; `nothing` if it is refused."""
        address = _format_address(at, column)
        try:
            if address in self._formulas:
                raise RefusedCellError(SheetRefusalCode.FORMULA)
            if address in self._errors:
                raise RefusedCellError(SheetRefusalCode.CELL_ERROR)
            return read(cells[column])
        except RefusedCellError as refused:
            self._refuse(refused.code, at, column, cells, refused.detail)
            return nothing

    def _refuse(
        self, code: SheetRefusalCode, at: int, column: int, cells: list[Any], detail: str = ""
    ) -> None:
        text = " ".join(format_cell(cells[column]).split())
        value = text if len(text) <= _VALUE_SHOWN else f"{text[:_VALUE_SHOWN]}…"
        self._refusals.append(SheetRefusal(code, _format_address(at, column), value, detail))

    def _refuse_merged(self, first: int) -> None:
        """Refuse merged cells of the table that touch a column that is read."""
        read = {self._table.reference, *self._table.columns.values()}
        for top, left, bottom, right in self._grid.get_layout(self._table.sheet).merged:
            if bottom >= first and read & set(range(left, right + 1)):
                last = _format_address(bottom, right)
                cell = f"{_format_address(top, left)}:{last}"
                self._refusals.append(SheetRefusal(SheetRefusalCode.MERGED_CELL, cell))

    def _note_others(self, at: int, cells: list[Any]) -> None:
        for column, heading in self._table.others.items():
            if column < len(cells) and format_cell(cells[column]).strip():
                name = f" (column “{heading}”)" if heading else ""
                self._left_out.append(f"{_format_address(at, column)}{name}")

    def _note_unknown_indicator(self, at: int, cells: list[Any]) -> None:
        column = self._table.columns[ActionField.INDICATOR]
        text = format_cell(cells[column]).strip()
        if text and make_indicator_key(text) not in self._indicators:
            self._left_out.append(_format_address(at, column))

    def _find_shuffled(self, rows: list[SheetRow]) -> list[SheetRow]:
        """Refuse rows that hold each other's action, and return them."""
        what = ActionField.WHAT
        moved = [
            row
            for row in rows
            if row.number is not None and row.cells[what] != self._exported[row.number].cells[what]
        ]
        now = sorted(row.cells[what] for row in moved)
        before = sorted(self._exported[row.number].cells[what] for row in moved if row.number)
        if not moved or now != before:
            return []
        for row in moved:
            cell = _format_address(row.row - 1, self._table.columns[what])
            self._refusals.append(
                SheetRefusal(SheetRefusalCode.ROWS_SHUFFLED, cell, row.cells[what][:_VALUE_SHOWN])
            )
        return moved


def _format_address(row: int, column: int) -> str:
    return f"{format_column_letters(column)}{row + 1}"
