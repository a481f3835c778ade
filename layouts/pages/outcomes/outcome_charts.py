"""The chart of a count by place and year: a group of bars for each place, older years paler.

Bars are horizontal so that names can be read on a narrow screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill
from typing import Any

from indicators.domain.periods import Period
from indicators.reports.outcome_models import CountsBySite
from indicators.stats.rules import round_half_away
from layouts.charts.chart_frame import (
    INK,
    LEGEND_ABOVE,
    LINE,
    ChartMarkup,
    build_chart,
    escape_text,
)
from layouts.text import labels, outcome_labels

TABLE = "by-site"
_NAME_WIDTH = 18
_PALEST, _DARKEST = (0xCF, 0xDD, 0xEA), (0x00, 0x30, 0x87)


def build_site_chart(report: CountsBySite, source: str) -> ChartMarkup | None:
    """Return the count's figures as bars; None without any figure. `source` is on its image."""
    figures = [figure for row in report.cells.values() for figure in row]
    if not any(figure.value is not None for figure in figures):
        return None
    years = report.comparable_years
    shades, first = _mix_shades(len(years)), len(report.years) - len(years)
    bars = [
        {
            "type": "bar",
            "name": year.name,
            "marker": {"color": shade, "line": {"color": INK, "width": 0.5}},
            **_build_bars(report, at),
        }
        for at, (year, shade) in enumerate(zip(years, shades, strict=True), first)
    ]
    name, gathered = report.indicator.name, outcome_labels.explain_count(report.indicator)
    return build_chart(
        bars,
        {
            "barmode": "group",
            "bargap": 0.25,
            "bargroupgap": 0,
            "showlegend": True,
            "legend": LEGEND_ABOVE,
            "xaxis": {"rangemode": "tozero", "showgrid": True, "gridcolor": LINE},
            "yaxis": {"autorange": "reversed", "showgrid": False},
        },
        alt=f"{name} by place and year, {_format_years(years)}. "
        + outcome_labels.describe_highest(report),
        table=TABLE,
        name=f"{report.indicator.code}-by-year",
        title=f"{name} by year",
        under=f"Each bar is the {gathered}.\n{source}",
        height=80 + len(report.places) * (16 + 9 * len(years)),
    )


def _build_bars(report: CountsBySite, at: int) -> dict[str, Any]:
    found = [(place, report.cells[place.code][at]) for place in report.places]
    i = report.indicator
    return {
        "orientation": "h",
        "y": [escape_text(fill(place.name, _NAME_WIDTH)) for place, _ in found],
        "x": [None if f.value is None else float(round_half_away(f.value, 1)) for _, f in found],
        "hovertext": [
            escape_text(
                ", ".join(
                    [
                        p.name,
                        f.span.name,
                        labels.format_figure(f, i),
                        *labels.list_coverage_notes(f),
                    ]
                )
            )
            for p, f in found
        ],
        "hoverinfo": "text",
    }


def _format_years(years: Sequence[Period]) -> str:
    return " to ".join(dict.fromkeys((years[0].name, years[-1].name)))


def _mix_shades(many: int) -> list[str]:
    """Return even shades, the last year darkest."""
    shades = []
    for at in range(many):
        part = at / (many - 1) if many > 1 else 1
        mixed = (round(a + (b - a) * part) for a, b in zip(_PALEST, _DARKEST, strict=True))
        shades.append("#" + "".join(f"{each:02x}" for each in mixed))
    return shades
