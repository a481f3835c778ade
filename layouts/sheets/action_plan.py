"""The action-plan sheet a champion takes to the meeting: what is off target, and room to plan."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from textwrap import shorten, wrap
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from indicators.answers import PlaceReport, Row
from indicators.errors import UserError
from indicators.model import Viewer
from indicators.periods import Month, day_name
from indicators.reports import Reports
from indicators.table import Load
from layouts import wording

HEADINGS = (
    ("Indicator", 23),
    ("12 months", 10),
    ("Verdict", 9),
    ("Target", 8),
    ("Behind it", 13),
    ("Change on the year before", 14),
    ("To turn it", 19),
    ("Variation", 20),
    ("Action", 32),
    ("Owner", 13),
    ("Agency", 9),
    ("Due", 12),
    ("Status", 12),
)
STATUSES = ("Not started", "In progress", "Done", "Stopped")
BLANK_ROWS = 5
HEADING_ROW = 7
CHOICES = "Choices"  # the sheet, out of sight, that the drop-downs read
_FIRST_TO_FILL = 9  # the column of “Action”; what stands before it is filled in already
_FIGURES = (2, 4, 5)
_ROOM_TO_WRITE = 42.0  # points, for a pen
_LINE_HEIGHT = 14.5
_GROUND = PatternFill("solid", fgColor="F0F4F5")
_LINE = Border(bottom=Side("thin", color="D8DDE0"))


def _font(*, bold: bool = False, size: int = 11) -> Font:
    return Font(name="Arial", bold=bold, size=size, color="212B32")


def plan_of(reports: Reports, code: str, month: Month | None, now: datetime) -> bytes:
    """One place's action-plan sheet as an .xlsx. UserError for a place or month not known."""
    return _workbook(reports, [_report(reports, code, month)], now)


def plans_of_all(reports: Reports, month: Month | None, now: datetime) -> bytes:
    """Every team's sheet in one .xlsx (where there are no teams, every area's, or the city's)."""
    months = reports.months(month)
    at = reports.arranged(months.shown) if months else None
    places = reports.places.of_kind(reports.home_kind, at)
    return _workbook(reports, [_report(reports, place.code, month) for place in places], now)


def file_name(reports: Reports, report_name: str, month: Month) -> str:
    seen = f"-as-at-{reports.seen_on}" if reports.seen_on else ""
    areas = "-todays-areas" if reports.today() else ""
    return f"action-plan-{report_name}-{month}{areas}{seen}.xlsx"


def nothing_to_write(reports: Reports) -> UserError:
    """Why there is no plan where there are no figures."""
    if reports.seen_on:
        return UserError(
            f"Nothing had been loaded by {day_name(reports.seen_on)}, so there is no plan to write."
        )
    return UserError(
        "Nothing has been loaded yet, so there is no plan to write.",
        remedy="Load extracts first: python app.py load FILE...",
    )


def _report(reports: Reports, code: str, month: Month | None) -> PlaceReport:
    report = reports.place(code, month, Viewer.PARTNER)
    if report is None:
        raise nothing_to_write(reports)
    if not report.months.has_data:
        latest = report.months.latest
        raise UserError(
            f"There are no figures for {report.months.shown.name}.",
            remedy=f"The latest month with figures is {latest.name}." if latest else "",
        )
    return report


def _workbook(reports: Reports, places: Sequence[PlaceReport], now: datetime) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.title = f"Action plans, {places[0].months.shown.name}"
    workbook.properties.creator = reports.catalogue.programme.name
    workbook.properties.created = workbook.properties.modified = now.replace(tzinfo=None)
    agencies = [service.agency for service in reports.catalogue.dashboard_services]
    names = {CHOICES.lower()}
    for report in places:
        sheet = workbook.create_sheet(_sheet_name(report.place.name, names))
        month = report.months.shown
        _fill(sheet, _header_lines(reports, report, now), report.actions, month)
        _check_entries(sheet, HEADING_ROW + len(report.actions) + BLANK_ROWS, agencies)
        _set_up_print(sheet, report, reports.seen_on)
    _add_choices(workbook, agencies)
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def _sheet_name(name: str, taken: set[str]) -> str:
    """At most 31 characters, none that a sheet's name may not have, and unlike the others."""
    clean = shorten("".join(c for c in name if c not in "[]:*?/\\'"), 31, placeholder="")
    clean = clean.rstrip(" ,") or "Plan"
    candidate, number = clean, 2
    while candidate.lower() in taken:
        candidate = f"{clean[:27]} {number}"
        number += 1
    taken.add(candidate.lower())
    return candidate


def _header_lines(reports: Reports, report: PlaceReport, now: datetime) -> list[str]:
    loads = reports.loads_behind(report)
    seen = f", as at {day_name(reports.seen_on)}" if reports.seen_on else ""
    lines = [
        f"Action plan: {report.place.name}",
        f"{report.months.shown.name}: figures are for the 12 months to then{seen}",
        " ".join(wording.summary(report)),
        f"Written {day_name(now)} from {_loads(loads)}",
    ]
    if latest := reports.today():
        lines[1] += f". {wording.TODAYS_AREAS}: {wording.todays_areas(latest)}"
    if reports.synthetic():
        lines.append(f"Synthetic data. {wording.SYNTHETIC}")
    return lines


def _loads(loads: Sequence[Load]) -> str:
    """The newest load of each service by name, and how many more there are."""
    newest = {load.service: load for load in reversed(loads)}.values()
    named = wording.listed(f"{load.file} (load {load.id})" for load in newest)
    if not loads:
        return "no loads"
    earlier = len(loads) - len(newest)
    return f"{named}, and {earlier} earlier" if earlier else named


def _fill(sheet: Worksheet, lines: Sequence[str], rows: Sequence[Row], month: Month) -> None:
    for at, line in enumerate(lines, 1):
        _text(sheet, at, 1, line).font = _font(bold=at == 1, size=16 if at == 1 else 11)
    for column, (heading, width) in enumerate(HEADINGS, 1):
        cell = _text(sheet, HEADING_ROW, column, heading)
        cell.font, cell.fill = _font(bold=True), _GROUND
        cell.border = Border(bottom=Side("medium", color="212B32"))
        cell.alignment = _aligned(column, vertical="bottom")
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[HEADING_ROW].height = 2 * _LINE_HEIGHT + 4
    for at in range(len(rows) + BLANK_ROWS):
        _fill_row(sheet, HEADING_ROW + 1 + at, _cells(rows[at], month) if at < len(rows) else ())
    if not rows:
        first = HEADING_ROW + 1
        _text(sheet, first, 1, "No cross, and no N/A that got worse: nothing is owed.")
        sheet.merge_cells(None, first, 1, first, _FIRST_TO_FILL - 1)


def _fill_row(sheet: Worksheet, at: int, values: Sequence[str]) -> None:
    """One row, tall enough for its wrapped text (spreadsheets do not grow it when they open it)."""
    for column in range(1, len(HEADINGS) + 1):
        cell = _text(sheet, at, column, values[column - 1] if column <= len(values) else "")
        cell.font, cell.border, cell.alignment = _font(), _LINE, _aligned(column)
    sheet.cell(at, _FIRST_TO_FILL + 3).number_format = "DD MMM YYYY"
    widths = [width for _, width in HEADINGS]
    lines = max((_lines(v, w) for v, w in zip(values, widths, strict=False)), default=1)
    sheet.row_dimensions[at].height = max(_ROOM_TO_WRITE, lines * _LINE_HEIGHT + 6)


def _lines(text: str, width: int) -> int:
    """How many lines a text wraps to; a column holds a little less than its width in letters."""
    return len(wrap(text, max(width - 3, 1))) or 1


def _aligned(column: int, vertical: str = "center") -> Alignment:
    # Figures end where the next column's words begin, so those are set in a little.
    figure = column in _FIGURES
    return Alignment(
        horizontal="right" if figure else "left",
        vertical=vertical,
        wrap_text=True,
        indent=0 if figure or column == 1 else 1,
    )


def _cells(row: Row, month: Month) -> tuple[str, ...]:
    shown, indicator = row.rolling, row.indicator
    turn = wording.to_turn(shown, indicator)
    return (
        indicator.name,
        wording.figure(shown, indicator),
        wording.verdict(shown),
        wording.target(shown.target, indicator),
        wording.counts(shown, indicator),
        wording.change(row.change, indicator),
        f"{turn}, for {wording.turns_into(shown)}" if turn else "",
        wording.signal(row.signal, month),
    )


def _text(sheet: Worksheet, row: int, column: int, value: str) -> Any:
    """Write text that stays text, even where it starts like a formula."""
    cell = sheet.cell(row, column, value)
    if value[:1] in ("=", "+", "-", "@"):
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def _add_choices(workbook: Workbook, agencies: Sequence[str]) -> None:
    """The drop-downs' words on a sheet of their own: a list inside a rule breaks at a comma."""
    sheet = workbook.create_sheet(CHOICES)
    sheet.sheet_state = "hidden"
    for column, words in enumerate((agencies, STATUSES), 1):
        for at, word in enumerate(words, 1):
            _text(sheet, at, column, word)


def _check_entries(sheet: Worksheet, last: int, agencies: Sequence[str]) -> None:
    """Drop-downs for agency and status, and a date that is a date, each with a word of help."""
    due = DataValidation(
        "date", operator="greaterThan", formula1="DATE(2000,1,1)", allow_blank=True
    )
    due.error, due.errorTitle = "Enter a date, for example 30/11/2026.", "Due"
    due.prompt, due.promptTitle = "The day the action is to be done by, as 30/11/2026.", "Due"
    checks = (_among("A", agencies, "Agency"), due, _among("B", STATUSES, "Status"))
    for column, check in enumerate(checks, _FIRST_TO_FILL + 2):
        check.showErrorMessage = check.showInputMessage = True
        letter = get_column_letter(column)
        check.add(f"{letter}{HEADING_ROW + 1}:{letter}{last}")
        sheet.add_data_validation(check)


def _among(column: str, words: Sequence[str], title: str) -> DataValidation:
    listed = f"{CHOICES}!${column}$1:${column}${len(words)}"
    check = DataValidation("list", formula1=listed, allow_blank=True)
    check.error, check.errorTitle = "Choose one of the words in the list.", title
    return check


def _set_up_print(sheet: Worksheet, report: PlaceReport, as_at: date | None) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, footer=0.3)
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
    name = report.place.name.replace("&", "&&")
    seen = f", as at {day_name(as_at)}" if as_at else ""
    footer = HeaderFooterItem(
        left=_HeaderFooterPart(f"{name}, {report.months.shown.name}{seen}"),
        right=_HeaderFooterPart("Page &P of &N"),
    )
    sheet.HeaderFooter.oddFooter = footer
    sheet.freeze_panes = f"C{HEADING_ROW + 1}"
