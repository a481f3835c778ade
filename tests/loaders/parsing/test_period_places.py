"""Where a table says its period: in two columns, above the table, or only once for many rows."""

import pytest
from openpyxl import Workbook

from loaders.parsing.extract import read_extract
from tests.support.extracts import (
    PLACES,
    catalogue,
    figures,
    indicator,
    profile,
    read_rows,
)

NORTH = [("north", 202604, 9, 10, None, "ok"), ("north", 202701, 8, 10, None, "ok")]
ACROSS = {
    "header": ["Area"],
    "measure": [{"indicator": "one", "numerator": "{period}"}],
}
COUNTS = catalogue(indicator("one", unit="count"))


@pytest.mark.parametrize("place", ["title", "sheet", "file"])
def test_months_across_take_their_year_from_a_title_a_sheet_or_the_file(tmp_path, place):
    said = {"title": "Visits", "sheet": "Data", "file": "any"}
    said[place] = "Visits 2026-27"
    workbook = Workbook()
    workbook.active.title = said["sheet"]
    for row in ([f"{said['title']}, made up"], [], ["Area", "Apr", "Jan"], ["North End", 9, 8]):
        workbook.active.append(row)
    path = tmp_path / f"{said['file']}.xlsx"
    workbook.save(path)
    own = profile(ACROSS | {"period": {"from": "heading", "year_from": place}})
    reading = read_extract(path, [own], COUNTS, PLACES, today=None)
    assert figures(reading) == [(*each[:3], None, *each[4:]) for each in NORTH]
    assert (reading.doubts, reading.refusals) == ((), ())


@pytest.mark.parametrize("others", ["refuse", "leave"])
def test_months_across_without_a_year_are_refused_and_the_remedy_names_year_from(tmp_path, others):
    table = ACROSS | {"period": {"from": "heading"}, "other_columns": others}
    rows = [["Area", "Apr", "May"], ["North End", 9, 8]]
    reading = read_rows(tmp_path, rows, table, known=COUNTS)
    assert {refusal.code for refusal in reading.refusals} == {"period_without_year"}
    assert [refusal.column for refusal in reading.refusals] == ["B", "C"]
    assert reading.refusals[0].reason == "“Apr” names no year."
    assert "year_from" in reading.refusals[0].remedy
    assert (reading.rows_read, reading.rows_refused) == (1, 1)
    mixed = [["Area", "Apr-26", "May"], ["North End", 9, 8]]
    reading = read_rows(tmp_path, mixed, table, known=COUNTS)
    assert [refusal.column for refusal in reading.refusals] == ["C"]
    assert reading.rows_loaded == 1


def test_a_month_and_its_year_may_be_in_two_columns(tmp_path):
    table = {"period": {"column": "Month", "year_column": "Year"}}
    for rows in (
        [("Apr", "2026/27"), ("January", "2026-27")],
        [("April", "2026"), ("Jan", "2027")],
        [("4", "2026"), ("1", "2027")],
        [("M01", "2026/27"), ("M10", "26/27")],
    ):
        cells = [
            ["North End", month, year, seen, 10]
            for (month, year), seen in zip(rows, (9, 8), strict=True)
        ]
        reading = read_rows(tmp_path, [["Area", "Month", "Year", "Seen", "Due"], *cells], table)
        assert (figures(reading), reading.doubts) == (NORTH, ()), rows


def test_a_quarter_and_its_year_may_be_in_two_columns(tmp_path):
    table = {"period": {"column": "Quarter", "year_column": "Year"}}
    rows = [["Area", "Quarter", "Year", "Seen", "Due"], ["North End", "Q1", "2026/27", 9, 10]]
    known = catalogue(indicator("one", every="quarter"))
    assert figures(read_rows(tmp_path, rows, table, known=known)) == [
        ("north", 202606, 9, 10, None, "ok")
    ]


def test_a_period_may_be_in_a_title_without_a_label(tmp_path):
    rows = [["Visits in April 2026"], ["Area", "Seen", "Due"], ["North End", 9, 10]]
    assert figures(read_rows(tmp_path, rows, {"period": {"from": "title"}})) == NORTH[:1]
    missing = read_rows(tmp_path, [["Visits"], *rows[1:]], {"period": {"from": "title"}})
    assert [refusal.code for refusal in missing.refusals] == ["period_not_found"]


def test_a_period_may_be_given_only_on_the_first_row_of_a_group(tmp_path):
    rows = [
        ["Area", "Month", "Seen", "Due"],
        ["North End", "2026-04", 9, 10],
        ["South End", "", 7, 10],
        ["North End", "2027-01", 8, 10],
    ]
    table = {"period": {"column": "Month", "fill_down": True}}
    south = ("south", 202604, 7, 10, None, "ok")
    assert figures(read_rows(tmp_path, rows, table)) == [NORTH[0], south, NORTH[1]]
    assert read_rows(tmp_path, rows).rows_refused == 1
