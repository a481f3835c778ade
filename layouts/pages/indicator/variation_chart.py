"""The chart of an indicator: figures, limits, target, verdicts, and what happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from string import ascii_uppercase
from typing import Any

from indicators.domain.core import Unit, Verdict
from indicators.domain.periods import Month
from indicators.reports.indicator_report import ChartPoint, ChartStep, IndicatorReport
from indicators.stats.spc import Segment, VariationIcon
from layouts.charts.chart_frame import (
    ACCENT,
    GROUND,
    INK,
    SOFT,
    ChartMarkup,
    build_chart,
    escape_text,
)
from layouts.text import captions, icon_labels, labels

# Points differ by shape as well as colour: the colours are those of Making Data Count.
POINTS = {
    VariationIcon.COMMON: ("circle", "#a6a6a6", 7),
    VariationIcon.IMPROVEMENT_HIGH: ("circle", "#00b0f0", 11),
    VariationIcon.IMPROVEMENT_LOW: ("circle", "#00b0f0", 11),
    VariationIcon.CONCERN_HIGH: ("square", "#e46c0a", 10),
    VariationIcon.CONCERN_LOW: ("square", "#e46c0a", 10),
    VariationIcon.NEUTRAL_HIGH: ("triangle-up", "#490092", 11),
    VariationIcon.NEUTRAL_LOW: ("triangle-down", "#490092", 11),
}
VERDICTS = {
    Verdict.TICK: ("circle", "#007f3b", "●"),
    Verdict.NA: ("diamond-open", "#b26a00", "◇"),
    Verdict.CROSS: ("square", "#b3261e", "■"),
}
_STRIP = 0.15
"""How much of the height is left below the chart for the verdicts."""
_STEPS = (1, 2, 5, 10, 20, 25, 50)


def build_variation_chart(report: IndicatorReport, under: str) -> ChartMarkup:
    """The chart of a report; `under` is where its figures are from, for its image."""
    where = f"{report.indicator.code}-{report.place.code}-{report.by}-{report.months.shown}"
    return build_chart(
        [*_lines(report), *_points(report), *_verdicts(report)],
        _layout(report),
        alt=captions.write_alt_text(report),
        table="figures",
        name=where.replace("_", "-"),
        title=f"{report.indicator.name}, {report.place.name}, to {report.months.shown.name}",
        under=under,
        height=480,
    )


def list_event_marks(report: IndicatorReport) -> list[tuple[str, Any]]:
    """What happened, each with the letter that stands on the chart."""
    return list(zip(_letters(), report.happened, strict=False))


def _letters() -> Iterator[str]:
    yield from ascii_uppercase
    yield from (f"{a}{b}" for a in ascii_uppercase for b in ascii_uppercase)


def _day(month: Month) -> date:
    return date(month.year, month.month, 1)


def _x(point: ChartPoint) -> str:
    return _day(point.figure.span.ended).isoformat()


def _edges(points: Sequence[ChartPoint], start: int, end: int) -> tuple[str, str]:
    """Half a step before the first of these points and after the last."""
    first, last = (_day(points[at].figure.span.ended) for at in (start, end - 1))
    half = timedelta(days=15)
    return (first - half).isoformat(), (last + half).isoformat()


def _value(point: ChartPoint) -> float | None:
    return None if point.figure.value is None else float(point.figure.value)


def _trace(**keys: Any) -> Any:
    from plotly.graph_objects import Scatter

    return Scatter({"hoverinfo": "skip", "showlegend": False} | keys)


def _lines(report: IndicatorReport) -> Iterator[Any]:
    segments = [s for s in report.chart.segments if s.points] if report.chart else []
    for segment in segments:
        yield from _limits(report, segment, named=segment is segments[-1])
    yield from _target(report)


def _limits(report: IndicatorReport, segment: Segment, *, named: bool) -> Iterator[Any]:
    x = _edges(report.points, segment.start, segment.end)

    def level(y: float | None, **keys: Any) -> Any:
        return _trace(x=x, y=[y, y], mode="lines", **keys)

    dashed = {"color": SOFT, "width": 1, "dash": "dash"}
    if segment.lower is not None and segment.upper is not None:
        ends = (captions.format_line(y, report.indicator) for y in (segment.lower, segment.upper))
        yield level(segment.lower, line=dashed)
        yield level(
            segment.upper,
            line=dashed,
            fill="tonexty",
            fillcolor=GROUND,
            name=f"Usual limits, {' to '.join(ends)}",
            showlegend=named,
        )
        for inner in (segment.inner_lower, segment.inner_upper):
            yield level(inner, line={"color": "#aeb7bd", "width": 1, "dash": "dot"})
    mean = captions.format_line(segment.mean, report.indicator)
    yield level(
        segment.mean, line={"color": SOFT, "width": 1.5}, name=f"Mean, {mean}", showlegend=named
    )


def _target(report: IndicatorReport) -> Iterator[Any]:
    """A line that steps where the target changed, and breaks where none was in force."""
    x: list[str] = []
    y: list[float | None] = []
    for at, point in enumerate(report.points):
        held = point.figure.target
        x += _edges(report.points, at, at + 1)
        y += [float(held.value) if held else None] * 2
    if any(value is not None for value in y):
        target = report.row.target
        told = f", {labels.format_target(target, report.indicator)}" if target else ""
        line = {"color": INK, "width": 2, "dash": "6px,4px"}
        yield _trace(x=x, y=y, mode="lines", line=line, name=f"Target{told}", showlegend=True)


def _points(report: IndicatorReport) -> Iterator[Any]:
    points = report.points
    line = {"color": ACCENT if report.by is ChartStep.ROLLING else "#6f7f8c", "width": 1.5}
    yield _trace(x=list(map(_x, points)), y=list(map(_value, points)), mode="lines", line=line)
    plain = [p for p in points if p.icon is None]
    yield _marked(report, plain, "Figure", ("circle", ACCENT, 6))
    for icon, look in POINTS.items():
        found = [p for p in points if p.icon is icon]
        named = (
            icon_labels.VARIATION[icon].sentence
            if icon is not VariationIcon.COMMON
            else "Usual variation"
        )
        yield _marked(report, found, named, look)
    restated = [p for p in points if p.restated and p.figure.value is not None]
    if restated:
        yield _trace(
            x=list(map(_x, restated)),
            y=list(map(_value, restated)),
            mode="markers",
            marker={"symbol": "circle-open", "size": 16, "color": INK, "line": {"width": 1}},
            name="Restated since first sent",
            showlegend=True,
        )


def _marked(
    report: IndicatorReport, points: Sequence[ChartPoint], name: str, look: tuple[str, str, int]
) -> Any:
    known = [p for p in points if p.figure.value is not None]
    symbol, colour, size = look
    return _trace(
        x=list(map(_x, known)),
        y=list(map(_value, known)),
        mode="markers",
        marker={
            "symbol": symbol,
            "color": colour,
            "size": size,
            "line": {"width": 1, "color": "#fff"},
        },
        name=name,
        showlegend=bool(known),
        hoverinfo="text",
        text=[_told(report, point) for point in known],
    )


def _told(report: IndicatorReport, point: ChartPoint) -> str:
    """What is said of a point that is pointed at: the words of its row in the table."""
    figure, indicator = point.figure, report.indicator
    first = f"{figure.span.name}: {labels.format_figure(figure, indicator)}"
    if counts := labels.format_counts(figure, indicator):
        first += f" ({counts})"
    second = labels.label_verdict(figure)
    if figure.target:
        second += f", target {labels.format_target(figure.target, indicator)}"
    lines = [
        first,
        second,
        captions.describe_point(point, report),
        *captions.list_point_notes(point, report),
    ]
    return "<br>".join(escape_text(line) for line in lines if line)


def _verdicts(report: IndicatorReport) -> Iterator[Any]:
    """A strip below the chart: the verdict of each period."""
    for verdict, (symbol, colour, _) in VERDICTS.items():
        found = [p for p in report.points if p.figure.verdict is verdict]
        if found:
            marker = {"symbol": symbol, "color": colour, "size": 7}
            yield _trace(
                x=list(map(_x, found)),
                y=[0] * len(found),
                yaxis="y2",
                mode="markers",
                marker=marker,
            )


def _layout(report: IndicatorReport) -> dict[str, Any]:
    judged = any(point.figure.verdict for point in report.points)
    shown = [f"{_day(report.months.shown)}"] if not report.points else []
    edges = shown * 2 or _edges(report.points, 0, len(report.points))
    return {
        "margin": {"l": 8, "r": 64, "t": 28, "b": 8},
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": -0.13,
            "yanchor": "top",
            "font": {"size": 13},
            "traceorder": "normal",
            "itemclick": False,
            "itemdoubleclick": False,
        },
        "xaxis": {
            "type": "date",
            "range": list(edges),
            "tick0": "2000-04-01",
            "dtick": "M12" if len(report.points) > 14 or report.by is not ChartStep.MONTH else "M3",
            "tickformat": "%b<br>%Y",
            "tickangle": 0,
            "anchor": "y2" if judged else "y",
        },
        "yaxis": {
            "domain": [_STRIP, 1] if judged else [0, 1],
            **_scale(report),
        },
        "yaxis2": {
            "domain": [0, 0.05],
            "range": [-1, 1],
            "visible": False,
            "fixedrange": True,
            "anchor": "x",
        },
        "shapes": [_event_line(h.month, solid=h.rebase) for h in report.happened],
        "annotations": [*_letters_on(report), *_last(report), *_strip(judged, report)],
    }


def _scale(report: IndicatorReport) -> dict[str, Any]:
    """From just below to just above all that is drawn; percentages are marked from 0 to 100."""
    segments = [s for s in report.chart.segments if s.points] if report.chart else []
    seen = [y for point in report.points if (y := _value(point)) is not None]
    seen += [float(p.figure.target.value) for p in report.points if p.figure.target]
    seen += [y for s in segments for y in (s.lower, s.upper) if y is not None]
    if not seen:
        return {"range": [0, 1], "showticklabels": False}
    room = (max(seen) - min(seen)) * 0.06 or 1.0
    low, high = min(seen) - room, max(seen) + room
    if report.indicator.unit is not Unit.PERCENT:
        return {"range": [low, high], "tickformat": ",~f"}
    step = next((s for s in _STEPS if (high - low) / s <= 7), 50)
    ticks = [tick for tick in range(0, 101, step) if low <= tick <= high]
    return {"range": [low, high], "tickvals": ticks, "ticktext": [f"{tick}%" for tick in ticks]}


def _event_line(month: Month, *, solid: bool) -> dict[str, Any]:
    x = (_day(month) - timedelta(days=15)).isoformat()
    line = {"color": INK, "width": 1.5 if solid else 1, "dash": "solid" if solid else "dot"}
    return {
        "type": "line", "xref": "x", "yref": "paper", "x0": x, "x1": x, "y0": _STRIP, "y1": 1,
        "line": line, "layer": "above",
    }  # fmt: skip


def _letters_on(report: IndicatorReport) -> Iterable[dict[str, Any]]:
    for letter, happened in list_event_marks(report):
        yield {
            "x": (_day(happened.month) - timedelta(days=15)).isoformat(),
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "text": f"<b>{letter}</b>",
            "showarrow": False,
            "bordercolor": INK,
            "borderwidth": 1,
            "borderpad": 2,
            "bgcolor": "#fff",
        }


def _last(report: IndicatorReport) -> Iterable[dict[str, Any]]:
    known = [point for point in report.points if point.figure.value is not None]
    if known:
        latest = labels.format_figure(known[-1].figure, report.indicator)
        yield {
            "x": _x(known[-1]),
            "y": _value(known[-1]),
            "text": f"<b>{escape_text(latest)}</b>",
            "xanchor": "left",
            "xshift": 10,
            "showarrow": False,
            "bgcolor": "rgba(255,255,255,0.8)",
        }


def _strip(judged: bool, report: IndicatorReport) -> Iterable[dict[str, Any]]:
    if judged:
        looks = ", ".join(
            f'<span style="color:{colour}">{mark}</span> {labels.VERDICTS[verdict]}'
            for verdict, (_, colour, mark) in VERDICTS.items()
        )
        yield {
            "x": 0,
            "xref": "paper",
            "y": 0.06,
            "yref": "paper",
            "yanchor": "bottom",
            "text": f"Verdict by {captions.BY[report.by].lower()}: {looks}",
            "showarrow": False,
            "font": {"size": 12, "color": SOFT},
        }
