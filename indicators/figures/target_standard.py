"""What a figure is compared with: its target as the rule needs it, and how far it is. Pure."""

from __future__ import annotations

from fractions import Fraction

from indicators.domain.catalogue_parts.indicator_parts import Target
from indicators.domain.core import Polarity
from indicators.domain.indicator import Indicator
from indicators.figures.figure import Figure
from indicators.stats import rules


def build_standard(indicator: Indicator, target: Target) -> rules.Standard:
    """Return the target with its tolerance and direction, as the rule needs it."""
    tolerance = indicator.get_tolerance(target)
    return rules.Standard(target.value, tolerance, indicator.better, indicator.scale)


def measure_shortfall(indicator: Indicator, figure: Figure) -> Fraction:
    """Return how far a figure is on the bad side of its target, in tolerances.

    A figure without a verdict is less far than any that has one.
    """
    if figure.verdict is None or figure.value is None or figure.target is None:
        return Fraction(-(10**9))
    standard = build_standard(indicator, figure.target)
    below = Fraction(standard.target) - figure.value
    return (below if indicator.better is Polarity.HIGHER else -below) / Fraction(standard.tolerance)
