"""An action sheet that comes back is understood, or refused with the cell and what to do."""

from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from indicators.access.permissions import PARTNER
from indicators.actions.action_fields import ActionField
from indicators.actions.sheets.sheet_refusals import (
    REFUSAL_TEXTS,
    RefusedSheetError,
    SheetRefusalCode,
)
from indicators.domain.errors import UnreadableFileError
from indicators.reports.actions.sheet_import import SheetImports
from layouts.exports.action_plan import write_all_action_plans
from layouts.exports.action_sheets.sheet_columns import COLUMNS, HEADING_ROW
from loaders.action_sheets.due_days import read_due_day
from loaders.action_sheets.sheet_action_rows import MOST_ROWS
from tests.support.action_sheets import EXPORTED
from tests.support.sheet_files import (
    edit_workbook,
    find_row,
    list_rows,
    read_content,
    save,
    write,
)


def read(reports, exported, edit=lambda sheet: None):
    return read_content(reports, edit_workbook(exported, edit))


def list_changes(reports, reading):
    """What a sheet changes, as “A-1.owner: Ada to Ben”."""
    return [
        f"{row.make_cell_key(cell)}: {cell.here}"
        for row in SheetImports(reports, PARTNER).compare(reading).rows
        if row.changes_sheet
        for cell in row.cells
        if cell.here != cell.base
    ]


def list_refusals(reading):
    return [(refusal.code.value, refusal.cell) for refusal in reading.refusals]


def refuse(reports, content, name="sheet.xlsx"):
    with pytest.raises(RefusedSheetError) as refused:
        read_content(reports, content, name)
    return refused.value.code


def test_the_sheet_as_exported_says_nothing_new(reports, exported):
    for content in (exported, edit_workbook(exported, lambda sheet: None)):
        reading = read_content(reports, content)
        assert [row.number for row in reading.rows] == [1, 2, 3, 4]
        assert (reading.refusals, reading.left_out) == ((), ())
        assert (reading.rows_read, reading.rows_refused, reading.rows_blank) == (4, 0, 0)
        assert not SheetImports(reports, PARTNER).compare(reading).has_changes


def test_the_actions_are_next_to_their_figures_and_blank_rows_below(exported):
    rows = list_rows(load_workbook(BytesIO(exported)).worksheets[0])
    table = [(row[0], row[COLUMNS["Ref"] - 1], row[COLUMNS["Action"] - 1]) for row in rows]
    assert table == [
        ("Visits", "A-1", "Phone every family"),
        ("Visits", "A-2", "=1+1"),
        ("Plans", "A-3", "Write plans\nwith families"),
        (None, "A-4", "Share the list  of groups"),
        *[(None, None, None)] * 5,
    ]
    assert rows[0][1] is not None
    assert rows[1][1] is None
    assert rows[0][COLUMNS["Due"] - 1] == datetime(2026, 12, 1)  # noqa: DTZ001 - a cell has no zone


def test_the_baseline_is_hidden_protected_and_all_text(exported):
    book = load_workbook(BytesIO(exported))
    sheet = book["Baseline"]
    assert (sheet.sheet_state, sheet.protection.sheet) == ("hidden", True)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


def test_rows_may_be_sorted_columns_moved_and_headings_written_otherwise(reports, exported):
    def reorder(sheet: Worksheet) -> None:
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        sheet.delete_rows(1, HEADING_ROW - 1)
        rows: list[list[Any]] = [[cell.value for cell in row] for row in sheet.iter_rows()]
        sheet.delete_rows(1, len(rows))
        names: list[Any] = [" " + str(name).upper() for name in rows[0]]
        names[rows[0].index("Due")], names[rows[0].index("Ref")] = "Due date:", "reference"
        for row in [names, *rows[:0:-1]]:
            sheet.append(row[::-1])
            for cell in sheet[sheet.max_row]:
                if isinstance(cell.value, str):
                    cell.data_type = "s"

    reading = read(reports, exported, reorder)
    assert sorted(row.number for row in reading.rows) == [1, 2, 3, 4]
    assert (reading.refusals, reading.left_out) == ((), ())
    assert list_changes(reports, reading) == []


def test_rows_and_columns_that_are_hidden_or_filtered_away_are_not_deleted(reports, exported):
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[find_row(sheet, "A-2")].hidden = True
        sheet.column_dimensions["L"].hidden = True
        sheet.auto_filter.ref = "A10:Q19"

    reading = read(reports, exported, hide)
    assert not SheetImports(reports, PARTNER).compare(reading).has_changes


def test_every_edit_is_read_by_row_and_cell(reports, exported):
    def edit(sheet: Worksheet) -> None:
        write(sheet, "A-1", Owner="Ben", Due=date(2027, 1, 31), Status="DONE")
        write(sheet, "A-4", Measure_of_success="=2+2", Agency=12, Status="in-progress")
        write(sheet, "", Action="Open a clinic", Due="2 March 2027", Indicator="plans")

    assert list_changes(reports, read(reports, exported, edit)) == [
        "A-1.owner: Ben",
        "A-1.due: 2027-01-31",
        "A-1.status: done",
        "A-4.agency: 12",
        "A-4.status: in_progress",
        "A-4.measure: =2+2",
        "row-15.indicator: plans",
        "row-15.what: Open a clinic",
        "row-15.due: 2027-03-02",
    ]


@pytest.mark.parametrize(
    ("written", "day", "other"),
    [
        ("2026-12-01", "2026-12-01", None),
        ("2026-12-01 00:00:00", "2026-12-01", None),
        ("01/12/2026", "2026-12-01", "2026-01-12"),
        ("1.12.26", "2026-12-01", "2026-01-12"),
        ("30/11/2026", "2026-11-30", None),
        ("11/30/2026", "2026-11-30", None),
        ("12/12/2026", "2026-12-12", None),
        ("1 Dec 2026", "2026-12-01", None),
        ("Tue 1st December 2026", "2026-12-01", None),
        ("Dec 1, 2026", "2026-12-01", None),
        ("1-Dec-26", "2026-12-01", None),
    ],
)
def test_a_day_is_read_as_people_write_it(written, day, other):
    expected = (date.fromisoformat(day), date.fromisoformat(other) if other else None)
    assert read_due_day(written) == expected


@pytest.mark.parametrize("written", ["soon", "1 Dec", "31/02/2026", "12/2026", "1/12/1926", "13"])
def test_what_is_no_day_is_not_guessed(written):
    assert read_due_day(written) is None


def test_a_day_typed_as_text_in_two_ways_is_kept_with_both(reports, exported):
    reading = read(reports, exported, lambda sheet: write(sheet, "A-2", Due="01/12/2026"))
    assert (reading.rows[1].cells[ActionField.DUE], reading.rows[1].other_day) == (
        "2026-12-01",
        "2026-01-12",
    )
    same = read(reports, exported, lambda sheet: write(sheet, "A-1", Due="12/01/2026"))
    assert list_changes(reports, same) == []


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"Status": "finished"}, "status_unknown", "Status"),
        ({"Due": "soon"}, "day_unreadable", "Due"),
        ({"Due": date(1926, 12, 1)}, "day_unreadable", "Due"),
        ({"Owner": "x" * 201}, "text_too_long", "Owner"),
        ({"Indicator": "Breastfeeding"}, "indicator_unknown", "Indicator"),
        ({"Ref": "A-9"}, "reference_unknown", "Ref"),
        ({"Ref": "first"}, "reference_unknown", "Ref"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_with_its_code(reports, exported, cells, code, column):
    rows = []
    reading = read(reports, exported, lambda sheet: rows.append(write(sheet, "A-1", **cells)))
    letter = "ABCDEFGHIJKLMNOPQ"[COLUMNS[column] - 1]
    assert list_refusals(reading) == [(code, f"{letter}{rows[0]}")]
    assert [row.number for row in reading.rows] == [2, 3, 4]
    if column != "Ref":
        assert reading.refused == (1,)
        assert not SheetImports(reports, PARTNER).compare(reading).has_changes
    assert (reading.rows_read, reading.rows_refused, reading.rows_blank) == (4, 1, 0)
    text = str(reading.refusals[0])
    assert text.startswith(f"Cell {letter}{rows[0]} (“")
    assert text.endswith(REFUSAL_TEXTS[reading.refusals[0].code].remedy)


def test_a_number_that_lost_its_date_format_is_refused(reports, exported):
    def lose_format(sheet: Worksheet) -> None:
        row = write(sheet, "A-1", Due=46357)
        sheet.cell(row, COLUMNS["Due"]).number_format = "General"

    assert list_refusals(read(reports, exported, lose_format)) == [("day_is_number", "N11")]


def test_a_new_row_without_an_action_is_refused(reports, exported):
    rows = []
    reading = read(reports, exported, lambda sheet: rows.append(write(sheet, "", Owner="Ben")))
    assert list_refusals(reading) == [("action_missing", f"K{rows[0]}")]


@pytest.mark.parametrize(
    "formula",
    ["=1+1", '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0", "=SUM(A1:A9)", '="Ada"'],
)
def test_a_formula_is_refused_and_text_that_looks_like_one_is_text(reports, exported, formula):
    def compute(sheet: Worksheet) -> None:
        sheet.cell(find_row(sheet, "A-1"), COLUMNS["Owner"]).value = formula

    assert list_refusals(read(reports, exported, compute)) == [("formula", "L11")]
    typed = read(reports, exported, lambda sheet: write(sheet, "A-1", Owner=formula))
    assert list_changes(reports, typed) == [f"A-1.owner: {formula}"]


def test_a_formula_is_refused_also_with_a_saved_result_and_in_an_empty_row(reports, exported):
    def compute(sheet: Worksheet) -> None:
        sheet.cell(find_row(sheet, ""), COLUMNS["Action"]).value = '=""'
        sheet.cell(find_row(sheet, "A-1"), COLUMNS["Target"]).value = "=1+1"

    assert list_refusals(read(reports, exported, compute)) == [("formula", "K15")]


def test_an_error_is_refused_and_the_same_text_is_text(reports, exported):
    def fail(sheet: Worksheet) -> None:
        sheet.cell(find_row(sheet, "A-1"), COLUMNS["Owner"]).value = "#REF!"

    assert list_refusals(read(reports, exported, fail)) == [("cell_error", "L11")]


def test_merged_cells_are_refused(reports, exported):
    reading = read(reports, exported, lambda sheet: sheet.merge_cells("L11:L12"))
    assert ("merged_cell", "L11:L12") in list_refusals(reading)


def test_actions_sorted_without_their_references_are_refused(reports, exported):
    def swap(sheet: Worksheet) -> None:
        first, second = (find_row(sheet, each) for each in ("A-1", "A-3"))
        for name in ("Action", "Owner", "Due"):
            one, other = (sheet.cell(row, COLUMNS[name]) for row in (first, second))
            one.value, other.value = other.value, one.value

    reading = read(reports, exported, swap)
    assert {code for code, _ in list_refusals(reading)} == {"rows_shuffled"}
    assert (reading.rows_read, len(reading.rows), reading.rows_refused) == (4, 2, 2)


@pytest.mark.parametrize("heading", ["Ref", "Action", "Owner", "Due", "Indicator", "Outcome"])
def test_a_missing_or_renamed_column_is_named(reports, exported, heading):
    def rename(sheet: Worksheet) -> None:
        sheet.cell(HEADING_ROW, COLUMNS[heading]).value = "Lead"

    with pytest.raises(RefusedSheetError, match=f"“{heading}” is not there. Not known are “Lead”"):
        read(reports, exported, rename)
    without = edit_workbook(exported, lambda sheet: sheet.delete_cols(COLUMNS[heading]))
    assert refuse(reports, without) is SheetRefusalCode.COLUMN_MISSING


def test_two_columns_of_one_heading_are_refused(reports, exported):
    def repeat(sheet: Worksheet) -> None:
        sheet.cell(HEADING_ROW, 18).value = "owner"

    with pytest.raises(RefusedSheetError, match="“Owner” is in columns L and R"):
        read(reports, exported, repeat)


def test_what_is_not_read_is_named(reports, exported):
    def note(sheet: Worksheet) -> None:
        sheet.cell(HEADING_ROW, 18).value = "Notes"
        sheet.cell(HEADING_ROW + 1, 18).value = "Ask Ben"
        sheet.cell(40, 1).value = "Agreed by all"

    reading = read(reports, exported, note)
    assert reading.left_out == ("R11 (column “Notes”)", "A40")
    assert reading.refusals == ()


def test_a_copy_of_the_cells_without_the_baseline_is_refused(reports, exported):
    book = load_workbook(BytesIO(exported))
    del book["Baseline"]
    assert refuse(reports, save(book)) is SheetRefusalCode.BASELINE_MISSING
    everyone = write_all_action_plans(reports, None, PARTNER, EXPORTED)
    assert refuse(reports, everyone) is SheetRefusalCode.BASELINE_MISSING


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("B2", "2", SheetRefusalCode.BASELINE_TOO_NEW),
        ("B2", "one", SheetRefusalCode.BASELINE_DAMAGED),
        ("B5", "yesterday", SheetRefusalCode.BASELINE_DAMAGED),
        ("A7", "Reference", SheetRefusalCode.BASELINE_DAMAGED),
        ("A8", "A-2", SheetRefusalCode.BASELINE_DAMAGED),
        ("B8", "=1", SheetRefusalCode.BASELINE_DAMAGED),
        ("A1", "Something", SheetRefusalCode.BASELINE_MISSING),
    ],
)
def test_a_changed_baseline_is_refused(reports, exported, cell, value, code):
    book = load_workbook(BytesIO(exported))
    book["Baseline"][cell] = value
    assert refuse(reports, save(book)) is code


def test_a_baseline_of_other_actions_is_refused(reports, exported):
    book = load_workbook(BytesIO(exported))
    book["Baseline"]["C8"] = "0123456789ab"
    reading = read_content(reports, save(book))
    with pytest.raises(RefusedSheetError, match="A-1 is another") as refused:
        SheetImports(reports, PARTNER).compare(reading)
    assert refused.value.code is SheetRefusalCode.BASELINE_UNKNOWN


def test_the_sheet_of_another_team_is_refused_by_name(reports, exported):
    reading = read_content(reports, exported)
    SheetImports(reports, PARTNER).check_team(reading, "north")
    with pytest.raises(RefusedSheetError, match="It is of North") as refused:
        SheetImports(reports, PARTNER).check_team(reading, "south")
    assert refused.value.code is SheetRefusalCode.OTHER_TEAM


def test_two_tables_or_none_are_refused(reports, exported):
    def copy(sheet: Worksheet) -> None:
        sheet.parent.copy_worksheet(sheet)

    assert refuse(reports, edit_workbook(exported, copy)) is SheetRefusalCode.TABLE_TWICE
    empty = edit_workbook(exported, lambda sheet: sheet.delete_rows(HEADING_ROW))
    assert refuse(reports, empty) is SheetRefusalCode.TABLE_MISSING


def test_too_many_rows_are_refused(reports, exported):
    def fill(sheet: Worksheet) -> None:
        for row in range(16, 16 + MOST_ROWS):
            sheet.cell(row, COLUMNS["Action"]).value = "More"

    assert refuse(reports, edit_workbook(exported, fill)) is SheetRefusalCode.TOO_MANY_ROWS


def test_other_files_are_refused(reports, exported):
    assert refuse(reports, b"Ref,Action\n", "a.csv") is SheetRefusalCode.WRONG_KIND
    assert refuse(reports, save(Workbook())) is SheetRefusalCode.BASELINE_MISSING
    archive = BytesIO()
    with ZipFile(archive, "w") as file:
        file.writestr("sheet.xlsx", exported)
    assert refuse(reports, archive.getvalue(), "sheet.zip") is SheetRefusalCode.WRONG_KIND
    for content in (b"", exported[:900], b"%PDF-1.7"):
        with pytest.raises(UnreadableFileError):
            read_content(reports, content)


def test_every_code_says_what_and_what_to_do():
    assert set(REFUSAL_TEXTS) == set(SheetRefusalCode)
    assert all(text.reason and text.remedy for text in REFUSAL_TEXTS.values())
