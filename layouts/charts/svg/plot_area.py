"""The area of a chart that has its points: its axes, its edges and where a value is in it.

Across, everything is a share of the width, so a chart fits any screen without being drawn again.
Down, everything is in pixels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from layouts.charts.svg.svg_axis import Axis, AxisKind, read_axis
from layouts.charts.svg.svg_text import LEADING, estimate_width, read_lines

TICK_GAP = 6
"""Pixels between the edge of the area and the labels of its ticks."""
TICKS_ACROSS = 6
_NARROWEST, _APART = 300, 8
"""Pixels across the area on a phone, and between names below it."""
_TICK_EVERY = 56
"""Pixels between the ticks of numbers that go up."""


@dataclass(frozen=True, slots=True)
class PlotArea:
    """The axes by their keys in the layout; the edges and the `size` of letters in pixels."""

    axes: Mapping[str, Axis]
    left: float
    right: float
    top: float
    bottom: float
    height: float
    size: float

    def across(self, value: Any) -> float:
        """Return where a value is across the area, from 0 to 1."""
        return self.axes["xaxis"].place(value)

    def down(self, value: Any, axis: str = "yaxis") -> float:
        """Return where a value of an axis is, in pixels from the top of the chart."""
        low, high = self.axes[axis].keys.get("domain", (0, 1))
        return self.place_share(low + (high - low) * self.axes[axis].place(value))

    def place_share(self, share: float) -> float:
        """Return where a share of the area's height is, in pixels from the top of the chart."""
        return self.top + (1 - share) * self.inner_height

    @property
    def inner_height(self) -> float:
        """The pixels from the top of the area to its bottom."""
        return self.height - self.top - self.bottom

    def list_ticks(self, axis: str) -> list[tuple[float, str]]:
        """Return the place, from 0 to 1, and the label of each tick of an axis."""
        if axis != "xaxis":
            return self.axes[axis].list_ticks(round(self.inner_height / _TICK_EVERY))
        ticks = self.axes[axis].list_ticks(TICKS_ACROSS)
        widest = max((_measure_label(text, self.size) for _, text in ticks), default=0)
        room = max(1, int(_NARROWEST / (widest + _APART)))
        return ticks[:: ceil(len(ticks) / room)] if is_named(self.axes[axis]) else ticks


def find_y_axis(trace: Mapping[str, Any]) -> str:
    """Return the key of a trace's vertical axis in the layout."""
    return "yaxis" + str(trace.get("yaxis", "y")).removeprefix("y")


def measure_area(
    data: Sequence[Mapping[str, Any]], layout: Mapping[str, Any], height: float
) -> PlotArea:
    """Return the area of a chart, with room around it for the labels of its axes."""
    size, margin = layout["font"]["size"], layout["margin"]
    axes = {
        name: read_axis(keys, list(_list_values(data, name)))
        for name, keys in layout.items()
        if name.startswith(("xaxis", "yaxis"))
    }
    bare = PlotArea(axes, 0, 0, 0, 0, height, size)
    labels = [text for _, text in bare.list_ticks("yaxis")]
    widest = max((_measure_label(text, size) for text in labels), default=0)
    lines = max((len(read_lines(text)) for _, text in bare.list_ticks("xaxis")), default=0)
    title = 1.6 * size if "title" in layout["xaxis"] else 0
    return PlotArea(
        axes,
        left=max(margin["l"], round(widest) + TICK_GAP + 2),
        right=margin["r"],
        top=max(margin["t"], _measure_overhang(layout, size)),
        bottom=margin["b"] + TICK_GAP + round(lines * size * LEADING + title),
        height=height,
        size=size,
    )


def _list_values(data: Sequence[Mapping[str, Any]], axis: str) -> Iterator[Any]:
    for trace in data:
        if axis == "xaxis":
            yield from trace["x"]
            if "error_x" in trace:
                error = trace["error_x"]
                for x, more, less in zip(
                    trace["x"], error["array"], error["arrayminus"], strict=True
                ):
                    yield from (x + more, x - less)
        elif find_y_axis(trace) == axis:
            yield from trace["y"]


def _measure_label(markup: str, size: float) -> float:
    lines = read_lines(markup)
    return max(estimate_width("".join(run.text for run in line), size) for line in lines)


def _measure_overhang(layout: Mapping[str, Any], size: float) -> float:
    """Return how far labels that stand on the area's upper edge reach above it."""
    standing = [
        each.get("yshift", 0) + each.get("borderpad", 0) + size * LEADING + 2
        for each in layout.get("annotations", ())
        if each.get("yref") == "paper" and each["y"] == 1 and each.get("yanchor") == "bottom"
    ]
    return max(standing, default=0)


def is_named(axis: Axis) -> bool:
    """Return whether an axis has names in place of numbers."""
    return axis.kind is AxisKind.NAME
