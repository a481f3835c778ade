"""Percentages, hidden cells and merged cells are found in every kind of workbook."""

import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from loaders.readers.grid import read_grid
from tests.support.binary_workbooks import binary_workbook

ROWS = [
    ["Area", "Month", "Rate", "Note"],
    ["North", "2026-10", 0.934, "a"],
    ["South", "", 93.4, "b"],
    ["East", "", "93.4%", "c"],
    ["West", "2026-09", 0.5, "d"],
]
PERCENTS = ((1, 2), (4, 2))
READ: list[list[object]] = [
    ["Area", "Month", "Rate", "Note"],
    ["North", "2026-10", "93.4%", "a"],
    ["South", "", 93.4, "b"],
    ["East", "", "93.4%", "c"],
    ["West", "2026-09", "50%", "d"],
]


def workbook(rows=ROWS, percents=PERCENTS, number_format="0.0%"):
    book = Workbook()
    sheet = book.active
    sheet.title = "Data"
    for row in rows:
        sheet.append([None if cell == "" else cell for cell in row])
    for row, column in percents:
        sheet.cell(row + 1, column + 1).number_format = number_format
    return book, sheet


def full_workbook(folder):
    """A workbook with percentages, a hidden row, column and sheet, and a merged month."""
    book, sheet = workbook()
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet.merge_cells("B2:B4")
    book.create_sheet("Old").append(["Area"])
    book["Old"].sheet_state = "hidden"
    book.save(folder / "any.xlsx")
    return folder / "any.xlsx"


def edit_sheet(path, *changes):
    """The workbook with its sheet's XML changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for old, new in changes:
        assert old in parts["xl/worksheets/sheet1.xml"]
        parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(old, new)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def check(grid):
    assert grid.sheets["Data"] == READ
    assert grid.hidden == ("Old",)
    layout = grid.layouts["Data"]
    assert (layout.hidden_rows, layout.hidden_columns) == ((2,), (3,))
    assert layout.merged == ((1, 1, 3, 1),)
    assert grid.visible.sheets == {
        "Data": [[*row[:3], ""] if at != 2 else [""] * 4 for at, row in enumerate(READ)]
    }


def test_an_xlsx_workbook(tmp_path):
    check(read_grid(full_workbook(tmp_path)))


@pytest.mark.parametrize("kind", ["xls", "ods", "xlsx"])
def test_a_workbook_of_another_program(tmp_path, soffice, kind):
    check(read_grid(soffice(full_workbook(tmp_path), kind)))


def test_an_xlsb_workbook(tmp_path):
    content = binary_workbook(
        ROWS, percents=PERCENTS, hidden_rows=[2], hidden_columns=[3], merged=[(1, 3, 1, 1)]
    )
    (tmp_path / "any.xlsb").write_bytes(content)
    check(read_grid(tmp_path / "any.xlsb"))


def test_an_error_in_an_xlsb_workbook_is_its_text(tmp_path):
    (tmp_path / "any.xlsb").write_bytes(binary_workbook([["Area", "Seen"], ["North", "#DIV/0!"]]))
    assert read_grid(tmp_path / "any.xlsb").sheets["Data"][1] == ["North", "#DIV/0!"]


@pytest.mark.documents
def test_libreoffice_reads_the_xlsb_workbook_of_these_tests_alike(tmp_path, soffice):
    content = binary_workbook(
        ROWS, percents=PERCENTS, hidden_rows=[2], hidden_columns=[3], merged=[(1, 3, 1, 1)]
    )
    (tmp_path / "any.xlsb").write_bytes(content)
    check(read_grid(soffice(tmp_path / "any.xlsb", "xlsx")))


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [("0%", "50%"), ('0.0"%"', 0.5), ("[Red]0%", "50%"), ("[<=0.4]0%;0.0", 0.5)],
)
@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_a_format_of_ones_own(tmp_path, soffice, kind, number_format, shown):
    book, _ = workbook(number_format=number_format)
    book.save(tmp_path / "any.xlsx")
    path = soffice(tmp_path / "any.xlsx", kind)
    assert read_grid(path).sheets["Data"][4][2] == shown


@pytest.mark.parametrize("kind", ["xls", "ods", "xlsx"])
def test_rows_of_a_collapsed_group_and_filtered_rows_are_hidden(tmp_path, soffice, kind):
    book, sheet = workbook()
    sheet.row_dimensions.group(2, 3, outline_level=1, hidden=True)
    sheet.auto_filter.ref = "A1:D5"
    sheet.auto_filter.add_filter_column(0, ["North", "South", "East"])
    sheet.row_dimensions[5].hidden = True
    book.save(tmp_path / "any.xlsx")
    path = soffice(tmp_path / "any.xlsx", kind)
    assert read_grid(path).layouts["Data"].hidden_rows == (1, 2, 4)


def test_rows_and_columns_without_a_size_are_hidden(tmp_path):
    book, sheet = workbook()
    sheet.row_dimensions[3].height = 3.5
    sheet.column_dimensions["D"].width = 3.5
    book.save(tmp_path / "any.xlsx")
    path = edit_sheet(tmp_path / "any.xlsx", (b'ht="3.5"', b'ht="0"'), (b'"3.5"', b'"0"'))
    layout = read_grid(path).layouts["Data"]
    assert (layout.hidden_rows, layout.hidden_columns) == ((2,), (3,))


def test_a_merged_cell_and_a_hidden_row_at_its_start(tmp_path):
    book, sheet = workbook([*ROWS, ["End", date(2026, 9, 1), 1, "e"]])
    sheet.merge_cells("B2:B4")
    sheet.row_dimensions[2].hidden = True
    book.save(tmp_path / "any.xlsx")
    visible = read_grid(tmp_path / "any.xlsx").visible
    assert visible.sheets["Data"].columns[1][2] == "2026-10"
    assert visible.layouts["Data"].merged == ((2, 1, 3, 1),)


def test_a_sheet_with_nothing_hidden_is_itself(tmp_path):
    book, _ = workbook()
    book.save(tmp_path / "any.xlsx")
    grid = read_grid(tmp_path / "any.xlsx")
    assert grid.visible is grid
    assert grid.layouts == {}
