"""The chart of variation of one series: its segments of limits, and what each point is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from indicators.domain.core import Polarity
from indicators.stats.spc import Assurance, VariationIcon, analyse_variation
from indicators.stats.xmr import BrokenRule, Corner, Floats, SpecialCause, read_broken_rules


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


def analyse_series(
    values: Sequence[float | None],
    better: Polarity,
    *,
    target: float | None = None,
    rebases: dict[int, str] | None = None,
    fixed: Sequence[bool] | None = None,
    screened: bool = True,
) -> SpcChart:
    """Return the chart of one series, as `analyse_variation` calculates it.

    `rebases` has the reason for each position at which a segment starts. The first starts at 0
    without one. `fixed` is True for the points of a baseline.
    """
    points = np.array([[np.nan if value is None else value for value in values]], np.float64)
    reasons = {0: ""} | (rebases or {})
    starts = np.isin(np.arange(points.shape[1]), list(reasons))
    whole = analyse_variation(points, starts, fixed, screened=screened)
    bounds = [*(at for at in sorted(reasons) if 0 <= at < len(values)), len(values)]
    segments = tuple(
        _build_segment(points, fixed, (start, end), reasons[start], screened)
        for start, end in pairwise(bounds)
    )
    latest = int(whole.latest[0])
    return SpcChart(
        segments,
        tuple(SpecialCause(code) for code in whole.cause[0].tolist()),
        tuple(whole.side[0].tolist()),
        tuple(read_broken_rules(bits) for bits in whole.broken[0].tolist()),
        tuple(np.flatnonzero(np.isnan(points[0])).tolist()),
        latest if latest >= 0 else None,
        whole.icon(0, better),
        whole.assurance(0, target, better),
    )


def _build_segment(
    points: Floats,
    fixed: Sequence[bool] | None,
    bounds: tuple[int, int],
    reason: str,
    screened: bool,
) -> Segment:
    start, end = bounds
    of_baseline = None if fixed is None else fixed[start:end]
    made = analyse_variation(points[:, start:end], None, of_baseline, screened=screened)
    lines = made.lines
    mean, width = float(lines.mean[0]), float(lines.width[0])

    def line(widths: float) -> float | None:
        drawn = mean + widths * width
        return None if np.isnan(drawn) else drawn

    return Segment(
        start,
        end,
        int(lines.points[0]),
        None if np.isnan(mean) else mean,
        line(-1),
        line(1),
        line(-2 / 3),
        line(2 / 3),
        bool(lines.provisional[0]),
        lines.corner(0),
        reason,
        bool(made.fixed[0]),
    )
