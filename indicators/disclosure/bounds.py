"""The smallest and largest value of sums of unknown counts, by linear programming. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import highspy

TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Optimum:
    """The counts at which a sum is smallest or largest, and the shown rows that limit it."""

    values: NDArray[np.float64]
    proof: list[int]

    @property
    def broken(self) -> NDArray[np.bool_]:
        """Return which counts are not whole numbers."""
        return np.asarray(np.abs(self.values - np.rint(self.values)) > TOLERANCE)

    @property
    def whole(self) -> NDArray[np.int64] | None:
        """Return the counts as whole numbers, or None where they are not."""
        return None if self.broken.any() else np.rint(self.values).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class ShownRows:
    """Sums that are known. `numbers` are those of the rows in their system.

    `members` has the shape (rows, columns) and `totals` (components, rows).
    """

    numbers: NDArray[np.intp]
    members: NDArray[np.bool_]
    totals: NDArray[np.int64]


class BoundSolver:
    """One component of a system, with the totals of the rows that are shown.

    No count may exceed `most`, so that every sum has a largest value. Rows that are hidden from the
    start are not in the model, which makes it several times smaller.
    """

    def __init__(self, rows: ShownRows, component: int, most: int) -> None:
        from indicators.disclosure.highs_programs import build_program, start_highs

        self._columns = rows.members.shape[1]
        self._shown: list[int] = rows.numbers.tolist()
        self._totals: list[int] = rows.totals[component].tolist()
        self._position = {row: at for at, row in enumerate(self._shown)}
        # Primal simplex: every optimum is where the next search may start.
        # Sums of whole counts need neither scaling nor a perturbation, which cost time.
        self._highs = start_highs(
            presolve="off",
            solver="simplex",
            simplex_strategy=4,
            simplex_scale_strategy=0,
            primal_simplex_bound_perturbation_multiplier=0.0,
        )
        self._highs.passModel(build_program(rows.members, rows.totals[component], most))
        self._every = np.arange(self._columns, dtype=np.int32)

    def hide(self, row: int) -> None:
        """Take the total of one more row as unknown."""
        if row in self._position:
            at = self._position[row]
            self._highs.changeRowBounds(at, -inf, inf)

    def show(self, row: int) -> None:
        """Take the total of a row that was hidden since the start as known again."""
        if row in self._position:
            at = self._position[row]
            self._highs.changeRowBounds(at, self._totals[at], self._totals[at])

    def maximise(self, weights: NDArray[np.float64]) -> Optimum:
        """Return the counts, whole or not, with the largest weighted sum."""
        self._highs.changeColsCost(self._columns, self._every, -weights)
        return self._solve(self._highs)

    def maximise_whole(self, weights: NDArray[np.float64], *, enough: float = inf) -> Optimum:
        """Return the whole counts with the largest weighted sum, or the best that were found.

        Any counts with a sum that is `enough` will do.
        """
        from indicators.disclosure.highs_programs import require_whole, start_highs

        model = self._highs.getLp()
        model.col_cost_ = -weights
        require_whole(model)
        highs = start_highs(
            presolve="on",
            mip_max_nodes=500,
            mip_rel_gap=0.0,
            mip_heuristic_run_feasibility_jump=False,
            objective_target=-enough,
        )
        highs.passModel(model)
        return self._solve(highs)

    def _solve(self, highs: highspy.Highs) -> Optimum:
        from indicators.disclosure.highs_programs import solve

        solution = solve(highs)
        limiting = np.flatnonzero(np.abs(np.array(solution.row_dual)) > TOLERANCE).tolist()
        return Optimum(np.array(solution.col_value), [self._shown[at] for at in limiting])
