"""Small charts of many areas on one scale, as SVG: figures, limits, target, special causes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from indicators.reports.chart_models import AreaChart, IndicatorReport
from indicators.stats.spc import VariationIcon, choose_icon
from layouts.text import captions, icon_labels

WIDTH, HEIGHT, MARGIN = 232, 84, 6
_Scale = Callable[[float], float]


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
    room = (high - low) or 1.0
    across = _place_points(len(report.others[0].values))
    return [_build_small_chart(report, other, low, room, across) for other in report.others]


def _place_points(many: int) -> list[float]:
    """Return how far to the right each point is: the same for every chart."""
    step = (WIDTH - 2 * MARGIN) / max(many - 1, 1)
    return [round(MARGIN + at * step, 1) for at in range(many)]


def _get_target(other: AreaChart) -> float | None:
    return float(other.target.value) if other.target else None


def _build_small_chart(
    report: IndicatorReport, other: AreaChart, low: float, room: float, across: Sequence[float]
) -> SmallChart:
    step = (WIDTH - 2 * MARGIN) / max(len(other.values) - 1, 1)

    def x(at: float) -> float:
        return round(MARGIN + at * step, 1)

    def place(value: float) -> float:
        return round(HEIGHT - MARGIN - (value - low) / room * (HEIGHT - 2 * MARGIN), 1)

    def y(value: float) -> float:
        return min(max(place(value), 0), HEIGHT)

    # Limits may lie outside the scale, which is made of the points.
    points = [
        None if v is None else (right, place(v))
        for right, v in zip(across, other.values, strict=True)
    ]
    marks = [
        (choose_icon(side, report.indicator.better), *point)
        for side, point in zip(other.chart.sides, points, strict=True)
        if side and point
    ]
    known = [point for point in points if point]
    target = _get_target(other)
    return SmallChart(
        other,
        _build_path(points),
        tuple(_build_boxes(other, x, y)),
        None if target is None else y(target),
        tuple(marks),
        known[-1] if known else None,
        _describe_small_chart(report, other),
    )


def _build_boxes(other: AreaChart, x: _Scale, y: _Scale) -> Iterable[ChartBox]:
    for segment in other.chart.segments:
        if segment.lower is None or segment.upper is None or segment.mean is None:
            continue
        left = x(max(segment.start - 0.5, 0))
        right = x(min(segment.end - 0.5, len(other.values) - 1))
        top, bottom = y(segment.upper), y(segment.lower)
        yield ChartBox(left, round(right - left, 1), top, round(bottom - top, 1), y(segment.mean))


def _build_path(points: Sequence[tuple[float, float] | None]) -> str:
    parts, pen = [], "M"
    for point in points:
        if point:
            parts.append(f"{pen}{point[0]:g} {point[1]:g}")
        pen = "L" if point else "M"
    return "".join(parts)


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
