"""The lines and points of an indicator's chart: figures, limits, target and verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from indicators.reports.chart_models import ChartPoint, ChartStep, IndicatorReport
from indicators.stats.spc import VariationIcon
from indicators.stats.spc_chart import Segment
from layouts.charts.chart_frame import (
    ACCENT,
    GROUND,
    INK,
    SOFT,
    ChartMarkup,
    build_chart,
    escape_text,
)
from layouts.pages.indicator.variation_layout import (
    VERDICTS,
    build_layout,
    find_edges,
    get_value,
    get_x,
)
from layouts.text import captions, icon_labels, labels
from layouts.text.plan_text import format_planned

PLAN = "#7a3e00"
"""The colour of the planned line, which is also dotted."""
# Points differ by shape as well as colour: the colours are those of Making Data Count.
POINTS = {
    VariationIcon.COMMON: ("circle", "#687885", 7),
    VariationIcon.IMPROVEMENT_HIGH: ("circle", "#0079b0", 11),
    VariationIcon.IMPROVEMENT_LOW: ("circle", "#0079b0", 11),
    VariationIcon.CONCERN_HIGH: ("square", "#c85400", 10),
    VariationIcon.CONCERN_LOW: ("square", "#c85400", 10),
    VariationIcon.NEUTRAL_HIGH: ("triangle-up", "#490092", 11),
    VariationIcon.NEUTRAL_LOW: ("triangle-down", "#490092", 11),
}


def build_variation_chart(report: IndicatorReport, under: str) -> ChartMarkup:
    """Return the chart of a report; `under` is the source line of its image."""
    where = f"{report.indicator.code}-{report.place.code}-{report.by}-{report.months.shown}"
    return build_chart(
        [*_draw_lines(report), *_draw_points(report), *_draw_verdicts(report)],
        build_layout(report),
        alt=captions.write_alt_text(report),
        table="figures",
        name=where.replace("_", "-"),
        title=f"{report.indicator.name}, {report.place.name}, to {report.months.shown.name}",
        under=under,
        height=288,
    )


def _make_trace(**keys: Any) -> dict[str, Any]:
    return {"type": "scatter", "hoverinfo": "skip", "showlegend": False} | keys


def _draw_lines(report: IndicatorReport) -> Iterator[dict[str, Any]]:
    segments = [s for s in report.chart.segments if s.points] if report.chart else []
    for segment in segments:
        yield from _draw_limits(report, segment, named=segment is segments[-1])
    yield from _draw_target(report)
    yield from _draw_plan(report)


def _draw_limits(
    report: IndicatorReport, segment: Segment, *, named: bool
) -> Iterator[dict[str, Any]]:
    x = find_edges(report.points, segment.start, segment.end)

    def draw_level(y: float | None, **keys: Any) -> dict[str, Any]:
        return _make_trace(x=x, y=[y, y], mode="lines", **keys)

    dashed = {"color": SOFT, "width": 1, "dash": "dash"}
    if segment.lower is not None and segment.upper is not None:
        ends = (captions.format_line(y, report.indicator) for y in (segment.lower, segment.upper))
        yield draw_level(segment.lower, line=dashed)
        yield draw_level(
            segment.upper,
            line=dashed,
            fill="tonexty",
            fillcolor=GROUND,
            name=f"Usual limits, {' to '.join(ends)}",
            showlegend=named,
        )
        for inner in (segment.inner_lower, segment.inner_upper):
            yield draw_level(inner, line={"color": "#aeb7bd", "width": 1, "dash": "dot"})
    mean = captions.format_line(segment.mean, report.indicator)
    yield draw_level(
        segment.mean, line={"color": SOFT, "width": 1.5}, name=f"Mean, {mean}", showlegend=named
    )


def _draw_target(report: IndicatorReport) -> Iterator[dict[str, Any]]:
    """Draw the target as steps where it changed, with breaks where none was in force."""
    held = [point.figure.target for point in report.points]
    levels = [float(target.value) if target else None for target in held]
    x: list[str] = []
    y: list[float | None] = []
    for level, points in groupby(range(len(levels)), levels.__getitem__):
        alike = list(points)
        x += find_edges(report.points, alike[0], alike[-1] + 1)
        y += [level] * 2
    if any(value is not None for value in y):
        latest = report.row.target
        value = f", {labels.format_target(latest, report.indicator)}" if latest else ""
        line = {"color": INK, "width": 2, "dash": "6px,4px"}
        yield _make_trace(x=x, y=y, mode="lines", line=line, name=f"Target{value}", showlegend=True)


def _draw_plan(report: IndicatorReport) -> Iterator[dict[str, Any]]:
    """Draw what was planned for each period, with breaks where there was no plan."""
    planned = [None if p.planned is None else float(p.planned) for p in report.points]
    if any(value is not None for value in planned):
        yield _make_trace(
            x=list(map(get_x, report.points)),
            y=planned,
            mode="lines",
            line={"color": PLAN, "width": 2, "dash": "dot"},
            name="Planned",
            showlegend=True,
        )


def _draw_points(report: IndicatorReport) -> Iterator[dict[str, Any]]:
    points = report.points
    line = {"color": ACCENT if report.by is ChartStep.ROLLING else "#6f7f8c", "width": 1.5}
    yield _make_trace(
        x=list(map(get_x, points)), y=list(map(get_value, points)), mode="lines", line=line
    )
    plain = [p for p in points if p.icon is None]
    yield _draw_markers(report, plain, "Figure", ("circle", ACCENT, 6))
    for icon, look in POINTS.items():
        found = [p for p in points if p.icon is icon]
        named = (
            icon_labels.VARIATION[icon].sentence
            if icon is not VariationIcon.COMMON
            else "Usual variation"
        )
        yield _draw_markers(report, found, named, look)
    restated = [p for p in points if p.restated and p.figure.value is not None]
    if restated:
        yield _make_trace(
            x=list(map(get_x, restated)),
            y=list(map(get_value, restated)),
            mode="markers",
            marker={"symbol": "circle-open", "size": 16, "color": INK, "line": {"width": 1}},
            name="Restated since first sent",
            showlegend=True,
        )


def _draw_markers(
    report: IndicatorReport, points: Sequence[ChartPoint], name: str, look: tuple[str, str, int]
) -> dict[str, Any]:
    known = [p for p in points if p.figure.value is not None]
    symbol, colour, size = look
    return _make_trace(
        x=list(map(get_x, known)),
        y=list(map(get_value, known)),
        mode="markers",
        marker={
            "symbol": symbol,
            "color": colour,
            "size": size,
            "line": {"width": 1, "color": "#fff"},
        },
        name=name,
        showlegend=bool(known),
        cliponaxis=False,  # a point at 0% is drawn whole, though the axis stops there
        hoverinfo="text",
        text=[_write_tooltip(report, point) for point in known],
    )


def _write_tooltip(report: IndicatorReport, point: ChartPoint) -> str:
    """Return the tooltip of a point: the words of its row in the table."""
    figure, indicator = point.figure, report.indicator
    first = f"{figure.span.name}: {labels.format_figure(figure, indicator)}"
    if counts := labels.format_counts(figure, indicator):
        first += f" ({counts})"
    second = labels.label_verdict(figure)
    if figure.target:
        second += f", target {labels.format_target(figure.target, indicator)}"
    if point.planned is not None:
        second += f", planned {format_planned(point.planned, indicator)}"
    lines = [
        first,
        second,
        captions.describe_point(point, report),
        *captions.list_point_notes(point, report),
    ]
    return escape_text("\n".join(filter(None, lines)))


def _draw_verdicts(report: IndicatorReport) -> Iterator[dict[str, Any]]:
    """Draw a strip below the chart with the verdict of each period."""
    for verdict, (symbol, colour, _) in VERDICTS.items():
        found = [p for p in report.points if p.figure.verdict is verdict]
        if found:
            marker = {"symbol": symbol, "color": colour, "size": 7}
            yield _make_trace(
                x=list(map(get_x, found)),
                y=[0] * len(found),
                yaxis="y2",
                mode="markers",
                marker=marker,
            )
