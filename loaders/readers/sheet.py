"""The cells of one sheet, column by column, each different cell once: see `column_packing`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from loaders.readers.column_packing import Block, PackedSheet

Flags = NDArray[np.bool_]
Rows = Sequence[list[Any]]
"""A sheet, or a list of some of its rows."""


class Column(Sequence[Any]):
    """The cells down one column; reads like a list of them.

    `values` are the different cells, some perhaps only in rows that were left out, and `codes`
    holds the position in `values` of the cell on each row.
    """

    __slots__ = ("codes", "values")

    def __init__(self, values: list[Any], codes: NDArray[np.int32]) -> None:
        self.values = values
        self.codes = codes

    @classmethod
    def from_cells(cls, cells: Sequence[Any]) -> Column:
        """Make a column of a list of cells, one for each row."""
        if not cells:
            return cls([""], _load_codes(b""))
        return Sheet.from_rows([[cell] for cell in cells]).columns[0]

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, at: int) -> Any: ...
    @overload
    def __getitem__(self, at: slice) -> Column: ...
    def __getitem__(self, at: int | slice) -> Any:
        if isinstance(at, slice):
            return Column(self.values, self.codes[at])
        return self.values[self.codes[at]]

    def __iter__(self) -> Iterator[Any]:
        return map(self.values.__getitem__, self.codes.tolist())

    def take(self, rows: NDArray[np.int64]) -> Column:
        """Return the cells of these rows, in their order."""
        return Column(self.values, self.codes[rows])

    def map_to_array(self, read: Callable[[Any], Any], kind: Any) -> NDArray[Any]:
        """Return what `read` makes of the cell on each row, as an array of the `kind`.

        `read` is called once for each different cell, so it must not depend on the row. With few
        rows, it is called for none but their cells.
        """
        column = self if len(self) >= len(self.values) else self._leave_out_unused()
        made = np.empty(len(column.values), kind)
        made[:] = [read(cell) for cell in column.values]
        return made[column.codes]

    def _leave_out_unused(self) -> Column:
        """Return the column without the cells that are on none of its rows."""
        used, codes = np.unique(self.codes, return_inverse=True)
        return Column([self.values[code] for code in used.tolist()], codes.astype(np.int32))

    def map_cells(self, change: Callable[[Any], Any]) -> Column:
        """Return the column with each cell changed."""
        return Column([change(cell) for cell in self.values], self.codes)

    def fill_down(self) -> Column:
        """Return the column with the cell above in place of each empty one."""
        filled = np.where(self.filled, np.arange(len(self)), 0)
        return self.take(np.maximum.accumulate(filled)) if len(self) else self

    def list_different(self) -> set[Any]:
        """Return its different cells (TRUE and 1 are one)."""
        return set(map(self.values.__getitem__, np.unique(self.codes).tolist()))

    @property
    def filled(self) -> Flags:
        """The rows in which its cell holds more than spaces."""
        return self.map_to_array(is_filled, bool)


class Sheet(Sequence[list[Any]]):
    """A sheet's cells; reads like a list of its rows, which are lists of cells of one length."""

    __slots__ = ("columns", "height")

    def __init__(self, columns: list[Column], height: int) -> None:
        self.columns = columns
        self.height = height

    @classmethod
    def from_rows(cls, rows: Block) -> Sheet:
        """Make a sheet of a list of rows."""
        packed = PackedSheet()
        packed.add(rows)
        return cls.unpack(packed.height, [(one.values, one.codes) for one in packed.columns])

    @classmethod
    def unpack(cls, height: int, columns: Sequence[tuple[list[Any], Any]]) -> Sheet:
        """Make a sheet of what a `PackedSheet` holds: the values and codes of each column."""
        return cls([Column(values, _load_codes(codes)) for values, codes in columns], height)

    def __len__(self) -> int:
        return self.height

    @overload
    def __getitem__(self, at: int) -> list[Any]: ...
    @overload
    def __getitem__(self, at: slice) -> Sheet: ...
    def __getitem__(self, at: int | slice) -> Any:
        if isinstance(at, slice):
            height = len(range(*at.indices(self.height)))
            return Sheet([column[at] for column in self.columns], height)
        if not -self.height <= at < self.height:
            raise IndexError(at)
        return [column[at] for column in self.columns]

    def __iter__(self) -> Iterator[list[Any]]:
        if not self.columns:
            return iter([[] for _ in range(self.height)])
        return map(list, zip(*self.columns, strict=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sheet | list) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<{self.height} rows of {len(self.columns)} cells>"  # never what is in them

    @property
    def filled(self) -> Flags:
        """The rows that hold anything but spaces."""
        return self.find_filled_rows(range(len(self.columns)))

    def find_filled_rows(self, columns: Iterable[int]) -> Flags:
        """Return which rows hold anything but spaces in any of these columns."""
        filled = np.zeros(self.height, bool)
        for column in columns:
            filled |= self.columns[column].filled
        return filled


def is_filled(cell: object) -> bool:
    """Return whether a cell holds more than spaces."""
    return bool(str(cell).strip())


def _load_codes(codes: Any) -> NDArray[np.int32]:
    return np.frombuffer(codes, np.int32) if len(codes) else np.empty(0, np.int32)
