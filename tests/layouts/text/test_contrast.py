"""Marks, rings and chart points stand out by 3:1 from every ground (WCAG 1.4.11)."""

import re
from pathlib import Path

import pytest

from layouts.pages.compare.compare_charts import AMBER, BAD, GOOD, GREY, NEUTRAL
from layouts.pages.indicator import variation_chart, variation_layout

LAYOUTS = Path(__file__).parents[3] / "layouts"
STYLE = (LAYOUTS / "assets" / "style.css").read_text(encoding="utf-8")
SPRITE = (LAYOUTS / "site" / "_sprite.html").read_text(encoding="utf-8")
WHITE, GROUND = "#ffffff", "#f0f4f5"


def luminance(colour: str) -> float:
    """WCAG's relative luminance of a colour such as #212b32."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def find_grounds() -> list[str]:
    """The tints of the matrix, with the page's own grounds."""
    return [WHITE, GROUND, *re.findall(r"\.compare \.v-\w+ \{ background: (#\w{6}); \}", STYLE)]


def test_contrast_is_wcags() -> None:
    assert contrast("#000000", WHITE) == pytest.approx(21)
    assert contrast("#767676", WHITE) == pytest.approx(4.54, abs=0.01)


def find_edge(symbol: str) -> str:
    """The colour of a mark's or ring's outline, or of its shape where it has no outline."""
    drawn = re.search(f'<symbol id="{symbol}" .*?</symbol>', SPRITE)
    assert drawn
    shape = re.search(r"<(?:circle|rect|path) [^>]*>", drawn[0])
    assert shape
    edge = re.search(r'stroke="(#\w{6})"', shape[0]) or re.search(r'fill="(#\w{6})"', shape[0])
    assert edge
    return edge[1]


@pytest.mark.parametrize("symbol", re.findall(r'<symbol id="([\w-]+)"', SPRITE))
def test_marks_and_rings_stand_out_from_every_ground(symbol: str) -> None:
    grounds = find_grounds()
    assert len(grounds) == 5
    assert [ground for ground in grounds if contrast(find_edge(symbol), ground) < 3] == []


def test_points_of_every_chart_stand_out_from_its_ground() -> None:
    points = {colour for _, colour, _ in variation_chart.POINTS.values()}
    points |= {colour for _, colour, _ in variation_layout.VERDICTS.values()}
    points |= {GOOD, BAD, AMBER, NEUTRAL, GREY}
    assert [(p, g) for p in points for g in (WHITE, GROUND) if contrast(p, g) < 3] == []


def test_points_of_small_charts_stand_out() -> None:
    points = re.findall(r"\.small-chart \[class\^=p-\w+\] \{ fill: (#\w{6}); \}", STYLE)
    assert len(points) == 3
    assert [p for p in points if contrast(p, GROUND) < 3] == []
