"""The key of a chart: each trace that is named in it, with its line or mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from layouts.charts.svg.svg_symbols import write_marks
from layouts.charts.svg.svg_text import read_plain
from layouts.charts.svg.svg_traces import write_stroke

WIDTH, HEIGHT = 28, 18


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """The look of a trace, as the content of a small SVG, and its name."""

    look: str
    name: str


def list_entries(data: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> list[LegendEntry]:
    """Return the entries of a chart's key in the order of what is drawn."""
    if not layout["showlegend"]:
        return []
    named = [trace for trace in data if trace.get("showlegend", True) and trace.get("name")]
    return [LegendEntry(_draw_look(trace), read_plain(trace["name"])) for trace in named]


def _draw_look(trace: Mapping[str, Any]) -> str:
    middle = HEIGHT / 2
    if trace["type"] == "bar":
        return f'<rect x="7" y="2" width="14" height="14" fill="{trace["marker"]["color"]}"/>'
    drawn = ""
    if "fillcolor" in trace:
        drawn += f'<rect y="2" width="{WIDTH}" height="14" fill="{trace["fillcolor"]}"/>'
    if "lines" in trace["mode"]:
        drawn += f'<path d="M0 {middle:g}h{WIDTH}" fill="none"{write_stroke(trace["line"])}/>'
    if "markers" in trace["mode"]:
        drawn += write_marks(trace["marker"], [(f"{WIDTH / 2:g}", middle, "")])
    return drawn
