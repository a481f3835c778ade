"""Other counts that agree with everything published, and the ranges that they prove. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indicators.disclosure.constraints import ConstraintSystem, Rows

DIRECTIONS = (1, -1)
"""The signs of larger and of smaller totals, at positions 0 and 1."""


class WitnessRanges:
    """What an outsider must at least consider possible, by component and row.

    A witness is a set of whole counts, 0 or more, that adds up to every total shown. If two
    witnesses give a hidden row the totals 0 and 9, nobody can narrow it further than 0 to 9. To
    hide more rows takes no witness away, so what is proved stays proved.
    """

    def __init__(self, system: ConstraintSystem) -> None:
        self._system = system
        self._found: list[tuple[int, NDArray[np.int64]]] = []
        self.low, self.high = system.totals.copy(), system.totals.copy()
        self._lacks: NDArray[np.bool_] | None = None

    def add(self, component: int, values: NDArray[np.int64], hidden: Rows) -> None:
        """Widen the ranges by a witness, unless it contradicts what is shown."""
        totals = self._system.incidence.sum_columns(values)
        if values.min(initial=0) >= 0 and self._is_consistent(component, totals, hidden):
            self._found.append((component, totals))
            self._widen(component, totals)

    def rebuild(self, hidden: Rows) -> None:
        """Forget the witnesses that contradict what is shown now."""
        kept = [each for each in self._found if self._is_consistent(*each, hidden)]
        self._found = kept
        self.low, self.high = self._system.totals.copy(), self._system.totals.copy()
        self._lacks = None
        for each in kept:
            self._widen(*each)

    def _is_consistent(self, component: int, totals: NDArray[np.int64], hidden: Rows) -> bool:
        return not ((totals != self._system.totals[component]) & ~hidden).any()

    def _widen(self, component: int, totals: NDArray[np.int64]) -> None:
        np.minimum(self.low[component], totals, out=self.low[component])
        np.maximum(self.high[component], totals, out=self.high[component])
        self._lacks = None

    @property
    def lacks(self) -> NDArray[np.bool_]:
        """Return which rows are not proved safe, as (component, direction, row).

        Direction 0 lacks larger counts and direction 1 smaller ones.
        """
        if self._lacks is None:
            self._lacks = self._find_lacks()
        return self._lacks

    def _find_lacks(self) -> NDArray[np.bool_]:
        system, low, high = self._system, self.low, self.high
        components, limits, full = len(low), system.limits, ~system.wide
        small, whole = system.small[:components], system.small[components:]
        narrow = (high - low < limits) & full
        above = (small & (high < limits) & full) | narrow
        below = (small & (low > system.lowest)) | (narrow & (low > 0))
        if system.add_up:
            above |= whole & (high.sum(axis=0) < limits) & full
            below |= whole & (low.sum(axis=0) > system.lowest) & (low > 0)
        return np.stack([above, below], axis=1)

    def find_needed(self, component: int, direction: int, row: int) -> int:
        """Return the total of a witness that would give a row what it lacks in a direction."""
        system, limit = self._system, int(self._system.limits[row])
        is_small, lowest = system.small[component, row], int(system.lowest[row])
        if direction == 0:
            wide = int(self.low[component, row]) + limit
            return max(wide, limit) if is_small else wide
        if system.wide[row]:
            return lowest
        wide = int(self.high[component, row]) - limit
        return min(wide, lowest) if is_small else wide
