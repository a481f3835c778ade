"""The shapes and labels of a chart as SVG: event lines, shaded periods, notes and names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from layouts.charts.svg.plot_area import PlotArea
from layouts.charts.svg.svg_text import LEADING, estimate_width, read_plain, write_text
from layouts.charts.svg.svg_traces import ACROSS, stretch, write_share, write_stroke

_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
_ASCENT = 0.8
"""The height of letters above their line, in sizes."""
_HALO = 3
_LEFT_THIRD = 1 / 3


def draw_shapes(layout: Mapping[str, Any], area: PlotArea, layer: str) -> str:
    """Return the lines and rectangles below or above the traces."""
    return stretch(
        "".join(
            _draw_shape(shape, area)
            for shape in layout.get("shapes", ())
            if shape["layer"] == layer
        ),
        area,
    )


def _draw_shape(shape: Mapping[str, Any], area: PlotArea) -> str:
    x0, x1 = (ACROSS * _place_across(shape, end, area) for end in ("x0", "x1"))
    y0, y1 = (_place_down(shape, end, area) - area.top for end in ("y0", "y1"))
    if shape["type"] == "line":
        path = f"M{x0:.5g} {y0:.5g}L{x1:.5g} {y1:.5g}"
        return f'<path d="{path}" fill="none"{write_stroke(shape["line"])}/>'
    return (
        f'<rect x="{min(x0, x1):.5g}" y="{min(y0, y1):.5g}" width="{abs(x1 - x0):.5g}" '
        f'height="{abs(y1 - y0):.5g}" fill="{shape["fillcolor"]}" opacity="{shape["opacity"]:g}"/>'
    )


def draw_annotations(layout: Mapping[str, Any], area: PlotArea) -> str:
    """Return the labels on the area, each moved from its place as it says."""
    return "".join(
        _draw_annotation(each, layout["font"], area) for each in layout.get("annotations", ())
    )


def _draw_annotation(each: Mapping[str, Any], font: Mapping[str, Any], area: PlotArea) -> str:
    look = {**font, **each.get("font", {})}
    size, anchor = look["size"], _ANCHORS[each.get("xanchor") or _find_anchor(each)]
    padding = each.get("borderpad", 0)
    high = size * LEADING + 2 * padding
    top = _place_top(each, high, area) - each.get("yshift", 0)
    text = write_text(
        each["text"],
        x=f"{each.get('xshift', 0):g}",
        y=padding + size * (LEADING - 1) / 2 + size * _ASCENT,
        size=size,
        colour=look["color"],
        anchor=anchor,
    )
    box = ""
    if "bordercolor" in each:
        wide = estimate_width(read_plain(each["text"]), size, bold=True) + 2 * padding + 4
        box = (
            f'<rect x="{-wide / 2:.4g}" width="{wide:.4g}" height="{high:.4g}" '
            f'fill="{each["bgcolor"]}" stroke="{each["bordercolor"]}"/>'
        )
    elif "bgcolor" in each:
        text = text.replace(
            "<text ", f'<text paint-order="stroke" stroke="#fff" stroke-width="{_HALO}" ', 1
        )
    x = write_share(_place_across(each, "x", area))
    return f'<svg x="{x}" y="{top:.5g}" overflow="visible">{box}{text}</svg>'


def _find_anchor(each: Mapping[str, Any]) -> str:
    """Return the side of a label that stands at its place, where the label does not say it."""
    is_at_left_edge = each.get("xref") == "paper" and each["x"] <= _LEFT_THIRD
    return "left" if is_at_left_edge else "center"


def _place_top(each: Mapping[str, Any], high: float, area: PlotArea) -> float:
    at = _place_down(each, "y", area)
    return {"top": at, "bottom": at - high}.get(each.get("yanchor", "middle"), at - high / 2)


def _place_across(keys: Mapping[str, Any], end: str, area: PlotArea) -> float:
    return keys[end] if keys.get("xref") == "paper" else area.across(keys[end])


def _place_down(keys: Mapping[str, Any], end: str, area: PlotArea) -> float:
    referred = keys.get("yref", "y")
    if referred == "paper":
        return area.place_share(keys[end])
    if referred == "y domain":
        low, high = area.axes["yaxis"].keys.get("domain", (0, 1))
        return area.place_share(low + (high - low) * keys[end])
    return area.down(keys[end])
