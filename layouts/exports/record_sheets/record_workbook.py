"""A record as a workbook: a row for each value, and a hidden sheet with what was exported."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from indicators.access.permissions import Viewer
from indicators.access.row_access import RowAccess
from indicators.domain.localities import Locality
from indicators.records.record_definition import RecordDefinition
from indicators.records.record_period import RecordPeriod, RecordSpan, list_periods
from indicators.records.record_sheet import (
    BASE_HEADINGS,
    EVIDENCE,
    REF,
    SHEET_FORMAT,
    SHEET_LINES,
    SHEET_TITLE,
    VALUE,
    format_ref,
)
from indicators.records.record_values import MOST_COUNTED, RecordCell
from indicators.reports.base import Reports
from indicators.reports.records.period_choice import choose_period
from indicators.reports.records.record_book import Cells, RecordBook, find_first_period
from layouts.exports import sheet_style
from layouts.text.workflow import record_text

BASE = "Exported"
"""The name of the hidden sheet; it is found by its first cell."""
_PERIODS = {RecordSpan.QUARTER: 1, RecordSpan.MONTH: 3, RecordSpan.WEEK: 13}
"""How many periods a workbook has, the last of them the one that was asked for."""
_HEADINGS = ("Team", "Period", "Subject", "What", "Before", VALUE, EVIDENCE, REF)
_WIDTHS = (24, 22, 24, 34, 9, 9, 60, 42)
_HEADING_ROW, _VALUE_COLUMN = 5, 6
_FILL_IN = (
    "Fill in Value{evidence}, and upload this file on the page of the record. You see every "
    "difference before anything is changed."
)


def write_record_workbook(
    reports: Reports, code: str, team: str, period: str, viewer: Viewer, now: datetime
) -> tuple[bytes, str]:
    """Return the workbook of a team's record, or of every team's if it is "", and its name.

    Raises UserError for an unknown record, team or period.
    """
    book = RecordBook(reports, viewer)
    definition = book.find_definition(code)
    chosen = choose_period(reports, definition, period, now.date(), viewer, team).shown
    first = max(chosen - (_PERIODS[definition.per] - 1), find_first_period(definition))
    periods = list_periods(first, chosen)
    teams = [book.find_team(definition, team)] if team else book.list_teams(definition, chosen)
    exact = [each for each in teams if book.decide(definition, each.code) is RowAccess.EXACT]
    cells = book.read(definition, [each.code for each in exact], (first - 1, chosen))
    workbook = sheet_style.create_workbook(definition.name, reports.catalogue.programme.name, now)
    _write_rows(workbook, definition, exact, periods, cells)
    _write_base(workbook, definition, exact, periods, cells, now)
    written = io.BytesIO()
    workbook.save(written)
    name = f"{definition.code}-{team or 'all-teams'}-{chosen.code}.xlsx".replace("_", "-")
    return written.getvalue(), name


def _list_cells(
    definition: RecordDefinition, teams: Sequence[Locality], periods: Sequence[RecordPeriod]
) -> list[tuple[Locality, RecordPeriod, RecordCell]]:
    return [
        (team, period, RecordCell(team.code, period.code, field))
        for team in teams
        for period in periods
        for field in definition.fields
    ]


def _write_rows(
    workbook: Workbook,
    definition: RecordDefinition,
    teams: Sequence[Locality],
    periods: Sequence[RecordPeriod],
    cells: Cells,
) -> None:
    sheet = workbook.create_sheet(sheet_style.make_sheet_name(definition.name, set()))
    has_evidence = definition.scores is not None
    lines = (
        definition.name,
        f"{periods[0].name} to {periods[-1].name}" if len(periods) > 1 else periods[0].name,
        _FILL_IN.format(evidence=" and Evidence" if has_evidence else ""),
    )
    for at, line in enumerate(lines, 1):
        font = sheet_style.make_font(bold=at == 1, size=16 if at == 1 else 11)
        sheet_style.write_text(sheet, at, 1, line).font = font
    columns = [each for each in enumerate(_HEADINGS) if has_evidence or each[1] != EVIDENCE]
    for column, (at, heading) in enumerate(columns, 1):
        cell = sheet_style.write_text(sheet, _HEADING_ROW, column, heading)
        cell.font, cell.fill = sheet_style.make_font(bold=True), sheet_style.GROUND
        cell.border = sheet_style.UNDER_HEADING
        sheet.column_dimensions[cell.column_letter].width = _WIDTHS[at]
    found = _list_cells(definition, teams, periods)
    for row, (team, period, where) in enumerate(found, _HEADING_ROW + 1):
        field, version = definition.fields[where.field], cells.get(where)
        before = cells.get(RecordCell(where.team, (period - 1).code, where.field))
        texts = [team.name, period.name, field.group, field.name, record_text.format_value(before)]
        texts.append(record_text.format_value(version))
        if has_evidence:
            texts.append(version.entered.evidence if version else "")
        _write_row(sheet, row, [*texts, format_ref(where)])
    _check_values(sheet, definition, _HEADING_ROW + max(len(found), 1))
    sheet.freeze_panes = f"A{_HEADING_ROW + 1}"
    sheet_style.set_up_print(sheet, _HEADING_ROW, f"{definition.name}, {periods[-1].name}")


def _write_row(sheet: Worksheet, row: int, texts: Sequence[str]) -> None:
    """Write a row. Values are numbers, so that they can be added up; the rest is text."""
    for column, text in enumerate(texts, 1):
        if column in (_VALUE_COLUMN - 1, _VALUE_COLUMN):
            if text:
                sheet_style.write_count(sheet, row, column, int(text))
        else:
            sheet_style.write_text(sheet, row, column, text).font = sheet_style.make_font()
            sheet.cell(row, column).alignment = Alignment(vertical="top", wrap_text=True)
    sheet.cell(row, _VALUE_COLUMN).border = sheet_style.BOX


def _check_values(sheet: Worksheet, definition: RecordDefinition, last: int) -> None:
    """Let only whole numbers of the scale be typed."""
    scale = definition.scores
    lowest, highest = (scale.lowest, scale.highest) if scale else (0, MOST_COUNTED)
    check = DataValidation("whole", operator="between", formula1=str(lowest), formula2=str(highest))
    check.error, check.errorTitle = f"A whole number from {lowest} to {highest}.", VALUE
    sheet.add_data_validation(check)
    check.add(f"F{_HEADING_ROW + 1}:F{last}")


def _write_base(
    workbook: Workbook,
    definition: RecordDefinition,
    teams: Sequence[Locality],
    periods: Sequence[RecordPeriod],
    cells: Cells,
    now: datetime,
) -> None:
    """Add the hidden, protected sheet. Every cell is text, so that no program changes it."""
    sheet = workbook.create_sheet(BASE)
    sheet.sheet_state = "hidden"
    sheet.protection.sheet = True
    values = (str(SHEET_FORMAT), definition.code, now.isoformat())
    rows: list[tuple[str, ...]] = [(SHEET_TITLE,), *zip(SHEET_LINES, values, strict=True)]
    rows.append(BASE_HEADINGS)
    for _, _, where in _list_cells(definition, teams, periods):
        version = cells.get(where)
        rows.append(
            (
                format_ref(where),
                str(version.version) if version else "0",
                record_text.format_value(version),
                version.entered.evidence if version else "",
            )
        )
    for at, texts in enumerate(rows, 1):
        for column, text in enumerate(texts, 1):
            sheet_style.write_text(sheet, at, column, text)
