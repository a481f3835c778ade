"""The chart of variation of one series: its segments of limits, and what each point is. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from indicators.domain.core import Polarity
from indicators.stats.spc import Assurance, Variation, VariationIcon, analyse_variation
from indicators.stats.xmr import BrokenRule, Corner, Flags, Floats, SpecialCause, read_broken_rules

_CAUSES = {cause.value: cause for cause in SpecialCause}
"""Looked up: to make each from its code takes several times as long."""


@dataclass(frozen=True, slots=True)
class Segment:
    """The points from `start` to before `end`, with their lines; None where there is no line.

    `reason` is why the series was rebased at `start`. `fixed` is whether the lines are those of a
    baseline, of whose points there are `points`.
    """

    start: int
    end: int
    points: int
    mean: float | None
    lower: float | None
    upper: float | None
    inner_lower: float | None
    inner_upper: float | None
    provisional: bool
    corner: Corner | None
    reason: str = ""
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class SpcChart:
    """One series: its segments in order, and what each point is.

    `broken` has every rule that each point breaks. `gaps` are the positions without a figure.
    """

    segments: tuple[Segment, ...]
    causes: tuple[SpecialCause, ...]
    sides: tuple[int, ...]
    broken: tuple[tuple[BrokenRule, ...], ...]
    gaps: tuple[int, ...]
    latest: int | None
    icon: VariationIcon | None
    assurance: Assurance | None


@dataclass(frozen=True, slots=True)
class SpcSeries:
    """What a chart is calculated from.

    `rebases` has the reason for each position at which a segment starts. The first starts at 0
    without one. `fixed` is True for the points of a baseline.
    """

    values: Sequence[float | None]
    target: float | None = None
    rebases: Mapping[int, str] = field(default_factory=dict)
    fixed: Sequence[bool] | None = None


def analyse_many(
    every: Sequence[SpcSeries], better: Polarity, *, screened: bool = True
) -> list[SpcChart]:
    """Return the charts of series of one length, all calculated together."""
    if not every:
        return []
    points = np.array([one.values for one in every], np.float64)  # None becomes NaN
    starts = np.zeros(points.shape, np.bool_)
    fixed = np.zeros(points.shape, np.bool_)
    for row, one in enumerate(every):
        starts[row, _list_starts(one)] = True
        if one.fixed is not None:
            fixed[row] = one.fixed
    held = fixed if any(one.fixed is not None for one in every) else None
    whole = analyse_variation(points, starts, held, screened=screened)
    segments = _build_segments(every, points, held, whole, screened=screened)
    return [
        _build_chart(whole, row, segments[row], better, one.target) for row, one in enumerate(every)
    ]


def _list_starts(one: SpcSeries) -> list[int]:
    """Return where the segments of a series start, in order."""
    found = {at for at in one.rebases if 0 <= at < len(one.values)}
    return sorted(found | {0}) if one.values else []


def _build_chart(
    whole: Variation,
    row: int,
    segments: tuple[Segment, ...],
    better: Polarity,
    target: float | None,
) -> SpcChart:
    latest = int(whole.latest[row])
    return SpcChart(
        segments,
        tuple(map(_CAUSES.__getitem__, whole.cause[row].tolist())),
        tuple(whole.side[row].tolist()),
        tuple(read_broken_rules(bits) for bits in whole.broken[row].tolist()),
        tuple(np.flatnonzero(np.isnan(whole.values[row])).tolist()),
        latest if latest >= 0 else None,
        whole.icon(row, better),
        whole.assurance(row, target, better),
    )


def _build_segments(
    every: Sequence[SpcSeries],
    points: Floats,
    fixed: Flags | None,
    whole: Variation,
    *,
    screened: bool,
) -> list[tuple[Segment, ...]]:
    """Return the segments of each series; each is analysed as a series with gaps around it.

    Where each series is one segment, that was done in `whole`.
    """
    bounds = [
        (row, start, end)
        for row, one in enumerate(every)
        for start, end in pairwise([*_list_starts(one), len(one.values)])
    ]
    if not bounds:
        return [() for _ in every]
    made = whole
    if len(bounds) > len(every):
        made = _analyse_parts(bounds, points, fixed, screened=screened)
    found: list[list[Segment]] = [[] for _ in every]
    for of, (row, start, end) in enumerate(bounds):
        found[row].append(_build_segment(made, of, (start, end), every[row].rebases.get(start, "")))
    return [tuple(segments) for segments in found]


def _analyse_parts(
    bounds: Sequence[tuple[int, int, int]], points: Floats, fixed: Flags | None, *, screened: bool
) -> Variation:
    """Return the variation of parts of series: row, start and end of each."""
    rows, first, stop = np.array(bounds).T
    at = np.arange(points.shape[1])
    inside = (at >= first[:, None]) & (at < stop[:, None])
    of_baseline = None if fixed is None else fixed[rows] & inside
    return analyse_variation(
        np.where(inside, points[rows], np.nan), None, of_baseline, screened=screened
    )


def _build_segment(made: Variation, of: int, bounds: tuple[int, int], reason: str) -> Segment:
    start, end = bounds
    lines = made.lines
    mean, width = float(lines.mean[of]), float(lines.width[of])

    def line(widths: float) -> float | None:
        drawn = mean + widths * width
        return None if np.isnan(drawn) else drawn

    return Segment(
        start,
        end,
        int(lines.points[of]),
        None if np.isnan(mean) else mean,
        line(-1),
        line(1),
        line(-2 / 3),
        line(2 / 3),
        bool(lines.provisional[of]),
        lines.corner(of),
        reason,
        bool(made.fixed[of]),
    )
