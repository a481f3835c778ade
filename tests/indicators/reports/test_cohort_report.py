"""The birth cohort: each step in the months in which one quarter's babies reached it."""

import pytest

from indicators.access.permissions import PARTNER, Permission, PermissionDeniedError
from indicators.domain.core import Verdict
from indicators.domain.errors import UnknownPlaceError, UserError
from indicators.domain.periods import Month, Period, format_quarter_code, get_quarter, parse_quarter
from indicators.reports.base import Reports
from indicators.reports.cohort_report import build_cohort_report
from indicators.reports.outcome_models import Reached
from tests.support.builders import catalogue, indicator, places, row, take_in, target
from tests.support.viewers import without

FIRST, LAST = Month.of(2023, 4), Month.of(2025, 3)


def step(code, months, order, **keys):
    return indicator(code, order=order, cohort={"months": months, "why": "So it is."}, **keys)


BOOKING = step("booking", -7, 3, target=[target("90")])
BIRTH = step("birth", 0, 2)
YEAR = step("year", 12, 1, service="health-visiting", target=[target("50")])
OTHER = indicator("other", order=4)
CATALOGUE = catalogue(YEAR, BIRTH, BOOKING, OTHER)
PLACES = places({"north": ["a", "b"], "south": ["c"]})
BORN = parse_quarter("2023-Q4")


@pytest.fixture
def reports(table):
    """Two years of every step. The month's number (1 to 12) is how many of 12 were reached in area
    a; in b always 6 of 12, in c none."""
    rows = []
    for at in range(24):
        month = FIRST + at
        for each in (BOOKING, BIRTH, YEAR):
            rows += [
                row(each.code, area, month, done, 12)
                for area, done in (("a", month.month), ("b", 6), ("c", 0))
            ]
    take_in(table, rows, first_ended=FIRST.number, last_ended=LAST.number)
    return Reports(table, CATALOGUE, PLACES)


def path(reports, place="a", births=BORN):
    report = build_cohort_report(reports, place, births, PARTNER)
    return {each.indicator.code: each for each in report.steps}


def test_the_steps_stand_in_the_order_in_which_a_child_comes_to_them(reports):
    assert list(path(reports)) == ["booking", "birth", "year"]


def test_each_step_is_of_the_three_months_so_long_before_or_after_the_birth(reports):
    spans = {code: (str(s.span.start), str(s.span.ended)) for code, s in path(reports).items()}
    assert spans == {
        "booking": ("2023-06", "2023-08"),
        "birth": ("2024-01", "2024-03"),
        "year": ("2025-01", "2025-03"),
    }


def test_a_step_s_figure_is_pooled_over_its_months_and_areas_with_the_city_beside_it(reports):
    alone, team = path(reports)["booking"], path(reports, "north")["booking"]
    assert (alone.figure.sum.numerator, alone.figure.sum.denominator) == (6 + 7 + 8, 36)
    assert (team.figure.sum.numerator, team.figure.sum.denominator) == (21 + 18, 72)
    assert alone.city.sum.denominator == 108
    whole = path(reports, "city")["booking"]
    assert whole.figure == whole.city == alone.city


def test_three_months_of_three_give_a_verdict_and_two_do_not(reports):
    assert path(reports)["booking"].figure.verdict is Verdict.CROSS
    gone = row("booking", "a", Month.of(2023, 7), status="not_available")
    take_in(reports.table, [gone], file="again")
    figure = path(reports)["booking"].figure
    assert (figure.value is None, figure.verdict, figure.sum.months_with) == (False, None, 2)


@pytest.mark.parametrize(
    ("born", "reached"),
    [
        ("2023-Q4", Reached.YES),  # a year old in January to March 2025
        ("2024-Q1", Reached.NOT_YET),  # in April to June 2025
        ("2024-Q4", Reached.NOT_YET),
    ],
)
def test_a_step_in_the_future_is_not_reached_yet(reports, born, reached):
    step = path(reports, births=parse_quarter(born))["year"]
    assert step.reached is reached
    assert (step.figure.value is None) == (reached is Reached.NOT_YET)


def test_a_step_under_way_has_the_months_so_far(reports):
    take_in(reports.table, [row("year", "a", LAST + 1, 6, 12)], file="one", last_ended=202504)
    step = path(reports, births=parse_quarter("2024-Q1"))["year"]
    assert (step.reached, step.figure.sum.months_with) == (Reached.PARTLY, 1)


def test_a_step_before_the_first_figures_says_so(reports):
    step = path(reports, births=parse_quarter("2023-Q1"))["booking"]
    assert (step.reached, step.figure.value) == (Reached.BEFORE, None)


def test_without_a_quarter_it_is_the_latest_with_figures_for_the_most_steps(reports):
    report = build_cohort_report(reports, "a", None, PARTNER)
    assert report.births == BORN
    assert [format_quarter_code(q) for q in (report.quarters[0], report.quarters[-1])] == [
        "2023-Q1",
        "2024-Q4",
    ]
    assert (report.previous, report.following) == (
        parse_quarter("2023-Q3"),
        parse_quarter("2024-Q1"),
    )


def test_what_is_not_known_is_told_and_nothing_loaded_is_no_report(reports, table):
    with pytest.raises(UnknownPlaceError):
        build_cohort_report(reports, "nowhere", BORN, PARTNER)
    with pytest.raises(UserError, match="2024-Q1 is April to June 2024"):
        parse_quarter("2024-Q5")
    assert (
        build_cohort_report(Reports(table.after(0), CATALOGUE, PLACES), "a", BORN, PARTNER) is None
    )


def test_whoever_is_not_a_partner_is_refused(reports):
    for place in ("a", "city"):
        with pytest.raises(PermissionDeniedError):
            build_cohort_report(reports, place, BORN, without(Permission.VIEW_FIGURES))


@pytest.mark.parametrize("month", range(1, 13))
def test_a_quarter_is_read_as_it_is_written(month):
    quarter = get_quarter(Month.of(2024, month))
    assert quarter.covers(Period(Month.of(2024, month), 1))
    assert parse_quarter(format_quarter_code(quarter)) == quarter
