"""Errors and formulas without a saved result are told apart from empty cells, and refused."""

import re
import zipfile

import pytest
from openpyxl import Workbook

from loaders.parsing.extract import read_extract
from loaders.readers.grid import read_grid
from tests.support.extracts import PLACES, adds_up, catalogue, profile

FORMULA = "The cell holds a formula without a saved result."
ROWS = [
    ["Area", "Month", "Seen", "Due", "Rate"],
    ["North End", "2026-10", "=4+5", 10, "=C2/D2"],
    ["South End", "2026-10", 8, "=1/0", 0.8],
]


def workbook(path, rows=ROWS):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def plain(content):
    """The XML as openpyxl writes it with lxml installed and without."""
    return content.replace(b" />", b"/>").replace(b"<v></v>", b"<v/>")


def edited(path, old, new):
    """The workbook with its sheet's XML changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = plain(parts[sheet])
    assert old in parts[sheet]
    parts[sheet] = parts[sheet].replace(old, new)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def read(path, **table):
    return read_extract(path, [profile(table)], catalogue(), PLACES, today=None)


def test_a_formula_without_a_result_is_its_text(tmp_path):
    assert read_grid(workbook(tmp_path / "any.xlsx")).sheets["Sheet"] == [
        ["Area", "Month", "Seen", "Due", "Rate"],
        ["North End", "2026-10", "=4+5", 10.0, "=C2/D2"],
        ["South End", "2026-10", 8.0, "=1/0", 0.8],
    ]


@pytest.mark.parametrize("to", ["xlsx", "xls", "ods"])
def test_an_error_is_its_text_in_every_kind_of_workbook(tmp_path, soffice, to):
    path = soffice(workbook(tmp_path / "any.xlsx"), to)
    assert read_grid(path).sheets["Sheet"][1:] == [
        ["North End", "2026-10", 9.0, 10.0, 0.9],
        ["South End", "2026-10", 8.0, "#DIV/0!", 0.8],
    ]


def test_only_cells_in_columns_that_a_profile_uses_are_refused(tmp_path):
    reading = read(workbook(tmp_path / "any.xlsx"), ignore=["Rate"])
    told = [(r.row, r.column_label, r.value, r.reason) for r in reading.refusals]
    assert told == [(2, "C (Seen)", "=4+5", FORMULA), (3, "D (Due)", "=1/0", FORMULA)]
    assert adds_up(reading)
    assert reading.rows_refused == 2


def test_an_error_names_itself_and_whom_to_ask(tmp_path, soffice):
    (refusal,) = read(soffice(workbook(tmp_path / "a.xlsx"), "xlsx"), ignore=["Rate"]).refusals
    assert refusal.reason == "The cell holds the error #DIV/0!."
    assert refusal.remedy == "Ask the sender for the figure."


@pytest.mark.parametrize("column", ["Area", "Month", "Kind"])
def test_an_error_in_a_column_that_says_whose_figure_it_is(tmp_path, column):
    row = {"Area": "North End", "Month": "2026-10", "Kind": "all", "Seen": 9, "Due": 10}
    path = workbook(tmp_path / "a.xlsx", [list(row), list((row | {column: "#N/A"}).values())])
    reading = read(path, only={"Kind": "all"})
    assert [refusal.reason for refusal in reading.refusals] == ["The cell holds the error #N/A."]
    assert (reading.rows_read, reading.rows_refused) == (1, 1)


def test_a_formula_whose_result_is_empty_text_is_empty(tmp_path):
    path = workbook(tmp_path / "any.xlsx", [["A", "B"], [1, "=2"]])
    saved = edited(path, b'<c r="B2"><f>2</f><v/></c>', b'<c r="B2" t="str"><f>2</f><v></v></c>')
    assert read_grid(saved).sheets["Sheet"] == [["A", "B"], [1.0, ""]]


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (b"<c r='B2' t='e'><v>#REF!</v></c>", "#REF!"),
        (b'<c t="e" r="B2" s="1"><f>A1</f><v>#N/A</v></c>', "#N/A"),
        (b'<c r="B2"><f t="shared" si="0"/></c>', "="),
        (b'<c r="B2" s="3">\n<f>A1&amp;"x"</f>\n<v/>\n</c>', '=A1&"x"'),
        (b'<c r="B2"><f>A1</f><v>5</v></c>', 5.0),
        (b'<c r="B2"/>', ""),
    ],
)
def test_a_cell_as_other_programs_write_it(tmp_path, cell, read):
    path = workbook(tmp_path / "any.xlsx", [["A", "B"], [1, "=2"]])
    edited(path, b'<c r="B2"><f>2</f><v/></c>', cell)
    assert read_grid(path).sheets["Sheet"][1] == [1.0, read]


def test_lost_cells_beyond_all_others_widen_the_grid(tmp_path):
    path = workbook(tmp_path / "any.xlsx", [["A"], [], [None, None, "=1"]])
    assert read_grid(path).sheets["Sheet"] == [["A", "", ""], ["", "", ""], ["", "", "=1"]]


def test_cells_that_do_not_say_where_they_are(tmp_path):
    path = workbook(tmp_path / "any.xlsx", [["A", "B", "C"], [1, "=2", 3]])
    bare = b'<row><c><v>1</v></c><c t="e"><v>#N/A</v></c><c><f>A1</f></c></row>'
    with zipfile.ZipFile(path) as archive:
        content = plain(archive.read("xl/worksheets/sheet1.xml"))
        (row,) = re.findall(rb'<row r="2".*?</row>', content)
    edited(path, row, bare)
    assert read_grid(path).sheets["Sheet"][1] == [1.0, "#N/A", "=A1"]
