"""What all charts share.

A chart is one dictionary of plotly's keys. `charts/svg` draws it in the first response, and
`charts/chart.js` gives it to plotly when someone explores the chart or saves its image. The macro
in `_chart.html` puts both into the page. The dictionary is plain: plotly's own classes check each
key, which takes longer than all else on the page. The tests hold every chart against those classes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from indicators.domain.core import Unit
from indicators.domain.indicator import Indicator
from layouts.charts.svg.chart_drawing import ChartDrawing, draw_chart_svg
from layouts.text import labels

INK, SOFT, LINE, GROUND, ACCENT = "#212b32", "#4c6272", "#d8dde0", "#f0f4f5", "#005eb8"
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif'
CONFIG = {
    "showSendToCloud": False,  # plotly.js would offer to upload the chart to a cloud
    "displayModeBar": False,
    "displaylogo": False,
    "doubleClick": "reset",
    "scrollZoom": False,
    "responsive": True,
}
"""Dragging enlarges a part of a chart, and a double click shows all. Nothing leaves the page."""
LEGEND_ABOVE = {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "traceorder": "normal"}
"""A legend in one line above the chart, in the order of what is drawn."""


_TO_SOURCE, _SOURCE_LINE = 72, 18
"""Pixels of an image from its axis down to the lines about its source, and of each of these."""


@dataclass(frozen=True, slots=True)
class ChartMarkup:
    """A chart with its alt text and source.

    `alt` is one sentence. `table` is the id of the table with the same figures. `title` and
    `under` are printed on its image, which is saved as `name`. `height` is in pixels.
    """

    data: Sequence[Mapping[str, Any]]
    layout: Mapping[str, Any]
    alt: str
    table: str
    name: str
    title: str
    under: str = ""
    height: int = 420

    def draw(self) -> ChartDrawing:
        """Return what is seen of the chart without plotly."""
        return draw_chart_svg(self.data, self.layout, self.height)

    def build_spec(self, drawing: ChartDrawing) -> dict[str, Any]:
        """Return what plotly draws.

        `explored` is added to the layout of the chart in the page, so that it takes the place of
        the drawing, and `image` to that of a saved image.
        """
        return {
            "data": self.data,
            "layout": self.layout,
            "config": CONFIG,
            "explored": drawing.same_frame,
            "image": _lay_out_image(self, self.layout.get("margin", {})),
        }


def label_axis(indicator: Indicator) -> dict[str, Any]:
    """Return the unit of an axis: after each percentage, and after the last tick of a rate."""
    shown = "last" if indicator.unit is Unit.RATE else "all"
    return {"ticksuffix": labels.format_unit(indicator), "showticksuffix": shown}


def build_chart(
    traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any], **details: Any
) -> ChartMarkup:
    """Return a chart of plotly traces in the common layout, which `layout` extends."""
    return ChartMarkup(list(traces), _extend(_LAYOUT, layout), **details)


def _extend(keys: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """Return nested keys with more of them."""
    extended = dict(keys)
    for name, value in more.items():
        own = extended.get(name)
        if isinstance(own, Mapping) and isinstance(value, Mapping):
            extended[name] = _extend(own, value)
        else:
            extended[name] = value
    return extended


def escape_text(text: str) -> str:
    """Return text for a chart with tags escaped and line breaks kept."""
    return escape(text).replace("\n", "<br>")


_AXIS = {
    "showgrid": False,
    "zeroline": False,
    "showline": True,
    "linecolor": SOFT,
    "linewidth": 1,
    "ticks": "outside",
    "tickcolor": SOFT,
    "ticklen": 5,
    "fixedrange": True,
    "automargin": True,
}
_LAYOUT = {
    "autosize": True,
    "font": {"family": FONT, "size": 14, "color": INK},
    "paper_bgcolor": "#fff",
    "plot_bgcolor": "#fff",
    "margin": {"l": 8, "r": 16, "t": 16, "b": 8, "pad": 0},
    "xaxis": _AXIS,
    "yaxis": _AXIS | {"showgrid": True, "gridcolor": LINE, "showline": False, "ticks": ""},
    "showlegend": False,
    "dragmode": False,
    "hovermode": "closest",
    "hoverlabel": {"bgcolor": "#fff", "bordercolor": INK, "font": {"color": INK}, "align": "left"},
}


def _lay_out_image(made: ChartMarkup, margin: Mapping[str, Any]) -> dict[str, Any]:
    """Return the layout of a saved image: title and key above, source below."""
    lines = made.under.count("\n") + 1
    below = {
        "text": escape_text(made.under),
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 0,
        "yshift": -_TO_SOURCE,
        "xanchor": "left",
        "yanchor": "top",
        "align": "left",
        "showarrow": False,
        "font": {"size": 13, "color": SOFT},
    }
    return {
        "title": {
            "text": escape_text(made.title),
            "x": 0.02,
            "xanchor": "left",
            "y": 0.96,
            "yanchor": "top",
            "font": {"size": 22},
        },
        "legend": {**made.layout.get("legend", {}), **LEGEND_ABOVE},
        "margin": {
            **margin,
            "l": max(32, margin.get("l", 0)),
            "r": max(32, margin.get("r", 0)),
            "t": 56 + max(64, margin.get("t", 0)),
            "b": _TO_SOURCE + lines * _SOURCE_LINE + 8,
        },
        "annotations": [*made.layout.get("annotations", ()), below],
    }
