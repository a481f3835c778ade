"""The axes, events and labels of an indicator's chart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from string import ascii_uppercase
from typing import Any

from indicators.domain.core import Unit, Verdict
from indicators.domain.periods import Month
from indicators.reports.chart_models import ChartPoint, ChartStep, IndicatorReport
from layouts.charts.chart_frame import ACCENT, INK, SOFT, escape_text, label_axis
from layouts.text import captions, labels

VERDICTS = {
    Verdict.TICK: ("circle", "#007f3b", "●"),
    Verdict.NA: ("diamond-open", "#a86400", "◇"),
    Verdict.CROSS: ("square", "#b3261e", "■"),
}
"""The symbol, colour and character of each verdict in the strip below the chart."""
_STRIP = 0.15
"""The share of the height kept for the verdicts."""
_STEPS = (1, 2, 5, 10, 20, 25, 50)


def build_layout(report: IndicatorReport) -> dict[str, Any]:
    """Return the axes, legend, events and labels of a report's chart."""
    has_verdicts = any(point.figure.verdict for point in report.points)
    if report.points:
        edges = find_edges(report.points, 0, len(report.points))
    else:
        shown = get_first_day(report.months.shown)
        edges = _leave_half_a_step(shown, shown)
    return {
        "margin": {"l": 8, "r": 64, "t": 12, "b": 8},
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": -0.26,
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
            "anchor": "y2" if has_verdicts else "y",
        },
        "yaxis": {
            "domain": [_STRIP, 1] if has_verdicts else [0, 1],
            **_choose_scale(report),
        },
        "yaxis2": {
            "domain": [0, 0.05],
            "range": [-1, 1],
            "visible": False,
            "fixedrange": True,
            "anchor": "x",
        },
        "shapes": [
            *_shade_baselines(report),
            *(_draw_event_line(h.month, solid=h.rebase) for h in report.happened),
        ],
        "annotations": [
            *_label_events(report),
            *_label_baselines(report),
            *_label_last_point(report),
            *_explain_limits(report),
            *(_label_verdict_strip(report) if has_verdicts else ()),
        ],
    }


def list_event_marks(report: IndicatorReport) -> list[tuple[str, Any]]:
    """Return the events, each with its letter on the chart."""
    return list(zip(_generate_letters(), report.happened, strict=False))


def _generate_letters() -> Iterator[str]:
    yield from ascii_uppercase
    yield from (f"{a}{b}" for a in ascii_uppercase for b in ascii_uppercase)


def get_first_day(month: Month) -> date:
    """Return the first day of a month."""
    return date(month.year, month.month, 1)


def get_x(point: ChartPoint) -> str:
    """Return a point's position: the first day of its last month."""
    return get_first_day(point.figure.span.ended).isoformat()


def find_edges(points: Sequence[ChartPoint], start: int, end: int) -> tuple[str, str]:
    """Return half a step before the first of these points and half a step after the last."""
    first, last = (get_first_day(points[at].figure.span.ended) for at in (start, end - 1))
    return _leave_half_a_step(first, last)


def _leave_half_a_step(first: date, last: date) -> tuple[str, str]:
    half = timedelta(days=15)
    return (first - half).isoformat(), (last + half).isoformat()


def get_value(point: ChartPoint) -> float | None:
    """Return a point's figure; None where there is none."""
    return None if point.figure.value is None else float(point.figure.value)


def _choose_scale(report: IndicatorReport) -> dict[str, Any]:
    """Return the scale for all that is drawn; percentages have ticks from 0 to 100."""
    segments = [s for s in report.chart.segments if s.points] if report.chart else []
    seen = [y for point in report.points if (y := get_value(point)) is not None]
    seen += [float(p.figure.target.value) for p in report.points if p.figure.target]
    seen += [float(point.planned) for point in report.points if point.planned is not None]
    seen += [y for s in segments for y in (s.lower, s.upper) if y is not None]
    if not seen:
        return {"range": [0, 1], "showticklabels": False}
    room = (max(seen) - min(seen)) * 0.06 or 1.0
    floor, ceiling = captions.find_bounds(report.indicator)
    low, high = max(min(seen) - room, floor), max(seen) + room
    if ceiling is not None:
        high = min(high, ceiling)
    if report.indicator.unit is not Unit.PERCENT:
        return {"range": [low, high], "tickformat": ",~f", **label_axis(report.indicator)}
    step = next((s for s in _STEPS if (high - low) / s <= 7), 50)
    ticks = [tick for tick in range(0, 101, step) if low <= tick <= high]
    return {"range": [low, high], "tickvals": ticks, "ticktext": [f"{tick}%" for tick in ticks]}


def _draw_event_line(month: Month, *, solid: bool) -> dict[str, Any]:
    x = (get_first_day(month) - timedelta(days=15)).isoformat()
    line = {"color": INK, "width": 1.5 if solid else 1, "dash": "solid" if solid else "dot"}
    return {
        "type": "line", "xref": "x", "yref": "paper", "x0": x, "x1": x, "y0": _STRIP, "y1": 1,
        "line": line, "layer": "above",
    }  # fmt: skip


def _shade_baselines(report: IndicatorReport) -> Iterator[dict[str, Any]]:
    for each in report.baselines:
        if each.used:
            x0, x1 = find_edges(report.points, each.start, each.end)
            yield {
                "type": "rect", "xref": "x", "yref": "paper", "x0": x0, "x1": x1, "y0": _STRIP,
                "y1": 1, "fillcolor": ACCENT, "opacity": 0.08, "layer": "below",
                "line": {"width": 0},
            }  # fmt: skip


def _label_baselines(report: IndicatorReport) -> Iterator[dict[str, Any]]:
    for each in report.baselines:
        if each.used:
            yield {
                "x": find_edges(report.points, each.start, each.end)[0],
                "y": 1,
                "yref": "paper",
                "xanchor": "left",
                "yanchor": "top",
                "text": "Baseline of the limits",
                "font": {"size": 11, "color": SOFT},
                "showarrow": False,
            }


def _label_events(report: IndicatorReport) -> Iterable[dict[str, Any]]:
    """Write the letters of a month's events in one label, so that none hides another."""
    letters: dict[Month, list[str]] = {}
    for letter, happened in list_event_marks(report):
        letters.setdefault(happened.month, []).append(letter)
    for month, of_month in letters.items():
        yield {
            "x": (get_first_day(month) - timedelta(days=15)).isoformat(),
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "text": f"<b>{', '.join(of_month)}</b>",
            "showarrow": False,
            "bordercolor": INK,
            "borderwidth": 1,
            "borderpad": 2,
            "bgcolor": "#fff",
        }


def _label_last_point(report: IndicatorReport) -> Iterable[dict[str, Any]]:
    known = [point for point in report.points if point.figure.value is not None]
    if known:
        latest = labels.format_figure(known[-1].figure, report.indicator)
        yield {
            "x": get_x(known[-1]),
            "y": get_value(known[-1]),
            "text": f"<b>{escape_text(latest)}</b>",
            "xanchor": "left",
            "xshift": 10,
            "showarrow": False,
            "bgcolor": "rgba(255,255,255,0.8)",
        }


def _explain_limits(report: IndicatorReport) -> Iterable[dict[str, Any]]:
    """Say at the edge of the chart why its axis stops before a limit."""
    segment = report.chart.segments[-1] if report.chart and report.chart.segments else None
    if segment is None or segment.lower is None or segment.upper is None:
        return
    why = captions.explain_bounds(segment.lower, segment.upper, report.indicator)
    if why:
        is_above = segment.upper > 100 and report.indicator.unit is Unit.PERCENT
        yield {
            "x": 0.01,
            "xref": "paper",
            "y": 1 if is_above else 0,
            "yref": "y domain",
            "xanchor": "left",
            "yanchor": "top" if is_above else "bottom",
            "text": f"{why[:1].upper()}{why[1:]}",
            "font": {"size": 11, "color": SOFT},
            "bgcolor": "rgba(255,255,255,0.8)",
            "showarrow": False,
        }


def _label_verdict_strip(report: IndicatorReport) -> Iterable[dict[str, Any]]:
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
