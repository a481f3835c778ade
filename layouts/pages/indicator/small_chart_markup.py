"""A small chart as SVG. It is a function, since templates take several times as long."""

from __future__ import annotations

from markupsafe import Markup as SafeHtml

from indicators.stats.spc import VariationIcon
from layouts.pages.indicator.small_multiples import SmallChart


def draw_small_chart(chart: SmallChart) -> SafeHtml:
    """Return the content of a small chart: numbers and the names of icons, nothing to escape."""
    parts = [
        f'<rect class="b" x="{b.x}" y="{b.y}" width="{b.width}" height="{b.height}"/>'
        f'<path class="m" d="M{b.x} {b.mean}h{b.width}"/>'
        for b in chart.boxes
    ]
    if chart.target is not None:
        parts.append(f'<path class="t" d="M0 {chart.target}H{chart.width}"/>')
    parts.append(f'<path class="l" d="{chart.line}"/>')
    parts += (_draw_mark(*mark) for mark in chart.marks)
    if chart.last:
        parts.append(f'<circle class="e" cx="{chart.last[0]}" cy="{chart.last[1]}" r="2.5"/>')
    return SafeHtml("".join(parts))  # noqa: S704


def _draw_mark(icon: VariationIcon, x: float, y: float) -> str:
    """Return a point that stands out: by its shape as well as its colour."""
    if icon.startswith("improvement"):
        return f'<circle class="p-{icon}" cx="{x}" cy="{y}" r="3"/>'
    if icon.startswith("concern"):
        left, top = x - 2.8, y - 2.8
        return f'<rect class="p-{icon}" x="{left}" y="{top}" width="5.6" height="5.6"/>'
    return f'<path class="p-{icon}" d="M{x} {y - 3.6}l3.6 6.4h-7.2z"/>'
