"""The slides of a place: what matters first, then one slide for each indicator."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any, cast

from pptx import Presentation
from pptx.enum.text import PP_ALIGN
from pptx.presentation import Presentation as OpenPresentation
from pptx.slide import Slide
from pptx.util import Inches, Pt

from indicators.access.permissions import Viewer
from indicators.domain.periods import Month, format_day
from indicators.reports.base import Reports
from indicators.reports.models import DashboardRow, PlaceReport, rank_crosses
from layouts.charts.sparkline import build_sparkline
from layouts.exports.file_response import find_place_report
from layouts.exports.slides.slide_parts import INK, add_chart, add_lead, add_mark, add_text
from layouts.text import icon_labels, labels, priority_text, summaries
from layouts.text.area_basis_text import describe_area_basis

WIDTH, HEIGHT = 13.333, 7.5
"""Inches of a wide slide."""
_TITLE_ONLY = 5
"""The layout of python-pptx's own template that has a title and nothing else."""
_MOST_CROSSES = 8


def write_slides(
    reports: Reports, code: str, month: Month | None, viewer: Viewer, now: datetime
) -> bytes:
    """Return a place's slides as a .pptx. UserError for an unknown place or month."""
    report = find_place_report(reports, code, month, viewer)
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    deck.core_properties.title = f"{report.place.name}, {report.months.shown.name}"
    deck.core_properties.author = reports.catalogue.programme.name
    # Its template names the author of the library as who changed it last.
    deck.core_properties.last_modified_by = deck.core_properties.comments = ""
    deck.core_properties.language = "en-GB"
    deck.core_properties.created = deck.core_properties.modified = now.replace(tzinfo=None)
    source = _describe_source(reports, now)
    _add_first(_add_slide(deck, report.place.name), report, source)
    for row in report.rows:
        _add_indicator(_add_slide(deck, row.indicator.name), report, row, source)
    written = io.BytesIO()
    deck.save(written)
    return written.getvalue()


def _add_slide(deck: OpenPresentation, title: str) -> Slide:
    slide: Slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    heading = cast("Any", slide.shapes.title)  # this layout has one
    heading.left, heading.top = Inches(0.5), Inches(0.3)
    heading.width, heading.height = Inches(WIDTH - 1), Inches(0.9)
    heading.text_frame.text = title
    paragraph = heading.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    paragraph.font.size, paragraph.font.bold, paragraph.font.color.rgb = Pt(28), True, INK
    return slide


def _add_first(slide: Slide, report: PlaceReport, source: str) -> None:
    month = report.months.shown.name
    add_text(slide, (0.5, 1.2, WIDTH - 1, 0.5), [f"12 months to {month}"], size=18, soft=True)
    sentences = [*summaries.summarise_place(report)]
    crosses = rank_crosses(report.rows)[:_MOST_CROSSES]
    lines = [_describe_cross(row) for row in crosses]
    add_lead(slide, (0.5, 1.7, WIDTH - 1, 5.1), sentences, lines or ["No crosses."])
    add_text(slide, (0.5, 6.9, WIDTH - 1, 0.4), [source], size=11, soft=True)


def _describe_cross(row: DashboardRow) -> str:
    indicator, figure = row.indicator, row.rolling
    parts = [
        f"✕ {indicator.name}: {labels.format_figure(figure, indicator)}",
        f"target {labels.format_target(row.target, indicator)}",
        labels.describe_next_verdict(figure, indicator),
        priority_text.describe_certainty(row),
    ]
    return ", ".join(part for part in parts if part)


def _add_indicator(slide: Slide, report: PlaceReport, row: DashboardRow, source: str) -> None:
    indicator, figure = row.indicator, row.rolling
    where = f"{report.place.name}, 12 months to {report.months.shown.name}"
    add_text(
        slide, (0.5, 1.1, WIDTH - 1, 0.4), [f"{where}. {indicator.counts}."], size=14, soft=True
    )
    add_text(
        slide, (0.5, 1.6, 2.2, 0.8), [labels.format_figure(figure, indicator)], size=32, bold=True
    )
    if figure.verdict:
        add_mark(slide, (2.6, 1.75, 0.55, 0.45), figure.verdict)
    add_text(slide, (3.4, 1.6, WIDTH - 3.9, 1), _list_facts(row), size=14)
    drawn = build_sparkline(row)
    if drawn:
        add_chart(slide, (0.5, 2.7, WIDTH - 1, 4.1), indicator, row.points, drawn.label)
    else:
        add_text(slide, (0.5, 3.5, WIDTH - 1, 1), ["No month has a figure."], size=16)
    add_text(slide, (0.5, 6.9, WIDTH - 1, 0.4), [source], size=11, soft=True)


def _list_facts(row: DashboardRow) -> list[str]:
    """Return the target, the people, the change and the variation, in the words of the pages."""
    indicator, figure = row.indicator, row.rolling
    target = labels.format_target(row.target, indicator)
    first = [
        labels.label_verdict(figure),
        f"target {target}" if target else "",
        labels.format_counts(figure, indicator),
        labels.describe_next_verdict(figure, indicator),
    ]
    change = labels.format_change(row.change, indicator)
    second = [
        f"Since last year: {change}" if change else "",
        icon_labels.label_signal(row.signal, figure.span.ended),
    ]
    return [
        ", ".join(part for part in first if part),
        ". ".join(part for part in second if part),
        *labels.list_coverage_notes(figure),
    ]


def _describe_source(reports: Reports, now: datetime) -> str:
    programme = reports.catalogue.programme
    parts = [f"{programme.name}, {programme.council}. Created {format_day(now)}."]
    if reports.seen_on:
        parts.append(f"{labels.label_as_at(reports.seen_on)}.")
    if areas := describe_area_basis(reports):
        parts.append(areas)
    if reports.has_synthetic():
        parts.append("Synthetic data.")
    return " ".join(parts)
