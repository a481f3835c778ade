"""Months, quarters, financial years and rolling spans, as the field names them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.errors import UserError
from indicators.domain.periods import Month, Period, get_rolling_year

MONTHS = st.builds(Month.of, st.integers(1900, 2200), st.integers(1, 12))


@given(MONTHS)
def test_a_month_is_written_and_read_back_in_each_of_its_forms(month):
    assert Month.parse(str(month)) == Month.from_number(month.number) == month
    assert Month.of(month.year, month.month) == month


@given(MONTHS, st.integers(-500, 500))
def test_months_add_and_subtract_over_year_ends(month, many):
    assert (month + many) - many == month
    assert (month + 12).year == month.year + 1
    assert (month + many > month) == (many > 0)


@given(MONTHS)
def test_a_financial_year_runs_from_april_to_march_and_holds_its_month(month):
    year = month.financial_year
    assert (year.start.month, year.ended.month, year.months) == (4, 3, 12)
    assert year.covers(Period(month, 1))
    assert month.last_financial_year.ended == year.start - 1
    assert year.name == f"{year.start.year}/{str(year.ended.year)[-2:]}"


@given(MONTHS)
def test_the_standing_figure_is_of_the_twelve_months_to_the_month_in_view(month):
    span = get_rolling_year(month)
    assert (span.ended, span.months) == (month, 12)
    assert span.start + 11 == month


@given(MONTHS, st.integers(1, 24), MONTHS, st.integers(1, 24))
def test_a_span_covers_another_if_all_its_months_lie_in_it(
    ended, months, other_ended, other_months
):
    outer, inner = Period(ended, months), Period(other_ended, other_months)
    listed = [{p.ended - at for at in range(p.months)} for p in (outer, inner)]
    assert outer.covers(inner) == (listed[1] <= listed[0])


@pytest.mark.parametrize(
    ("ended", "months", "name"),
    [
        ("2026-10", 1, "October 2026"),
        ("2026-06", 3, "Q1 2026/27"),
        ("2026-09", 3, "Q2 2026/27"),
        ("2026-12", 3, "Q3 2026/27"),
        ("2027-03", 3, "Q4 2026/27"),
        ("2026-10", 3, "3 months to October 2026"),
        ("2026-03", 12, "2025/26"),
        ("2000-03", 12, "1999/00"),
        ("2026-10", 12, "12 months to October 2026"),
    ],
)
def test_periods_have_the_names_people_use(ended, months, name):
    assert Period(Month.parse(ended), months).name == name


@pytest.mark.parametrize(
    ("day", "year"), [("2026-03", "2025/26"), ("2026-04", "2026/27"), ("2026-12", "2026/27")]
)
def test_the_financial_year_changes_in_april(day, year):
    assert Month.parse(day).financial_year.name == year


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "2026-1", "10-2026", "2026-10-01", "1066-10", "x"]
)
def test_what_is_not_a_month_is_told_with_the_way_to_write_it(text):
    with pytest.raises(UserError, match=r"is not a month\. Write year and month"):
        Month.parse(text)
