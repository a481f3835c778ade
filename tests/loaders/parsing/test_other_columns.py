"""A column that the profile does not read, and that says another period than the rows'."""

import pytest

from indicators.domain.confirmations import ConfirmationCode
from tests.support.extracts import read_rows

CONTRADICTED = [ConfirmationCode.COLUMN_CONTRADICTS_PERIOD]


def read(heading, *rows, folder, **options):
    """Read rows of a month with what the column `heading` says next to it."""
    table = [["Area", heading, "Month", "Seen", "Due"]]
    table += [["North End", said, month, 9, 10] for said, month in rows]
    return read_rows(folder, table, options)


def asked(reading):
    return [doubt.code for doubt in reading.doubts]


AGREE = [
    ("Year", [("2026", "2026-10")]),
    ("Year", [("2026", "2027-03")]),
    ("Year", [("2026", "2025-10")]),
    ("Year", [("2026/27", "2026-04"), ("2026/27", "2027-03")]),
    ("Financial year", [("2025-26", "2026-03"), ("2026-27", "2026-04")]),
    ("FY", [("26/27", "2026-10")]),
    ("Calendar year", [("2026", "2026-01"), ("2026", "2026-12")]),
    ("Quarter", [("Q3", "2026-10"), ("Q4", "2027-01")]),
    ("Quarter", [("4", "2026-10"), ("1", "2026-01")]),
    ("Quarter", [("Q3 2026/27", "2026-10")]),
    ("quarter", [("2026 Q4", "2026-10")]),
    ("Period", [("October 2026", "2026-10"), ("2026/27", "2026-10")]),
    ("Year", [("unknown", "2026-10"), ("", "2026-10")]),
    ("Notes", [("2024", "2026-10")]),
    ("Extracted", [("2024/25", "2026-10")]),
]
CONTRADICT = [
    ("Year", [("2024", "2026-10")]),
    ("Year", [("2026", "2026-04"), ("2026", "2027-03"), ("2026", "2025-10")]),
    ("Year", [("2025/26", "2026-04")]),
    ("YEAR", [("2025/26", "2026-03"), ("2025/26", "2026-10")]),
    ("Financial year", [("2026-27", "2026-03")]),
    ("FY", [("25/26", "2026-10")]),
    ("Calendar_year", [("2025", "2027-01")]),
    ("Quarter", [("Q2", "2026-10")]),
    ("Quarter", [("Q3", "2026-10"), ("Q3", "2027-01")]),
    ("Quarter", [("Q2 2026/27", "2026-10")]),
    ("Period", [("September 2026", "2026-10")]),
]


@pytest.mark.parametrize(
    ("heading", "rows", "contradicts"),
    [(*each, False) for each in AGREE] + [(*each, True) for each in CONTRADICT],
)
def test_a_column_is_asked_about_only_if_it_contradicts_the_periods_that_were_read(
    tmp_path, heading, rows, contradicts
):
    reading = read(heading, *rows, folder=tmp_path, other_columns="leave", add_up=True)
    assert asked(reading) == (CONTRADICTED if contradicts else [])


def test_the_question_names_the_column_its_rows_and_both_periods(tmp_path):
    rows = [("2026/27", "2026-09"), ("2025/26", "2026-10")]
    (doubt,) = read("Financial year", *rows, folder=tmp_path, other_columns="leave").doubts
    assert "“Financial year”" in doubt.text
    assert "“2025/26”" in doubt.text
    assert "October 2026" in doubt.text
    assert doubt.where == "row 3, column B"


def test_a_column_that_the_profile_names_to_ignore_is_compared_too(tmp_path):
    reading = read("Year", ("2024", "2026-10"), folder=tmp_path, ignore=["Year"])
    assert asked(reading) == CONTRADICTED


def test_refused_rows_are_not_compared(tmp_path):
    table = [
        ["Area", "Year", "Month", "Seen", "Due"],
        ["North End", "2026", "2026-10", 9, 10],
        ["Nowhere", "2024", "2026-10", 9, 10],
    ]
    assert asked(read_rows(tmp_path, table, {"ignore": ["Year"]})) == []
