"""Rows of cells to columns in which each different cell is kept once: so the child hands a sheet
over, and whatever is worked out of a cell is worked out once for all rows that hold it.
"""

from __future__ import annotations

from array import array
from itertools import zip_longest
from typing import Any

from loaders.readers import limits

Block = list[list[object]]


class PackedSheet:
    """The cells of one sheet, taken in row by row. Short rows are filled up with empty cells. Of
    cells that are `only_text` nothing else is asked.
    """

    def __init__(self, *, only_text: bool = False) -> None:
        self.only_text = only_text
        self.height = 0
        self.columns: list[PackedColumn] = []

    def add(self, rows: Block) -> None:
        """Take in the next rows, some hundreds at a time."""
        widths = set(map(len, rows))
        width = max(widths, default=0)
        if len(widths) > 1:
            rows = [row + [""] * (width - len(row)) for row in rows]
        while len(self.columns) < width:
            self.columns.append(PackedColumn(self.height))
        self.height += len(rows)
        for column, cells in zip_longest(self.columns, zip(*rows, strict=True)):
            if cells:
                column.add(cells if self.only_text else _truths_apart(cells))
            else:
                column.leave_empty(len(rows))


class PackedColumn:
    """One column: `values` are the cells that occur in it, of which the first is the empty one, and
    `codes` says by their position which of them stands on each row.
    """

    def __init__(self, empty: int) -> None:
        self.values: list[Any] = [""]
        self.codes: array[int] = array("i")
        self.known = _Known(self.values)
        self.leave_empty(empty)

    def leave_empty(self, rows: int) -> None:
        self.codes.frombytes(bytes(rows * self.codes.itemsize))

    def add(self, cells: tuple[Any, ...]) -> None:
        if cells[0] == cells[-1] and cells.count(cells[0]) == len(cells):  # a month, a measure
            self.codes.extend(array("i", [self.known[cells[0]]]) * len(cells))
        else:
            self.codes.extend(map(self.known.__getitem__, cells))
        if len(self.known) > limits.DIFFERENT_CELLS:
            self.known.forget()


def _truths_apart(cells: tuple[Any, ...]) -> tuple[Any, ...]:
    """The cells with True as (True,), since a dict takes True for 1.0."""
    if bool not in set(map(type, cells)):
        return cells
    return tuple((cell,) if isinstance(cell, bool) else cell for cell in cells)


class _Known(dict[Any, int]):
    """Cells to their codes; one that was not met before gets the next. After `forget`, cells may
    stand in `values` a second time, which costs less than to remember millions of them.
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
