"""The traces of a chart as SVG: lines, filled ranges, error bars, bars and marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from layouts.charts.svg.plot_area import PlotArea, find_y_axis
from layouts.charts.svg.svg_symbols import write_marks
from layouts.charts.svg.svg_text import read_plain

ACROSS = 1000
"""The width of an area in the units of its lines, which are stretched over it."""
_SHORTEST_DOT = 3
_BAR_GAP = 0.25
"""What is left free between the bars of two names, as a share of their distance."""
Trace = Mapping[str, Any]


def draw_traces(data: Sequence[Trace], area: PlotArea) -> str:
    """Return all traces in their order; each is a group with the number of its trace."""
    parts = []
    for at, trace in enumerate(data):
        if trace["type"] == "bar":
            drawn = "".join(_draw_bars(data, at, area))
        else:
            below = data[at - 1] if trace.get("fill") == "tonexty" else None
            drawn = stretch(_draw_lines(trace, below, area), area) + _draw_marks(trace, area)
        parts.append(f'<g data-trace="{at}">{drawn}</g>' if drawn else "")
    return "".join(parts)


def stretch(lines: str, area: PlotArea) -> str:
    """Return lines over the width of the area, cut off at its edges; their strokes keep theirs."""
    if not lines:
        return ""
    high = f"{area.inner_height:g}"
    return (
        f'<svg class="lines" y="{area.top:g}" width="100%" height="{high}" '
        f'viewBox="0 0 {ACROSS} {high}" preserveAspectRatio="none">{lines}</svg>'
    )


def write_stroke(line: Mapping[str, Any]) -> str:
    """Return the attributes of a line: colour, width and dashes."""
    width, dash = line.get("width", 2), line.get("dash", "solid")
    dot = max(width, _SHORTEST_DOT)
    lengths = {
        "solid": (),
        "dot": (dot, dot),
        "dash": (3 * dot, 3 * dot),
        "dashdot": (3 * dot, dot, dot, dot),
    }
    dashes = (
        " ".join(f"{each:g}" for each in lengths[dash])
        if dash in lengths
        else dash.replace("px", "").replace(",", " ")
    )
    pattern = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f' stroke="{line["color"]}" stroke-width="{width:g}"{pattern}'


def write_share(share: float) -> str:
    """Return a place across the area as SVG takes it."""
    return f"{100 * share:.4g}%"


def _draw_lines(trace: Trace, below: Trace | None, area: PlotArea) -> str:
    drawn = ""
    if below:
        there, back = _find_points(below, area), _find_points(trace, area)
        outline = [point for point in (*there, *reversed(back)) if point]
        drawn += f'<path d="{_join(outline)}Z" fill="{trace["fillcolor"]}"/>'
    if "error_x" in trace:
        drawn += _draw_errors(trace, area)
    if "lines" in trace.get("mode", ""):
        path = _join(_find_points(trace, area))
        drawn += f'<path d="{path}" fill="none"{write_stroke(trace["line"])}/>'
    return drawn


def _find_points(trace: Trace, area: PlotArea) -> list[tuple[float, float] | None]:
    """Return the points of a line in the units of the stretched area; None is a gap."""
    axis = find_y_axis(trace)
    return [
        None if y is None else (ACROSS * area.across(x), area.down(y, axis) - area.top)
        for x, y in zip(trace["x"], trace["y"], strict=True)
    ]


def _join(points: Sequence[tuple[float, float] | None]) -> str:
    steps, move = [], "M"
    for point in points:
        if point is None:
            move = "M"
            continue
        steps.append(f"{move}{point[0]:.5g} {point[1]:.5g}")
        move = "L"
    return "".join(steps)


def _draw_errors(trace: Trace, area: PlotArea) -> str:
    error, half, steps = trace["error_x"], trace["error_x"]["width"], []
    points = zip(trace["x"], trace["y"], error["array"], error["arrayminus"], strict=True)
    for x, y, more, less in points:
        low, high = ACROSS * area.across(x - less), ACROSS * area.across(x + more)
        at = area.down(y) - area.top
        steps.append(f"M{low:.5g} {at:.5g}H{high:.5g}")
        steps += [f"M{end:.5g} {at - half:.5g}v{2 * half:g}" for end in (low, high)]
    looks = write_stroke({"color": error["color"], "width": error["thickness"]})
    return f'<path d="{"".join(steps)}" fill="none"{looks}/>'


def _draw_marks(trace: Trace, area: PlotArea) -> str:
    if "markers" not in trace["mode"]:
        return ""
    axis = find_y_axis(trace)
    centres = (
        (write_share(area.across(x)), round(area.down(y, axis), 2), title)
        for x, y, title in zip(trace["x"], trace["y"], _list_titles(trace), strict=True)
        if y is not None
    )
    return write_marks(trace["marker"], centres)


def _list_titles(trace: Trace) -> Iterator[str]:
    """Return what a pointer over each point reads, as plotly would say it."""
    template = str(trace.get("hovertemplate", ""))
    texts = trace.get("hovertext") or trace.get("text") or [""] * len(trace["x"])
    says_text = "%{text}" in template or trace.get("hoverinfo") == "text"
    for x, y, text in zip(trace["x"], trace["y"], texts, strict=True):
        if says_text:
            yield read_plain(text)
        elif template:
            yield read_plain(f"{trace['name']}, {x}: {y}")
        else:
            yield ""


def _draw_bars(data: Sequence[Trace], at: int, area: PlotArea) -> Iterator[str]:
    """Draw one trace's bars. Those of all traces stand next to each other."""
    trace, axis = data[at], area.axes["yaxis"]
    width = (1 - _BAR_GAP) / len(data)
    marker = trace["marker"]
    line = f' stroke="{marker["line"]["color"]}" stroke-width="{marker["line"]["width"]:g}"'
    for x, y, title in zip(trace["x"], trace["y"], _list_titles(trace), strict=True):
        if x is None:
            continue
        begin = axis.read(y) - 0.5 + _BAR_GAP / 2 + at * width
        edges = sorted(
            area.place_share((end - axis.low) / (axis.high - axis.low))
            for end in (begin, begin + width)
        )
        yield (
            f'<rect x="{write_share(area.across(0))}" y="{edges[0]:.5g}" '
            f'width="{write_share(area.across(x) - area.across(0))}" '
            f'height="{edges[1] - edges[0]:.4g}" fill="{marker["color"]}"{line}>'
            f"<title>{escape(title, quote=False)}</title></rect>"
        )
