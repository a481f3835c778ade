"""Adds up the rows of one place and period, such as the practices of a network."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.domain.catalogue import Indicator
from indicators.domain.core import Unit
from loaders.parsing.calculate_figures import Figures
from loaders.profiles.marks import CellState


def add_up_rows(
    figures: Figures,
    members: NDArray[np.int64],
    figure: NDArray[np.int64],
    length: int,
    indicator: Indicator,
) -> Figures:
    """`length` figures from those of `members`; `figure` says which each belongs to.

    Counts are added. A percentage is pooled over the rows that have counts, and a note says how
    many have not; a count is known only where every row's is.
    """
    state = figures.state[members].astype(np.int64)
    counted = figures.counted[members] & (state == CellState.NUMBER)
    lacking = ~counted & ((state == CellState.NUMBER) | (state >= CellState.NOT_AVAILABLE))
    rows = np.bincount(figure[state != CellState.BLANK], minlength=length)
    without = np.bincount(figure[lacking], minlength=length)
    known = np.bincount(figure[counted], minlength=length) > 0
    if indicator.unit is Unit.COUNT:
        known &= without == 0
    telling = np.full(length, CellState.BLANK, np.int64)
    unsaid = np.where(~counted & (state == CellState.NUMBER), CellState.NOT_AVAILABLE, state)
    np.maximum.at(telling, figure, unsaid)
    notes = {
        at: f"No figure in {without[at]} of {rows[at]} rows."
        for at in np.flatnonzero(known & (without > 0)).tolist()
    }
    return Figures(
        _summed(figures.numerator[members], counted, figure, length),
        _summed(figures.denominator[members], counted, figure, length),
        known & (indicator.unit is not Unit.COUNT),
        known,
        np.full(length, None, object),
        np.where(known, CellState.NUMBER, telling).astype(np.int8),
        notes,
    )


def _summed(numbers: Any, counted: Any, figure: Any, length: int) -> NDArray[np.int64]:
    total = np.zeros(length, np.int64)
    np.add.at(total, figure, np.where(counted, numbers, 0))
    return total
