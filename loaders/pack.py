"""Rows of cells to columns in which each different cell is kept once: so the child hands a sheet
over, and whatever is worked out of a cell is worked out once for all rows that hold it."""

from __future__ import annotations

from array import array
from itertools import zip_longest
from typing import Any

from loaders import limits

Block = list[list[object]]


class Packed:
    """The cells of one sheet, taken in row by row. Short rows are filled up with empty cells."""

    def __init__(self) -> None:
        self.height = 0
        self.columns: list[PackedColumn] = []

    def add(self, rows: Block) -> None:
        """Take in the next rows, some thousands at a time."""
        widths = set(map(len, rows))
        width = max(widths, default=0)
        if len(widths) > 1:
            rows = [row + [""] * (width - len(row)) for row in rows]
        while len(self.columns) < width:
            self.columns.append(PackedColumn(self.height))
        self.height += len(rows)
        for column, cells in zip_longest(self.columns, zip(*rows, strict=True)):
            column.add(cells) if cells else column.leave_empty(len(rows))


class PackedColumn:
    """One column: `values` are the cells that occur in it, of which the first is the empty one, and
    `codes` says by their position which of them stands on each row."""

    def __init__(self, empty: int) -> None:
        self.values: list[Any] = [""]
        self.codes: array[int] = array("i")
        self.known = _Known(self.values)
        self.leave_empty(empty)

    def leave_empty(self, rows: int) -> None:
        self.codes.frombytes(bytes(rows * self.codes.itemsize))

    def add(self, cells: tuple[Any, ...]) -> None:
        if bool in set(map(type, cells)):  # a dict takes True for 1.0
            cells = tuple((cell,) if isinstance(cell, bool) else cell for cell in cells)
        self.codes.extend(map(self.known.__getitem__, cells))
        if len(self.known) > limits.DIFFERENT_CELLS:
            self.known.forget()


class _Known(dict[Any, int]):
    """Cells to their codes; one that was not met before gets the next. After `forget`, cells may
    stand in `values` a second time, which costs less than to remember millions of them."""

    def __init__(self, values: list[Any]) -> None:
        super().__init__({"": 0})
        self.cells = values

    def __missing__(self, cell: Any) -> int:
        code = self[cell] = len(self.cells)
        self.cells.append(cell[0] if isinstance(cell, tuple) else cell)
        return code

    def forget(self) -> None:
        self.clear()
        self[""] = 0
