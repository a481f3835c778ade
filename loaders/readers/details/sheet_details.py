"""What python-calamine does not return of a sheet, as a search of the file's bytes finds it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

from loaders.readers.layout.sheet_layout import SheetLayout, Span

Uncached = dict[int, dict[int, str]]
"""What each uncached cell holds, by row and column from 0: `#DIV/0!`, or `=A1+B1`."""


@dataclass(slots=True)
class SheetDetails:
    """The details of one sheet; rows and columns count from 0.

    `percents` holds, by column and number format, the rows of cells with a format that may show
    a percentage.
    """

    uncached: Uncached = field(default_factory=dict)
    percents: dict[int, dict[str, array[int]]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Span] = field(default_factory=list)

    def add_percents(self, rows: Iterable[int], column: int, number_format: str) -> None:
        """Record that cells of one column have a number format that may show a percentage."""
        formats = self.percents.setdefault(column, {})
        formats.setdefault(number_format, array("l")).extend(rows)

    def build_layout(self, height: int, width: int) -> SheetLayout:
        """Return what is hidden and merged within the first `height` rows and `width` columns."""
        return SheetLayout(
            tuple(sorted(row for row in self.hidden_rows if row < height)),
            tuple(sorted(column for column in self.hidden_columns if column < width)),
            tuple(
                (top, left, min(bottom, height - 1), min(right, width - 1))
                for top, left, bottom, right in self.merged
                if top < height and left < width
            ),
        )
