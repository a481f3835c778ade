"""A small chart as a picture, for documents that hold no SVG. It is drawn from the kept points."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageDraw

from indicators.meetings.seen_item import SeenChart

_SCALE = 8
_SMOOTHED = 2
"""It is drawn so many times larger and made smaller, which smooths its lines."""
_GROUND, _LINE, _TARGET = "#ffffff", "#005eb8", "#4c6272"
_COLOURS = 24
_DASH, _GAP = 3.0, 2.0
_POINT = re.compile(r"([ML])(-?[\d.]+) (-?[\d.]+)")
_Point = tuple[float, float]


def draw_chart(chart: SeenChart) -> bytes:
    """Return a chart as PNG: its line, its target dashed, and its last point."""
    scale = _SCALE * _SMOOTHED
    image = Image.new("RGB", (chart.width * scale, chart.height * scale), _GROUND)
    pen = ImageDraw.Draw(image)
    for run in read_path(chart.target):
        for dash in _cut_dashes(run):
            pen.line(_enlarge(dash, scale), fill=_TARGET, width=scale)
    for run in read_path(chart.line):
        pen.line(_enlarge(run, scale), fill=_LINE, width=int(1.5 * scale), joint="curve")
    for x, y in chart.alone:
        pen.circle((x * scale, y * scale), 1.5 * scale, fill=_LINE)
    if chart.last:
        x, y = chart.last
        pen.circle((x * scale, y * scale), 2.5 * scale, fill=_LINE)
    kept = BytesIO()
    size = (chart.width * _SCALE, chart.height * _SCALE)
    smooth = image.resize(size, Image.Resampling.LANCZOS)
    smooth.quantize(_COLOURS).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def read_path(path: str) -> list[list[_Point]]:
    """Return the runs of joined points of a path such as “M4 9L9 12M20 5L25 7”."""
    runs: list[list[_Point]] = []
    for step, x, y in _POINT.findall(path):
        if step == "M":
            runs.append([])
        runs[-1].append((float(x), float(y)))
    return runs


def _enlarge(points: list[_Point], scale: int) -> list[_Point]:
    return [(x * scale, y * scale) for x, y in points]


def _cut_dashes(run: list[_Point]) -> list[list[_Point]]:
    """Return the dashes of a line. Targets are level or change in steps, so each part is cut."""
    dashes = []
    for (x, y), (to_x, to_y) in pairwise(run):
        length = max(((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5, 0.1)
        at = 0.0
        while at < length:
            begin, end = at / length, min(at + _DASH, length) / length
            dashes.append([(x + (to_x - x) * part, y + (to_y - y) * part) for part in (begin, end)])
            at += _DASH + _GAP
    return dashes
