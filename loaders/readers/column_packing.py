"""Turns rows of cells into columns that hold each different cell once.

The worker hands a sheet over like this, and later steps work out a value once for all the rows that
hold the same cell.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from itertools import zip_longest
from typing import Any

from loaders.readers import limits
from loaders.readers.layout.sheet_layout import PLAIN, SheetLayout

Block = list[list[object]]


class PackedSheet:
    """The cells of one sheet, added block by block. Short rows are filled up with empty cells.

    `only_text` says that every cell is text, which saves a look at each. `layout` says what is
    hidden and merged.
    """

    def __init__(self, *, only_text: bool = False, layout: SheetLayout = PLAIN) -> None:
        self.only_text = only_text
        self.layout = layout
        self.height = 0
        self.columns: list[PackedColumn] = []

    def add(self, rows: Block) -> None:
        """Add the next rows, some hundreds at a time."""
        widths = set(map(len, rows))
        width = max(widths, default=0)
        if len(widths) > 1:
            rows = [row + [""] * (width - len(row)) for row in rows]
        while len(self.columns) < width:
            self.columns.append(PackedColumn(self.height))
        self.height += len(rows)
        for column, cells in zip_longest(self.columns, zip(*rows, strict=True)):
            if cells:
                column.add(cells if self.only_text else _wrap_booleans(cells))
            else:
                column.add_empty(len(rows))

    def change(self, column: int, rows: Iterable[int], change: Callable[[Any], Any]) -> None:
        """Change the cells of one column on some rows, of those that there are."""
        if column < len(self.columns):
            self.columns[column].change((row for row in rows if row < self.height), change)


class PackedColumn:
    """One column of a sheet.

    `values` are its different cells, the empty one first, and `codes` holds the position in
    `values` of the cell on each row.
    """

    def __init__(self, empty: int) -> None:
        self.values: list[Any] = [""]
        self.codes: array[int] = array("i")
        self.positions = _CellPositions(self.values)
        self.add_empty(empty)

    def add_empty(self, rows: int) -> None:
        self.codes.frombytes(bytes(rows * self.codes.itemsize))

    def add(self, cells: tuple[Any, ...]) -> None:
        if cells[0] == cells[-1] and cells.count(cells[0]) == len(cells):  # a month, a measure
            self.codes.extend(array("i", [self.positions[cells[0]]]) * len(cells))
        else:
            self.codes.extend(map(self.positions.__getitem__, cells))
        if len(self.positions) > limits.DIFFERENT_CELLS:
            self.positions.forget()

    def change(self, rows: Iterable[int], change: Callable[[Any], Any]) -> None:
        """Change the cells on some rows; `change` is called once for each different cell."""
        changed: dict[int, int] = {}
        for row in rows:
            code = self.codes[row]
            if code not in changed:
                changed[code] = self._add_changed(code, change(self.values[code]))
            self.codes[row] = changed[code]

    def _add_changed(self, code: int, cell: Any) -> int:
        """Return the position of a cell that takes the place of the one at `code`."""
        if cell is self.values[code]:
            return code
        self.values.append(cell)
        return len(self.values) - 1


def _wrap_booleans(cells: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the cells with True as (True,), since True and 1.0 are one key in a dict."""
    if bool not in set(map(type, cells)):
        return cells
    return tuple((cell,) if isinstance(cell, bool) else cell for cell in cells)


class _CellPositions(dict[Any, int]):
    """The position in `values` of each cell; a new cell is added at the end.

    After `forget`, a cell may be added a second time. That costs less than to remember millions.
    """

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
