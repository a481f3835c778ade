"""What is hidden in a workbook is left out and said, unless the profile asks for it."""

import pytest
from openpyxl import Workbook

from indicators.domain.errors import NoProfileError, UnreadableFileError
from loaders.parsing.extract import read_extract
from tests.support.extracts import PLACES, adds_up, catalogue, figures, profile

HEAD = ["Area", "Month", "Seen", "Due"]
ROWS = [["North End", "2026-10", 8, 10], ["South End", "2026-10", 9, 10]]
NORTH, SOUTH = (("north", 202610, 8, 10, None, "ok"), ("south", 202610, 9, 10, None, "ok"))


def workbook(path, rows=(HEAD, *ROWS)):
    book = Workbook()
    book.active.title = "Data"
    for row in rows:
        book.active.append(row)
    return book, book.active, path / "any.xlsx"


def read(book, path, table=None, **whole):
    book.save(path)
    return read_extract(path, [profile(table, **whole)], catalogue(), PLACES, today=None)


def test_a_hidden_sheet_is_left_out_and_named(tmp_path):
    book, _, path = workbook(tmp_path)
    for row in (HEAD, ["North End", "2026-09", 1, 10]):
        (book["Old"] if "Old" in book.sheetnames else book.create_sheet("Old")).append(row)
    book["Old"].sheet_state = "veryHidden"
    reading = read(book, path)
    assert figures(reading) == [NORTH, SOUTH]
    assert reading.refusals == ()
    assert reading.hidden.sentences == ["1 hidden sheet was left out: Old."]
    assert 'hidden = "read"' in reading.hidden.remedy


def test_hidden_rows_are_not_read_and_are_named(tmp_path):
    earlier = [["North End", f"2026-0{month}", 1, 10] for month in (1, 2, 3, 5)]
    book, sheet, path = workbook(tmp_path, [HEAD, *earlier, *ROWS])
    for row in (2, 3, 4, 5):
        sheet.row_dimensions[row].hidden = True
    sheet.row_dimensions[40].hidden = True  # nothing in it
    reading = read(book, path)
    assert figures(reading) == [NORTH, SOUTH]
    assert (reading.rows_read, reading.rows_loaded, reading.rows_blank) == (2, 2, 0)
    assert adds_up(reading)
    assert reading.hidden.sentences == ["4 hidden rows were left out: sheet Data, rows 2 to 5."]


@pytest.mark.parametrize("heading", ["Due", "DUE [1]", "Infants due"])
def test_a_missing_column_that_is_hidden_is_named_as_hidden(tmp_path, heading):
    book, sheet, path = workbook(tmp_path, [[*HEAD[:3], heading], *ROWS])
    sheet.column_dimensions["D"].hidden = True
    reading = read(book, path, {"spellings": {"Due": ["Infants due"]}})
    (refusal,) = reading.refusals
    assert refusal.code == "column_hidden"
    assert f"Column D ({heading}) is hidden" in refusal.reason
    assert 'hidden = "read"' in refusal.remedy
    assert "profile" not in refusal.sender_remedy
    assert adds_up(reading)


def test_a_missing_column_is_not_called_hidden_because_another_is(tmp_path):
    book, sheet, path = workbook(tmp_path, [[*HEAD[:3], "Notes"], *ROWS])
    sheet.column_dimensions["D"].hidden = True
    assert [each.code for each in read(book, path).refusals] == ["missing_column"]


def test_a_refused_row_below_hidden_ones_keeps_its_number(tmp_path):
    book, sheet, path = workbook(tmp_path, [HEAD, *ROWS, ["Nowhere", "2026-10", 1, 2]])
    sheet.row_dimensions[2].hidden = True
    reading = read(book, path)
    assert [refusal.row for refusal in reading.refusals] == [4]
    assert (reading.rows_read, reading.rows_loaded, reading.rows_refused) == (2, 1, 1)


def test_a_hidden_column_is_left_out_and_named(tmp_path):
    book, sheet, path = workbook(tmp_path, [[*HEAD, "Note"], [*ROWS[0], "late"], [*ROWS[1], "x"]])
    sheet.column_dimensions["E"].hidden = True
    reading = read(book, path)
    assert figures(reading) == [NORTH, SOUTH]
    assert reading.refusals == ()  # a column nobody sees is not an unknown column
    assert reading.hidden.sentences == ["1 hidden column was left out: sheet Data, column E."]


def test_a_profile_can_ask_for_what_is_hidden(tmp_path):
    book, sheet, path = workbook(tmp_path)
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet.sheet_state = "hidden"
    book.create_sheet("Notes")
    reading = read(book, path, hidden="read")
    assert figures(reading) == [NORTH, SOUTH]
    assert not reading.hidden


def test_a_hidden_row_does_not_end_a_table_that_ends_at_a_blank_row(tmp_path):
    book, sheet, path = workbook(tmp_path, [HEAD, *ROWS, [], ["Note", "", 1, 2]])
    sheet.row_dimensions[2].hidden = True
    reading = read(book, path, {"ends": "blank row"})
    assert figures(reading) == [SOUTH]
    assert (reading.rows_read, reading.rows_loaded) == (1, 1)


def test_nothing_visible_is_refused_with_a_remedy(tmp_path):
    book, sheet, path = workbook(tmp_path)
    sheet.column_dimensions.group("A", "D", hidden=True)
    with pytest.raises(UnreadableFileError, match="Everything in the workbook is hidden") as told:
        read(book, path)
    assert "Show the sheet" in told.value.remedy


def test_a_missing_header_may_be_hidden_and_its_cells_are_not_shown(tmp_path):
    book, sheet, path = workbook(tmp_path, [HEAD, *ROWS, ["note"]])
    sheet.row_dimensions[1].hidden = True
    with pytest.raises(NoProfileError) as told:
        read(book, path)
    assert "Due" not in str(told.value).partition("Seen: ")[2]


def test_a_merged_month_that_begins_on_a_hidden_row_is_that_of_the_visible_ones(tmp_path):
    rows = [["North End", "2026-10", 1, 10], ["North End", None, 8, 10], ["South End", None, 9, 10]]
    book, sheet, path = workbook(tmp_path, [HEAD, *rows])
    sheet.merge_cells("B2:B4")
    sheet.row_dimensions[2].hidden = True
    assert figures(read(book, path)) == [NORTH, SOUTH]
