"""How far a figure misses its target, comparable between figures of different units."""

from __future__ import annotations

from fractions import Fraction

from indicators.domain.core import Polarity
from indicators.domain.indicator import Indicator
from indicators.figures.figure import Figure, build_standard


def measure_shortfall(indicator: Indicator, figure: Figure) -> Fraction:
    """Return how far a figure is on the bad side of its target, in tolerances.

    A figure without a verdict is less far than any that has one.
    """
    if figure.verdict is None or figure.value is None or figure.target is None:
        return Fraction(-(10**9))
    standard = build_standard(indicator, figure.target)
    below = Fraction(standard.target) - figure.value
    return (below if indicator.better is Polarity.HIGHER else -below) / Fraction(standard.tolerance)
