"""Charts of variation: limits, special causes and the two icons, for one series or many. Pure.

Source: NHS England, Making Data Count. The arithmetic is in `xmr`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.domain.core import Polarity
from indicators.stats.xmr import (
    LEAST_FIXED,
    ON_THE_MEAN,
    BrokenRule,
    ControlLines,
    Floats,
    Rules,
    Signs,
    calculate_lines,
    find_special_causes,
    read_broken_rules,
)

_BLOCK = 32_768
"""Points worked on at a time, so that the working arrays stay in the processor's cache."""


class VariationIcon(StrEnum):
    """What the latest point says: common cause, or for better or worse by high or low values."""

    COMMON = "common"
    IMPROVEMENT_HIGH = "improvement_high"
    IMPROVEMENT_LOW = "improvement_low"
    CONCERN_HIGH = "concern_high"
    CONCERN_LOW = "concern_low"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"


class AssuranceIcon(StrEnum):
    """Whether the process as it is will meet the target: always, never, or in some months."""

    PASS = "pass"  # noqa: S105 -- a word of the field, no password
    FAIL = "fail"
    INCONSISTENT = "inconsistent"


@dataclass(frozen=True, slots=True)
class Assurance:
    """The target and the points from which the latest limits are calculated.

    `met` of these `points` are at the target or better. They are `unbroken` if no period between
    them lacks a figure.
    """

    icon: AssuranceIcon
    met: int
    points: int
    unbroken: bool = True

    @property
    def is_rare(self) -> bool:
        """Within reach of the limits, but met in fewer than 1 in 10."""
        return self.icon is AssuranceIcon.INCONSISTENT and 10 * self.met < self.points

    @property
    def is_usual(self) -> bool:
        """Within reach of the limits, but met in more than 9 in 10."""
        return self.icon is AssuranceIcon.INCONSISTENT and 10 * self.met > 9 * self.points


@dataclass(frozen=True, slots=True)
class Variation:
    """What series of points show: `cause` and `side` are of shape (series, points).

    `side` is 1 where the special cause is of high or rising values, -1 of low or falling, else 0.
    `broken` has every rule that a point breaks, of which `cause` is the strongest.
    `lines` has an element a series: those of the segment its last point lies in, and `latest` the
    position of that point (-1 where there is none). That segment begins at `segment_start` and has
    `segment_points`; if it is `fixed` on a baseline, its lines are of fewer. `values` are the
    points themselves.
    """

    values: Floats
    cause: Signs
    side: Signs
    broken: Rules
    latest: NDArray[np.int64]
    lines: ControlLines
    segment_start: NDArray[np.int64]
    segment_points: NDArray[np.int64]
    fixed: NDArray[np.bool_]

    def list_latest_rules(self, series: int) -> tuple[BrokenRule, ...]:
        """Return every rule that the latest point breaks."""
        return read_broken_rules(int(self.broken[series, self.latest[series]]))

    def icon(self, series: int, better: Polarity) -> VariationIcon | None:
        """Return the variation icon from the latest point, or None without limits."""
        if np.isnan(self.lines.width[series]):
            return None
        return choose_icon(int(self.side[series, self.latest[series]]), better)

    def assurance(
        self, series: int, target: float | None, better: Polarity, step: int = 1
    ) -> Assurance | None:
        """Return `target`, in the points' unit, against the latest limits and their points.

        Points without a gap between them are `step` positions apart.

        A target on a limit is inside, also where the last digit of a float differs. If all points
        are equal, a target that they meet is passed. The comparison with the points is exact: a
        quotient of whole numbers and a decimal that are equal are the same float, and no two that
        differ can be, with fewer than ten billion people.
        """
        if target is None or better is Polarity.NEITHER or np.isnan(self.lines.width[series]):
            return None
        count = int(self.segment_points[series])
        first, last = int(self.segment_start[series]), int(self.latest[series])
        points = self.values[series, first : last + 1]  # a gap, which is NaN, meets nothing
        met = points >= target if better is Polarity.HIGHER else points <= target
        unbroken = last - first == (count - 1) * step
        icon = self._choose_assurance(series, target, better)
        return Assurance(icon, int(np.count_nonzero(met)), count, unbroken)

    def _choose_assurance(self, series: int, target: float, better: Polarity) -> AssuranceIcon:
        mean, width = float(self.lines.mean[series]), float(self.lines.width[series])
        slack = ON_THE_MEAN * max(1.0, abs(mean))
        below, above = target < mean - width - slack, target > mean + width + slack
        if not (below or above):
            return AssuranceIcon.INCONSISTENT if self.lines.spread[series] else AssuranceIcon.PASS
        return AssuranceIcon.PASS if below == (better is Polarity.HIGHER) else AssuranceIcon.FAIL


def choose_icon(side: int, better: Polarity) -> VariationIcon:
    """Return what a point is: common cause, or by its `side` for better or worse."""
    if not side:
        return VariationIcon.COMMON
    high = "high" if side > 0 else "low"
    if better is Polarity.NEITHER:
        return VariationIcon(f"neutral_{high}")
    good = (side > 0) == (better is Polarity.HIGHER)
    return VariationIcon(f"{'improvement' if good else 'concern'}_{high}")


def analyse_variation(
    values: Any, rebases: Any = None, fixed: Any = None, *, screened: bool = True
) -> Variation:
    """Return the variation of series of figures, of shape (series, points), in any unit.

    NaN is a gap. `rebases` is True where a segment starts, and `fixed` where a point belongs to the
    baseline of its segment, in the same shape or that of one series.
    `screened` leaves large moving ranges out of the limits, once.
    """
    points = np.asarray(values, np.float64)
    if points.ndim != 2 or np.isinf(points).any():
        raise ValueError("Series are rows of finite figures, with NaN for a gap.")
    starts = None if rebases is None else np.broadcast_to(np.asarray(rebases, bool), points.shape)
    baseline = None if fixed is None else np.broadcast_to(np.asarray(fixed, bool), points.shape)
    many, length = points.shape
    cause, side = np.zeros(points.shape, np.int8), np.zeros(points.shape, np.int8)
    broken = np.zeros(points.shape, np.uint8)
    latest = np.full(many, -1, np.int64)
    segment_start, segment_points = np.zeros(many, np.int64), np.zeros(many, np.int64)
    is_fixed = np.zeros(many, np.bool_)
    lines = ControlLines(
        np.zeros(many, np.int64),
        np.full(many, np.nan),
        np.full(many, np.nan),
        np.zeros(many, np.bool_),
    )
    step = max(1, _BLOCK // max(1, length))
    for start in range(0, many, step):
        block = slice(start, start + step)
        known = ~np.isnan(points[block])
        series, position = np.nonzero(known)
        if not len(series):
            continue
        segment = series
        if starts is not None:
            segment = series * (length + 1) + starts[block].cumsum(axis=1)[known]
        of_baseline = None if baseline is None else baseline[block][known]
        found, of_segment, first = calculate_lines(
            points[block][known], segment, screened, of_baseline
        )
        causes = find_special_causes(points[block][known], found, of_segment, first)
        cause[block][known], side[block][known], broken[block][known] = causes
        last = np.flatnonzero(np.append(series[1:] != series[:-1], True))
        at = start + series[last]
        latest[at] = position[last]
        segment_points[at] = np.bincount(of_segment)[of_segment[last]]
        segment_start[at] = position[last - segment_points[at] + 1]
        if of_baseline is not None:
            is_fixed[at] = np.bincount(of_segment, of_baseline)[of_segment[last]] >= LEAST_FIXED
        for name in ("points", "mean", "width", "spread"):
            getattr(lines, name)[at] = getattr(found, name)[of_segment[last]]
    return Variation(
        points, cause, side, broken, latest, lines, segment_start, segment_points, is_fixed
    )
