"""What an outsider can work out of the cells that a release hides. Pure.

The attack knows how figures add up and every figure shown in this release and the earlier ones. It
also assumes that a count which was not restated stayed the same. It finds the smallest and largest
value that each hidden count can have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from indicators.disclosure.bounds import TOLERANCE, BoundSolver
from indicators.disclosure.constraints import ConstraintSystem
from indicators.disclosure.primary import is_small
from indicators.disclosure.shared_cells import ReleasedTable, SharedCell, sum_parts

UNLIMITED = 1_000_000
"""A count that may be this large has no largest value."""


@dataclass(frozen=True, slots=True)
class InferredRange:
    """What an outsider knows of one count of a hidden cell: both ends are possible."""

    low: int
    high: int

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    def is_narrow(self, limit: int) -> bool:
        """Return whether the range has fewer values than may be known of any hidden count."""
        return self.high - self.low < limit

    def excludes_small(self, limit: int, *, zero: bool = False) -> bool:
        """Return whether some count of 1 (or `zero`) to `limit` is known to be wrong."""
        return self.low > (0 if zero else 1) or self.high < limit


@dataclass(frozen=True, slots=True)
class AttackedCell:
    """A hidden cell with what can be inferred of it: one range for each component.

    Where the components add up, the last range is that of the denominator. `zero_is_small` if 0 is
    hidden like a small number.
    """

    cell: SharedCell
    ranges: tuple[InferredRange, ...]
    add_up: bool
    zero_is_small: bool

    @property
    def recovered(self) -> bool:
        """Return whether a count of the cell can be computed."""
        return any(each.is_exact for each in self.ranges)

    @property
    def narrowed(self) -> bool:
        """Return whether a count of the cell is known more closely than the rule allows."""
        counts, limit = sum_parts(self.cell.parts), self.cell.limit
        every = (*counts, sum(counts)) if self.add_up else counts
        zero = self.zero_is_small
        return any(
            found.is_narrow(limit)
            or (
                is_small(count, limit, zero=zero)
                and not self.cell.averaged
                and found.excludes_small(limit, zero=zero)
            )
            for found, count in zip(self.ranges, every, strict=True)
        )


def attack(
    released: ReleasedTable, earlier: Sequence[ReleasedTable] = (), *, whole: bool = False
) -> list[AttackedCell]:
    """Return what can be inferred of every cell that is hidden in this or an earlier release.

    With `whole`, only whole numbers count as possible. That can only narrow a range, and takes
    much longer. Cells that no total includes are left out, because nothing can be inferred of them.
    """
    system = ConstraintSystem(released.table, earlier)
    shown = system.select(released.list_shown()) | system.fixed
    rows = np.flatnonzero(~shown).tolist()
    inferred: dict[int, list[InferredRange]] = {row: [] for row in rows}
    for totals in system.totals:
        known = np.where(shown, totals, 0)
        solver = BoundSolver(system.members, known, ~shown, UNLIMITED)
        for row in rows:
            inferred[row].append(_infer(solver, system.members[row], whole))
    if system.add_up:
        for each in inferred.values():
            each.append(InferredRange(sum(r.low for r in each), sum(r.high for r in each)))
    every = [released, *earlier]
    return [
        AttackedCell(cell, tuple(inferred[row]), system.add_up, released.table.zero_is_small)
        for each in every
        for cell in each.table.cells
        if cell.key in each.hidden and cell.parts
        for row in [system.row_of[cell.parts]]
        if row in inferred
    ]


def _infer(solver: BoundSolver, members: NDArray[np.bool_], whole: bool) -> InferredRange:
    weights = members.astype(np.float64)
    search = solver.maximise_whole if whole else solver.maximise
    high = min(float(weights @ search(weights).values), UNLIMITED)
    low = float(weights @ search(-weights).values)
    return InferredRange(ceil(low - TOLERANCE), floor(high + TOLERANCE))
