"""The change from an earlier figure, and whether it is real. Calculated here only. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from indicators.domain.core import Unit
from indicators.domain.indicator import Indicator
from indicators.domain.periods import Period
from indicators.figures.figure import Figure
from indicators.figures.signal import Signal
from indicators.stats import rules
from indicators.stats.real_change import find_real_count_side, find_real_sides, newcombe_interval

Compared = tuple[Figure, Figure, Indicator]
"""A figure, the earlier one, and their indicator."""
_Tested = tuple[bool | None, tuple[float, float] | None]
"""Whether a change is real, and its interval."""
_UNTESTED: _Tested = (None, None)


@dataclass(frozen=True, slots=True)
class Change:
    """The difference from an earlier span: exact points, and better, worse, same, higher, lower.

    `is_real` says whether it is more than chance explains; None if that cannot be tested, because
    there are no counts or the two spans share months. `interval` is the 95% interval of the points,
    for percentages only: counts and rates have the exact conditional test.
    """

    points: Fraction
    direction: str
    since: Period
    is_real: bool | None = None
    interval: tuple[float, float] | None = None

    @property
    def real_direction(self) -> str:
        """The direction of a real change; empty where chance can explain it or nothing is known."""
        return self.direction if self.is_real else ""


def calculate_change(now: Figure, before: Figure, indicator: Indicator) -> Change | None:
    """Return the change from an earlier figure: see `calculate_changes`."""
    return calculate_changes([(now, before, indicator)])[0]


def calculate_changes(pairs: Sequence[Compared]) -> list[Change | None]:
    """Return the changes from earlier figures of the same definition, None where there is none.

    Both figures must rest on enough months. All percentages are tested together.
    """
    found = [_calculate_points(*pair) for pair in pairs]
    testable = [
        at
        for at, (now, before, _) in enumerate(pairs)
        if found[at] is not None and _is_testable(now, before)
    ]
    tested = _test_shares(pairs, [at for at in testable if _is_share(*pairs[at])])
    tested |= {
        at: (_is_real_count(*pairs[at]), None)
        for at in testable
        if pairs[at][2].unit is not Unit.PERCENT
    }
    return [
        None if points is None else Change(*points, before.span, *tested.get(at, _UNTESTED))
        for at, (points, (_, before, _)) in enumerate(zip(found, pairs, strict=True))
    ]


def _calculate_points(
    now: Figure, before: Figure, indicator: Indicator
) -> tuple[Fraction, str] | None:
    if now.value is None or before.value is None or now.too_few_months or before.too_few_months:
        return None
    if not indicator.is_counted_alike(before.span.ended, now.span.ended):
        return None
    return rules.calculate_points_change(now.value, before.value, indicator.better)


def _is_testable(now: Figure, before: Figure) -> bool:
    """Return whether both have counts, of months that they do not share."""
    return now.sum.counted and before.sum.counted and before.span.ended < now.span.start


def _is_share(now: Figure, before: Figure, indicator: Indicator) -> bool:
    """Return whether both are people out of people."""
    return indicator.unit is Unit.PERCENT and all(
        figure.sum.numerator <= figure.sum.denominator for figure in (now, before)
    )


def _test_shares(pairs: Sequence[Compared], shares: Sequence[int]) -> dict[int, _Tested]:
    """Return whether each change of a percentage is real, and its interval."""
    if not shares:
        return {}
    now, before = ([pairs[at][0].sum for at in shares], [pairs[at][1].sum for at in shares])
    lower, upper = newcombe_interval(
        ([each.numerator for each in now], [each.denominator for each in now]),
        ([each.numerator for each in before], [each.denominator for each in before]),
    )
    sides = find_real_sides(lower, upper).tolist()
    return {
        at: (bool(side), (pairs[at][2].scale * low, pairs[at][2].scale * high))
        for at, side, low, high in zip(shares, sides, lower.tolist(), upper.tolist(), strict=True)
    }


def _is_real_count(now: Figure, before: Figure, indicator: Indicator) -> bool:
    """Return whether a rate or count really changed, in the direction of its points.

    What is open at month ends is tested as one count, its mean: the same children are counted in
    each month, so twelve of them are not twelve counts.
    """
    counts, counts_before = (
        (_count_events(figure, indicator), _count_size(figure, indicator))
        for figure in (now, before)
    )
    side = find_real_count_side(counts, counts_before)
    has_risen = (now.value or 0) > (before.value or 0)
    return side != 0 and (side > 0) == has_risen


def _count_events(figure: Figure, indicator: Indicator) -> int:
    if indicator.unit is Unit.COUNT and not indicator.is_flow:
        return int(rules.round_half_away(figure.value or Fraction(0), 0))
    return figure.sum.numerator


def _count_size(figure: Figure, indicator: Indicator) -> int:
    """Return what events are counted over: people for a rate, months for a sum, else nothing."""
    if indicator.unit is Unit.RATE:
        return figure.sum.denominator
    return figure.sum.months_with if indicator.is_flow else 1


def is_worsening(signal: Signal, change: Change | None) -> bool:
    """Return whether a figure gets worse beyond doubt: a special cause, or a real change."""
    return signal.is_concern or (change is not None and change.real_direction == "worse")
