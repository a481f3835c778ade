"""Places beyond the limits of a funnel plot."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.domain.core import Polarity, Unit
from indicators.domain.indicator import Indicator
from indicators.figures.figure import Figure
from indicators.figures.span_sum import SpanSum
from indicators.stats.intervals import ConfidenceLevel, find_beyond_limits

BAD_SIDES = {Polarity.HIGHER: -1, Polarity.LOWER: 1}
"""The side of the funnel that is bad, where one way is better."""

Rated = tuple[Figure, Indicator, Figure]
"""A figure, its indicator and the city's figure."""
Outlier = tuple[int, ConfidenceLevel | None]
"""The side, 1 above or -1 below, and the widest funnel limits that a figure is strictly beyond."""
WITHIN: Outlier = (0, None)


def find_outliers(every: Sequence[Rated]) -> list[Outlier]:
    """Return where each figure is in the funnel about the city's, all calculated at once.

    Only percentages with known people have limits; others are within.
    """
    found = [WITHIN] * len(every)
    counted = [
        at
        for at, (figure, indicator, city) in enumerate(every)
        if has_funnel(indicator, city) and is_counted(figure)
    ]
    x, n = _list_counts([every[at][0].sum for at in counted])
    of_all = _list_counts([every[at][2].sum for at in counted])
    for level in (ConfidenceLevel.PERCENT_95, ConfidenceLevel.PERCENT_99_8):
        sides = find_beyond_limits(x, n, of_all, level).tolist()
        for at, side in zip(counted, sides, strict=True):
            if side:
                found[at] = side, level
    return found


def _list_counts(every: Sequence[SpanSum]) -> tuple[list[int], list[int]]:
    return [added.numerator for added in every], [added.denominator for added in every]


def has_funnel(indicator: Indicator, city: Figure) -> bool:
    """Return whether a funnel can be drawn: people out of people, known for the whole."""
    return indicator.unit is Unit.PERCENT and is_counted(city)


def is_counted(figure: Figure) -> bool:
    """Return whether a figure is of people, on enough months to be compared."""
    return figure.value is not None and figure.sum.counted and not figure.too_few_months
