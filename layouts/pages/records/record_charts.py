"""How records change over time: a small line for each team's scores, a chart for counts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from indicators.records.record_definition import RecordDefinition
from indicators.records.record_period import RecordPeriod, RecordSpan
from indicators.reports.records.record_models import CountReport, TeamScores
from layouts.charts.chart_frame import (
    ACCENT,
    INK,
    LEGEND_ABOVE,
    SOFT,
    ChartMarkup,
    build_chart,
    escape_text,
)
from layouts.charts.sparkline import HEIGHT, MARGIN, WIDTH, Sparkline
from layouts.text.workflow import record_text

TREND = "trend-table"
_LOOKS = (
    *((INK, "solid", "circle"), (ACCENT, "solid", "square"), ("#490092", "dash", "diamond")),
    *((SOFT, "dot", "triangle-up"), ("#a86400", "dashdot", "x")),
)
"""Colour, dash and mark of each line, so that colour alone tells none from another."""


def build_score_line(definition: RecordDefinition, team: TeamScores) -> Sparkline | None:
    """Return a team's mature fields as a line; None with fewer than two points.

    Every team's line is on the same scale, from none of the fields to all.
    """
    known = [
        (at, period, count) for at, (period, count) in enumerate(team.trend) if count is not None
    ]
    if len(known) < 2:
        return None
    step = (WIDTH - 2 * MARGIN) / max(len(team.trend) - 1, 1)
    room = (HEIGHT - 2 * MARGIN) / len(definition.field)
    points = [
        (at, round(MARGIN + at * step, 1), round(HEIGHT - MARGIN - n * room, 1))
        for at, _, n in known
    ]
    moves = [
        "M",
        *("L" if after[0] - before[0] == 1 else "M" for before, after in pairwise(points)),
    ]
    line = "".join(f"{move}{x:g} {y:g}" for move, (_, x, y) in zip(moves, points, strict=True))
    first, last = known[0], known[-1]
    said = f"{team.team.name}: {first[2]} in {first[1].name}, {last[2]} in {last[1].name}"
    lone = tuple((x, y) for at, x, y in points if not _has_neighbour(at, [p[0] for p in points]))
    return Sparkline(line, "", points[-1][1:], lone, said)


def _has_neighbour(at: int, every: Sequence[int]) -> bool:
    return at - 1 in every or at + 1 in every


def build_count_chart(report: CountReport, under: str) -> ChartMarkup | None:
    """Return the counts of each period as lines; None if fewer than two have any."""
    definition, periods = report.definition, [period for period, _, _ in report.trend]
    entered = [
        period for period, counts, _ in report.trend if any(n is not None for n in counts.values())
    ]
    if len(entered) < 2:
        return None
    names = [_name_period(period) for period in periods]
    traces = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": escape_text(field.name),
            "x": names,
            "y": [counts[field.code] for _, counts, _ in report.trend],
            "line": {"color": colour, "dash": dash, "width": 2},
            "marker": {"color": colour, "symbol": mark, "size": 7},
            "hovertemplate": "%{x}: %{y}<extra>" + escape_text(field.name) + "</extra>",
        }
        for field, (colour, dash, mark) in zip(
            definition.field, _repeat_looks(len(definition.field)), strict=True
        )
    ]
    span = f"{entered[0].name} to {entered[-1].name}"
    return build_chart(
        traces,
        {
            "showlegend": True,
            "legend": LEGEND_ABOVE,
            "xaxis": {"type": "category"},
            "yaxis": {"rangemode": "tozero", "tickformat": ",d"},
        },
        alt=f"{definition.name} of the teams shown, {span}. {_describe_ends(report)}",
        table=TREND,
        name=f"{definition.code}-over-time-{periods[-1].code}".replace("_", "-").lower(),
        title=f"{definition.name} by {definition.per}",
        under=under,
        height=320,
    )


def _repeat_looks(many: int) -> list[tuple[str, str, str]]:
    return [_LOOKS[at % len(_LOOKS)] for at in range(many)]


def _name_period(period: RecordPeriod) -> str:
    """Return a short name: 24 Aug for the week that begins then, or the quarter or month."""
    if period.span is not RecordSpan.WEEK:
        return period.name.replace(" ", "<br>", 1)
    return f"{period.start.day} {period.month.name[:3]}"


def _describe_ends(report: CountReport) -> str:
    """Return what each line begins and ends with."""
    parts = []
    for field in report.definition.field:
        known = [
            counts[field.code] for _, counts, _ in report.trend if counts[field.code] is not None
        ]
        if known:
            first, last = (record_text.format_count(count) for count in (known[0], known[-1]))
            parts.append(f"{field.name}: {first} at first, {last} at last")
    return f"{'; '.join(parts)}."
