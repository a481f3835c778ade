"""The marks of points: circles, squares, triangles, diamonds, stars and crosses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from math import cos, pi, sin, sqrt
from typing import Any

_OPEN = "-open"


Centre = tuple[str, float, str]
"""Where a mark is, x (a share such as 12.5%, or pixels) and y, and what a pointer over it reads."""


def write_marks(marker: Mapping[str, Any], centres: Iterable[Centre]) -> str:
    """Return marks that look alike."""
    symbol, half = str(marker.get("symbol", "circle")), marker.get("size", 6) / 2
    looks = _write_looks(marker, is_open=symbol.endswith(_OPEN))
    shape = symbol.removesuffix(_OPEN)
    if shape == "circle":
        looks = f'r="{half:g}"{looks}'
        return "".join(
            f'<circle cx="{x}" cy="{y:g}" {looks}>{_write_title(title)}</circle>'
            for x, y, title in centres
        )
    path = f'overflow="visible"><path d="{_OUTLINES[shape](half)}"{looks}'
    return "".join(
        f'<svg x="{x}" y="{y:g}" {path}>{_write_title(title)}</path></svg>'
        for x, y, title in centres
    )


def _write_title(title: str) -> str:
    return f"<title>{escape(title, quote=False)}</title>" if title else ""


def _write_looks(marker: Mapping[str, Any], *, is_open: bool) -> str:
    line, colour = marker.get("line", {}), marker["color"]
    if is_open:
        return f' fill="none" stroke="{colour}" stroke-width="{line.get("width", 1):g}"'
    if "width" not in line:
        return f' fill="{colour}"'
    return f' fill="{colour}" stroke="{line["color"]}" stroke-width="{line["width"]:g}"'


def _join(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.4g} {y:.4g}" for x, y in points) + "Z"


def _outline_square(half: float) -> str:
    return _join([(-half, -half), (half, -half), (half, half), (-half, half)])


def _outline_triangle(half: float) -> str:
    side = 2 * half / sqrt(3)
    return _join([(-side, half / 2), (side, half / 2), (0, -half)])


def _outline_triangle_down(half: float) -> str:
    side = 2 * half / sqrt(3)
    return _join([(-side, -half / 2), (side, -half / 2), (0, half)])


def _outline_diamond(half: float) -> str:
    reach = 1.3 * half
    return _join([(0, -reach), (reach, 0), (0, reach), (-reach, 0)])


def _outline_star(half: float) -> str:
    outer, inner = 1.4 * half, 0.55 * half
    return _join(
        [
            ((outer, inner)[at % 2] * sin(at * pi / 5), -(outer, inner)[at % 2] * cos(at * pi / 5))
            for at in range(10)
        ]
    )


def _outline_cross(half: float) -> str:
    """Return a diagonal cross."""
    arm, gap = half, half / 2.5
    quarter = [(0, -gap), (arm - gap, -arm), (arm, -arm + gap), (gap, 0)]
    turned = [*quarter, (arm, arm - gap), (arm - gap, arm), (0, gap)]
    return _join(
        [
            *turned,
            (-arm + gap, arm),
            (-arm, arm - gap),
            (-gap, 0),
            (-arm, -arm + gap),
            (-arm + gap, -arm),
        ]
    )


_OUTLINES = {
    "square": _outline_square,
    "triangle-up": _outline_triangle,
    "triangle-down": _outline_triangle_down,
    "diamond": _outline_diamond,
    "star": _outline_star,
    "x": _outline_cross,
}
