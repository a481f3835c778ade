"""Small charts of many areas on one scale, as SVG: figures, limits, target, special causes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isnan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.reports.chart_models import AreaChart, IndicatorReport
from indicators.stats.spc import VariationIcon, choose_icon
from layouts.text import captions, icon_labels

WIDTH, HEIGHT, MARGIN = 232, 84, 6
_Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where values and periods are in every chart, in pixels with one decimal.

    The `low` value is at the bottom, the one `room` above it at the top.
    """

    low: float
    room: float
    step: float

    def place_across(self, at: float) -> float:
        return round(MARGIN + at * self.step, 1)

    def place_down(self, values: NDArray[np.float64]) -> Any:
        """Return the heights of all values at once: each alone takes several times as long."""
        return np.round(self._measure(values), 1)

    def place_within(self, value: float) -> float:
        """Return the height of a line. Limits may lie outside the scale, made of the points."""
        down: float = self._measure(value)
        return min(max(round(down, 1), 0), HEIGHT)

    def _measure(self, value: Any) -> Any:
        return HEIGHT - MARGIN - (value - self.low) / self.room * (HEIGHT - 2 * MARGIN)


@dataclass(frozen=True, slots=True)
class ChartBox:
    """A rectangle of usual variation, with the height of its mean."""

    x: float
    width: float
    y: float
    height: float
    mean: float


@dataclass(frozen=True, slots=True)
class SmallChart:
    """One area's chart. `marks` are the points that stand out, by their icon."""

    other: AreaChart
    line: str
    boxes: tuple[ChartBox, ...]
    target: float | None
    marks: tuple[tuple[VariationIcon, float, float], ...]
    last: tuple[float, float] | None
    label: str
    width: int = WIDTH
    height: int = HEIGHT


def build_small_charts(report: IndicatorReport) -> list[SmallChart]:
    """Return every area's chart with its own target, all on the same scale."""
    seen = [v for other in report.others for v in other.values if v is not None]
    if not seen:
        return []
    seen += [target for other in report.others if (target := _get_target(other)) is not None]
    low, high = min(seen), max(seen)
    scale = _Scale(low, (high - low) or 1.0, (WIDTH - 2 * MARGIN) / _count_steps(report))
    across = [scale.place_across(at) for at in range(len(report.others[0].values))]
    values = np.array([other.values for other in report.others], np.float64)  # None becomes NaN
    down = scale.place_down(values).tolist()
    return [
        _build_small_chart(report, other, scale, list(zip(across, heights, strict=True)))
        for other, heights in zip(report.others, down, strict=True)
    ]


def _count_steps(report: IndicatorReport) -> int:
    return max(len(report.others[0].values) - 1, 1)


def _get_target(other: AreaChart) -> float | None:
    return float(other.target.value) if other.target else None


def _build_small_chart(
    report: IndicatorReport, other: AreaChart, scale: _Scale, points: Sequence[_Point]
) -> SmallChart:
    """Return the chart of an area; the height of a point is NaN where it has no figure."""
    marks = [
        (choose_icon(side, report.indicator.better), *point)
        for side, point in zip(other.chart.sides, points, strict=True)
        if side and not isnan(point[1])
    ]
    known = [point for point in points if not isnan(point[1])]
    target = _get_target(other)
    return SmallChart(
        other,
        _build_path(points),
        tuple(_build_boxes(other, scale)),
        None if target is None else scale.place_within(target),
        tuple(marks),
        known[-1] if known else None,
        _describe_small_chart(report, other),
    )


def _build_boxes(other: AreaChart, scale: _Scale) -> Iterable[ChartBox]:
    for segment in other.chart.segments:
        if segment.lower is None or segment.upper is None or segment.mean is None:
            continue
        left = scale.place_across(max(segment.start - 0.5, 0))
        right = scale.place_across(min(segment.end - 0.5, len(other.values) - 1))
        top, bottom = scale.place_within(segment.upper), scale.place_within(segment.lower)
        mean = scale.place_within(segment.mean)
        yield ChartBox(left, round(right - left, 1), top, round(bottom - top, 1), mean)


def _build_path(points: Sequence[_Point]) -> str:
    parts: list[str] = []
    pen = "M"
    for x, y in points:
        if isnan(y):
            pen = "M"
        else:
            parts += pen, _write_pixels(x), " ", _write_pixels(y)
            pen = "L"
    return "".join(parts)


@lru_cache(2000)
def _write_pixels(pixels: float) -> str:
    """Return pixels with up to one decimal; a chart has about a thousand different ones."""
    return f"{pixels:g}"


def _describe_small_chart(report: IndicatorReport, other: AreaChart) -> str:
    """Return the small chart in a sentence."""
    name = f"{other.place.name}, {captions.name_sent_points(report)} to {report.months.shown.name}"
    known = [v for v in other.values if v is not None]
    if not known:
        return f"{name}: no figures"
    ends = [captions.format_line(v, report.indicator) for v in (min(known), max(known), known[-1])]
    icon = (
        f"; {icon_labels.VARIATION[other.chart.icon].sentence.lower()}" if other.chart.icon else ""
    )
    return f"{name}: between {ends[0]} and {ends[1]}, last {ends[2]}{icon}"
