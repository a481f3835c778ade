"""The action-plan sheet for the meeting: what is off target, and space to plan actions."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from indicators.access.permissions import Permission, PermissionDeniedError, Viewer
from indicators.domain.errors import UserError
from indicators.domain.periods import Month, format_day
from indicators.reports.base import Reports
from indicators.reports.models import DashboardRow, PlaceReport
from indicators.reports.place_report import build_place_report, list_loads_behind
from layouts.exports import sheet_style
from layouts.exports.figure_cells import (
    CENTRED,
    colour_verdicts,
    write_figure_cell,
    write_header,
    write_number_cell,
    write_verdict_cell,
)
from layouts.text import icon_labels, labels, priority_text, summaries

HEADINGS = (
    ("Indicator", 23),
    ("12 months", 10),
    ("Verdict", 11),
    ("Target", 9),
    ("People", 13),
    ("Change since last year", 14),
    ("People needed", 19),
    ("Variation", 20),
    ("Why it is listed", 17),
    ("Action", 32),
    ("Owner", 13),
    ("Agency", 9),
    ("Due", 12),
    ("Status", 12),
)
STATUSES = ("Not started", "In progress", "Done", "Stopped")
BLANK_ROWS = 5
HEADING_ROW = 10
MEETING_ROW = 8
CHOICES = "Choices"  # the hidden sheet that the drop-down lists read
_FIRST_TO_FILL = 10  # the column of “Action”; the columns before it are filled in
_FIGURES = (2, 4, 5)
_LETTERS = 200  # on a line across all columns
_ROOM_TO_WRITE = 42.0  # points, enough for handwriting
_FIRST_AGENCY, _AGENCIES_IN_ROW = 6, 4


def write_action_plan(
    reports: Reports, code: str, month: Month | None, viewer: Viewer, now: datetime
) -> bytes:
    """Return one place's action-plan sheet as an .xlsx. UserError for an unknown place or month."""
    return _write_workbook(reports, [find_place_report(reports, code, month, viewer)], now)


def write_all_action_plans(
    reports: Reports, month: Month | None, viewer: Viewer, now: datetime
) -> bytes:
    """Return every team's sheet in one .xlsx; every area's or the city's without teams."""
    reports = reports.limit_to(viewer)
    months = reports.find_months(month)
    at = reports.get_areas_month(months.shown) if months else None
    places = reports.list_places(reports.home_kind, at)
    if not places:
        raise PermissionDeniedError(Permission.VIEW_FIGURES)
    return _write_workbook(
        reports, [find_place_report(reports, place.code, month, viewer) for place in places], now
    )


def make_file_name(reports: Reports, report_name: str, month: Month) -> str:
    """Return the name of the file, with the month, the area basis and the day it is as at."""
    seen = f"-as-at-{reports.seen_on}" if reports.seen_on else ""
    areas = "-todays-areas" if reports.find_basis_month() else ""
    return f"action-plan-{report_name}-{month}{areas}{seen}.xlsx"


def build_no_figures_error(reports: Reports) -> UserError:
    """Return the error for a file without figures."""
    if reports.seen_on:
        day = format_day(reports.seen_on)
        return UserError(f"There were no figures on {day}, so there is nothing to download.")
    return UserError(
        "Nothing has been loaded yet, so there is nothing to download.",
        remedy="Load extracts first: python app.py load FILE...",
    )


def find_place_report(
    reports: Reports, code: str, month: Month | None, viewer: Viewer
) -> PlaceReport:
    """Return a place's report for a file. UserError without figures at all or for the month."""
    report = build_place_report(reports, code, month, viewer)
    if report is None:
        raise build_no_figures_error(reports)
    if not report.months.has_data:
        latest = report.months.latest
        raise UserError(
            f"There are no figures for {report.months.shown.name}.",
            remedy=f"The latest month with figures is {latest.name}." if latest else "",
        )
    return report


def _write_workbook(reports: Reports, places: Sequence[PlaceReport], now: datetime) -> bytes:
    title = f"Action plans, {places[0].months.shown.name}"
    workbook = sheet_style.create_workbook(title, reports.catalogue.programme.name, now)
    agencies = [service.agency for service in reports.catalogue.dashboard_services]
    names = {CHOICES.lower()}
    for report in places:
        sheet = workbook.create_sheet(sheet_style.make_sheet_name(report.place.name, names))
        month = report.months.shown
        _fill(sheet, _list_header_lines(reports, report, now), report.actions, month)
        _write_meeting_lines(sheet, list(dict.fromkeys(agencies)))
        _add_entry_checks(sheet, HEADING_ROW + len(report.actions) + BLANK_ROWS, agencies)
        sheet_style.set_up_print(
            sheet, HEADING_ROW, f"{report.place.name}, {month.name}{_describe_as_at(reports)}"
        )
        sheet.freeze_panes = f"C{HEADING_ROW + 1}"
    _add_choices(workbook, agencies)
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def _list_header_lines(reports: Reports, report: PlaceReport, now: datetime) -> list[str]:
    loads = list_loads_behind(reports, report)
    lines = [
        f"Action plan: {report.place.name}",
        f"Figures for the 12 months to {report.months.shown.name}{_describe_as_at(reports)}",
        " ".join(summaries.summarise_place(report)),
        f"Created {format_day(now)} from {sheet_style.describe_loads(loads)}",
    ]
    if latest := reports.find_basis_month():
        lines[1] += f". {labels.TODAYS_AREAS}: {labels.label_todays_areas(latest)}"
    if reports.has_synthetic():
        lines.append(f"Synthetic data. {labels.SYNTHETIC}")
    return [*lines, labels.ACTION_RULE]


def _describe_as_at(reports: Reports) -> str:
    return f", as at {format_day(reports.seen_on)}" if reports.seen_on else ""


def _fill(
    sheet: Worksheet, lines: Sequence[str], rows: Sequence[DashboardRow], month: Month
) -> None:
    write_header(sheet, lines, len(HEADINGS), _LETTERS)
    for column, (heading, width) in enumerate(HEADINGS, 1):
        cell = sheet_style.write_text(sheet, HEADING_ROW, column, heading)
        cell.font, cell.fill = sheet_style.make_font(bold=True), sheet_style.GROUND
        cell.border = sheet_style.UNDER_HEADING
        cell.alignment = _make_alignment(column, vertical="bottom")
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet_style.fit_row(sheet, HEADING_ROW, HEADINGS)
    for at in range(len(rows) + BLANK_ROWS):
        row = rows[at] if at < len(rows) else None
        _fill_row(sheet, HEADING_ROW + 1 + at, _list_words(row, month) if row else ())
        if row:
            _write_figures(sheet, HEADING_ROW + 1 + at, row)
    colour_verdicts(sheet, f"C{HEADING_ROW + 1}:C{HEADING_ROW + len(rows) + BLANK_ROWS}")
    if not rows:
        first = HEADING_ROW + 1
        sheet_style.write_text(
            sheet, first, 1, "No crosses, and no N/A that is worsening: no actions needed."
        )
        sheet.merge_cells(None, first, 1, first, _FIRST_TO_FILL - 1)


def _fill_row(sheet: Worksheet, at: int, values: Sequence[str]) -> None:
    """Fill a row, tall enough for its wrapped text: spreadsheets do not adjust it on opening."""
    for column in range(1, len(HEADINGS) + 1):
        cell = sheet_style.write_text(
            sheet, at, column, values[column - 1] if column <= len(values) else ""
        )
        cell.font, cell.border, cell.alignment = (
            sheet_style.make_font(),
            sheet_style.BOX if column >= _FIRST_TO_FILL else sheet_style.LINE,
            _make_alignment(column),
        )
    sheet.cell(at, _FIRST_TO_FILL + 3).number_format = "DD MMM YYYY"
    widths = [width for _, width in HEADINGS]
    texts = list(zip(values, widths, strict=False))
    sheet_style.fit_row(sheet, at, texts, least=_ROOM_TO_WRITE)


def _make_alignment(column: int, vertical: str = "center") -> Alignment:
    # Figures end where the next column's words begin, so the words are indented.
    is_figure = column in _FIGURES
    return Alignment(
        horizontal="right" if is_figure else "left",
        vertical=vertical,
        wrap_text=True,
        indent=0 if is_figure or column == 1 else 1,
    )


def _list_words(row: DashboardRow, month: Month) -> tuple[str, ...]:
    shown, indicator = row.rolling, row.indicator
    return (
        indicator.name,
        *("", "", ""),  # figure, verdict and target are no words
        labels.format_counts(shown, indicator),
        labels.format_change(row.change, indicator),
        labels.describe_next_verdict(shown, indicator),
        icon_labels.label_signal(row.signal, month),
        priority_text.explain_listing(row),
    )


def _write_figures(sheet: Worksheet, at: int, row: DashboardRow) -> None:
    """Write the figure and target as numbers, and the verdict as its symbol and word."""
    write_figure_cell(sheet, at, 2, row.rolling, row.indicator)
    write_verdict_cell(sheet, at, 3, row.rolling, word=True)
    if row.target and row.target.per is None:
        write_number_cell(sheet, at, 4, row.target.value, row.indicator)
    else:
        sheet_style.write_text(sheet, at, 4, labels.format_target(row.target, row.indicator))
    for column in (2, 4):
        sheet.cell(at, column).alignment = _make_alignment(column)
    sheet.cell(at, 3).alignment = CENTRED


def _write_meeting_lines(sheet: Worksheet, agencies: Sequence[str]) -> None:
    """Write a line for the date of the meeting and for who attended from each agency."""
    _write_line_to_fill(sheet, MEETING_ROW, 1, "Meeting date", 2)
    sheet.cell(MEETING_ROW, 2).number_format = "DD MMM YYYY"
    label = sheet_style.write_text(sheet, MEETING_ROW, _FIRST_AGENCY - 1, "Attended")
    label.font = sheet_style.make_font(bold=True)
    label.alignment = Alignment(horizontal="right", vertical="bottom")
    for nth, agency in enumerate(agencies):
        down, across = divmod(nth, _AGENCIES_IN_ROW)
        _write_line_to_fill(sheet, MEETING_ROW + down, _FIRST_AGENCY + 2 * across, agency, 1)


def _write_line_to_fill(sheet: Worksheet, row: int, column: int, words: str, columns: int) -> None:
    label = sheet_style.write_text(sheet, row, column, words)
    label.font = sheet_style.make_font(bold=True)
    label.alignment = Alignment(horizontal="left" if column == 1 else "right", vertical="bottom")
    for at in range(column + 1, column + 1 + columns):
        sheet.cell(row, at).border = sheet_style.UNDER_HEADING
        sheet.cell(row, at).alignment = Alignment(wrap_text=True, vertical="bottom")
    sheet_style.fit_row(sheet, row, (), least=2 * sheet_style.LINE_HEIGHT)


def _add_choices(workbook: Workbook, agencies: Sequence[str]) -> None:
    """Put the drop-down lists on their own sheet: a list inside a rule breaks at a comma."""
    sheet = workbook.create_sheet(CHOICES)
    sheet.sheet_state = "hidden"
    for column, words in enumerate((agencies, STATUSES), 1):
        for at, word in enumerate(words, 1):
            sheet_style.write_text(sheet, at, column, word)


def _add_entry_checks(sheet: Worksheet, last: int, agencies: Sequence[str]) -> None:
    """Add drop-down lists for agency and status and a date check, each with a help text."""
    due = DataValidation(
        "date", operator="greaterThan", formula1="DATE(2000,1,1)", allow_blank=True
    )
    due.error, due.errorTitle = "Enter a date, for example 30/11/2026.", "Due"
    due.prompt, due.promptTitle = (
        "The day the action must be done by, for example 30/11/2026.",
        "Due",
    )
    checks = (
        _make_list_check("A", agencies, "Agency"),
        due,
        _make_list_check("B", STATUSES, "Status"),
    )
    for column, check in enumerate(checks, _FIRST_TO_FILL + 2):
        check.showErrorMessage = check.showInputMessage = True
        letter = get_column_letter(column)
        check.add(f"{letter}{HEADING_ROW + 1}:{letter}{last}")
        sheet.add_data_validation(check)


def _make_list_check(column: str, words: Sequence[str], title: str) -> DataValidation:
    listed = f"{CHOICES}!${column}$1:${column}${len(words)}"
    check = DataValidation("list", formula1=listed, allow_blank=True)
    check.error, check.errorTitle = "Choose a word from the list.", title
    return check
