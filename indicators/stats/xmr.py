"""The arithmetic of XmR charts on arrays: the lines of segments, and the special causes. Pure.

All points of many series lie in one array, one after the other, so that no loop runs over series.
Source of the rules: NHS England, Making Data Count. What they leave open is settled here: a gap is
stepped over, so that the points about it are neighbours; nothing reaches across a rebase; a trend
is high where it rises and low where it falls, whichever side of the mean its points are on; and
where one trend turns into another, the point of the turn belongs to the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

TO_LIMITS = 2.66
"""Mean moving ranges from the mean to a limit (3 / 1.128)."""
TO_SCREEN = 3.267
"""A moving range of so many times their mean or more is left out of a second mean of them."""
RUN = 7
"""Points on one side of the mean, or rising, or falling, that are no chance."""
PROVISIONAL_UNDER = 13
LEAST_FIXED = 2
"""Points of a baseline, at least, for limits to be fixed on it: one has no moving range."""
ON_THE_MEAN = 1e-9

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Signs = NDArray[np.int8]
Rules = NDArray[np.uint8]
"""A bit for each rule and side: see `read_broken_rules`."""


class SpecialCause(IntEnum):
    """Why a point is no common cause.

    If there are several reasons, the strongest counts: the one with the lowest number over 0.
    """

    NONE = 0
    OUTSIDE = 1
    TREND = 2
    TWO_OF_THREE = 3
    SHIFT = 4


class BrokenRule(NamedTuple):
    """A rule that a point breaks: `side` is 1 for high or rising values, -1 for low or falling."""

    cause: SpecialCause
    side: int


_BITS = tuple(
    BrokenRule(cause, side)
    for side in (1, -1)
    for cause in SpecialCause
    if cause is not SpecialCause.NONE
)


@lru_cache(256)
def read_broken_rules(bits: int) -> tuple[BrokenRule, ...]:
    """Return the rules that a point breaks, strongest first."""
    return tuple(sorted(rule for at, rule in enumerate(_BITS) if bits & 1 << at))


class Corner(StrEnum):
    """Why a segment has no ordinary limits."""

    NO_POINTS = "no_points"
    ONE_POINT = "one_point"
    ALL_EQUAL = "all_equal"
    NO_WIDTH = "no_width"


@dataclass(frozen=True, slots=True)
class ControlLines:
    """The lines of segments, one an element; `width` is from the mean to a limit.

    With one point `width` is NaN, with none the mean is too. `spread` is whether its points
    differ.
    """

    points: NDArray[np.int64]
    mean: Floats
    width: Floats
    spread: Flags

    @property
    def lower(self) -> Floats:
        return self.mean - self.width

    @property
    def upper(self) -> Floats:
        return self.mean + self.width

    @property
    def provisional(self) -> Flags:
        return self.points < PROVISIONAL_UNDER

    def corner(self, at: int) -> Corner | None:
        if self.points[at] < 2:
            return Corner.ONE_POINT if self.points[at] else Corner.NO_POINTS
        if not self.spread[at]:
            return Corner.ALL_EQUAL
        return None if self.width[at] > 0 else Corner.NO_WIDTH


def calculate_lines(
    x: Floats, segment: Any, screened: bool, fixed: Flags | None = None
) -> tuple[ControlLines, Any, Flags]:
    """Return the lines of each segment, the segment of each point, and the first points.

    A segment with `LEAST_FIXED` or more `fixed` points has the lines of these points alone.
    """
    first = np.append(True, segment[1:] != segment[:-1])
    start = np.flatnonzero(first)
    points = np.diff(np.append(start, len(x)))
    of_segment = np.repeat(np.arange(len(start)), points)
    if fixed is not None:
        few = np.add.reduceat(fixed.astype(np.int64), start) < LEAST_FIXED
        counted = few[of_segment] | fixed
        lines, _, _ = calculate_lines(x[counted], of_segment[counted], screened)
        return lines, of_segment, first
    ranges = np.abs(np.diff(x, prepend=x[0]))
    ranges[first] = 0.0
    with np.errstate(invalid="ignore"):  # one point has no moving range, and 0 / 0 is NaN
        mean_range = np.add.reduceat(ranges, start) / (points - 1)
        if screened:
            # A range that is the limit itself is dropped, however its last digit was rounded.
            kept = ranges < (TO_SCREEN * (1 - 1e-12)) * mean_range[of_segment]
            kept[first] = False
            left = np.add.reduceat(kept.astype(np.int64), start)
            again = np.add.reduceat(ranges * kept, start) / left
            mean_range = np.where(left > 0, again, mean_range)
    mean = np.add.reduceat(x, start) / points
    spread = np.maximum.reduceat(ranges, start) > 0
    mean = np.where(spread, mean, x[start])
    return ControlLines(points, mean, TO_LIMITS * mean_range, spread), of_segment, first


def find_special_causes(
    x: Floats, lines: ControlLines, of_segment: Any, first: Flags
) -> tuple[Signs, Signs, Rules]:
    """Return the strongest special cause of each point, its side, and every rule it breaks."""
    mean, width = lines.mean[of_segment], lines.width[of_segment]
    away = x - mean
    # What is on the mean is on it to nine digits; a point on a limit is held to as many, so that
    # it is not outside by the rounding of a binary float.
    slack = ON_THE_MEAN * np.maximum(1.0, np.abs(mean))
    side = np.sign(away).astype(np.int8)
    distance = np.abs(away)
    side[distance <= slack] = 0
    step = np.sign(np.diff(x, prepend=x[0])).astype(np.int8)
    step[first] = 0
    trend = _find_long_runs(step, first, RUN - 1)
    begins = np.flatnonzero((trend[1:] != 0) & (trend[1:] != trend[:-1]))
    begins = begins[trend[begins] == 0]
    trend[begins] = trend[begins + 1]
    found = (
        (SpecialCause.SHIFT, _find_long_runs(side, first, RUN)),
        (
            SpecialCause.TWO_OF_THREE,
            _find_two_of_three(side, distance > width * (2 / 3) + slack, first),
        ),
        (SpecialCause.TREND, trend),
        (SpecialCause.OUTSIDE, np.where(distance > width + slack, side, np.int8(0))),
    )
    cause, sides = np.zeros(len(x), np.int8), np.zeros(len(x), np.int8)
    broken = np.zeros(len(x), np.uint8)
    for code, of_cause in found:
        marked = of_cause != 0
        cause[marked] = code
        sides[marked] = of_cause[marked]
        for way in (1, -1):
            bit = np.uint8(1 << _BITS.index(BrokenRule(code, way)))
            broken |= (of_cause == way) * bit
    return cause, sides, broken


def _find_long_runs(signs: Signs, first: Flags, least: int) -> Signs:
    """Return the signs, with 0 where fewer than `least` of them follow each other in a segment."""
    changes = first.copy()
    changes[1:] |= signs[1:] != signs[:-1]
    start = np.flatnonzero(changes)
    length = np.diff(np.append(start, len(signs)))
    return np.repeat(np.where(length >= least, signs[start], np.int8(0)), length)


def _find_two_of_three(side: Signs, beyond: Flags, first: Flags) -> Signs:
    """Points beyond the inner line that have another such within three on one side of the mean."""
    marked = np.zeros(len(side), np.bool_)
    if len(side) > 2:
        whole = (side[2:] == side[1:-1]) & (side[1:-1] == side[:-2]) & (side[2:] != 0)
        whole &= ~(first[2:] | first[1:-1])
        many = beyond[2:].astype(np.int8) + beyond[1:-1] + beyond[:-2]
        window = whole & (many >= 2)
        for offset in range(3):
            marked[offset : len(side) - 2 + offset] |= window
    return np.where(marked & beyond, side, np.int8(0))
