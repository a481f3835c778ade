"""The change on last year: its points, its direction, and whether it is real."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.periods import get_rolling_year
from indicators.figures.change import calculate_change, calculate_changes
from indicators.figures.judge_figures import calculate_figure
from indicators.figures.series import MonthWindow, Series
from tests.support import generated_places, oracle
from tests.support.builders import fill, indicator, row
from tests.support.generated_places import FIRST, LAST

WINDOW = MonthWindow(FIRST, LAST)
SHARES = st.integers(12, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def yearly_change(before, now):
    """The change of a percentage that is sent once a year."""
    made = indicator(every="year")
    series = Series([made], ["a"], WINDOW)
    fill(series, [row("visits", "a", LAST - 12, *before), row("visits", "a", LAST, *now)])
    years = (get_rolling_year(LAST), get_rolling_year(LAST - 12))
    now, before = (calculate_figure(series, made, "a", year) for year in years)
    return calculate_change(now, before, made)


def every_month(before, now, **keys):
    """The change between two years with the same sent in each of their months."""
    made = indicator(**keys)
    series = Series([made], ["a"], WINDOW)
    for at in range(12):
        fill(
            series,
            [row("visits", "a", LAST - 12 - at, **before), row("visits", "a", LAST - at, **now)],
        )
    years = (get_rolling_year(LAST), get_rolling_year(LAST - 12))
    now, before = (calculate_figure(series, made, "a", year) for year in years)
    return calculate_change(now, before, made)


def counts(numerator, denominator=None):
    return {"numerator": numerator, "denominator": denominator}


def test_a_change_beyond_chance_is_real_and_has_its_interval_in_points():
    found = every_month(counts(14, 20), counts(18, 20))
    assert (found.points, found.direction, found.is_real) == (20, "better", True)
    low, high = oracle.newcombe((216, 240), (168, 240))
    assert found.interval == pytest.approx((100 * float(low), 100 * float(high)))
    assert found.real_direction == "better"


def test_a_change_that_chance_explains_is_not_real_but_keeps_its_points():
    found = every_month(counts(18, 20), counts(17, 20))
    assert (found.points, found.direction, found.is_real) == (-5, "worse", False)
    assert found.interval[0] < -5 < 0 < found.interval[1]
    assert found.real_direction == ""


def test_without_counts_a_change_cannot_be_tested():
    found = every_month({"value": "70"}, {"value": "90"})
    assert (found.points, found.is_real, found.interval) == (20, None, None)
    mixed = every_month(counts(14, 20), {"value": "90"})
    assert (mixed.points, mixed.is_real) == (20, None)


def test_years_that_share_months_cannot_be_tested():
    made = indicator()
    series = Series([made], ["a"], WINDOW)
    fill(series, (row("visits", "a", FIRST + at, 10 + at // 3, 20) for at in range(24)))
    now, overlapping, apart = (
        calculate_figure(series, made, "a", get_rolling_year(month))
        for month in (LAST, LAST - 11, LAST - 12)
    )
    assert calculate_change(now, overlapping, made).is_real is None
    assert calculate_change(now, apart, made).is_real is True


@pytest.mark.parametrize(
    ("before", "now", "real"), [(10, 11, False), (10, 14, True), (14, 10, True), (0, 0, False)]
)
def test_a_sum_has_the_exact_test_of_all_its_events(before, now, real):
    found = every_month(counts(before), counts(now), unit="count", gathering="flow")
    assert (found.is_real, found.interval) == (real, None)
    meant = oracle.really_changed_count((12 * now, 12), (12 * before, 12))
    assert bool(meant) is real


def test_what_is_open_at_month_end_is_one_count_and_not_twelve():
    keys = {"unit": "count", "gathering": "snapshot", "better": "neither"}
    assert every_month(counts(10), counts(14), **keys).is_real is False
    risen = every_month(counts(10), counts(30), **keys)
    assert (risen.is_real, risen.real_direction) == (True, "higher")


def test_a_rate_has_the_exact_test_over_its_people():
    keys = {"unit": "rate", "per": 1000, "better": "lower"}
    assert every_month(counts(5, 1000), counts(6, 1000), **keys).is_real is False
    found = every_month(counts(5, 1000), counts(12, 1000), **keys)
    assert (found.is_real, found.real_direction, found.interval) == (True, "worse", None)


def test_a_rise_of_months_sent_is_no_rise_of_events():
    """Ten months with 12 events each are fewer events than twelve with 11, and no fewer a month."""
    made = indicator(unit="count")
    series = Series([made], ["a"], WINDOW)
    fill(series, (row("visits", "a", LAST - 12 - at, 11) for at in range(12)))
    fill(series, (row("visits", "a", LAST - at, 12) for at in range(10)))
    years = (get_rolling_year(LAST), get_rolling_year(LAST - 12))
    now, before = (calculate_figure(series, made, "a", year) for year in years)
    found = calculate_change(now, before, made)
    assert (found.points, found.is_real) == (-12, False)


@given(SHARES, SHARES)
def test_every_change_of_a_percentage_is_the_oracle_s(before, now):
    found = yearly_change(before, now)
    points = Fraction(100 * now[0], now[1]) - Fraction(100 * before[0], before[1])
    low, high = oracle.newcombe(now, before)
    assert (found.points, found.is_real) == (points, low > 0 or high < 0)
    assert found.interval == pytest.approx((100 * float(low), 100 * float(high)), abs=1e-9)


@pytest.mark.parametrize("code", ["percent", "fewer", "rate", "events", "open"])
def test_many_changes_at_once_are_those_of_each_alone(code):
    made = generated_places.KINDS[code]
    series = generated_places.pooled(made, generated_places.some_cells(7, made))
    pairs = [
        (
            calculate_figure(series, made, group, get_rolling_year(LAST)),
            calculate_figure(series, made, group, get_rolling_year(LAST - 12)),
            made,
        )
        for group in generated_places.GROUPS
    ]
    assert calculate_changes(pairs) == [calculate_change(*pair) for pair in pairs]
    assert calculate_changes([]) == []
