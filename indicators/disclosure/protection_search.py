"""The search for rows to hide so that no hidden row can be worked out. Pure and deterministic."""

from __future__ import annotations

from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from indicators.disclosure.bounds import TOLERANCE, BoundSolver, Optimum
from indicators.disclosure.constraints import ConstraintSystem, Rows
from indicators.disclosure.earlier_knowledge import EarlierKnowledge
from indicators.disclosure.shown_rows import shorten_shown
from indicators.disclosure.witnesses import DIRECTIONS, WitnessRanges

ROUNDS = 9
"""Searches that try to widen many rows at once, before the rows left are tried one by one."""
CORNERS = 8
"""Searches for whole counts by linear programming, before integer programming is tried."""


class ProtectionSearch:
    """A system with its `hidden` rows, which grow until every target is proved safe.

    A target that lacks protection has its smallest and largest total worked out, as an outsider
    would. If these are too near each other, one of the shown rows in that calculation is hidden,
    the least useful first, and the search goes on. Rows that earlier releases leave too narrow are
    hidden only where nothing else helps. What is revealed cannot be protected, because earlier
    releases say too much: that a component is not smaller, or not larger. All else still is.
    """

    def __init__(self, system: ConstraintSystem, hidden: Rows, targets: Rows) -> None:
        self.system = system
        self.hidden = hidden.copy()
        self._hidden_at_first = hidden
        self._revealed = np.tile(targets & ~hidden, (len(system.totals), len(DIRECTIONS), 1))
        self.ranges = WitnessRanges(system)
        self._targets = targets | ~hidden
        most = int(system.values.max(initial=0)) + 4 * int(system.limits.max(initial=0))
        rows = shorten_shown(system, ~hidden)
        self._solvers = [BoundSolver(rows, at, most) for at in range(len(system.totals))]
        self._earlier = EarlierKnowledge(system, most)
        self._kept: set[int] = set()
        self._chance = np.random.default_rng(0)

    @property
    def revealed(self) -> Rows:
        """Return which rows have a component that earlier releases reveal."""
        return np.asarray(self._revealed.any(axis=(0, 1)))

    def run(self) -> None:
        """Hide rows until no target lacks protection, apart from those revealed."""
        self._widen()
        while lacking := self._list_lacking():
            for component, row in lacking:
                if self._protect(component, row):
                    break  # the rows that lack protection may be others now

    def _list_lacking(self) -> list[tuple[int, int]]:
        """Return the component and row of everything that is not proved safe."""
        rows = self._list_targets()
        lacks = (self.ranges.lacks & ~self._revealed)[:, :, rows].any(axis=1)
        return [(component, int(rows[at])) for component, at in np.argwhere(lacks).tolist()]

    def _list_targets(self) -> NDArray[np.intp]:
        return np.flatnonzero(self._targets & self.hidden & ~self._revealed.all(axis=(0, 1)))

    def _widen(self) -> None:
        """Search in random directions: each witness found serves many rows."""
        for _ in range(ROUNDS):
            for component in range(len(self._solvers)):
                wanted = self._list_wanted(component)
                if wanted.any():
                    self._search(component, wanted)

    def _list_wanted(self, component: int) -> NDArray[np.float64]:
        """Return weights that favour what rows lack, at random where they lack both directions."""
        rows = self._list_targets()
        up, down = (self.ranges.lacks[component] & ~self._revealed[component])[:, rows]
        signs = self._chance.choice([-1.0, 1.0], len(rows))
        wanted = np.zeros(len(self.hidden))
        wanted[rows] = np.where(up & down, signs, up * 1.0 - down)
        return self.system.incidence.sum_rows(wanted)

    def _search(self, component: int, weights: NDArray[np.float64]) -> Optimum:
        """Search for a witness with a large weighted sum, and keep what it proves."""
        found = self._solvers[component].maximise(weights)
        if found.whole is not None:
            self.ranges.add(component, found.whole, self.hidden)
        return found

    def _protect(self, component: int, row: int) -> bool:
        """Widen one row, or hide a row of the calculations that limit it.

        Return whether what is hidden or revealed has changed.
        """
        limiting: set[int] = set()
        for direction, sign in enumerate(DIRECTIONS):
            if self._has_lacks(component, row)[direction]:
                limiting.update(self._reach(component, direction, sign, row))
        if not self._has_lacks(component, row).any():
            return False
        candidates = sorted(limiting - self._kept, key=self._get_cost)
        candidates = [r for r in candidates if not self.hidden[r] and not self.system.fixed[r]]
        limits = self.system.limits
        wide = (r for r in candidates if self._earlier.is_wide(r, int(limits[r])))
        first = next(wide, None)
        if first is not None:
            self._hide(first)
        elif not self._hidden_at_first[row]:  # something else has to protect what this row did
            self._kept.add(row)
            self._show(row)
        elif narrow := [r for r in candidates if not self._earlier.is_exact(r)]:
            self._hide(narrow[0])
            narrowed = self._earlier.find_narrow(narrow[0], int(limits[narrow[0]]))
            self._revealed[:, :, narrow[0]] = narrowed[:, None]
        else:
            self._revealed[component, self._has_lacks(component, row), row] = True
        return True

    def _has_lacks(self, component: int, row: int) -> NDArray[np.bool_]:
        """Return whether a row lacks larger and smaller counts that it can be given."""
        return self.ranges.lacks[component, :, row] & ~self._revealed[component, :, row]

    def _reach(self, component: int, direction: int, sign: int, row: int) -> list[int]:
        """Search for a row's extreme total; return the shown rows that limit it."""
        weights = sign * self.system.members[row].astype(np.float64)
        found = self._search(component, weights)
        if found.whole is None:
            extreme = sign * float(weights @ found.values)
            total = floor(extreme + TOLERANCE) if sign > 0 else ceil(extreme - TOLERANCE)
            needed = self.ranges.find_needed(component, direction, row)
            if sign * total >= sign * needed:
                self._search_whole(component, weights, found, sign * needed)
        return found.proof

    def _search_whole(
        self, component: int, weights: NDArray[np.float64], found: Optimum, needed: int
    ) -> None:
        """Search for whole counts with a weighted sum that is large enough.

        Other corners nearby come first, which is quick: only what is not whole is pulled elsewhere.
        """
        wanted = self._list_wanted(component)
        for _ in range(CORNERS):
            others = (wanted + self._chance.random(len(weights))) * found.broken
            found = self._search(component, weights + others / 100)
            if found.whole is not None and weights @ found.whole >= needed:
                return
        whole = self._solvers[component].maximise_whole(weights, enough=needed).whole
        if whole is not None:
            self.ranges.add(component, whole, self.hidden)

    def _hide(self, row: int) -> None:
        self.hidden[row], self._revealed[:, :, row] = True, False
        for solver in self._solvers:
            solver.hide(row)

    def _show(self, row: int) -> None:
        self.hidden[row] = False
        self.ranges.rebuild(self.hidden)
        for solver in self._solvers:
            solver.show(row)

    def _get_cost(self, row: int) -> tuple[int, int, int]:
        """Return what hiding a row costs its readers: the least useful and smallest come first."""
        return int(self.system.weights[row]), int(self.system.totals[:, row].sum()), row
