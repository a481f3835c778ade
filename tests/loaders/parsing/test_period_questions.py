"""A period that could be another one is read, and asked about before anything is loaded."""

from datetime import date
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from indicators.domain.confirmations import ConfirmationCode
from indicators.domain.periods import Month
from loaders.parsing.extract import read_extract
from tests.support.extracts import (
    COVENTRY,
    PLACES,
    catalogue,
    centres,
    figures,
    indicator,
    midwifery,
    mothers,
    profile,
    read_rows,
)

HEAD = ["Area", "Month", "Seen", "Due"]


def north(*months):
    """One row of North End for each month, as it is written."""
    return [HEAD, *(["North End", month, 9, 10] for month in months)]


def ended(reading):
    return reading.observations["ended"].tolist()


def asked(reading):
    return [doubt.code for doubt in reading.doubts]


def read_workbook(folder, rows, table=None, *, name="any.xlsx", sheet="Data"):
    workbook = Workbook()
    workbook.active.title = sheet
    for row in rows:
        workbook.active.append(row)
    workbook.save(folder / name)
    return read_extract(folder / name, [profile(table)], catalogue(), PLACES, today=None)


def test_a_day_in_the_middle_of_a_month_is_asked_about_with_both_months(tmp_path):
    reading = read_workbook(tmp_path, north(date(2026, 10, 25)))
    assert ended(reading) == [202610]
    assert asked(reading) == [ConfirmationCode.DAY_IN_MONTH]
    (doubt,) = reading.doubts
    assert "2026-10-25" in doubt.text
    assert "read as October 2026" in doubt.text
    assert "could be October 2025" in doubt.text
    assert doubt.where == "sheet Data, row 2, column B"


@pytest.mark.parametrize("day", [1, 26, 31])
def test_the_first_day_the_last_and_the_day_of_the_same_year_are_not_asked_about(tmp_path, day):
    reading = read_workbook(tmp_path, north(date(2026, 10, day)))
    assert (ended(reading), reading.doubts) == ([202610], ())


def test_days_and_weeks_are_not_asked_about_if_the_profile_says_that_they_are_added_up(tmp_path):
    rows = north(date(2026, 10, 5), date(2026, 10, 12), date(2026, 10, 19))
    table = {"period": {"column": "Month", "stands_for": "month"}, "add_up": True}
    reading = read_workbook(tmp_path, rows, table)
    assert figures(reading) == [("north", 202610, 27, 30, None, "ok")]
    assert reading.doubts == ()
    assert asked(read_workbook(tmp_path, rows, {"add_up": True})) == [ConfirmationCode.DAY_IN_MONTH]


def test_months_that_excel_made_into_days_are_asked_about_against_name_and_title(tmp_path):
    typed = [date(2026, month, 25) for month in (4, 5)]
    reading = COVENTRY.read(centres(tmp_path, months=typed))
    assert asked(reading) == [ConfirmationCode.DAY_IN_MONTH]  # name and title say 2026/27
    path = tmp_path / "CCC_childrens_centres_2025-26_to_2025-05.xlsx"
    centres(tmp_path, months=typed).rename(path)
    named = COVENTRY.read(path)
    assert asked(named) == [
        ConfirmationCode.DAY_IN_MONTH,
        ConfirmationCode.FILE_NAMED_FOR_OTHER_PERIOD,
    ]
    assert "April 2025 to May 2025" in named.doubts[1].text
    assert "April 2026 and May 2026" in named.doubts[1].text


@pytest.mark.parametrize(
    ("months", "read", "questions"),
    [
        (["201112"], [201112], 1),
        (["201011", "201112"], [201011, 201112], 1),
        (["201109", "201112"], [201109, 201112], 0),
        (["2011-10", "2011-11", "2011-12"], [201110, 201111, 201112], 0),
        (["201113"], [], 0),
    ],
)
def test_six_digits_are_asked_about_unless_the_column_shows_what_they_are(
    tmp_path, months, read, questions
):
    reading = read_rows(tmp_path, north(*months))
    assert ended(reading) == read
    assert asked(reading) == [ConfirmationCode.PERIOD_COULD_BE_TWO] * questions


def test_the_question_about_six_digits_names_both(tmp_path):
    (doubt,) = read_rows(tmp_path, north("201112")).doubts
    assert "“201112” is read as December 2011, and could also be 2011/12" in doubt.text


def test_years_of_a_yearly_indicator_are_never_asked_about(tmp_path):
    known = catalogue(indicator("one", every="year"))
    reading = read_rows(tmp_path, north("201011", "2011/12", "2012-13"), known=known)
    assert (ended(reading), reading.doubts) == ([201103, 201203, 201303], ())


@pytest.mark.parametrize(
    ("years", "read", "refused", "questions"),
    [
        (["201112"], [201203], 0, 0),
        (["201112", "201213"], [201203, 201303], 0, 0),
        (["201103", "201112"], [], 2, 0),
        (["2011-03", "2011-12"], [], 2, 0),
        (["201103", "201112", "201213"], [201203, 201303], 1, 1),
    ],
)
def test_six_digits_of_a_yearly_indicator_are_months_next_to_months(
    tmp_path, years, read, refused, questions
):
    known = catalogue(indicator("one", every="year"))
    reading = read_rows(tmp_path, north(*years), known=known)
    assert ended(reading) == read
    assert [each.code for each in reading.refusals] == ["period_wrong_length"] * refused
    assert asked(reading) == [ConfirmationCode.PERIOD_COULD_BE_TWO] * questions


def test_six_digits_of_a_yearly_indicator_are_months_next_to_months_in_headings_too(tmp_path):
    known = catalogue(indicator("one", every="year", unit="count"))
    table = {"header": ["Area"], "period": {"from": "heading"}}
    rows = [["Area", "201103", "201112"], ["North End", 9, 8]]
    measure = {"numerator": "{period}"}
    reading = read_rows(tmp_path, rows, table, known=known, measure=measure)
    assert (ended(reading), reading.rows_refused) == ([], 1)


@pytest.mark.parametrize(
    ("quarters", "read", "questions"),
    [
        (["201112"], [201203], 1),
        (["201112", "201213"], [201203, 201303], 0),
        (["201109", "201112"], [], 0),
    ],
)
def test_six_digits_of_a_quarterly_indicator_may_be_the_last_month_of_a_quarter(
    tmp_path, quarters, read, questions
):
    known = catalogue(indicator("one", every="quarter"))
    reading = read_rows(tmp_path, north(*quarters), known=known)
    assert ended(reading) == read
    assert asked(reading) == [ConfirmationCode.PERIOD_COULD_BE_TWO] * questions


@pytest.mark.parametrize("ends", [3, 8])
def test_the_month_that_years_end_in_applies_to_each_way_of_writing_them(tmp_path, ends):
    known = catalogue(indicator("one", every="year"))
    table = {"period": {"column": "Month", "year_ends": ends}}
    for written in ("2017/18", "2018", "201718", "2017-2018", 2018):
        reading = read_rows(tmp_path, north(written), table, known=known)
        assert (ended(reading), reading.doubts) == ([201800 + ends], ()), written


def test_a_quarter_of_a_single_year_is_asked_about(tmp_path):
    known = catalogue(indicator("one", every="quarter"))
    reading = read_rows(tmp_path, north("2021 Q1"), known=known)
    assert (ended(reading), asked(reading)) == ([202106], [ConfirmationCode.PERIOD_COULD_BE_TWO])
    assert "could also be Q4 2020/21" in reading.doubts[0].text


@pytest.mark.parametrize(("ends", "read"), [(3, 202106), (8, 202111), (12, 202103)])
def test_a_quarter_of_a_single_year_is_settled_by_a_profile_that_states_when_years_end(
    tmp_path, ends, read
):
    known = catalogue(indicator("one", every="quarter"))
    table = {"period": {"column": "Month", "year_ends": ends}}
    reading = read_rows(tmp_path, north("2021 Q1"), table, known=known)
    assert (ended(reading), asked(reading)) == ([read], [])


def test_a_typed_slip_is_refused(tmp_path):
    reading = COVENTRY.read(midwifery(tmp_path, mothers(month="05-1026")))
    assert {refusal.code for refusal in reading.refusals} == {"period_unreadable"}
    assert reading.observations.empty


AGREE = [
    ("UHCW_maternity_2026-10.csv", ["2026-10"]),
    ("UHCW_maternity_2026-10_restated.csv", ["2025-11", "2026-10"]),
    ("UHCW_maternity_2026-27.csv", ["2026-10"]),
    ("UHCW_maternity_2026-27_to_2026-10.csv", ["2026-04", "2026-10"]),
    ("UHCW_maternity_2026.csv", ["2026-10"]),
    ("UHCW_maternity_2026.csv", ["2027-03"]),
    ("UHCW_maternity_2027.csv", ["2026-10"]),
    ("UHCW_maternity_20261114.csv", ["2026-10"]),
    ("UHCW_maternity_2026-11-14.csv", ["2026-10"]),
    ("UHCW_maternity_14-11-2026.csv", ["2026-08", "2026-10"]),
    ("UHCW_maternity_2026-10_sent_2026-11-02.csv", ["2026-10"]),
    ("UHCW_maternity_Oct26.csv", ["2026-10"]),
    ("UHCW_maternity_M07_2026-27.csv", ["2026-10"]),
    ("UHCW_maternity_Q3_2026-27.csv", ["2026-10", "2026-11", "2026-12"]),
    ("UHCW_maternity_final_v2.csv", ["2026-10"]),
]
CONTRADICT = [
    ("UHCW_maternity_2026-09.csv", ["2026-10"]),
    ("UHCW_maternity_2026-11.csv", ["2026-10"]),
    ("UHCW_maternity_2026-10.csv", ["2026-10", "2026-11"]),
    ("UHCW_maternity_2025-26.csv", ["2026-10"]),
    ("UHCW_maternity_2025-26_to_2025-10.csv", ["2026-04", "2026-10"]),
    ("UHCW_maternity_2026-27_to_2026-10.csv", ["2026-10", "2026-11"]),
    ("UHCW_maternity_2024.csv", ["2026-10"]),
    ("UHCW_maternity_2028.csv", ["2026-10"]),
    ("UHCW_maternity_2025-11-14.csv", ["2026-10"]),
    ("UHCW_maternity_Q2_2026-27.csv", ["2026-10"]),
]


@pytest.mark.parametrize(
    ("name", "months", "contradicts"),
    [(*each, False) for each in AGREE] + [(*each, True) for each in CONTRADICT],
)
def test_a_name_is_asked_about_only_if_it_contradicts_the_figures(
    tmp_path, name, months, contradicts
):
    path = midwifery(tmp_path, *(mothers(month=month) for month in months), name=name)
    code = ConfirmationCode.FILE_NAMED_FOR_OTHER_PERIOD
    assert asked(COVENTRY.read(path)) == ([code] if contradicts else [])


@pytest.mark.parametrize(
    ("archive", "inside", "contradicts"),
    [
        ("UHCW_maternity_2026-10.zip", "UHCW_maternity_2026-10.csv", False),
        ("UHCW_maternity_2026-10.zip", "data.csv", False),
        ("UHCW_maternity_2026-09.zip", "data.csv", True),
        ("UHCW_maternity_2026-09.zip", "UHCW_maternity_2026-10.csv", True),
        ("UHCW_maternity_2026-10.zip", "UHCW_maternity_2026-09.csv", True),
    ],
)
def test_an_archive_and_the_file_in_it_have_a_name_each(tmp_path, archive, inside, contradicts):
    path = midwifery(tmp_path, mothers())
    with ZipFile(tmp_path / archive, "w") as packed:
        packed.write(path, inside)
    code = ConfirmationCode.FILE_NAMED_FOR_OTHER_PERIOD
    assert asked(COVENTRY.read(tmp_path / archive)) == ([code] if contradicts else [])


@pytest.mark.parametrize(
    ("title", "contradicts"),
    [
        ("Visits in October 2026", False),
        ("2026/27", False),
        ("2026/27, April to October 2026", False),
        ("Year ending March 2027", False),
        ("Published 21 January 2027", False),
        ("Visits: definition changed in April 2017", False),
        ("Printed 14/11/2026", False),
        ("Act of 1989, census 2011", False),
        ("2026", False),
        ("Year 2027", False),
        ("Years 2001 to 2003", False),
        ("Year 2024 to 2026", False),
        ("Compared with the year 2019", False),
        ("2024", True),
        ("Year 2024", True),
        ("Calendar year: 2025", True),
        ("Visits in the year 2028", True),
        ("Visits in September 2026", True),
        ("2025/26", True),
        ("2025/26, April to October 2025", True),
        ("Visits on 3 October 2025", True),
    ],
)
def test_a_title_is_asked_about_only_if_it_contradicts_the_figures(tmp_path, title, contradicts):
    reading = read_rows(tmp_path, [[title], [], *north("2026-10")])
    code = ConfirmationCode.TITLE_NAMES_OTHER_PERIOD
    assert asked(reading) == ([code] if contradicts else [])
    if contradicts:
        assert "cell A1 says" in reading.doubts[0].text
        assert "October 2026" in reading.doubts[0].text


@pytest.mark.parametrize(
    ("sheet", "contradicts"),
    [("October 2026", False), ("2026-27", False), ("Data", False), ("Sept 26", True)],
)
def test_a_sheet_name_is_asked_about_only_if_it_contradicts_the_figures(
    tmp_path, sheet, contradicts
):
    reading = read_workbook(tmp_path, north("2026-10"), sheet=sheet)
    code = ConfirmationCode.SHEET_NAMED_FOR_OTHER_PERIOD
    assert asked(reading) == ([code] if contradicts else [])


@pytest.mark.parametrize(
    ("today", "questions"),
    [("2026-10", [ConfirmationCode.UNFINISHED_PERIOD]), ("2026-11", []), (None, [])],
)
def test_a_month_is_asked_about_until_it_is_over(tmp_path, today, questions):
    month = Month.parse(today) if today else None
    reading = read_rows(tmp_path, north("2026-09", "2026-10"), today=month)
    assert (ended(reading), asked(reading)) == ([202609, 202610], questions)


@pytest.mark.parametrize(
    ("every", "example"),
    [
        ("month", "a month as 2026-10"),
        ("quarter", "a quarter as Q2 2026/27"),
        ("year", "as 2025/26"),
    ],
)
def test_the_remedy_shows_a_period_of_the_indicator_s_own_length(tmp_path, every, example):
    known = catalogue(indicator("one", every=every))
    (refusal,) = read_rows(tmp_path, north("soon"), known=known).refusals
    assert refusal.reason == f"No {every} can be read here."
    assert example in refusal.remedy


@pytest.mark.parametrize(
    ("every", "written", "months"),
    [
        ("month", "2025/26", 12),
        ("month", "Q1 2026/27", 3),
        ("month", "12 months to May 2026", 12),
        ("quarter", "2025/26", 12),
        ("month", "Mar-May 2026", None),
        ("month", "Apr-Sep 2026", None),
        ("month", "2001-2003", None),
        ("quarter", "2026-04", None),
        ("year", "Q1 2026/27", None),
    ],
)
def test_a_quarter_or_year_may_be_sent_for_an_indicator_with_shorter_periods(
    tmp_path, every, written, months
):
    known = catalogue(indicator("one", every=every, since="2000-01"))
    reading = read_rows(tmp_path, north(written), known=known)
    assert reading.observations["months"].tolist() == ([months] if months else [])
    assert {str(each.code) for each in reading.refusals} == (
        set() if months else {"period_wrong_length"}
    )


def test_a_year_and_its_months_in_one_file_are_no_copies(tmp_path):
    reading = read_rows(tmp_path, north("2025/26", "2026-03", "Q4 2025/26"))
    assert reading.observations["months"].tolist() == [12, 1, 3]
    assert reading.refusals == ()
