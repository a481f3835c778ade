"""Rows that a profile leaves out: which, and how many of each kind are reported."""

from collections import Counter

import pytest

from indicators.domain.confirmations import ConfirmationCode
from indicators.ports.unused_rows import UnusedReason, UnusedRows, add_up_unused_rows
from tests.support.extracts import adds_up, figures, read_rows

HEAD = ["Area", "Month", "Seen", "Due", "Age"]
NORTH = ["North End", "2026-10", 9, 10, "All"]
SOUTH = ["South End", "2026-10", 8, 10, "All"]
TOTAL_OF_REGION = ["", "2026-10", 20, 200, "All"]
READ = [("north", 202610, 9, 10, None, "ok"), ("south", 202610, 8, 10, None, "ok")]
AGE = {"ignore": ["Age"]}


def unused_rows(reading):
    return {left.reason: left.rows for left in reading.unused_rows}


def test_except_leaves_out_the_rows_with_one_of_its_words(tmp_path):
    rows = [HEAD, NORTH, [*NORTH[:4], "5 years"], SOUTH, [*SOUTH[:4], "2 YEARS"]]
    reading = read_rows(tmp_path, rows, {"except": {"Age": ["2 years", "5 years"]}})
    assert figures(reading) == READ
    assert unused_rows(reading) == {UnusedReason.FILTERED: 2}
    assert (reading.rows_loaded, reading.rows_blank, reading.refusals) == (2, 2, ())


def test_except_with_two_columns_leaves_out_a_row_that_matches_either(tmp_path):
    rows = [[*HEAD, "Sex"], [*NORTH, "P"], [*SOUTH, "M"], [*SOUTH[:4], "5", "P"], [*SOUTH, "P"]]
    reading = read_rows(tmp_path, rows, {"except": {"Age": "5", "Sex": "M"}})
    assert figures(reading) == READ
    assert unused_rows(reading) == {UnusedReason.FILTERED: 2}


def test_only_and_except_can_be_used_together(tmp_path):
    rows = [[*HEAD, "Sex"], [*NORTH, "P"], [*SOUTH, "M"], [*SOUTH[:4], "5", "P"], [*SOUTH, "P"]]
    reading = read_rows(tmp_path, rows, {"only": {"Age": "All"}, "except": {"Sex": "M"}})
    assert figures(reading) == READ


@pytest.mark.parametrize(
    ("table", "asked"),
    [
        ({"except": {"Age": "Totl"}}, True),
        ({"except": {"Age": ["All ages", "Totl"]}}, True),  # “Total” is nearly “Totl”
        ({"only": {"Age": ["5 years", "Totl"]}}, True),
        ({"except": {"Age": "Total"}}, False),
        ({"except": {"Age": ["Total", "Unknown"]}}, False),  # nothing like “Unknown” is there
        ({"except": {"Age": ["Total", "2 years"]}}, False),  # “5 years” is another age
        ({"only": {"Age": ["TOTAL", "5 years"]}}, False),
    ],
)
def test_a_word_that_no_row_has_is_asked_about_if_it_may_be_mistyped(tmp_path, table, asked):
    ages = "5 years", "Total", "All ages"
    rows = [[*NORTH[:1], f"2026-{at:02}", 9, 10, age] for at, age in enumerate(ages, 1)]
    reading = read_rows(tmp_path, [HEAD, *rows], table)
    codes = [ConfirmationCode.FILTER_MATCHES_NO_ROW] * asked
    assert [doubt.code for doubt in reading.doubts] == codes
    assert all("“Totl”" in doubt.text and "column “Age”" in doubt.text for doubt in reading.doubts)


def test_a_column_that_except_names_must_be_there(tmp_path):
    reading = read_rows(tmp_path, [HEAD[:4], NORTH[:4]], {"except": {"Age": "5"}})
    assert [each.code for each in reading.refusals] == ["missing_column"]


def test_a_row_is_refused_if_the_cell_that_except_reads_is_an_error(tmp_path):
    rows = [HEAD, NORTH, [*SOUTH[:4], "#REF!"]]
    reading = read_rows(tmp_path, rows, {"except": {"Age": "5"}})
    assert [each.code for each in reading.refusals] == ["formula_error"]
    assert (reading.rows_loaded, reading.rows_refused) == (1, 1)


def test_a_row_without_a_place_is_refused_and_the_remedy_names_the_key(tmp_path):
    reading = read_rows(tmp_path, [HEAD, NORTH, TOTAL_OF_REGION], AGE)
    assert [each.code for each in reading.refusals] == ["place_missing"]
    assert 'rows_without_place = "leave" in profiles/any.toml' in reading.refusals[0].remedy
    assert "rows_without_place" not in reading.refusals[0].sender_remedy


def test_rows_without_a_place_can_be_left_out_and_are_counted(tmp_path):
    rows = [HEAD, NORTH, TOTAL_OF_REGION, SOUTH, TOTAL_OF_REGION]
    reading = read_rows(tmp_path, rows, AGE | {"rows_without_place": "leave"})
    assert figures(reading) == READ
    assert unused_rows(reading) == {UnusedReason.NO_PLACE: 2}
    assert (reading.rows_read, reading.rows_loaded, reading.refusals) == (4, 2, ())


def test_an_unknown_place_is_still_refused(tmp_path):
    rows = [HEAD, NORTH, TOTAL_OF_REGION, ["Anywhere", "2026-10", 1, 2, "All"]]
    reading = read_rows(tmp_path, rows, AGE | {"rows_without_place": "leave"})
    assert [each.code for each in reading.refusals] == ["place_unknown"]
    assert unused_rows(reading) == {UnusedReason.NO_PLACE: 1}
    assert adds_up(reading)


def test_each_row_is_counted_under_one_reason(tmp_path):
    rows = [HEAD, NORTH, ["Elsewhere", *NORTH[1:4], "5"], ["Elsewhere", *NORTH[1:]]]
    rows += [TOTAL_OF_REGION, ["Total", "2026-10", 17, 20, "All"], SOUTH]
    table = {"except": {"Age": "5"}, "other_places": "leave"}
    reading = read_rows(tmp_path, rows, table | {"totals": {"rows": ["Total"], "use": "leave"}})
    assert figures(reading) == READ
    assert unused_rows(reading) == {
        UnusedReason.FILTERED: 1,
        UnusedReason.TOTAL: 1,
        UnusedReason.NO_PLACE: 1,
        UnusedReason.OTHER_PLACE: 1,
    }
    assert reading.rows_blank == 4


def test_rows_of_another_kind_are_counted(tmp_path):
    rows = [HEAD, NORTH, [*SOUTH[:4], "5"], SOUTH]
    measure = {"numerator": "Seen", "denominator": "Due", "where": {"Age": "All"}}
    reading = read_rows(tmp_path, rows, {"other_rows": "leave"}, measure=measure)
    assert figures(reading) == READ
    assert unused_rows(reading) == {UnusedReason.OTHER_ROW: 1}


def test_rows_without_a_figure_are_blank_and_not_left_out(tmp_path):
    rows = [HEAD, NORTH, ["", "2026-10", "", "", "All"], SOUTH]
    reading = read_rows(tmp_path, rows, AGE | {"rows_without_place": "leave"})
    assert (unused_rows(reading), reading.rows_blank) == ({}, 1)


def test_tables_are_added_up_and_each_reason_is_one_sentence():
    tables = [Counter({UnusedReason.NO_PLACE: 1}), Counter({UnusedReason.NO_PLACE: 1_200})]
    assert add_up_unused_rows(tables) == (UnusedRows(UnusedReason.NO_PLACE, 1_201),)
    assert str(UnusedRows(UnusedReason.NO_PLACE, 1_201)) == (
        "1,201 rows have figures but name no place (rows_without_place)."
    )
    assert str(UnusedRows(UnusedReason.NO_PLACE, 1)).startswith("1 row has figures")
