"""Linear programs for HiGHS, which takes 2 MB: only what solves one imports this module."""

from __future__ import annotations

import highspy
import numpy as np
from numpy.typing import NDArray

_SOLVED = (
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kSolutionLimit,
    highspy.HighsModelStatus.kObjectiveTarget,
)


class _QuietHighs(highspy.Highs):
    """HiGHS without callbacks. Setting them up would print a line to standard output."""

    def enableCallbacks(self) -> None:  # noqa: N802 -- the constructor calls it by this name
        self.silent()


def start_highs(**options: str | int | float) -> highspy.Highs:
    """Return a solver with these options, which prints nothing and needs one thread."""
    highs = _QuietHighs()  # type: ignore[no-untyped-call]
    common = {"output_flag": False, "threads": 1, "random_seed": 0}
    for option, value in (common | options).items():
        highs.setOptionValue(option, value)
    return highs


def build_program(
    members: NDArray[np.bool_], totals: NDArray[np.int64], most: int
) -> highspy.HighsLp:
    """Return the program of one component: no count is over `most`."""
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


def require_whole(program: highspy.HighsLp) -> None:
    """Allow only whole counts."""
    program.integrality_ = [highspy.HighsVarType.kInteger] * program.num_col_


def solve(highs: highspy.Highs) -> highspy.HighsSolution:
    """Return the solution. Raises ArithmeticError where there is none."""
    highs.run()
    if highs.getModelStatus() not in _SOLVED:
        highs.clearSolver()  # it may start from a poor place: start again from nothing
        highs.run()
    status = highs.getModelStatus()
    if status not in _SOLVED:
        raise ArithmeticError(f"The bounds have no solution: {status}.")
    return highs.getSolution()
