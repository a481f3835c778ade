"""How far chance alone can move a figure: confidence intervals and funnel limits. Pure.

Sources: OHID (formerly PHE), Technical guide: confidence intervals; APHO Technical Briefing 2 and 3
(Wilson, Byar's); Garwood 1936 (exact Poisson); Spiegelhalter 2005 (funnel plots). All take arrays
or single numbers, and whole counts only. Input for which nothing is defined (a denominator of 0,
more events than people, a negative or a fraction of a person) is a ValueError, never a number.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from math import exp
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bounds = tuple[Floats, Floats]
"""Lower and upper bound of each."""

EXACT_UNDER = 10
"""Events from which Byar's approximation is used instead of the exact limits."""


class ConfidenceLevel(Enum):
    """A confidence level: the share of intervals that contain the true value.

    Each has its z in hundred thousandths and the share left out on each side.
    """

    PERCENT_95 = (195_996, 0.025)
    PERCENT_99_8 = (309_023, 0.001)

    @property
    def z(self) -> float:
        return self.value[0] / 100_000

    @property
    def tail(self) -> float:
        return self.value[1]


def wilson_interval(
    events: Any, people: Any, level: ConfidenceLevel = ConfidenceLevel.PERCENT_95
) -> Bounds:
    """Wilson's interval of each proportion, as proportions from 0 to 1."""
    x, n = (each.astype(np.float64) for each in _calculate_proportions(events, people))
    z = level.z
    spread = z * np.sqrt(z * z + 4 * x * (1 - x / n))
    middle, whole = 2 * x + z * z, 2 * (n + z * z)
    # At none and at all the bound is 0 or 1 itself, which floats miss by their last digit.
    lower = np.where(x == 0, 0.0, (middle - spread) / whole)
    return lower, np.where(x == n, 1.0, (middle + spread) / whole)


def poisson_interval(events: Any, level: ConfidenceLevel = ConfidenceLevel.PERCENT_95) -> Bounds:
    """Return the interval of each count of events: exact under 10 events, Byar's from 10.

    For a rate, divide both bounds by its denominator.
    """
    x = _check_integers(events, "Events")
    if (x < 0).any():
        raise ValueError("Events cannot be fewer than 0.")
    few = np.minimum(x, EXACT_UNDER - 1)
    lower, upper = (table[few] for table in _build_exact_table(level))
    many = np.maximum(x, EXACT_UNDER).astype(np.float64)
    byars = x >= EXACT_UNDER
    return (
        np.where(byars, _calculate_byars_limits(many, -level.z), lower),
        np.where(byars, _calculate_byars_limits(many + 1, level.z), upper),
    )


def funnel_limits(
    events: int, people: int, sizes: Any, level: ConfidenceLevel = ConfidenceLevel.PERCENT_95
) -> Bounds:
    """Return the limits about the pooled proportion `events` of `people`, from 0 to 1.

    `sizes` are the people of each area.
    """
    _calculate_proportions(events, people)
    n = _check_integers(sizes, "Sizes")
    if (n < 1).any():
        raise ValueError("Limits are for a size of at least 1.")
    pooled = events / people
    reach = level.z * np.sqrt(pooled * (1 - pooled) / n)
    return np.clip(pooled - reach, 0, 1), np.clip(pooled + reach, 0, 1)


def find_beyond_limits(
    events: Any,
    people: Any,
    of_all: tuple[Any, Any],
    level: ConfidenceLevel = ConfidenceLevel.PERCENT_95,
) -> NDArray[np.int8]:
    """Return 1 where a proportion is strictly above its funnel limits, -1 if below, else 0.

    The limits are about `of_all`: one proportion, or one for each. The result is exact, on whole
    numbers: no area is named because of a float's last digit.
    """
    x, n = (each.astype(object) for each in _calculate_proportions(events, people))
    total, whole = (each.astype(object) for each in _calculate_proportions(*of_all))
    # |x/n - X/N| > z sqrt(P(1-P)/n), with both sides squared and multiplied by n (nN)².
    apart = x * whole - n * total
    z = level.value[0]
    far = apart * apart * 100_000**2 > z * z * n * total * (whole - total)
    side = np.where(apart > 0, 1, -1)
    return np.where(np.asarray(far, bool), side, 0).astype(np.int8)


def _calculate_byars_limits(events: Floats, z: float) -> Floats:
    return np.asarray(events * (1 - 1 / (9 * events) + z / (3 * np.sqrt(events))) ** 3)


@lru_cache
def _build_exact_table(level: ConfidenceLevel) -> Bounds:
    """Return Garwood's limits of 0 to 9 events.

    They are the means at which so many events or more, or so many or fewer, have the chance `tail`.
    """
    lower = [0.0] + [
        _find_crossing(lambda mean, x=x: 1 - _calculate_chance_at_most(x - 1, mean), level.tail)
        for x in range(1, EXACT_UNDER)
    ]
    upper = [
        _find_crossing(lambda mean, x=x: level.tail - _calculate_chance_at_most(x, mean), 0.0)
        for x in range(EXACT_UNDER)
    ]
    return np.array(lower), np.array(upper)


def _calculate_chance_at_most(events: int, mean: float) -> float:
    """Return the chance of at most so many events."""
    term = total = exp(-mean)
    for each in range(1, events + 1):
        term *= mean / each
        total += term
    return total


def _find_crossing(rising: Any, level: float) -> float:
    """Where a rising function reaches `level`, between 0 and 64, halved until floats are spent."""
    low, high = 0.0, 64.0
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if rising(middle) < level else (low, middle)
    return middle


def _calculate_proportions(events: Any, people: Any) -> tuple[NDArray[Any], NDArray[Any]]:
    x, n = np.broadcast_arrays(_check_integers(events, "Events"), _check_integers(people, "People"))
    if (n < 1).any():
        raise ValueError("A proportion is out of at least 1.")
    if (x < 0).any() or (x > n).any():
        raise ValueError("Events are from 0 to the number of people.")
    return x, n


def _check_integers(numbers: Any, what: str) -> NDArray[Any]:
    kept = np.asarray(numbers)
    if kept.size and kept.dtype.kind not in "iu":
        raise ValueError(f"{what} are whole numbers, not {kept.dtype}.")
    return kept.astype(np.int64)
