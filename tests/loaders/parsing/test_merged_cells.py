"""A merged cell covers all its rows and columns; a number in one counts once, or is refused."""

import pytest
from openpyxl import Workbook

from indicators.domain.refusals import RefusalCode
from loaders.parsing.extract import read_extract
from tests.support.extracts import PLACES, adds_up, catalogue, figures, profile

HEAD = ["Area", "Month", "Seen", "Due"]
NORTH, SOUTH = (("north", 202610, 8, 10, None, "ok"), ("south", 202610, 9, 10, None, "ok"))


def read(tmp_path, rows, *merged, kind="xlsx", convert=None, **table):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for each in merged:
        book.active.merge_cells(each)
    path = tmp_path / "any.xlsx"
    book.save(path)
    path = convert(path, kind) if convert else path
    return read_extract(path, [profile(table)], catalogue(), PLACES, today=None)


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_merged_month_is_that_of_each_row(tmp_path, request, kind):
    convert = request.getfixturevalue("soffice") if kind != "xlsx" else None
    rows = [HEAD, ["North End", "2026-10", 8, 10], ["South End", None, 9, 10]]
    reading = read(tmp_path, rows, "B2:B3", kind=kind, convert=convert)
    assert (figures(reading), reading.refusals) == ([NORTH, SOUTH], ())


def test_a_merged_place_is_that_of_each_row(tmp_path):
    rows = [HEAD, ["North End", "2026-09", 1, 10], [None, "2026-10", 8, 10]]
    reading = read(tmp_path, rows, "A2:A3")
    assert figures(reading) == [("north", 202609, 1, 10, None, "ok"), NORTH]


def test_a_mark_covers_every_figure_under_it(tmp_path):
    rows = [HEAD, ["North End", "2026-10", "[x]", None], ["South End", "2026-10", None, None]]
    reading = read(tmp_path, rows, "C2:D3")
    assert [row[5] for row in figures(reading)] == ["not_available", "not_available"]
    assert reading.rows_loaded == 2


@pytest.mark.parametrize("merged", ["C2:C3", "D2:D3", "C2:D2"])
def test_a_number_over_several_places_or_figures_is_refused(tmp_path, merged):
    rows = [HEAD, ["North End", "2026-10", 8, 10], ["South End", "2026-10", 9, 10]]
    reading = read(tmp_path, rows, merged)
    codes = {refusal.code for refusal in reading.refusals}
    assert codes == {RefusalCode.NUMBER_IN_MERGED_CELL} or merged != "C2:D2"
    assert RefusalCode.NUMBER_IN_MERGED_CELL in codes
    assert merged in reading.refusals[0].reason
    assert reading.rows_refused == (1 if merged == "C2:D2" else 2)
    assert adds_up(reading)


def test_a_row_with_nothing_but_a_merged_number_is_refused_and_not_blank(tmp_path):
    rows = [HEAD, ["North End", "2026-10", 8, 10], ["South End", "2026-10", None, None]]
    reading = read(tmp_path, rows, "C2:C3", "D2:D3")
    assert (reading.rows_loaded, reading.rows_refused, reading.rows_blank) == (0, 2, 0)


@pytest.mark.parametrize("add_up", [False, True])
def test_a_record_over_several_rows_counts_once(tmp_path, add_up):
    rows = [
        [*HEAD, "Clinic"],
        ["North End", "2026-10", 8, 10, "a"],
        [None, None, None, None, "b"],
        ["South End", "2026-10", 9, 10, "c"],
    ]
    merged = ("A2:A3", "B2:B3", "C2:C3", "D2:D3")
    reading = read(tmp_path, rows, *merged, ignore=["Clinic"], add_up=add_up)
    assert (figures(reading), reading.refusals) == ([NORTH, SOUTH], ())
    assert (reading.rows_read, reading.rows_loaded, reading.rows_blank) == (3, 2, 1)


def test_what_is_under_a_merged_cell_is_never_read(tmp_path):
    """Some programs keep what was in the covered cells, though nobody can see it."""
    rows = [HEAD, ["North End", "2026-10", 8, 10], ["South End", "2026-01", 9, 10]]
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.active.merged_cells.add("B2:B3")  # the cells stay
    book.save(tmp_path / "any.xlsx")
    reading = read_extract(tmp_path / "any.xlsx", [profile()], catalogue(), PLACES, today=None)
    assert figures(reading) == [NORTH, SOUTH]
