"""Draws a chart: what is seen of its dictionary before, or without, plotly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from layouts.charts.svg.chart_legend import LegendEntry, list_entries
from layouts.charts.svg.plot_area import TICK_GAP, PlotArea, is_named, measure_area
from layouts.charts.svg.svg_labels import draw_annotations, draw_shapes
from layouts.charts.svg.svg_text import LEADING, write_text
from layouts.charts.svg.svg_traces import draw_traces, write_share


@dataclass(frozen=True, slots=True)
class ChartDrawing:
    """The content of a chart's SVG, its key, and the room at both sides of its area in pixels.

    `same_frame` are the keys of plotly's layout with which it draws the same area in the same
    place, so that nothing moves when it takes over.
    """

    content: str
    legend: list[LegendEntry]
    left: float
    right: float
    height: float
    same_frame: dict[str, Any]


def draw_chart_svg(
    data: Sequence[Mapping[str, Any]], layout: Mapping[str, Any], height: float
) -> ChartDrawing:
    """Return the drawing of plotly's traces in a layout."""
    area = measure_area(data, layout, height)
    content = "".join(
        [
            *_draw_grid(layout, area),
            draw_shapes(layout, area, "below"),
            draw_traces(data, area),
            *_draw_axis_below(layout, area),
            *_label_axis_at_side(layout, area),
            draw_shapes(layout, area, "above"),
            draw_annotations(layout, area),
        ]
    )
    legend = list_entries(data, layout)
    return ChartDrawing(content, legend, area.left, area.right, height, _fix_frame(area))


def _draw_grid(layout: Mapping[str, Any], area: PlotArea) -> Iterator[str]:
    if layout["yaxis"]["showgrid"]:
        for at, _ in area.list_ticks("yaxis"):
            y = f"{_place_tick(at, layout, area):.5g}"
            stroke = f'stroke="{layout["yaxis"]["gridcolor"]}"'
            yield f'<line x1="0" x2="100%" y1="{y}" y2="{y}" {stroke}/>'
    if layout["xaxis"]["showgrid"]:
        ends = f'y1="{area.top:g}" y2="{area.place_share(0):g}"'
        for at, _ in area.list_ticks("xaxis"):
            x = write_share(at)
            yield f'<line x1="{x}" x2="{x}" {ends} stroke="{layout["xaxis"]["gridcolor"]}"/>'


def _place_tick(at: float, layout: Mapping[str, Any], area: PlotArea) -> float:
    low, high = layout["yaxis"].get("domain", (0, 1))
    return area.place_share(low + (high - low) * at)


def _draw_axis_below(layout: Mapping[str, Any], area: PlotArea) -> Iterator[str]:
    keys, font, edge = layout["xaxis"], layout["font"], area.place_share(0)
    line = f'stroke="{keys["linecolor"]}"'
    yield f'<line x1="0" x2="100%" y1="{edge:g}" y2="{edge:g}" {line}/>'
    size, colour = font["size"], font["color"]
    below = edge + TICK_GAP + size
    for at, text in area.list_ticks("xaxis"):
        x = write_share(at)
        yield f'<line x1="{x}" x2="{x}" y1="{edge:g}" y2="{edge + keys["ticklen"]:g}" {line}/>'
        yield write_text(text, x=x, y=below, size=size, colour=colour, anchor="middle")
    if title := keys.get("title"):
        y = below + size * LEADING * 1.1
        size = title["font"]["size"]
        yield write_text(title["text"], x="50%", y=y, size=size, colour=colour, anchor="middle")


def _label_axis_at_side(layout: Mapping[str, Any], area: PlotArea) -> Iterator[str]:
    size, colour = layout["font"]["size"], layout["font"]["color"]
    for at, text in area.list_ticks("yaxis"):
        lines = text.count("<br>")
        y = _place_tick(at, layout, area) + 0.35 * size - lines * size * LEADING / 2
        yield write_text(
            text, x=f"{-TICK_GAP}", y=round(y, 1), size=size, colour=colour, anchor="end"
        )


def _fix_frame(area: PlotArea) -> dict[str, Any]:
    fixed = {
        name: {
            "range": axis.range,
            "automargin": False,
            "fixedrange": is_named(axis) or not axis.keys.get("visible", True),
        }
        for name, axis in area.axes.items()
    }
    edges = {"l": area.left, "r": area.right, "t": area.top, "b": area.bottom, "pad": 0}
    return {"margin": edges, "showlegend": False, "dragmode": "zoom", **fixed}
