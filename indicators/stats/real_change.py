"""Whether a figure differs from an earlier one by more than chance explains. Pure.

Sources: Newcombe 1998, Statistics in Medicine 17, 873-890, method 10 (two proportions);
Przyborowski and Wilenski 1940, Biometrika 31, 313-323 (two counts, given their sum).
"""

from __future__ import annotations

from math import exp, lgamma, log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.stats.intervals import Bounds, ConfidenceLevel, wilson_interval

_ROUNDING = 1e-12
"""A bound this close to 0 is on it: no change is real because of the last digit of a float."""


def newcombe_interval(
    now: tuple[Any, Any],
    before: tuple[Any, Any],
    level: ConfidenceLevel = ConfidenceLevel.PERCENT_95,
) -> Bounds:
    """Return the interval of each difference of two proportions, from -1 to 1.

    `now` and `before` are events and people, as whole numbers.
    """
    low, high = wilson_interval(*now, level)
    low_before, high_before = wilson_interval(*before, level)
    share, share_before = (np.asarray(x) / np.asarray(n) for x, n in (now, before))
    difference = share - share_before
    return (
        difference - np.hypot(share - low, high_before - share_before),
        difference + np.hypot(high - share, share_before - low_before),
    )


def find_real_sides(lower: Any, upper: Any) -> NDArray[np.int8]:
    """Return 1 where an interval of a difference is above 0, -1 below, and 0 if it contains 0."""
    above, below = np.asarray(lower) > _ROUNDING, np.asarray(upper) < -_ROUNDING
    return above.astype(np.int8) - below.astype(np.int8)


def find_real_count_side(
    now: tuple[int, int],
    before: tuple[int, int],
    level: ConfidenceLevel = ConfidenceLevel.PERCENT_95,
) -> int:
    """Return 1 if a count of events has really risen, -1 if it has fallen, else 0.

    `now` and `before` are events and what they are counted over: months, or people for a rate.
    Given all events, those of now are binomial if nothing changed. The change is real if the
    chance of so many events or more (or so many or fewer) is under half of what the level leaves
    out.
    """
    events, over = now[0], now[1]
    whole, share = events + before[0], over / (over + before[1])
    if over < 1 or before[1] < 1 or events < 0 or before[0] < 0:
        raise ValueError("Counts are from 0, over at least 1.")
    expected = whole * share
    if events == expected:
        return 0
    chance = (
        _calculate_tail(events, whole, share)
        if events > expected
        else _calculate_tail(whole - events, whole, 1 - share)
    )
    if chance >= level.tail * (1 - _ROUNDING):
        return 0
    return 1 if events > expected else -1


def _calculate_tail(events: int, whole: int, share: float) -> float:
    """Return the chance of so many events or more, where that is more than is expected."""
    term = exp(
        lgamma(whole + 1)
        - lgamma(events + 1)
        - lgamma(whole - events + 1)
        + events * log(share)
        + (whole - events) * log(1 - share)
    )
    tail = 0.0
    for reached in range(events, whole + 1):
        tail += term
        term *= (whole - reached) / (reached + 1) * share / (1 - share)
        if term < tail * _ROUNDING / 1000:
            break
    return tail
