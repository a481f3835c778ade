"""What an outsider can work out of the cells that a release hides. Pure.

The attack knows how figures add up and every figure shown in this release and the earlier ones. It
also assumes that a count which was not restated stayed the same. It finds the smallest and largest
value that each hidden count can have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from indicators.disclosure.bounds import TOLERANCE, BoundSolver
from indicators.disclosure.constraints import ConstraintSystem, Rows
from indicators.disclosure.primary import is_small
from indicators.disclosure.shared_cells import ReleasedTable, SharedCell, sum_parts
from indicators.disclosure.shown_rows import select_shown

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

    Where the components add up, the last range is that of the denominator. `before` has the ranges
    that the releases before the first one with this cell had left. What was known then, and is not
    known more closely now, is `revealed` by those: no later release can take it back, so it counts
    neither as recovered nor as narrowed. `zero_is_small` if 0 is hidden like a small number.
    """

    cell: SharedCell
    ranges: tuple[InferredRange, ...]
    before: tuple[InferredRange, ...]
    add_up: bool
    zero_is_small: bool

    @property
    def recovered(self) -> bool:
        """Return whether a count of the cell can be computed that could not before."""
        return any(now.is_exact and now != then for now, then in self._list_ranges())

    @property
    def narrowed(self) -> bool:
        """Return whether a count is known more closely than the rule allows, and than before."""
        return any(self._list_faults())

    @property
    def revealed(self) -> bool:
        """Return whether earlier releases had said too much of a count already."""
        return any(not is_new for is_new in self._list_faults())

    def _list_ranges(self) -> list[tuple[InferredRange, InferredRange]]:
        return list(zip(self.ranges, self.before, strict=True))

    def _list_faults(self) -> Iterator[bool]:
        """Yield for each way in which the rule is broken whether it was not before."""
        counts, limit = sum_parts(self.cell.parts), self.cell.limit
        every = (*counts, sum(counts)) if self.add_up else counts
        least = 0 if self.zero_is_small else 1
        for (now, then), count in zip(self._list_ranges(), every, strict=True):
            if now.is_narrow(limit):
                yield now != then
            if self.cell.averaged or not is_small(count, limit, zero=self.zero_is_small):
                continue
            if now.low > least:
                yield now.low > then.low
            if now.high < limit:
                yield now.high < then.high


def attack(
    released: ReleasedTable, earlier: Sequence[ReleasedTable] = (), *, whole: bool = False
) -> list[AttackedCell]:
    """Return what can be inferred of every cell that is hidden in this or an earlier release.

    `earlier` has the oldest release first. With `whole`, only whole numbers count as possible. That
    can only narrow a range, and takes much longer. Cells that no total includes are left out,
    because nothing can be inferred of them.
    """
    system = ConstraintSystem(released.table, earlier)
    shown = [system.select(each.list_shown()) for each in (*earlier, released)]
    ranges = _infer(system, ~np.any(shown, axis=0), np.any(shown, axis=0), whole)
    before = _infer_before(system, [*earlier, released], ranges, whole)
    zero = released.table.zero_is_small
    return [
        AttackedCell(cell, ranges[row], before[row], system.add_up, zero)
        for each in (released, *earlier)
        for cell in each.table.cells
        if cell.key in each.hidden and cell.parts
        for row in [system.row_of[cell.parts]]
        if row in ranges
    ]


Ranges = dict[int, tuple[InferredRange, ...]]
"""The ranges of the components of rows."""


def _infer_before(
    system: ConstraintSystem, releases: Sequence[ReleasedTable], ranges: Ranges, whole: bool
) -> Ranges:
    """Return what was known of each row before the first release that has it.

    Of rows that are not known closely now, it does not matter.
    """
    nothing = InferredRange(0, UNLIMITED)
    before = {row: (nothing,) * len(found) for row, found in ranges.items()}
    limits = system.limits.tolist()
    close = np.zeros(len(limits), bool)
    close[[row for row, each in ranges.items() if _is_any_close(each, limits[row])]] = True
    known, seen = system.select([]), system.select([])
    for release in releases:
        present = system.select(release.table.cells)
        if known.any():
            before |= _infer(system, present & ~seen & close, known, whole)
        seen |= present
        known |= system.select(release.list_shown())
    return before


def _is_any_close(ranges: Sequence[InferredRange], limit: int) -> bool:
    return any(each.is_narrow(limit) or each.excludes_small(limit, zero=True) for each in ranges)


def _infer(system: ConstraintSystem, rows: Rows, shown: Rows, whole: bool) -> Ranges:
    """Return the ranges of some rows, given those shown."""
    wanted = np.flatnonzero(rows).tolist()
    inferred: dict[int, list[InferredRange]] = {row: [] for row in wanted}
    known = select_shown(system, shown)
    for component in range(len(system.totals)) if wanted else ():
        solver = BoundSolver(known, component, UNLIMITED)
        for row in wanted:
            inferred[row].append(_infer_range(solver, system.members[row], whole))
    if system.add_up:
        for each in inferred.values():
            each.append(InferredRange(sum(r.low for r in each), sum(r.high for r in each)))
    return {row: tuple(each) for row, each in inferred.items()}


def _infer_range(solver: BoundSolver, members: NDArray[np.bool_], whole: bool) -> InferredRange:
    weights = members.astype(np.float64)
    search = solver.maximise_whole if whole else solver.maximise
    high = min(float(weights @ search(weights).values), UNLIMITED)
    low = float(weights @ search(-weights).values)
    return InferredRange(ceil(low - TOLERANCE), floor(high + TOLERANCE))
