"""Every refusal code has a small file that it is given for."""

from datetime import date

import pytest
from openpyxl import Workbook

from indicators.domain.core import LocalityKind
from indicators.domain.localities import Locality
from indicators.domain.periods import Month
from indicators.domain.places import Places
from indicators.domain.refusals import RefusalCode
from loaders.parsing.extract import read_extract
from tests.support.extracts import (
    PLACES,
    adds_up,
    catalogue,
    indicator,
    profile,
    read_rows,
    write_csv,
)

HEAD = ["Area", "Month", "Seen", "Due"]
GOOD = ["South End", "2026-10", 8, 10]
OCTOBER = Month.of(2026, 10)

BY_ROW = {
    "numerator": {"column": "Number", "where": {"Role": "seen"}},
    "denominator": {"column": "Number", "where": {"Role": "due"}},
}
ROLES = ["Area", "Month", "Role", "Number"]
BY_KIND = {"numerator": "Seen", "denominator": "Due", "where": {"Kind": "a"}}
PERCENTAGE = {"percentage": "Seen"}
RATE = {"indicator": "rate", "rate": "Seen", "per": 1000}
OUT_OF = {"percentage": "Seen", "denominator": "Due"}
WITH_COUNTS = {"numerator": "Seen", "denominator": "Due", "percentage": "%"}
KNOWN = {
    "numerator": "Seen",
    "denominator": "Due",
    "known": {"column": "Known", "at_least_pct": 50},
}

COUNTS = {
    RefusalCode.PLACE_MISSING: ["", "2026-10", 9, 10],
    RefusalCode.PLACE_UNKNOWN: ["Nowhere", "2026-10", 9, 10],
    RefusalCode.PLACE_KIND_NOT_LOADED: ["Docks", "2026-10", 9, 10],
    RefusalCode.PERIOD_UNREADABLE: ["North End", "Octember", 9, 10],
    RefusalCode.PERIOD_WITHOUT_YEAR: ["North End", "October", 9, 10],
    RefusalCode.PERIOD_IN_FUTURE: ["North End", "2026-11", 9, 10],
    RefusalCode.PERIOD_WRONG_LENGTH: ["North End", "Apr-Sep 2026", 9, 10],
    RefusalCode.DEFINITION_MISSING: ["North End", "2009-10", 9, 10],
    RefusalCode.DUPLICATE_FIGURE: GOOD,
    RefusalCode.FORMULA_ERROR: ["North End", "2026-10", "#DIV/0!", 10],
    RefusalCode.FORMULA_NOT_CALCULATED: ["North End", "2026-10", "=A1", 10],
    RefusalCode.SECOND_FIGURE_IN_BRACKETS: ["North End", "2026-10", "9 (8)", 10],
    RefusalCode.PART_EMPTY: ["North End", "2026-10", "", 10],
    RefusalCode.COUNT_IS_TEXT: ["North End", "2026-10", "nine", 10],
    RefusalCode.COUNT_IS_PERCENTAGE: ["North End", "2026-10", "90%", 10],
    RefusalCode.COUNT_NEGATIVE: ["North End", "2026-10", -9, 10],
    RefusalCode.COUNT_TOO_LARGE: ["North End", "2026-10", 9, 10**15],
    RefusalCode.COUNT_NOT_WHOLE: ["North End", "2026-10", 9.5, 10],
    RefusalCode.NUMERATOR_ABOVE_DENOMINATOR: ["North End", "2026-10", 11, 10],
}
"""A row of counts for each code that needs no other profile."""

SHAPES = {
    RefusalCode.UNKNOWN_COLUMN: ([[*HEAD, "Late"], [*GOOD, 1]], {}),
    RefusalCode.DUPLICATE_COLUMN: ([[*HEAD, "Due"], [*GOOD, 1]], {}),
    RefusalCode.MISSING_COLUMN: ([HEAD[:3], GOOD[:3]], {}),
    RefusalCode.AMBIGUOUS_HEADING: (
        [["Area", "Month", "Seen [1]", "Seen [2]", "Due"], ["South End", "2026-10", 8, 9, 10]],
        {},
    ),
    RefusalCode.AMBIGUOUS_COLUMN: (
        [HEAD, GOOD],
        {"measure": {"numerator": "Seen [1]", "denominator": "Seen [2]"}},
    ),
    RefusalCode.UNKNOWN_ROW: ([[*HEAD, "Kind"], [*GOOD, "b"]], {"measure": BY_KIND}),
    RefusalCode.PERIOD_NOT_FOUND: (
        [["Area", "Seen", "Due"], ["South End", 8, 10]],
        {"table": {"period": {"from": "file"}}},
    ),
    RefusalCode.CONFLICTING_FIGURE: ([HEAD, GOOD, ["South End", "2026-10", 9, 10]], {}),
    RefusalCode.DUPLICATE_PART: (
        [ROLES, *[["South End", "2026-10", "seen", 8]] * 2, ["South End", "2026-10", "due", 9]],
        {"measure": BY_ROW},
    ),
    RefusalCode.RELATED_ROW_REFUSED: (
        [HEAD, ["N1", "2026-10", 4, 4], ["North End", "2026-10", 7, 6]],
        {"table": {"add_up": True}},
    ),
    RefusalCode.PART_ROW_MISSING: (
        [ROLES, ["South End", "2026-10", "due", 9]],
        {"measure": BY_ROW},
    ),
    RefusalCode.PERCENTAGE_IS_TEXT: (
        [HEAD[:3], ["South End", "2026-10", "most"]],
        {"measure": PERCENTAGE},
    ),
    RefusalCode.PERCENTAGE_OUT_OF_RANGE: (
        [HEAD[:3], ["South End", "2026-10", 101]],
        {"measure": PERCENTAGE},
    ),
    RefusalCode.PERCENTAGE_SCALE_UNCLEAR: (
        [HEAD[:3], ["South End", "2026-10", 0.9], ["North End", "2026-10", "93.4%"]],
        {"measure": PERCENTAGE},
    ),
    RefusalCode.PERCENTAGE_OF_NOBODY: (
        [HEAD, ["South End", "2026-10", 50, 0]],
        {"measure": OUT_OF},
    ),
    RefusalCode.PERCENTAGE_DISAGREES: (
        [[*HEAD, "%"], [*GOOD, 81]],
        {"measure": WITH_COUNTS},
    ),
    RefusalCode.RATE_OUT_OF_RANGE: ([HEAD[:3], ["South End", "2026-10", -1]], {"measure": RATE}),
    RefusalCode.RATE_BASE_DIFFERS: (
        [["Seen per 100,000"], HEAD[:3], GOOD[:3]],
        {"measure": RATE},
    ),
    RefusalCode.KNOWN_OUT_OF_RANGE: (
        [[*HEAD, "Known"], [*GOOD, 11]],
        {"measure": KNOWN},
    ),
}
"""A whole file, and what its profile says, for each code that needs one."""


@pytest.mark.parametrize(("code", "row"), COUNTS.items(), ids=COUNTS)
def test_a_row_is_refused_with_its_code_and_the_others_are_read(code, row, tmp_path):
    reading = read_rows(tmp_path, [HEAD, GOOD, row], today=OCTOBER)
    assert {refusal.code for refusal in reading.refusals} == {code}
    assert (reading.rows_loaded, reading.rows_refused) == (1, 1)
    assert adds_up(reading)


@pytest.mark.parametrize(("code", "rows", "more"), [(c, *s) for c, s in SHAPES.items()], ids=SHAPES)
def test_a_file_is_refused_with_its_code(code, rows, more, tmp_path):
    known = catalogue(indicator("one"), indicator("rate", unit="rate"))
    reading = read_rows(tmp_path, rows, known=known, **more)
    assert code in {refusal.code for refusal in reading.refusals}
    assert all(refusal.reason and refusal.remedy for refusal in reading.refusals)
    assert adds_up(reading)


def test_a_date_where_a_count_belongs_is_not_a_number(tmp_path):
    book = Workbook()
    for row in (HEAD, ["North End", "2026-10", date(2026, 10, 1), 10]):
        book.active.append(row)
    book.save(tmp_path / "any.xlsx")
    reading = read_extract(tmp_path / "any.xlsx", [profile()], catalogue(), PLACES, today=None)
    assert [refusal.code for refusal in reading.refusals] == [RefusalCode.NOT_A_NUMBER]


def test_a_sheet_without_a_table_is_unknown(tmp_path):
    book = Workbook()
    for row in (HEAD, ["North End", "2026-10", 9, 10]):
        book.active.append(row)
    book.create_sheet("Notes").append(["Late this month"])
    book.save(tmp_path / "any.xlsx")
    reading = read_extract(tmp_path / "any.xlsx", [profile()], catalogue(), PLACES, today=None)
    (refusal,) = reading.refusals
    assert (refusal.code, refusal.sheet) == (RefusalCode.UNKNOWN_SHEET, "Notes")
    assert reading.rows_loaded == 1


DATED = {
    RefusalCode.AREA_NOT_OPEN_YET: {"from": "2026-11"},
    RefusalCode.AREA_CLOSED: {"until": "2026-09", "became": ()},
    RefusalCode.AREA_REPLACED: {"until": "2026-09", "became": ("south",)},
}


@pytest.mark.parametrize(("code", "dates"), DATED.items(), ids=DATED)
def test_a_figure_for_an_area_outside_its_dates_is_refused(code, dates, tmp_path):
    north = {"code": "north", "kind": "area", "name": "North End"} | dates
    known = Places(
        [
            Locality(code="town", kind=LocalityKind.CITY, name="Town"),
            Locality(code="south", kind=LocalityKind.AREA, name="South End"),
            Locality.model_validate(north),
        ]
    )
    path = write_csv(tmp_path / "any.csv", [HEAD, GOOD, ["North End", "2026-10", 9, 10]])
    reading = read_extract(path, [profile()], catalogue(), known, today=None)
    assert [refusal.code for refusal in reading.refusals] == [code]


def test_every_code_has_such_a_file():
    others = {RefusalCode.NOT_A_NUMBER, RefusalCode.UNKNOWN_SHEET, RefusalCode.NOT_RECORDED}
    others |= {RefusalCode.NUMBER_IN_MERGED_CELL}  # only in a workbook: test_merged_cells.py
    others |= {RefusalCode.COLUMN_HIDDEN}  # only in a workbook: test_hidden_cells.py
    others |= {RefusalCode.VALIDATION_RULE}  # by a rule of the council: test_council_rules.py
    assert {*COUNTS, *SHAPES, *DATED} | others == set(RefusalCode)
