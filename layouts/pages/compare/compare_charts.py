"""The charts of the compare page: a funnel, and intervals in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from indicators.domain.core import Verdict
from indicators.reports.comparison_models import Comparison, FunnelStanding
from indicators.reports.outliers import BAD_SIDES
from indicators.stats.intervals import ConfidenceLevel, funnel_limits
from layouts.charts.chart_frame import (
    ACCENT,
    INK,
    SOFT,
    ChartMarkup,
    build_chart,
    escape_text,
    label_axis,
)
from layouts.text import comparison_text, labels

GOOD, BAD, AMBER, GREY, NEUTRAL = "#007f3b", "#b3261e", "#a86400", "#768692", "#490092"
_VERDICTS = {
    Verdict.TICK: (GOOD, "circle", "Tick"),
    Verdict.NA: (AMBER, "diamond", "N/A"),
    Verdict.CROSS: (BAD, "square", "Cross"),
    None: (GREY, "circle-open", "No verdict"),
}
# No shape here is one of a verdict: a mark means the same on every tab.
_WITHIN = GREY, "circle", "Within the limits"
_BEYOND = (
    (GOOD, "triangle-up", "Better"),
    (BAD, "triangle-down", "Worse"),
    (NEUTRAL, "star", "Outside the limits"),
)
_LIMITS = {ConfidenceLevel.PERCENT_99_8: "solid", ConfidenceLevel.PERCENT_95: "dash"}
_MOST_NAMED = 20
_FUNNEL_HEIGHT = 480
_PEOPLE = {"text": "People behind each figure", "font": {"size": 14}}
_LINE = 17
"""Pixels for the height of a name, so that names do not overlap."""


def build_funnel_chart(
    compared: Comparison, standings: Sequence[FunnelStanding], alt: str, under: str
) -> ChartMarkup:
    """Return a funnel: each place by people and percentage, with limits."""
    focus, whole = compared.focus, compared.city[compared.focus.code]
    shown = [s for s in standings if s.interval]
    sizes = [s.figure.sum.denominator for s in shown]
    grid = np.unique(np.linspace(max(1, min(sizes) * 0.8), max(sizes) * 1.08, 80).astype(int))
    traces: list[dict[str, Any]] = []
    for level, dash in _LIMITS.items():
        bounds = funnel_limits(whole.sum.numerator, whole.sum.denominator, grid, level)
        for bound in bounds:
            traces.append(
                _draw_line(grid, 100 * bound, SOFT, dash, f"{comparison_text.LEVELS[level]} limits")
            )
    ends = [int(grid[0]), int(grid[-1])]
    level_of = float(whole.value or 0)
    traces.append(_draw_line(ends, [level_of] * 2, INK, "solid", compared.whole.name))
    groups = {
        look: [s for s in shown if _choose_look(compared, s) == look]
        for look in (_WITHIN, *_BEYOND)
    }
    for (colour, symbol, name), members in groups.items():
        if members:
            traces.append(_draw_points(compared, members, colour, symbol, name))
    values = [float(s.figure.value or 0) for s in shown]
    lines = _list_reference_lines(compared)
    reach = [level_of, *(value for _, value, _ in lines), *values]
    pad = max(1.0, (max(reach) - min(reach)) * 0.12)
    within = max(0.0, min(reach) - pad), min(100.0, max(reach) + pad)
    whole_line = compared.whole.name, level_of, "solid"
    layout = {
        "margin": {"l": 8, "r": 128, "t": 16, "b": 8},
        "xaxis": {"title": _PEOPLE, "range": ends},
        "yaxis": {
            "ticksuffix": "%",
            "range": within,
        },
        "shapes": [_draw_horizontal_line(value, dash) for _, value, dash in lines],
        "annotations": _label_places(shown) + _label_right_edge([whole_line, *lines], within),
    }
    return build_chart(
        traces,
        layout,
        alt=alt,
        table="standings",
        name=f"{focus.code}-funnel-{compared.month}",
        title=f"{focus.name}, 12 months to {compared.month.name}",
        under=under,
        height=_FUNNEL_HEIGHT,
    )


def build_order_chart(
    compared: Comparison, standings: Sequence[FunnelStanding], alt: str, under: str
) -> ChartMarkup:
    """Return each place's figure with its interval, in the order of the table."""
    focus = compared.focus
    shown = [s for s in standings if s.figure.value is not None]
    names = [escape_text(s.place.name) for s in shown]
    traces: list[dict[str, Any]] = []
    for verdict, (colour, symbol, name) in _VERDICTS.items():
        members = [s for s in shown if s.figure.verdict is verdict]
        if not members:
            continue
        values = [float(s.figure.value or 0) for s in members]
        bounds = [s.interval or (v, v) for s, v in zip(members, values, strict=True)]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": name,
                "x": values,
                "y": [escape_text(s.place.name) for s in members],
                "error_x": {
                    "type": "data",
                    "symmetric": False,
                    "array": [high - v for (_, high), v in zip(bounds, values, strict=True)],
                    "arrayminus": [v - low for (low, _), v in zip(bounds, values, strict=True)],
                    "color": SOFT,
                    "thickness": 1.5,
                    "width": 4,
                },
                "marker": {"color": colour, "symbol": symbol, "size": 11},
                "text": [_write_tooltip(compared, s) for s in members],
                "hovertemplate": "%{text}<extra></extra>",
            }
        )
    whole = compared.city[focus.code]
    lines = _list_reference_lines(compared)
    if whole.value is not None:
        lines.insert(0, (compared.whole.name, float(whole.value), "solid"))
    layout = {
        "margin": {"l": 8, "r": 24, "t": 12 + _LINE * len(lines), "b": 8},
        "yaxis": {
            "categoryorder": "array",
            "categoryarray": names[::-1],
            "range": [-0.6, len(names) - 0.4],
            "showgrid": False,
        },
        "xaxis": {
            **label_axis(focus),
            "showgrid": True,
            "gridcolor": "#d8dde0",
        },
        "shapes": [_draw_vertical_line(value, dash) for _, value, dash in lines],
        "annotations": _label_top_edge(lines),
    }
    return build_chart(
        traces,
        layout,
        alt=alt,
        table="standings",
        name=f"{focus.code}-in-order-{compared.month}",
        title=f"{focus.name}, 12 months to {compared.month.name}",
        under=under,
        height=64 + _LINE * len(lines) + 28 * len(shown),
    )


def _choose_look(compared: Comparison, found: FunnelStanding) -> tuple[str, str, str]:
    """Return colour, shape and name of a place in the funnel."""
    if not found.side:
        return _WITHIN
    good, bad, neither = _BEYOND
    side = BAD_SIDES.get(compared.focus.better)
    return neither if side is None else bad if found.side == side else good


def _draw_line(x: Any, y: Any, colour: str, dash: str, name: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [int(each) for each in x],
        "y": [round(float(each), 3) for each in y],
        "line": {"color": colour, "dash": dash, "width": 1.5},
        "hoverinfo": "skip",
    }


def _draw_points(
    compared: Comparison, members: Iterable[FunnelStanding], colour: str, symbol: str, name: str
) -> dict[str, Any]:
    points = list(members)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [s.figure.sum.denominator for s in points],
        "y": [float(s.figure.value or 0) for s in points],
        "marker": {
            "color": colour,
            "symbol": symbol,
            "size": 7 if symbol == _WITHIN[1] else 12,
            "line": {"color": "#fff", "width": 1},
        },
        "text": [_write_tooltip(compared, s) for s in points],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _write_tooltip(compared: Comparison, found: FunnelStanding) -> str:
    counts = labels.format_counts(found.figure, compared.focus)
    lines = [
        f"{found.place.name}: {labels.format_figure(found.figure, compared.focus)}",
        f"{counts}" if counts else "",
        comparison_text.describe_funnel_position(compared, found),
    ]
    return escape_text("\n".join(line for line in lines if line))


def _list_reference_lines(compared: Comparison) -> list[tuple[str, float, str]]:
    """Return the target and the benchmarks: name, level and dash of each line."""
    lines = []
    target = compared.city[compared.focus.code].target
    if target:
        lines.append(("Target", float(target.value), "dash"))
    for place, figures in compared.benchmarks:
        value = figures[compared.focus.code].value
        if value is not None:
            lines.append((place.name, float(value), "dot"))
    return lines


def _draw_horizontal_line(value: float, dash: str) -> dict[str, Any]:
    line = {"color": ACCENT, "width": 1.5, "dash": dash}
    place = {"xref": "paper", "x0": 0, "x1": 1, "y0": value, "y1": value}
    return {"type": "line", "layer": "below", "line": line, **place}


def _draw_vertical_line(value: float, dash: str) -> dict[str, Any]:
    line = {"color": INK if dash == "solid" else ACCENT, "width": 1.5, "dash": dash}
    place = {"yref": "paper", "y0": 0, "y1": 1, "x0": value, "x1": value}
    return {"type": "line", "layer": "below", "line": line, **place}


def _label_right_edge(
    lines: Iterable[tuple[str, float, str]], within: tuple[float, float]
) -> list[dict[str, Any]]:
    """Return names at the right edge, moved apart where their lines are close."""
    a_pixel = (within[1] - within[0]) / (_FUNNEL_HEIGHT - 80)
    placed: list[tuple[str, float]] = []
    for name, value, _ in sorted(lines, key=lambda each: each[1]):
        above = placed[-1][1] + _LINE * a_pixel if placed else value
        placed.append((name, max(value, above)))
    return [
        {
            "xref": "paper",
            "x": 1,
            "xanchor": "left",
            "y": value,
            "text": escape_text(name),
            "showarrow": False,
            "font": {"size": 13},
        }
        for name, value in placed
    ]


def _label_top_edge(lines: Iterable[tuple[str, float, str]]) -> list[dict[str, Any]]:
    """Return names above a chart, each on its own row so that close lines can be read."""
    return [
        {
            "yref": "paper",
            "y": 1,
            "yanchor": "bottom",
            "yshift": 2 + _LINE * at,
            "x": value,
            "text": escape_text(name),
            "showarrow": False,
            "font": {"size": 13},
        }
        for at, (name, value, _) in enumerate(sorted(lines, key=lambda each: each[1]))
    ]


def _label_places(shown: Iterable[FunnelStanding]) -> list[dict[str, Any]]:
    """Return the names of places outside the limits, if there are few enough to read."""
    beyond = [s for s in shown if s.side]
    if len(beyond) > _MOST_NAMED:
        return []
    return [
        {
            "x": s.figure.sum.denominator,
            "y": float(s.figure.value or 0),
            "text": escape_text(s.place.name),
            "showarrow": False,
            "yshift": 16 * s.side,
            "font": {"size": 13},
        }
        for s in beyond
    ]
