"""How closely those who know nothing but the earlier releases know each row. Pure."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indicators.disclosure.bounds import TOLERANCE, BoundSolver
from indicators.disclosure.constraints import ConstraintSystem, Rows
from indicators.disclosure.shown_rows import shorten_shown

ROUNDS = 6
"""Searches that widen many rows at once, before a row is looked at by itself."""


class EarlierKnowledge:
    """The range of each row that the earlier releases leave, as far as it was asked for."""

    def __init__(self, system: ConstraintSystem, most: int) -> None:
        self._system, self._most = system, most
        is_known = system.members[system.fixed].any(axis=0)
        self._is_new: Rows = np.asarray((system.members & ~is_known).any(axis=1))
        self._low = system.totals.astype(np.float64)
        self._high = self._low.copy()
        self._solved: set[tuple[int, int]] = set()

    def is_wide(self, row: int, width: int) -> bool:
        """Return whether every component of a row has a range of at least this width.

        A row with counts that no earlier release holds may be as large as one likes.
        """
        return bool(self._is_new[row]) or all(
            self._has_width(component, row, width) for component in range(len(self._solvers))
        )

    def find_narrow(self, row: int, width: int) -> NDArray[np.bool_]:
        """Return which components of a row have a range of less than this width."""
        return np.array(
            [not self._has_width(component, row, width) for component in range(len(self._solvers))]
        )

    def is_exact(self, row: int) -> bool:
        """Return whether every component of a row is known."""
        return not self._is_new[row] and not any(
            self._has_width(component, row, 1) for component in range(len(self._solvers))
        )

    @cached_property
    def _solvers(self) -> list[BoundSolver]:
        rows = shorten_shown(self._system, self._system.fixed)
        solvers = [BoundSolver(rows, at, self._most) for at in range(len(rows.totals))]
        chance = np.random.default_rng(0)
        for component, solver in enumerate(solvers):
            for _ in range(ROUNDS):
                signs = chance.choice([-1.0, 1.0], len(self._low[component]))
                weights = self._system.incidence.sum_rows(signs)
                self._widen(component, solver.maximise(weights).values)
        return solvers

    def _has_width(self, component: int, row: int, width: int) -> bool:
        if self._get_width(component, row) < width and (component, row) not in self._solved:
            self._solved.add((component, row))
            for sign in (1, -1):
                weights = sign * self._system.members[row].astype(np.float64)
                found = self._solvers[component].maximise(weights)
                self._widen(component, found.values)
        return self._get_width(component, row) >= width

    def _get_width(self, component: int, row: int) -> float:
        width = self._high[component, row] - self._low[component, row]
        return float(width) + TOLERANCE

    def _widen(self, component: int, values: NDArray[np.float64]) -> None:
        totals = self._system.incidence.sum_columns(values)
        np.minimum(self._low[component], totals, out=self._low[component])
        np.maximum(self._high[component], totals, out=self._high[component])
