"""What helps to fill in the action-plan sheet: lines for the meeting, lists, a date check."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from indicators.actions.action_fields import STATUS_NAMES, ActionField
from layouts.exports import sheet_style
from layouts.exports.action_sheets.sheet_columns import DAY_FORMAT, FIELD_COLUMNS, HEADING_ROW

MEETING_ROW = 8
CHOICES = "Choices"
"""The hidden sheet that the drop-down lists read."""
STATUSES = tuple(STATUS_NAMES.values())
_FIRST_AGENCY, _AGENCIES_IN_ROW = 6, 4


def write_meeting_lines(sheet: Worksheet, agencies: Sequence[str]) -> None:
    """Write a line for the date of the meeting and for who attended from each agency."""
    _write_line_to_fill(sheet, MEETING_ROW, 1, "Meeting date", 2)
    sheet.cell(MEETING_ROW, 2).number_format = DAY_FORMAT
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


def add_choices(workbook: Workbook, agencies: Sequence[str]) -> None:
    """Put the drop-down lists on their own sheet: a list inside a rule breaks at a comma."""
    sheet = workbook.create_sheet(CHOICES)
    sheet.sheet_state = "hidden"
    for column, words in enumerate((agencies, STATUSES), 1):
        for at, word in enumerate(words, 1):
            sheet_style.write_text(sheet, at, column, word)


def add_entry_checks(sheet: Worksheet, last: int, agencies: Sequence[str]) -> None:
    """Add drop-down lists for agency and status and a date check, each with a help text."""
    due = DataValidation(
        "date", operator="greaterThan", formula1="DATE(2000,1,1)", allow_blank=True
    )
    due.error, due.errorTitle = "Enter a date, for example 30/11/2026.", "Due"
    due.prompt, due.promptTitle = (
        "The day the action must be done by, for example 30/11/2026.",
        "Due",
    )
    checks = {
        ActionField.AGENCY: _make_list_check("A", agencies, "Agency"),
        ActionField.DUE: due,
        ActionField.STATUS: _make_list_check("B", STATUSES, "Status"),
    }
    for field, check in checks.items():
        check.showErrorMessage = check.showInputMessage = True
        letter = get_column_letter(FIELD_COLUMNS[field])
        check.add(f"{letter}{HEADING_ROW + 1}:{letter}{last}")
        sheet.add_data_validation(check)


def _make_list_check(column: str, words: Sequence[str], title: str) -> DataValidation:
    listed = f"{CHOICES}!${column}$1:${column}${len(words)}"
    check = DataValidation("list", formula1=listed, allow_blank=True)
    check.error, check.errorTitle = "Choose a word from the list.", title
    return check
