"""Texts, marks and charts on a slide. Sizes are in inches; every picture has alternative text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Inches, Pt

from indicators.domain.core import Unit, Verdict
from indicators.domain.indicator import Indicator
from indicators.reports.models import SparklinePoint
from layouts.text import labels, short_labels

INK, SOFT, ACCENT = RGBColor(0x21, 0x2B, 0x32), RGBColor(0x4C, 0x62, 0x72), RGBColor(0, 0x5E, 0xB8)
_MARKS = {
    Verdict.TICK: (MSO_SHAPE.OVAL, RGBColor(0, 0x7F, 0x3B), RGBColor(255, 255, 255), "✓"),
    Verdict.NA: (MSO_SHAPE.HEXAGON, RGBColor(0xFF, 0xF4, 0xD6), RGBColor(0x7A, 0x4A, 0), "N/A"),
    Verdict.CROSS: (
        MSO_SHAPE.ROUNDED_RECTANGLE,
        RGBColor(0xB3, 0x26, 0x1E),
        RGBColor(255, 255, 255),
        "✕",
    ),
}
"""The shape, ground, letters' colour and letters of each verdict, as on the pages."""

_NEAR_ALL = 90
"""From this percentage on, an axis ends at 100%, since no figure can be above it."""
_ROOM = 5
"""So many points or more are below the lowest point, from the ten below them on."""
_LEAD, _BELOW = 18, 14
"""The points of a slide's first lines, and of those below them."""

Box = tuple[float, float, float, float]
"""Left, top, width and height."""


def add_text(
    slide: Slide,
    box: Box,
    lines: Sequence[str],
    *,
    size: int,
    bold: bool = False,
    soft: bool = False,
) -> None:
    """Add lines of text, a paragraph each. The text of a figure is never read as a formula."""
    frame = slide.shapes.add_textbox(*(Inches(each) for each in box)).text_frame
    frame.word_wrap = True
    _fill(frame, lines, size, is_bold=bold, colour=SOFT if soft else INK)


def add_lead(slide: Slide, box: Box, lead: Sequence[str], lines: Sequence[str]) -> None:
    """Add a text and smaller lines below it in one box, so that they cannot cover each other."""
    frame = slide.shapes.add_textbox(*(Inches(each) for each in box)).text_frame
    frame.word_wrap = True
    _fill(frame, lead, _LEAD, is_bold=False, colour=INK)
    _fill(frame, lines, _BELOW, is_bold=False, colour=INK)


def _fill(
    frame: TextFrame, lines: Sequence[str], size: int, *, is_bold: bool, colour: RGBColor
) -> None:
    for line in lines:
        is_first = not frame.text
        paragraph = frame.paragraphs[0] if is_first else frame.add_paragraph()
        paragraph.text, paragraph.space_after = line, Pt(size / 3)
        paragraph.font.size, paragraph.font.bold = Pt(size), is_bold
        paragraph.font.color.rgb = colour


def add_mark(slide: Slide, box: Box, verdict: Verdict) -> None:
    """Add the mark of a verdict, which differs by shape, colour and letters."""
    shape, ground, ink, letters = _MARKS[verdict]
    mark = slide.shapes.add_shape(shape, *(Inches(each) for each in box))
    mark.fill.solid()
    mark.fill.fore_color.rgb = ground
    mark.line.color.rgb = ink if verdict is Verdict.NA else ground
    mark.shadow.inherit = False
    mark.text_frame.text, mark.text_frame.word_wrap = letters, False
    for side in ("left", "right", "top", "bottom"):
        setattr(mark.text_frame, f"margin_{side}", 0)
    mark.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = mark.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.CENTER
    paragraph.font.size, paragraph.font.bold = Pt(12 if verdict is Verdict.NA else 16), True
    paragraph.font.color.rgb = ink
    describe(mark, f"{labels.VERDICTS[verdict]}: {labels.VERDICT_MEANS[verdict]}")


def add_chart(
    slide: Slide, box: Box, indicator: Indicator, points: Sequence[SparklinePoint], alt: str
) -> None:
    """Add a line chart of single months, with the target dashed. Missing months are gaps."""
    data = CategoryChartData(number_format='0.0"%"' if indicator.unit is Unit.PERCENT else "0.0")
    data.categories = [short_labels.abbreviate_month(point.month) for point in points]
    data.add_series("Single months", [_to_float(point.value) for point in points])
    has_target = any(point.target is not None for point in points)
    if has_target:
        data.add_series("Target", [_to_float(point.target) for point in points])
    left, top, width, height = (Inches(each) for each in box)
    shapes = cast("Any", slide.shapes)  # the library's types leave out the frame around a chart
    frame = shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, left, top, width, height, data)
    describe(frame, alt)
    chart = frame.chart
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.font.size, chart.font.color.rgb = Pt(12), INK
    chart.value_axis.major_gridlines.format.line.color.rgb = RGBColor(0xD8, 0xDD, 0xE0)
    chart.value_axis.tick_labels.number_format = (
        '0"%"' if indicator.unit is Unit.PERCENT else "#,##0"
    )
    chart.value_axis.tick_labels.number_format_is_linked = False
    if indicator.unit is Unit.PERCENT:
        drawn = [float(each) for p in points for each in (p.value, p.target) if each is not None]
        chart.value_axis.maximum_scale = 100 if max(drawn, default=0) > _NEAR_ALL else None
        chart.value_axis.minimum_scale = max(0, (min(drawn, default=0) - _ROOM) // 10 * 10)
    months, *others = chart.plots[0].series
    months.smooth = False
    months.format.line.color.rgb, months.format.line.width = ACCENT, Pt(2)
    months.marker.style, months.marker.size = XL_MARKER_STYLE.CIRCLE, 6
    months.marker.format.fill.solid()
    months.marker.format.fill.fore_color.rgb = ACCENT
    for target in others:
        target.smooth = False
        target.format.line.color.rgb, target.format.line.width = INK, Pt(1.5)
        target.format.line.dash_style = MSO_LINE.DASH
        target.marker.style = XL_MARKER_STYLE.NONE


def describe(shape: Any, alt: str) -> None:
    """Set a shape's alternative text, for which python-pptx has no property."""
    shape._element._nvXxPr.cNvPr.set("descr", alt)  # noqa: SLF001


def _to_float(value: Any) -> float | None:
    """Return the height of a point; a chart draws binary floats, and no verdict comes of them."""
    return None if value is None else float(value)
