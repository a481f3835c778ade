"""Leaves out the hidden rows and columns of a sheet. Row numbers and column letters stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loaders.readers.layout.sheet_layout import SheetLayout, Span
from loaders.readers.sheet import Column, Sheet

Moves = dict[int, list[tuple[int, Any]]]
"""The cells to write, by column, each with its row."""


def hide_cells(sheet: Sheet, layout: SheetLayout) -> tuple[Sheet, SheetLayout]:
    """Return the sheet with its hidden rows and columns empty, and its layout.

    A merged cell that begins on a hidden row or column begins at its first visible one.
    """
    merged, moves = _shrink_merged(sheet, layout)
    rows = np.array(layout.hidden_rows, np.int64)
    columns = []
    for index, column in enumerate(sheet.columns):
        if index in layout.hidden_columns:
            columns.append(Column([""], np.zeros(sheet.height, np.int32)))
        elif len(rows) or index in moves:
            columns.append(_write_cells(empty_rows(column, rows), moves[index]))
        else:
            columns.append(column)
    return Sheet(columns, sheet.height), replace(layout, merged=tuple(merged))


def empty_rows(column: Column, rows: NDArray[np.int64]) -> Column:
    """Return the column with nothing on these rows."""
    codes = column.codes.copy()
    codes[rows] = len(column.values)
    return Column([*column.values, ""], codes)


def _write_cells(column: Column, cells: Iterable[tuple[int, Any]]) -> Column:
    """Change a column of our own."""
    for row, cell in cells:
        column.codes[row] = len(column.values)
        column.values.append(cell)
    return column


def _shrink_merged(sheet: Sheet, layout: SheetLayout) -> tuple[list[Span], Moves]:
    """Return the merged cells from their first visible cell on, and the cells that move there."""
    next_row = _find_next_visible(layout.hidden_rows, sheet.height)
    next_column = _find_next_visible(layout.hidden_columns, len(sheet.columns))
    merged: list[Span] = []
    moves: Moves = defaultdict(list)
    for top, left, bottom, right in layout.merged:
        row, column = int(next_row[top]), int(next_column[left])
        if row <= bottom and column <= right:
            merged.append((row, column, bottom, right))
            if (row, column) != (top, left):
                moves[column].append((row, sheet.columns[left][top]))
    return merged, moves


def _find_next_visible(hidden: tuple[int, ...], length: int) -> NDArray[np.int64]:
    """Return for each row or column the first that is visible, itself or a later one."""
    following = np.arange(length)
    following[list(hidden)] = length
    return np.minimum.accumulate(following[::-1])[::-1]
