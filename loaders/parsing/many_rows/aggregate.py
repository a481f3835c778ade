"""Add up the rows of one place and period, such as the practices of a network."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.domain.core import Unit
from indicators.domain.indicator import Indicator
from loaders.parsing.calculate_figures import Figures
from loaders.profiles.marks import CellState


def add_up_rows(
    figures: Figures,
    members: NDArray[np.int64],
    figure: NDArray[np.int64],
    length: int,
    indicator: Indicator,
) -> Figures:
    """Return `length` figures added up from `members`; `figure` holds each member's new figure.

    Counts are added. A percentage is pooled over the rows that have counts, and a note says how
    many have none. A count is known only where every row has one.
    """
    state = figures.state[members].astype(np.int64)
    counted = figures.counted[members] & (state == CellState.NUMBER)
    lacking = ~counted & ((state == CellState.NUMBER) | (state >= CellState.NOT_AVAILABLE))
    rows = np.bincount(figure[state != CellState.BLANK], minlength=length)
    without = np.bincount(figure[lacking], minlength=length)
    known = np.bincount(figure[counted], minlength=length) > 0
    if indicator.unit is Unit.COUNT:
        known &= without == 0
    notes = {
        at: f"No figure in {without[at]} of {rows[at]} rows."
        for at in np.flatnonzero(known & (without > 0)).tolist()
    }
    return Figures(
        _add_up(figures.numerator[members], counted, figure, length),
        _add_up(figures.denominator[members], counted, figure, length),
        known & (indicator.unit is not Unit.COUNT),
        known,
        np.full(length, None, object),
        np.where(known, CellState.NUMBER, _combine_states(state, counted, figure, length)).astype(
            np.int8
        ),
        notes,
    )


def _combine_states(state: Any, counted: Any, figure: Any, length: int) -> NDArray[np.int64]:
    """Return the highest state of each figure's rows; a number without counts is not available."""
    highest = np.full(length, CellState.BLANK, np.int64)
    uncounted = ~counted & (state == CellState.NUMBER)
    np.maximum.at(highest, figure, np.where(uncounted, CellState.NOT_AVAILABLE, state))
    return highest


def _add_up(numbers: Any, counted: Any, figure: Any, length: int) -> NDArray[np.int64]:
    total = np.zeros(length, np.int64)
    np.add.at(total, figure, np.where(counted, numbers, 0))
    return total
