"""The verdict, people to the next verdict, change on a baseline: exact, on whole numbers. Pure.

Every figure is a pair of whole numbers, numerator and denominator, times a scale (100 for a
percentage). A mean of sent percentages is brought to the same form, so that no verdict is ever
reached by way of a binary float. Source of the rule: Acting Early evaluation report, Coventry,
April 2017, section 4.3 (“A tick is shown if the figure is better than the target by 1% or more”).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.domain.core import Polarity, Verdict

TICK, NA, CROSS = 1, 0, -1
NAMES = {TICK: Verdict.TICK, NA: Verdict.NA, CROSS: Verdict.CROSS}

MONTHS_FOR_A_VERDICT = 9
"""Of the 12 months of a span, the fewest with data that still give a verdict."""

_BLOCK = 16_384
"""Observations judged at a time, so that the working arrays stay in the processor's cache."""
_SAFE = 2**62


@dataclass(frozen=True)
class Standard:
    """What a figure is compared with: a target, the tolerance about it, and which way is better."""

    target: Decimal
    tolerance: Decimal
    better: Polarity
    scale: int = 100

    @cached_property
    def whole(self) -> tuple[int, int, int]:
        """Scale, target and tolerance as whole numbers, all multiplied by the same power of ten."""
        exponents = [-int(d.as_tuple().exponent) for d in (self.target, self.tolerance)]
        power = 10 ** max(0, *exponents)
        return self.scale * power, int(self.target * power), int(self.tolerance * power)


def judge_arrays(numerators: Any, denominators: Any, standard: Standard) -> NDArray[np.int8]:
    """TICK, NA or CROSS for each pair of whole numbers (arrays of one length, denominators over 0).

    d is value - target where higher is better, target - value where lower is; d >= tolerance is a
    tick, d <= -tolerance a cross, both edges included. Exact: numbers that would overflow 64 bits
    are judged as Python integers. Floats are a TypeError.
    """
    num, den = _convert_to_integers(numerators), _convert_to_integers(denominators)
    scale, target, tolerance = standard.whole
    judged = np.empty(len(num), np.int8)
    for start in range(0, len(num), _BLOCK):
        block = slice(start, start + _BLOCK)
        judged[block] = _judge(num[block], den[block], scale, target, tolerance, standard.better)
    return judged


def _convert_to_integers(numbers: Any) -> NDArray[Any]:
    """64-bit integers, which 32-bit ones would overflow, or Python integers where those came."""
    kept = np.asarray(numbers)
    if kept.dtype == object or not len(kept):
        return kept
    if kept.dtype.kind not in "biu":
        raise TypeError(f"Verdicts are reached on whole numbers, not on {kept.dtype}.")
    return kept.astype(object if kept.dtype == np.uint64 else np.int64, copy=False)


def _judge(num: Any, den: Any, scale: int, target: int, tolerance: int, better: Polarity) -> Any:
    largest = max(int(num.max()) * scale, int(den.max()) * (abs(target) + tolerance))
    if largest >= _SAFE or object in (num.dtype, den.dtype):
        num, den = num.astype(object), den.astype(object)
    above, below = _compare_with_edges(num, den, scale, target, tolerance)
    return _choose_sides(*((above, below) if better is Polarity.HIGHER else (below, above)))


def _compare_with_edges(num: Any, den: Any, scale: Any, target: Any, tolerance: Any) -> Any:
    """Return which figures are at the upper edge or above, and which at the lower or below.

    Numbers must not overflow. `scale`, `target` and `tolerance` are one number or one for each.
    """
    # What is owed to stand `tolerance` above the target, and to stand `tolerance` below it.
    have = num * scale
    above = (have >= den * (target + tolerance)).astype(np.int8)
    below = (have <= den * (target - tolerance)).astype(np.int8)
    return above, below


def _choose_sides(good: Any, bad: Any) -> Any:
    """Return TICK, NA or CROSS from whether a figure is on the good edge, and on the bad one."""
    # With a tolerance of 0 (1% of a target of 0) a figure may stand on both edges: it is a tick.
    return good - (bad > good)


def judge(numerator: int, denominator: int, standard: Standard) -> Verdict:
    """Return the verdict of one figure."""
    return judge_each([(numerator, denominator, standard)])[0]


def judge_each(figures: Sequence[tuple[int, int, Standard]]) -> list[Verdict]:
    """Return the verdicts of figures of any size, each by its own standard, by name."""
    if not figures:
        return []
    rows = [
        (numerator, denominator, *standard.whole, standard.better is Polarity.HIGHER)
        for numerator, denominator, standard in figures
    ]
    num, den, scale, target, tolerance, higher = np.array(rows, object).T
    above, below = _compare_with_edges(num, den, scale, target, tolerance)
    is_higher = higher.astype(bool)
    sides = _choose_sides(np.where(is_higher, above, below), np.where(is_higher, below, above))
    return [NAMES[side] for side in sides.tolist()]


def count_people_to_turn(
    numerator: int, denominator: int, standard: Standard, now: Verdict | None = None
) -> int | None:
    """Return the fewest more people who would turn a cross to N/A, or N/A to a tick.

    Where lower is better it is the fewest fewer people. The denominator stays. Returns None for a
    tick, and where no number would. `now` is the figure's verdict, if it is already known.
    """
    now = now or judge(numerator, denominator, standard)
    if now is Verdict.TICK:
        return None
    scale, target, tolerance = standard.whole
    # The numerators nearest to this one that are no cross, and that are a tick. With a tolerance of
    # 0 there is no N/A between them, and a cross turns to a tick.
    if standard.better is Polarity.HIGHER:
        no_cross = (target - tolerance) * denominator // scale + 1
        tick = -(-(target + tolerance) * denominator // scale)
        needed = tick if now is Verdict.NA else min(no_cross, tick)
        return needed - numerator if needed <= denominator or standard.scale == 1 else None
    no_cross = -(-(target + tolerance) * denominator // scale) - 1
    tick = (target - tolerance) * denominator // scale
    needed = tick if now is Verdict.NA else max(no_cross, tick)
    return numerator - needed if needed >= 0 else None


def calculate_value(numerator: int, denominator: int, scale: int = 100) -> Fraction:
    """Return the exact figure in the indicator's unit: percentage points for a percentage."""
    return Fraction(scale * numerator, denominator)


def round_half_away(figure: Fraction | Decimal, decimals: int) -> Decimal:
    """Return a number rounded half away from zero, as figures are shown."""
    return Decimal(f"{_round_whole(figure, decimals)}E-{decimals}")


def _round_whole(figure: Fraction | Decimal, decimals: int) -> int:
    """Return a rounded number in units of its last decimal."""
    numerator, denominator = figure.as_integer_ratio()
    whole: int = (abs(numerator) * 10**decimals * 2 + denominator) // (2 * denominator)
    return -whole if numerator < 0 else whole


def round_change(points: Fraction) -> Decimal:
    """Return a change rounded to one decimal, or to as many as it takes not to be 0."""
    decimals = 1
    while (rounded := round_half_away(points, decimals)) == 0 != points:
        decimals += 1
    return rounded + 0  # removes the sign of a zero


def round_for_display(figure: Fraction, standard: Standard | None, decimals: int = 1) -> Decimal:
    """Return the figure rounded so that it does not contradict its verdict.

    It has at least `decimals` decimals, and more where a figure short of an edge would be shown on
    it or beyond it.
    """
    if standard is None:
        return round_half_away(figure, decimals)
    scale, target, tolerance = standard.whole
    power = scale // standard.scale
    low, high = target - tolerance, target + tolerance
    numerator, denominator = figure.as_integer_ratio()
    sides = _find_sides(numerator * power, denominator, low, high)
    while True:
        whole = _round_whole(figure, decimals)
        if _find_sides(whole * power, 10**decimals, low, high) == sides:
            return Decimal(f"{whole}E-{decimals}")
        decimals += 1


def _find_sides(numerator: int, denominator: int, low: int, high: int) -> tuple[bool, ...]:
    """Return whether a fraction is above each edge, and whether it is on or above it."""
    below, above = low * denominator, high * denominator
    return numerator > below, numerator >= below, numerator > above, numerator >= above


def calculate_points_change(
    figure: Fraction, baseline: Fraction, better: Polarity
) -> tuple[Fraction, str]:
    """Return the difference in points from a baseline, and its direction (Table 5).

    It is `better`, `worse` or `same` by direction alone, or `higher` or `lower` if neither way is
    better.
    """
    points = figure - baseline
    if points == 0:
        return points, "same"
    if better is Polarity.NEITHER:
        return points, "higher" if points > 0 else "lower"
    return points, "better" if (points > 0) == (better is Polarity.HIGHER) else "worse"
