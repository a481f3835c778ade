"""A quarter or year that was sent as one figure stands for its months if these have none."""

from fractions import Fraction

import pytest

from indicators.domain.core import ObservationStatus
from indicators.domain.membership import PooledAreas
from indicators.domain.periods import Month, Period
from indicators.figures.add_spans import sum_span
from indicators.figures.pooling import pool_places
from indicators.figures.series import MonthWindow, Series
from tests.support.builders import V1, fill, indicator, row

MARCH = Month.of(2014, 3)
YEAR = Period(MARCH, 12)
WINDOW = MonthWindow(MARCH - 23, MARCH + 12)
VISITS = indicator()
PLANS = indicator(unit="count", better="neither", gathering="snapshot")
REFERRALS = indicator(unit="count", better="neither", gathering="flow")


def series_of(made, *rows, groups=None):
    groups = groups or {"a": ("a",)}
    areas = dict.fromkeys([*groups, *(area for held in groups.values() for area in held)])
    single = Series([made], list(areas), WINDOW)
    fill(single, rows)
    held = {
        code: (PooledAreas(WINDOW.first, WINDOW.last, members),) for code, members in groups.items()
    }
    return pool_places(single, held)


def add(made, *rows, place="a", span=YEAR, groups=None):
    return sum_span(series_of(made, *rows, groups=groups), span, made.code, place)


def value(added, made=VISITS):
    return Fraction(made.scale * added.numerator, added.denominator)


def year(place="a", numerator=None, denominator=None, **keys):
    return row("visits", place, MARCH, numerator, denominator, months=12, **keys)


def quarter(ended, numerator, denominator=None, place="a", **keys):
    return row("visits", place, ended, numerator, denominator, months=3, **keys)


def month(at, numerator, denominator=None, place="a", **keys):
    return row("visits", place, YEAR.start + at, numerator, denominator, **keys)


def test_a_year_s_percentage_is_that_year_s_mean():
    added = add(VISITS, year(value="83"))
    assert (value(added), added.counted, added.months_with) == (83, False, 12)
    assert added.wholes == (YEAR,)


def test_a_year_s_counts_are_counts():
    added = add(VISITS, year(numerator=240, denominator=288))
    assert (added.numerator, added.denominator, added.counted) == (240, 288, True)


@pytest.mark.parametrize("made", [PLANS, REFERRALS])
def test_a_year_s_count_is_its_mean_or_its_sum(made):
    added = add(made, year(numerator=14))
    assert (value(added, made), added.months_with) == (14, 12)


def test_months_take_precedence_and_nothing_is_counted_twice():
    both = add(VISITS, year(numerator=240, denominator=288), month(3, 10, 20))
    assert (both.numerator, both.denominator, both.months_with, both.wholes) == (10, 20, 1, ())


def test_a_month_without_a_figure_does_not_take_precedence():
    added = add(VISITS, year(value="83"), month(3, None, status="not_available"))
    assert (value(added), added.wholes) == (83, (YEAR,))
    hidden = add(PLANS, year(numerator=14), month(3, None, status="hidden"))
    assert (value(hidden, PLANS), hidden.months_hidden) == (14, 0)


def test_a_quarter_stands_for_its_months_between_months_of_the_same_year():
    rows = [quarter(YEAR.start + 2, 60, 90), *(month(at, 10, 20) for at in range(3, 12))]
    added = add(VISITS, *rows)
    assert (added.numerator, added.denominator, added.months_with) == (150, 270, 12)
    assert added.wholes == (Period(YEAR.start + 2, 3),)


def test_quarters_take_precedence_over_their_year():
    quarters = [quarter(YEAR.start + at, 30, 40) for at in (2, 5, 8, 11)]
    added = add(VISITS, year(numerator=1, denominator=288), *quarters)
    assert (added.numerator, added.denominator, len(added.wholes)) == (120, 160, 4)
    some = add(VISITS, year(numerator=1, denominator=288), quarters[0])
    assert (some.numerator, some.months_with) == (30, 3)


def test_a_quarter_s_percentage_weighs_as_three_months():
    rows = [quarter(YEAR.start + 2, None, value="60"), *(month(at, 8, 10) for at in range(3, 12))]
    added = add(VISITS, *rows)
    assert value(added) == Fraction(60 * 3 + 80 * 9, 12)
    assert (added.counted, added.months_with, added.months_counted) == (False, 12, 9)


def test_a_quarter_s_snapshot_weighs_as_three_months_and_a_flow_is_added():
    rows = [quarter(YEAR.start + 2, 20), *(month(at, 10) for at in range(3, 12))]
    assert value(add(PLANS, *rows), PLANS) == Fraction(20 * 3 + 10 * 9, 12)
    assert value(add(REFERRALS, *rows), REFERRALS) == 110


def test_a_year_is_part_of_no_other_span():
    for span in (Period(MARCH, 1), Period(MARCH, 3), Period(MARCH + 1, 12), Period(MARCH - 1, 12)):
        added = add(VISITS, year(value="83"), span=span)
        assert (added.status, added.wholes) == (ObservationStatus.NOT_AVAILABLE, ())


def test_a_year_counted_by_another_definition_is_left_out():
    versions = [
        V1 | {"until": "2013-03"},
        V1 | {"code": "v2", "from": "2013-04"},
    ]
    made = indicator(definition=versions)
    assert add(made, year(value="83")).wholes == ()
    assert add(made, year(value="83", definition="v2")).wholes == (YEAR,)


@pytest.mark.parametrize("status", ["hidden", "not_available", "incomplete"])
def test_a_year_without_a_figure_says_why(status):
    assert add(VISITS, year(status=status)).status == status


def test_areas_are_pooled_from_the_counts_of_their_years():
    groups = {"t": ("a", "b")}
    rows = [year("a", 90, 100), year("b", 10, 100)]
    added = add(VISITS, *rows, place="t", groups=groups)
    assert (added.numerator, added.denominator, added.wholes) == (100, 200, (YEAR,))
    bare = add(VISITS, year("a", value="90"), year("b", value="10"), place="t", groups=groups)
    assert (bare.status, bare.areas_unpooled) == (ObservationStatus.NOT_AVAILABLE, 24)
    count = add(PLANS, year("a", 3), place="t", groups=groups)
    assert count.status is ObservationStatus.NOT_AVAILABLE


def test_charts_and_limits_show_months_alone():
    series = series_of(VISITS, year(value="83"), month(0, 1, 2))
    assert series.list_monthly_values("visits", "a").count(None) == WINDOW.length - 1
    assert series.restrict_to(MonthWindow(YEAR.start, MARCH)).wholes.keys() == {12}
    assert series.without_wholes().wholes == {}
