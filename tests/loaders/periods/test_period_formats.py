"""Every way in which a period is written that we have met, and what must not be taken for one."""

import tomllib
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.core import Frequency
from indicators.domain.periods import MONTH_NAMES, Month, Period, get_quarter
from loaders.periods.period_formats import (
    complete_period,
    find_year,
    parse_period,
    read_period,
    widen_period,
)
from loaders.periods.period_reading import PeriodDoubt

SPEC = tomllib.loads(Path("tests/spec/period_formats.toml").read_text("utf-8"))
FORMS = [
    (written, form["first"], form["last"], form.get("year_ends"))
    for form in SPEC["form"]
    for written in form["written"]
]
OCTOBER = Period(Month.of(2026, 10), 1)
MONTHS = st.builds(Month.of, st.integers(1990, 2060), st.integers(1, 12))
YEAR_ENDS = st.sampled_from([None, 3, 8])


def span(first: str, last: str) -> Period:
    start, ended = Month.parse(first), Month.parse(last)
    return Period(ended, ended.ordinal - start.ordinal + 1)


@pytest.mark.parametrize(("written", "first", "last", "ends"), FORMS)
def test_each_documented_form_is_read_without_a_question(written, first, last, ends):
    reading = read_period(written, year_ends=ends)
    assert (reading.period, reading.doubt) == (span(first, last), None)


@pytest.mark.parametrize(("written", "first", "last", "ends"), FORMS)
def test_case_spaces_and_dashes_make_no_difference(written, first, last, ends):
    for other in (
        written.upper(),
        f"  {written}\n",
        written.replace(" ", "\u00a0"),
        written.replace("-", "–"),
        written.replace("-", "—"),
    ):
        assert parse_period(other, year_ends=ends) == span(first, last), other


@pytest.mark.parametrize("form", SPEC["asked"], ids=lambda form: form["written"])
def test_what_could_be_two_periods_is_read_with_a_doubt(form):
    reading = read_period(form["written"], Frequency(form["length"]))
    assert reading.doubt
    assert reading.other
    assert reading.period.ended == Month.parse(form["read_as"])
    assert reading.period.months == Frequency(form["length"]).months


@pytest.mark.parametrize(
    "written",
    [
        *SPEC["refused"]["written"],
        "",
        23.0,
        float("nan"),
        1e300,
        True,
        None,
        "June 2021 - April 2021",
    ],
    ids=repr,
)
def test_what_is_no_period_is_none(written):
    assert read_period(written, Frequency.MONTH) is None


@pytest.mark.parametrize("written", [202610, 202610.0, date(2026, 10, 31), datetime(2026, 10, 1)])  # noqa: DTZ001
def test_numbers_and_dates_are_read_too(written):
    assert parse_period(written, Frequency.MONTH) == OCTOBER


DIGITS = [str, lambda m: f"{m.year}/{m.month:02}", lambda m: f"{m.year}{m.month:02}"]
FORMATS = [
    lambda m: f"{m.month:02}/{m.year}",
    lambda m: f"{m.year}M{m.month:02}",
    lambda m: m.name,
    lambda m: m.name.upper(),
    lambda m: f"{MONTH_NAMES[m.month - 1][:3]}-{m.year % 100:02}",
    lambda m: f"{MONTH_NAMES[m.month - 1][:3]} {m.year}",
    lambda m: f"M{(m.month - 4) % 12 + 1:02} {m.financial_year.name}",
    lambda m: f"{MONTH_NAMES[m.month - 1]} {m.financial_year.name}",
    lambda m: f"{m}-01 00:00:00.000",
    lambda m: f"{m}-01T00:00:00Z",
    lambda m: f"01/{m.month:02}/{m.year}",
    lambda m: f"{m.name} [p]",
    lambda m: f"{m.name} (r)",
]


@pytest.mark.parametrize("write", FORMATS)
@given(month=MONTHS)
def test_a_month_is_read_back_from_each_form(write, month):
    reading = read_period(write(month), Frequency.MONTH)
    assert (reading.period, reading.doubt) == (Period(month, 1), None)


@pytest.mark.parametrize("write", DIGITS)
@given(month=MONTHS)
def test_a_year_and_two_digits_are_a_month_unless_they_are_the_next_year_too(write, month):
    reading = read_period(write(month), Frequency.MONTH)
    assert Period(month, 1) in {reading.period, reading.other}
    assert bool(reading.doubt) == (month.month == (month.year + 1) % 100)


@given(month=MONTHS, ends=YEAR_ENDS)
def test_a_quarter_is_read_back_whatever_month_years_end_in(month, ends):
    last = ends or 3
    ended = month + (last - month.month) % 3
    at = (ended.month - last - 1) % 12 // 3 + 1
    end_of_year = ended + (last - ended.month) % 12
    for year in (
        f"{end_of_year.year - 1}/{end_of_year.year % 100:02}",
        f"{end_of_year.year - 1}-{end_of_year.year}",
    ):
        for written in (f"Q{at} {year}", f"{year} Q{at}", f"Quarter {at} {year}"):
            assert parse_period(written, year_ends=ends) == Period(ended, 3)


@given(month=MONTHS)
def test_a_span_of_months_is_read_back(month):
    ended, start = month + 2, MONTH_NAMES[month.month - 1]
    for written in (
        f"{start[:3]}-{MONTH_NAMES[ended.month - 1][:3]} {ended.year}",
        f"{start} to {ended.name}",
        f"{month.name} - {ended.name}",
    ):
        assert parse_period(written) == Period(ended, 3)


@given(year=st.integers(1990, 2060), ends=YEAR_ENDS)
def test_a_year_is_read_back_whatever_month_it_ends_in(year, ends):
    pair = Period(Month.of(year + 1, ends or 3), 12)
    for written in (f"{year}/{(year + 1) % 100:02}", f"{year}/{year + 1}", f"FY{year}/{year + 1}"):
        assert parse_period(written, Frequency.YEAR, ends) == pair
    alone = parse_period(str(year + 1), Frequency.YEAR, ends)
    assert alone == (pair if ends else None)


@pytest.mark.parametrize(
    ("digits", "means"),
    [
        ("201112", {"2011-12", "2011/12"}),
        ("200102", {"2001-02", "2001/02"}),
        ("201213", {"2012/13"}),
        ("201201", {"2012-01"}),
        ("201110", {"2011-10"}),
        ("200001", {"2000-01", "2000/01"}),
        ("199900", {"1999/00"}),
        ("201113", set()),
        ("201100", set()),
    ],
)
def test_six_digits_are_a_month_a_year_both_or_neither(digits, means):
    reading = read_period(digits, Frequency.MONTH)
    found = {reading.period, reading.other} - {None} if reading else set()
    assert {str(p.ended) if p.months == 1 else p.name for p in found} == means
    if len(means) == 2:
        assert read_period(digits, Frequency.YEAR).doubt is None
        assert parse_period(digits) is None


@pytest.mark.parametrize(
    ("digits", "year"), [("00", 2000), ("69", 2069), ("70", 1970), ("99", 1999)]
)
def test_two_digits_are_years_of_this_century_up_to_69(digits, year):
    assert parse_period(f"Oct-{digits}") == Period(Month.of(year, 10), 1)


@pytest.mark.parametrize(
    ("day", "doubt", "other"),
    [
        (date(2026, 10, 1), None, None),
        (date(2026, 10, 2), PeriodDoubt.DAY_IN_MONTH, "2002-10"),
        (date(2026, 10, 25), PeriodDoubt.DAY_IN_MONTH, "2025-10"),
        (date(2026, 10, 26), None, None),
        (date(2026, 10, 27), PeriodDoubt.DAY_IN_MONTH, "2027-10"),
        (date(2026, 10, 28), PeriodDoubt.DAY_IN_MONTH, None),
        (date(2026, 10, 30), PeriodDoubt.DAY_IN_MONTH, None),
        (date(2026, 10, 31), None, None),
        (date(2028, 2, 28), None, None),
        (date(2029, 2, 28), None, None),
        (date(2024, 2, 28), PeriodDoubt.DAY_IN_MONTH, None),
        (date(2024, 2, 29), None, None),
    ],
)
def test_only_the_first_and_last_day_stand_for_a_month_without_a_doubt(day, doubt, other):
    reading = read_period(day, Frequency.MONTH)
    assert (reading.period.ended, reading.doubt) == (Month.of(day.year, day.month), doubt)
    assert (str(reading.other.ended) if reading.other else None) == other
    assert read_period(f"{day:%d/%m/%Y}", Frequency.MONTH).period == reading.period


@pytest.mark.parametrize(
    ("part", "year", "period"),
    [
        ("Apr", "2026/27", span("2026-04", "2026-04")),
        ("March", "2026/27", span("2027-03", "2027-03")),
        ("October", "2026", OCTOBER),
        ("10", "2026", OCTOBER),
        ("10", "2026/27", None),
        ("M07", "2026/27", OCTOBER),
        ("Q3", "2026-27", span("2026-10", "2026-12")),
        ("Apr-Jun", "2026/27", span("2026-04", "2026-06")),
        ("Oct 2025", "2026/27", None),
        ("Total", "2026/27", None),
    ],
)
def test_a_month_or_quarter_takes_its_year_from_elsewhere(part, year, period):
    reading = complete_period(part, year, None, None)
    assert (reading.period if reading else None) == period


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2026/27, April to September 2026. Synthetic figures", "2026/27"),
        ("Children’s centres 2026-27", "2026/27"),
        ("Attendance in 2026", "2026"),
        ("2025/26 and 2026/27", None),
        ("Attendance", None),
    ],
)
def test_a_title_has_one_year_or_none(title, year):
    assert find_year(title, None) == year


def test_a_month_can_stand_for_its_quarter_or_year():
    assert widen_period(OCTOBER, Frequency.MONTH) == OCTOBER
    assert widen_period(OCTOBER, Frequency.QUARTER) == get_quarter(Month.of(2026, 10))
    assert widen_period(OCTOBER, Frequency.YEAR) == span("2026-04", "2027-03")
    assert widen_period(OCTOBER, Frequency.YEAR, 8) == span("2026-09", "2027-08")
