"""Columns and sheets with names like those of the profile: exact first, never one for two."""

import pytest
from openpyxl import Workbook

from indicators.domain.errors import NoProfileError
from loaders.parsing.extract import read_extract
from loaders.profiles.profile_schema import Profile
from tests.support.extracts import PLACES, catalogue, figures, profile, read_rows

NORTH = ["North End", "2026-10", 9, 10]
READ = [("north", 202610, 9, 10, None, "ok")]
COUNTS = {"numerator": "Seen", "denominator": "Due"}
ADDED = {"numerator": {"sum": ["Seen [1]", "Seen [2]"]}, "denominator": "Due"}


def codes(reading):
    return [str(refusal.code) for refusal in reading.refusals]


@pytest.mark.parametrize(
    "header",
    [
        ["AREA", "month", "seen", "DUE"],
        ["Area\u00a0", "Month [1]", "Seen (number)", "Due¹"],
        ["Area*", "Month", "Seen\n(No.)", "Due - number"],
        ["_Area_", "Month:", "Seen [note 3]", "(Due)"],
    ],
    ids=" ".join,
)
def test_headings_may_differ_in_case_spaces_signs_units_and_footnotes(tmp_path, header):
    reading = read_rows(tmp_path, [header, NORTH])
    assert (figures(reading), reading.refusals) == (READ, ())


def test_the_exact_heading_takes_precedence_over_one_that_is_alike(tmp_path):
    rows = [["Area", "Month", "SEEN", "Seen", "Due", "Seen [1]"], [*NORTH[:2], 3, 9, 10, 4]]
    reading = read_rows(tmp_path, rows)
    assert figures(reading) == READ
    assert codes(reading) == ["unknown_column", "unknown_column"]


def test_two_columns_that_are_alike_are_refused_and_both_are_named(tmp_path):
    rows = [["Area", "Month", "Seen [1]", "Due", "Seen [2]"], [*NORTH, 9]]
    reading = read_rows(tmp_path, rows)
    assert codes(reading) == ["ambiguous_heading"]
    assert (reading.refusals[0].reason) == (
        "Columns C (Seen [1]) and E (Seen [2]) can both be “Seen”."
    )
    assert (reading.rows_read, reading.rows_refused) == (1, 1)


def test_two_columns_with_the_same_heading_are_refused(tmp_path):
    rows = [["Area", "Month", "Seen", "Due", "Seen"], [*NORTH, 9]]
    assert codes(read_rows(tmp_path, rows)) == ["duplicate_column"]


def test_a_percentage_is_never_read_as_a_count(tmp_path):
    rows = [["Area", "Month", "Seen %", "Due"], NORTH]
    reading = read_rows(tmp_path, rows)
    assert figures(reading) == []
    assert codes(reading) == ["unknown_column", "missing_column"]


def test_a_percentage_may_have_the_sign_that_the_profile_leaves_out_and_not_the_reverse(tmp_path):
    measure = {"percentage": "Share seen", "denominator": "Due"}
    rows = [["Area", "Month", "Share seen (%)", "Due"], ["North End", "2026-10", "90.0", 10]]
    assert len(figures(read_rows(tmp_path, rows, measure=measure))) == 1
    measure = {"percentage": "Share seen (%)", "denominator": "Due"}
    rows = [["Area", "Month", "Share seen", "Due"], ["North End", "2026-10", "90.0", 10]]
    assert "missing_column" in codes(read_rows(tmp_path, rows, measure=measure))


def test_two_columns_of_a_profile_stay_two(tmp_path):
    head = ["Area", "Month", "Seen [1]", "Seen [2]", "Due"]
    both = read_rows(tmp_path, [head, ["North End", "2026-10", 4, 5, 10]], measure=ADDED)
    assert (figures(both), both.refusals) == (READ, ())


def test_one_column_is_not_taken_for_two_of_the_profile(tmp_path):
    rows = [["Area", "Month", "Seen", "Due"], NORTH]
    reading = read_rows(tmp_path, rows, measure=ADDED)
    assert codes(reading) == ["ambiguous_column"]
    assert reading.refusals[0].reason == ("Column C (Seen) can be both “Seen [1]” and “Seen [2]”.")
    rows = [["Area", "Month", "Seen [1]", "Due"], NORTH]
    reading = read_rows(tmp_path, rows, measure=ADDED)
    assert codes(reading) == ["missing_column"]
    assert "Seen [2]" in reading.refusals[0].reason


def test_a_column_to_ignore_may_be_like_one_that_is_read(tmp_path):
    rows = [["Area", "Month", "Seen", "Due"], NORTH]
    reading = read_rows(tmp_path, rows, {"ignore": ["Seen (number)", "Notes"]}, measure=COUNTS)
    assert (figures(reading), reading.refusals) == (READ, ())


def test_periods_in_headings_may_have_footnotes_and_other_columns_of_their_group_signs(tmp_path):
    table = {
        "header": ["Area"],
        "header_rows": 2,
        "period": {"from": "heading"},
        "measure": [
            {"indicator": "one", "numerator": "{period} > Seen", "denominator": "{period} > Due"}
        ],
    }
    rows = [
        ["Area", "Apr-26 [1]", "", "May-26*", ""],
        ["", "Seen", "Due", "seen (number)", "DUE [2]"],
        ["North End", 9, 10, 8, 10],
    ]
    reading = read_rows(tmp_path, rows, table)
    assert reading.refusals == ()
    assert [row[1:4] for row in figures(reading)] == [(202604, 9, 10), (202605, 8, 10)]


def write_sheets(folder, *names):
    workbook = Workbook()
    workbook.remove(workbook.active)
    for at, name in enumerate(names):
        sheet = workbook.create_sheet(name)
        sheet.append(["Area", "Month", "Seen", "Due"])
        sheet.append(["North End", "2026-10", 9 - at, 10])
    workbook.save(folder / "any.xlsx")
    return folder / "any.xlsx"


def read_sheets(folder, *names, pattern="Table10", **more):
    shape = profile({"sheets": pattern}, other_sheets="leave", **more)
    return read_extract(write_sheets(folder, *names), [shape], catalogue(), PLACES, today=None)


@pytest.mark.parametrize("name", ["Table10", "Table_10", "table 10", "TABLE-10", "Table  10"])
def test_a_sheet_is_found_by_a_name_like_its_own(tmp_path, name):
    assert figures(read_sheets(tmp_path, name, "Table 1")) == READ


def test_the_exact_sheet_takes_precedence_over_one_that_is_alike(tmp_path):
    assert figures(read_sheets(tmp_path, "Table10", "Table_10")) == READ


def test_two_sheets_that_are_alike_are_refused_and_both_are_named(tmp_path):
    with pytest.raises(NoProfileError, match="sheets Table 10 and Table_10 can both be Table10"):
        read_sheets(tmp_path, "Table 10", "Table_10")


def test_a_sheet_like_one_that_a_profile_is_not_for_is_not_read(tmp_path):
    with pytest.raises(NoProfileError, match="not for files with a sheet Data_file"):
        read_sheets(tmp_path, "Table10", "Data_file", without_sheets=["Data file"])


def test_a_sheet_that_one_table_names_exactly_is_not_another_tables(tmp_path):
    tables = [
        {"sheets": pattern, "header": ["Area"], "area": "Area", "period": {"column": "Month"},
         "measure": [{"indicator": "one", **COUNTS}], "optional": True}
        for pattern in ("Area-1", "Area 1")
    ]  # fmt: skip
    read = read_extract(
        write_sheets(tmp_path, "Area 1"),
        [Profile.model_validate({"code": "any", "service": "any", "table": tables})],
        catalogue(),
        PLACES,
        today=None,
    )
    assert (figures(read), read.rows_read) == (READ, 1)


@pytest.mark.parametrize("label", ["Reporting month", "Reporting_month:", "REPORTING  MONTH"])
def test_a_label_of_the_period_may_be_written_differently(tmp_path, label):
    rows = [[label, "2026-10"], [], ["Area", "Seen", "Due"], ["North End", 9, 10]]
    reading = read_rows(tmp_path, rows, {"period": {"label": "Reporting month"}})
    assert (figures(reading), reading.refusals) == (READ, ())
