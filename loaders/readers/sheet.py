"""The cells of one sheet, column by column, each different cell kept once: see `pack`."""

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
    """Cells down one column; reads like a list of them. `values` are the cells that occur, some
    perhaps only elsewhere in the sheet, and `codes` says which of them stands on each row.
    """

    __slots__ = ("codes", "values")

    def __init__(self, values: list[Any], codes: NDArray[np.int32]) -> None:
        self.values = values
        self.codes = codes

    @classmethod
    def of(cls, cells: Sequence[Any]) -> Column:
        """A column of cells that are at hand, one a row."""
        return Sheet.of([[cell] for cell in cells]).columns[0] if cells else cls([""], _codes(b""))

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
        """The cells of these rows, in their order."""
        return Column(self.values, self.codes[rows])

    def each(self, read: Callable[[Any], Any], kind: Any) -> NDArray[Any]:
        """What `read` makes of the cell on each row, as an array of the `kind`. It is asked once
        for each different cell, so it must not count on the row.
        """
        made = np.empty(len(self.values), kind)
        made[:] = [read(cell) for cell in self.values]
        return made[self.codes]

    def map_cells(self, change: Callable[[Any], Any]) -> Column:
        """The column with each cell changed."""
        return Column([change(cell) for cell in self.values], self.codes)

    def list_different(self) -> set[Any]:
        """The cells that stand in it, each once (of TRUE and 1, one)."""
        return set(map(self.values.__getitem__, np.unique(self.codes).tolist()))

    @property
    def filled(self) -> Flags:
        """The rows whose cell holds more than spaces."""
        return self.each(is_filled, bool)


class Sheet(Sequence[list[Any]]):
    """A sheet's cells; reads like a list of its rows, which are lists of cells. All rows have the
    same width.
    """

    __slots__ = ("columns", "height")

    def __init__(self, columns: list[Column], height: int) -> None:
        self.columns = columns
        self.height = height

    @classmethod
    def of(cls, rows: Block) -> Sheet:
        """A sheet of rows that are at hand."""
        packed = PackedSheet()
        packed.add(rows)
        return cls.unpack(packed.height, [(one.values, one.codes) for one in packed.columns])

    @classmethod
    def unpack(cls, height: int, columns: Sequence[tuple[list[Any], Any]]) -> Sheet:
        """From what `Packed` holds: values and codes of each column."""
        return cls([Column(values, _codes(codes)) for values, codes in columns], height)

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
        """The rows that hold anything but spaces in any of these columns."""
        filled = np.zeros(self.height, bool)
        for column in columns:
            filled |= self.columns[column].filled
        return filled


def is_filled(cell: object) -> bool:
    """Whether a cell holds more than spaces."""
    return bool(str(cell).strip())


def _codes(codes: Any) -> NDArray[np.int32]:
    return np.frombuffer(codes, np.int32) if len(codes) else np.empty(0, np.int32)
