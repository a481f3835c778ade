"""What a sheet's layout says about its cells: which are hidden, and which are merged."""

from __future__ import annotations

from dataclasses import dataclass, replace

Span = tuple[int, int, int, int]
"""A merged cell: its first row and column, and its last row and column, from 0."""


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """The hidden rows and columns of one sheet, by index from 0, and its merged cells."""

    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    merged: tuple[Span, ...] = ()

    @property
    def hides_any(self) -> bool:
        """Whether any row or column is hidden."""
        return bool(self.hidden_rows or self.hidden_columns)

    def count_merged_cells(self) -> int:
        """Return how many cells the merged cells cover."""
        return sum(
            (bottom - top + 1) * (right - left + 1) for top, left, bottom, right in self.merged
        )

    def show_all(self) -> SheetLayout:
        """Return the layout with nothing hidden."""
        return replace(self, hidden_rows=(), hidden_columns=())


PLAIN = SheetLayout()
"""The layout of a sheet with nothing hidden and nothing merged, such as text."""
