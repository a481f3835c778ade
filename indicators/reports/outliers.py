"""Places beyond the limits of a funnel plot."""

from __future__ import annotations

from collections.abc import Mapping

from indicators.domain.core import Polarity, Unit
from indicators.domain.indicator import Indicator
from indicators.figures.figure import Figure
from indicators.stats.intervals import ConfidenceLevel, find_beyond_limits

BAD_SIDES = {Polarity.HIGHER: -1, Polarity.LOWER: 1}
"""The side of the funnel that is bad, where one way is better."""


def find_outliers(
    figures: Mapping[str, Figure], indicator: Indicator, city: Figure
) -> dict[str, tuple[int, ConfidenceLevel]]:
    """Return the places strictly beyond the funnel limits about the city's figure.

    The side is 1 above or -1 below, with the widest limits they are beyond. Only percentages with
    known people have limits.
    """
    if not has_funnel(indicator, city):
        return {}
    counted = {code: figure.sum for code, figure in figures.items() if is_counted(figure)}
    x = [added.numerator for added in counted.values()]
    n = [added.denominator for added in counted.values()]
    of_all = city.sum.numerator, city.sum.denominator
    found: dict[str, tuple[int, ConfidenceLevel]] = {}
    for level in (ConfidenceLevel.PERCENT_95, ConfidenceLevel.PERCENT_99_8):
        for code, side in zip(
            counted, find_beyond_limits(x, n, of_all, level).tolist(), strict=True
        ):
            if side:
                found[code] = side, level
    return found


def has_funnel(indicator: Indicator, city: Figure) -> bool:
    """Return whether a funnel can be drawn: people out of people, known for the whole."""
    return indicator.unit is Unit.PERCENT and is_counted(city)


def is_counted(figure: Figure) -> bool:
    """Return whether a figure is of people, on enough months to be compared."""
    return figure.value is not None and figure.sum.counted and not figure.too_few_months
