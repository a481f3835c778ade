"""The same sheet as Excel and Google Sheets save it says the same."""

from datetime import date

import pytest

from indicators.access.permissions import PARTNER
from indicators.actions.action_fields import ActionField
from indicators.actions.sheets.sheet_refusals import SheetRefusalCode
from indicators.reports.actions.sheet_import import SheetImports
from layouts.exports.action_sheets.sheet_columns import COLUMNS
from tests.support.foreign_sheets import (
    count_from_1904,
    rich_text,
    saved_by_google,
    share_strings,
)
from tests.support.sheet_files import edit_workbook, read_content, write

TRAITS = [share_strings, rich_text, count_from_1904, saved_by_google]
DATE_FORMATS = [
    "m/d/yyyy",
    "dd/mm/yyyy",
    "d mmm yy",
    "[$-809]dd mmmm yyyy;@",
    "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
    "yyyy-mm-dd hh:mm",
]


def list_changes(reports, content):
    reading = read_content(reports, content)
    assert reading.refusals == ()
    return [
        (row.number, cell.field.value, cell.here)
        for row in SheetImports(reports, PARTNER).compare(reading).rows
        if row.changes_sheet
        for cell in row.cells
        if cell.here != cell.base
    ]


@pytest.mark.parametrize("save_as", TRAITS)
def test_a_sheet_that_was_only_saved_changes_nothing(reports, exported, save_as):
    content = save_as(edit_workbook(exported, lambda sheet: None))
    assert content != exported
    assert list_changes(reports, content) == []


@pytest.mark.parametrize("save_as", TRAITS)
def test_what_was_edited_is_what_is_read(reports, exported, save_as):
    def edit(sheet):
        write(sheet, "A-1", Due=date(2027, 1, 31), Owner="O'Brien & Sons <team>")
        row = write(sheet, "A-2", Outcome=0.9)
        sheet.cell(row, COLUMNS["Outcome"]).number_format = "0%"

    assert list_changes(reports, save_as(edit_workbook(exported, edit))) == [
        (1, "owner", "O'Brien & Sons <team>"),
        (1, "due", "2027-01-31"),
        (2, "outcome", "90%"),
    ]


@pytest.mark.parametrize("number_format", DATE_FORMATS)
def test_a_day_is_read_in_every_format_of_a_date(reports, exported, number_format):
    def edit(sheet):
        row = write(sheet, "A-1", Due=date(2027, 1, 2))
        sheet.cell(row, COLUMNS["Due"]).number_format = number_format

    content = edit_workbook(exported, edit)
    assert list_changes(reports, content) == [(1, "due", "2027-01-02")]
    assert list_changes(reports, count_from_1904(content)) == [(1, "due", "2027-01-02")]


def test_true_and_false_are_words(reports, exported):
    content = edit_workbook(exported, lambda sheet: write(sheet, "A-1", Owner=True, Status=False))
    reading = read_content(reports, content)
    assert [(each.code, each.value) for each in reading.refusals] == [
        (SheetRefusalCode.STATUS_UNKNOWN, "FALSE")
    ]
    named = edit_workbook(exported, lambda sheet: write(sheet, "A-1", Owner=True))
    assert read_content(reports, named).rows[0].cells[ActionField.OWNER] == "TRUE"
