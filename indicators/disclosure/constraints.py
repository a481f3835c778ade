"""The linear constraints that tie figures of one indicator together, over all releases. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from indicators.disclosure.incidence import Incidence
from indicators.disclosure.shared_cells import Part, ReleasedTable, SharedCell, SharedTable

Rows = NDArray[np.bool_]
"""One truth value for each row of a system."""


class ConstraintSystem:
    """Rows of sums over columns of unknown counts, each 0 or more.

    A column is what always appears together: nobody can distinguish parts that are in exactly the
    same rows, so their sum is one unknown. A row is a set of columns: cells that add up the same
    parts, in this release or an earlier one, are one row.

    `members` has the shape (rows, columns), `values` (components, columns) and `totals`
    (components, rows). `fixed` rows were shown in an earlier release and cannot be hidden again;
    `unpublished` rows are in none of them. A small number of a row must be able to be as low as
    `lowest`; of `wide` rows that is all that matters.
    """

    def __init__(self, table: SharedTable, earlier: Sequence[ReleasedTable] = ()) -> None:
        published = [*table.cells, *(cell for each in earlier for cell in each.table.cells)]
        every = [*published, *table.unpublished]
        every.sort(key=lambda cell: (cell.place, cell.period.ended.ordinal, cell.period.months))
        self.add_up = table.add_up
        self.row_of: dict[frozenset[Part], int] = {}
        for cell in every:
            if cell.parts:
                self.row_of.setdefault(cell.parts, len(self.row_of))
        self._fill_columns()
        self.limits = self._find_largest((cell.parts, cell.limit) for cell in every)
        self.weights = self._find_largest((cell.parts, cell.weight) for cell in table.cells)
        self.fixed = self.select(cell for each in earlier for cell in each.list_shown())
        self.unpublished = self.select(table.unpublished) & ~self.select(published)
        self.wide = self.select(cell for cell in every if cell.wide)
        self.wide &= ~self.select(cell for cell in every if not cell.wide)
        least = 0 if table.zero_is_small else 1
        self.lowest = np.where(self.select(cell for cell in every if cell.divided), 0, least)
        self.small = self._find_small(every, least)

    def _fill_columns(self) -> None:
        parts = sorted({part for each in self.row_of for part in each})
        columns = self._merge(parts)
        components = len(parts[0].counts) if parts else 0
        self.members = np.zeros((len(self.row_of), len(columns)), bool)
        self.values = np.zeros((components, len(columns)), np.int64)
        for at, (rows, together) in enumerate(columns.items()):
            self.members[list(rows), at] = True
            self.values[:, at] = np.array([part.counts for part in together]).sum(axis=0)
        self.incidence = Incidence(self.members)
        self.totals = np.empty((components, len(self.row_of)), np.int64)
        for component, values in enumerate(self.values):
            self.totals[component] = self.incidence.sum_columns(values)

    def _merge(self, parts: Sequence[Part]) -> dict[tuple[int, ...], list[Part]]:
        """Return the parts by the rows that they are in."""
        rows: dict[Part, list[int]] = {part: [] for part in parts}
        for each, row in self.row_of.items():
            for part in each:
                rows[part].append(row)
        merged: dict[tuple[int, ...], list[Part]] = {}
        for part in parts:
            merged.setdefault(tuple(rows[part]), []).append(part)
        return merged

    def _find_largest(self, numbers: Iterable[tuple[frozenset[Part], int]]) -> NDArray[np.int64]:
        """Return the largest number of each row, given those of its cells; 0 without any."""
        found = np.zeros(len(self.row_of), np.int64)
        for parts, number in numbers:
            if parts:
                row = self.row_of[parts]
                found[row] = max(found[row], number)
        return found

    def _find_small(self, cells: Iterable[SharedCell], least: int) -> NDArray[np.bool_]:
        """Return which rows hold a small number, by component; the last is their sum, if any."""
        cells = list(cells)
        averaged = self.select(cell for cell in cells if cell.averaged)
        withheld = self.select(cell for cell in cells if cell.withheld and len(cell.parts) == 1)
        every = [*self.totals, self.totals.sum(axis=0)] if self.add_up else [*self.totals]
        small = np.array([(each >= least) & (each <= self.limits) for each in every])
        return (small | withheld) & ~averaged

    def select(self, cells: Iterable[SharedCell]) -> Rows:
        """Return which rows any of these cells is."""
        chosen = np.zeros(len(self.row_of), bool)
        chosen[[self.row_of[cell.parts] for cell in cells if cell.parts]] = True
        return chosen
