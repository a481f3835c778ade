"""The smallest and largest value of sums of unknown counts, by linear programming. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

TOLERANCE = 1e-6
_SOLVED = (
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kSolutionLimit,
    highspy.HighsModelStatus.kObjectiveTarget,
)


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


class _QuietHighs(highspy.Highs):
    """HiGHS without callbacks. Setting them up would print a line to standard output."""

    def enableCallbacks(self) -> None:  # noqa: N802 -- the constructor calls it by this name
        self.silent()


class BoundSolver:
    """One component of a system, with the totals of the rows that are shown.

    No count may exceed `most`, so that every sum has a largest value. Rows that are hidden from the
    start are not in the model, which makes it several times smaller.
    """

    def __init__(self, rows: ShownRows, component: int, most: int) -> None:
        self._columns = rows.members.shape[1]
        self._shown: list[int] = rows.numbers.tolist()
        self._totals: list[int] = rows.totals[component].tolist()
        self._position = {row: at for at, row in enumerate(self._shown)}
        # Primal simplex: every optimum is where the next search may start.
        # Sums of whole counts need neither scaling nor a perturbation, which cost time.
        self._highs = _start_highs(
            presolve="off",
            solver="simplex",
            simplex_strategy=4,
            simplex_scale_strategy=0,
            primal_simplex_bound_perturbation_multiplier=0.0,
        )
        self._highs.passModel(_build_model(rows.members, rows.totals[component], most))
        self._every = np.arange(self._columns, dtype=np.int32)

    def hide(self, row: int) -> None:
        """Take the total of one more row as unknown."""
        if row in self._position:
            at = self._position[row]
            self._highs.changeRowBounds(at, -highspy.kHighsInf, highspy.kHighsInf)

    def show(self, row: int) -> None:
        """Take the total of a row that was hidden since the start as known again."""
        if row in self._position:
            at = self._position[row]
            self._highs.changeRowBounds(at, self._totals[at], self._totals[at])

    def maximise(self, weights: NDArray[np.float64]) -> Optimum:
        """Return the counts, whole or not, with the largest weighted sum."""
        self._highs.changeColsCost(self._columns, self._every, -weights)
        return self._solve(self._highs)

    def maximise_whole(
        self, weights: NDArray[np.float64], *, enough: float = highspy.kHighsInf
    ) -> Optimum:
        """Return the whole counts with the largest weighted sum, or the best that were found.

        Any counts with a sum that is `enough` will do.
        """
        model = self._highs.getLp()
        model.col_cost_ = -weights
        model.integrality_ = [highspy.HighsVarType.kInteger] * self._columns
        highs = _start_highs(
            presolve="on",
            mip_max_nodes=500,
            mip_rel_gap=0.0,
            mip_heuristic_run_feasibility_jump=False,
            objective_target=-enough,
        )
        highs.passModel(model)
        return self._solve(highs)

    def _solve(self, highs: highspy.Highs) -> Optimum:
        highs.run()
        if highs.getModelStatus() not in _SOLVED:
            highs.clearSolver()  # it may start from a poor place: start again from nothing
            highs.run()
        status = highs.getModelStatus()
        if status not in _SOLVED:
            raise ArithmeticError(f"The bounds have no solution: {status}.")
        solution = highs.getSolution()
        limiting = np.flatnonzero(np.abs(np.array(solution.row_dual)) > TOLERANCE).tolist()
        return Optimum(np.array(solution.col_value), [self._shown[at] for at in limiting])


def _start_highs(**options: str | int | float) -> highspy.Highs:
    highs = _QuietHighs()  # type: ignore[no-untyped-call]
    common = {"output_flag": False, "threads": 1, "random_seed": 0}
    for option, value in (common | options).items():
        highs.setOptionValue(option, value)
    return highs


def _build_model(
    members: NDArray[np.bool_], totals: NDArray[np.int64], most: int
) -> highspy.HighsLp:
    rows, columns = members.shape
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns, rows
    model.col_cost_ = np.zeros(columns)
    model.col_lower_, model.col_upper_ = np.zeros(columns), np.full(columns, float(most))
    known = totals.astype(np.float64)
    model.row_lower_, model.row_upper_ = known, known
    _, row = np.nonzero(members.T)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.concatenate([[0], np.cumsum(members.sum(axis=0))])
    model.a_matrix_.index_ = row
    model.a_matrix_.value_ = np.ones(len(row))
    return model
