"""An indicator's page as a workbook and as CSV."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from decimal import Decimal

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from indicators.domain.core import Unit
from indicators.domain.periods import format_day
from indicators.figures.figure import Figure
from indicators.reports.base import Reports
from indicators.reports.chart_models import ChartPoint, IndicatorReport
from indicators.stats.rules import round_half_away
from layouts.exports import sheet_style
from layouts.exports.csv_export import escape_formula
from layouts.exports.figure_cells import choose_width, write_number_cell
from layouts.text import assurance_text, captions, icon_labels, labels
from layouts.text.area_basis_text import describe_area_basis
from layouts.text.baseline_text import label_baseline

HEADINGS = (
    ("Period", 24),
    ("Figure", 10),
    ("Numerator", 11),
    ("Denominator", 13),
    ("Verdict", 22),
    ("Target", 9),
    ("Planned", 9),
    ("Mean", 9),
    ("Lower limit", 11),
    ("Upper limit", 11),
    ("Variation", 52),
    ("Notes", 60),
)
_WORDS = (1, 5, 11, 12)
"""The columns of words: the period, the verdict, the variation and the notes."""
_Cell = str | int | Decimal | None


def describe_source(
    reports: Reports, report: IndicatorReport, now: datetime
) -> list[tuple[str, str]]:
    """Return what the file shows and its source: the lines above the figures."""
    indicator, row, month = report.indicator, report.row, report.months.shown
    definition = report.definition
    counted = f"{definition.numerator}; of: {definition.denominator}" if definition else ""
    lines = [
        ("Indicator", indicator.name),
        ("Place", report.place.name),
        ("Areas", describe_area_basis(reports)),
        ("Month", month.name),
        ("By", captions.BY[report.by]),
        ("12 months", _format_figure(row.rolling, report)),
        ("Verdict", labels.label_verdict(row.rolling)),
        ("Change since last year", labels.format_change(row.change, indicator)),
        ("Is the change real?", labels.explain_change_test(row.change)),
        ("Variation", icon_labels.label_variation(row.signal, month)),
        ("Limits fixed on", label_baseline(row.signal.baseline)),
        ("Assurance", assurance_text.label_assurance(row.signal)),
        ("What the chart shows", " ".join(captions.describe_chart(report))),
        ("Definition", counted.removesuffix("; of: ")),
        ("Source", definition.source if definition else ""),
        ("Caveats", indicator.caveats),
        ("Loads", captions.describe_sources(report, reports.seen_on)),
        ("Created", format_day(now)),
    ]
    if reports.has_synthetic():
        lines.append(("Synthetic data", labels.SYNTHETIC))
    return [(name, text) for name, text in lines if text]


def _format_figure(figure: Figure, report: IndicatorReport) -> str:
    counts = labels.format_counts(figure, report.indicator)
    shown = labels.format_figure(figure, report.indicator)
    return f"{shown} ({counts})" if counts else shown


def write_indicator_csv(reports: Reports, report: IndicatorReport, now: datetime) -> str:
    """Return the lines about the file, an empty line and the page's table, oldest first."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows(
        (name, escape_formula(line)) for name, line in describe_source(reports, report, now)
    )
    writer.writerow(())
    writer.writerow(name for name, _ in HEADINGS)
    for at, point in enumerate(report.points):
        cells = _list_values(report, at, point)
        writer.writerow(
            escape_formula(c) if isinstance(c, str) else "" if c is None else c for c in cells
        )
    return text.getvalue()


def write_indicator_workbook(reports: Reports, report: IndicatorReport, now: datetime) -> bytes:
    """Return an .xlsx with a sheet of figures and a sheet about them."""
    title = f"{report.indicator.name}, {report.place.name}"
    workbook = sheet_style.create_workbook(title, reports.catalogue.programme.name, now)
    figures, about = workbook.create_sheet("Figures"), workbook.create_sheet("About")
    _fill_figures(figures, report)
    sheet_style.write_about_sheet(about, describe_source(reports, report, now))
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def _fill_figures(sheet: Worksheet, report: IndicatorReport) -> None:
    indicator = report.indicator
    for column, (heading, width) in enumerate(HEADINGS, 1):
        cell = sheet_style.write_text(sheet, 1, column, heading)
        cell.font = sheet_style.make_font(bold=True)
        cell.fill, cell.border = sheet_style.GROUND, sheet_style.UNDER_HEADING
        cell.alignment = _align(column)
        sheet.column_dimensions[get_column_letter(column)].width = choose_width(width, indicator)
    for at, point in enumerate(report.points):
        for column, value in enumerate(_list_values(report, at, point), 1):
            if isinstance(value, str):
                cell = sheet_style.write_text(sheet, at + 2, column, value)
                cell.font = sheet_style.make_font()
            elif isinstance(value, Decimal):
                write_number_cell(sheet, at + 2, column, value, report.indicator)
            elif value is not None:
                sheet_style.write_count(sheet, at + 2, column, value)
            cell = sheet.cell(at + 2, column)
            cell.alignment, cell.border = _align(column), sheet_style.LINE
        words = [sheet.cell(at + 2, column).value or "" for column in _WORDS]
        widths = [HEADINGS[column - 1][1] for column in _WORDS]
        sheet_style.fit_row(sheet, at + 2, list(zip(map(str, words), widths, strict=True)))
    sheet.freeze_panes = "B2"
    sheet_style.set_up_print(sheet, 1, f"{indicator.name}, {report.place.name}")


def _align(column: int) -> Alignment:
    """Return the alignment of a column: figures right, words left and apart from figures."""
    if column not in _WORDS:
        return Alignment(horizontal="right", vertical="top")
    return Alignment(
        horizontal="left", vertical="top", wrap_text=True, indent=1 if column > 1 else 0
    )


def _list_values(report: IndicatorReport, at: int, point: ChartPoint) -> tuple[_Cell, ...]:
    figure, segment = point.figure, captions.find_segment(report, at)
    added = figure.sum
    counted = figure.value is not None and added.counted
    lines = (segment.mean, segment.lower, segment.upper) if segment else (None,) * 3
    return (
        figure.span.name,
        labels.format_figure(figure, report.indicator) if figure.shown is None else figure.shown,
        added.numerator if counted else None,
        added.denominator if counted and report.indicator.unit is not Unit.COUNT else None,
        labels.label_verdict(figure),
        figure.target.value if figure.target else None,
        None if point.planned is None else round_half_away(point.planned, 1),
        *(None if y is None else round_half_away(Decimal(y), 1) for y in lines),
        captions.describe_point(point, report),
        " ".join(f"{note.rstrip('.')}." for note in captions.list_point_notes(point, report)),
    )
