"""The action-plan sheet a champion takes to the meeting: what is off target, and room to plan."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from indicators.errors import UserError
from indicators.model import Viewer
from indicators.periods import Month
from indicators.reports import PlaceReport, Reports, Row
from indicators.table import Load
from layouts import wording

HEADINGS = (
    ("Service", 14),
    ("Indicator", 24),
    ("12 months", 11),
    ("Verdict", 9),
    ("Target", 9),
    ("Behind it", 15),
    ("Change on last year", 17),
    ("To turn it", 20),
    ("Action", 38),
    ("Owner", 16),
    ("Agency", 12),
    ("Due", 12),
    ("Status", 13),
)
STATUSES = ("Not started", "In progress", "Done", "Stopped")
BLANK_ROWS = 5
HEADING_ROW = 7
_FIRST_TO_FILL = 9  # the column of “Action”; what stands before it is filled in already
_GROUND = PatternFill("solid", fgColor="F0F4F5")
_LINE = Border(bottom=Side("thin", color="D8DDE0"))
_INK = "212B32"


def plan_of(reports: Reports, code: str, month: Month | None, now: datetime) -> bytes:
    """One place's action-plan sheet as an .xlsx. UserError for a place or month not known."""
    return _workbook(reports, [_report(reports, code, month)], now)


def plans_of_all(reports: Reports, month: Month | None, now: datetime) -> bytes:
    """Every team's sheet in one .xlsx (where there are no teams, every area's, or the city's)."""
    places = reports.places.of_kind(reports.home_kind)
    return _workbook(reports, [_report(reports, place.code, month) for place in places], now)


def file_name(report_name: str, month: Month) -> str:
    return f"action-plan-{report_name}-{month}.xlsx"


def _report(reports: Reports, code: str, month: Month | None) -> PlaceReport:
    report = reports.place(code, month, Viewer.PARTNER)
    if report is None:
        raise UserError(
            "Nothing has been loaded yet, so there is no plan to write.",
            remedy="Load extracts first: python app.py load FILE...",
        )
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
    agencies = [service.agency for service in reports.catalogue.services.values()]
    names: set[str] = set()
    for report in places:
        sheet = workbook.create_sheet(_sheet_name(report.place.name, names))
        lines = _header_lines(reports, report, now)
        _fill(sheet, lines, report, agencies)
        _set_up_print(sheet, report)
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def _sheet_name(name: str, taken: set[str]) -> str:
    """At most 31 characters, none that a sheet's name may not have, and unlike the others."""
    clean = "".join(c for c in name if c not in "[]:*?/\\'")[:31].strip() or "Plan"
    candidate, number = clean, 2
    while candidate.lower() in taken:
        candidate = f"{clean[:27]} {number}"
        number += 1
    taken.add(candidate.lower())
    return candidate


def _header_lines(reports: Reports, report: PlaceReport, now: datetime) -> list[str]:
    loads = reports.loads_behind(report)
    lines = [
        f"Action plan: {report.place.name}",
        f"{report.months.shown.name}: figures are for the 12 months to then",
        " ".join(wording.summary(report)),
        f"Written {now.day} {Month.of(now.year, now.month).name} from {_loads(loads)}",
    ]
    if reports.synthetic():
        lines.append(f"Synthetic data. {wording.SYNTHETIC}")
    return lines


def _loads(loads: Sequence[Load]) -> str:
    if not loads:
        return "no loads"
    told = ", ".join(f"{load.file} (load {load.id})" for load in loads[:3])
    more = f" and {len(loads) - 3} earlier" if len(loads) > 3 else ""
    return f"{len(loads)} {'load' if len(loads) == 1 else 'loads'}: {told}{more}"


def _fill(
    sheet: Worksheet, lines: Sequence[str], report: PlaceReport, agencies: Sequence[str]
) -> None:
    services = {row.indicator.code: service for service, rows in report.blocks for row in rows}
    rows = report.actions
    for at, line in enumerate(lines, 1):
        cell = _text(sheet, at, 1, line)
        cell.font = Font(bold=at == 1, size=16 if at == 1 else 11, color=_INK)
    for column, (heading, width) in enumerate(HEADINGS, 1):
        cell = _text(sheet, HEADING_ROW, column, heading)
        cell.font = Font(bold=True, color=_INK)
        cell.fill = _GROUND
        cell.border = Border(bottom=Side("medium", color=_INK))
        cell.alignment = Alignment(wrap_text=True, vertical="bottom")
        sheet.column_dimensions[get_column_letter(column)].width = width
    for at, row in enumerate(rows, HEADING_ROW + 1):
        for column, value in enumerate(_cells(row, services[row.indicator.code].name), 1):
            _text(sheet, at, column, value)
    if not rows:
        _text(sheet, HEADING_ROW + 1, 1, "No cross, and no N/A that got worse: nothing is owed.")
    last = HEADING_ROW + max(len(rows), 1) + BLANK_ROWS
    for at in range(HEADING_ROW + 1, last + 1):
        for column in range(1, len(HEADINGS) + 1):
            cell = sheet.cell(at, column)
            cell.border = _LINE
            ends = "right" if column in (3, 5, 6) else None
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal=ends)
        sheet.cell(at, _FIRST_TO_FILL + 3).number_format = "DD MMM YYYY"
    if not rows:
        sheet.merge_cells(None, HEADING_ROW + 1, 1, HEADING_ROW + 1, _FIRST_TO_FILL - 1)
    _check_entries(sheet, HEADING_ROW + 1, last, agencies)


def _cells(row: Row, service: str) -> tuple[str, ...]:
    shown, indicator = row.rolling, row.indicator
    return (
        service,
        indicator.name,
        wording.figure(shown, indicator),
        wording.verdict(shown),
        wording.target(shown.target, indicator),
        wording.counts(shown, indicator),
        wording.change(row.change, indicator),
        wording.to_turn(shown, indicator),
    )


def _text(sheet: Worksheet, row: int, column: int, value: str) -> Any:
    """Write text that stays text, even where it starts like a formula."""
    cell = sheet.cell(row, column, value)
    if value[:1] in ("=", "+", "-", "@"):
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def _check_entries(sheet: Worksheet, first: int, last: int, agencies: Sequence[str]) -> None:
    """Drop-downs for agency and status, and a date that is a date, each with a word of help."""

    def among(choices: Sequence[str], title: str) -> DataValidation:
        listed = ",".join(choices)
        check = DataValidation("list", formula1=f'"{listed}"', allow_blank=True)
        check.error, check.errorTitle = f"Choose one of: {', '.join(choices)}.", title
        return check

    due = DataValidation(
        "date", operator="greaterThan", formula1="DATE(2000,1,1)", allow_blank=True
    )
    due.error, due.errorTitle = "Enter a date, for example 30/11/2026.", "Due"
    due.prompt, due.promptTitle = "The day the action is to be done by, as 30/11/2026.", "Due"
    checks = (among(agencies, "Agency"), due, among(STATUSES, "Status"))
    for column, check in enumerate(checks, _FIRST_TO_FILL + 2):
        check.showErrorMessage = check.showInputMessage = True
        letter = get_column_letter(column)
        check.add(f"{letter}{first}:{letter}{last}")
        sheet.add_data_validation(check)


def _set_up_print(sheet: Worksheet, report: PlaceReport) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
    name = report.place.name.replace("&", "&&")
    footer = HeaderFooterItem(
        left=_HeaderFooterPart(f"{name}, {report.months.shown.name}"),
        right=_HeaderFooterPart("Page &P of &N"),
    )
    sheet.HeaderFooter.oddFooter = footer
    sheet.freeze_panes = f"C{HEADING_ROW + 1}"
