"""The icons of each indicator in each place: what feeds them, and that pages are told the same."""

import math

import pytest

from indicators.access.permissions import PARTNER
from indicators.domain.events import Event, Events
from indicators.figures.icons import calculate_signals, get_signal_window
from indicators.figures.series import Series
from indicators.reports.base import Reports
from indicators.reports.place_report import build_place_report
from indicators.stats.spc import AssuranceIcon, VariationIcon
from tests.support.builders import fill, indicator, row, target
from tests.support.spc_charts import analyse_series
from tests.support.two_years import CATALOGUE, MARCH, PLACES, VISITS, row_of


def test_the_icons_are_those_of_a_chart_of_the_same_months(reports):
    series = reports.read_series(["a"], [VISITS], get_signal_window(MARCH), PARTNER)
    found = reports.calculate_signals(series)["visits", "a"]
    months = [None if math.isnan(v) else v for v in series.values()[0, 0]]
    chart = analyse_series(months, VISITS.better, target=90.0)
    assert (found.icon, found.assurance) == (chart.icon, chart.assurance)
    assert (found.latest, found.points, found.provisional) == (MARCH, 24, False)


def test_a_row_has_the_icons_of_its_place(reports):
    dropped = row_of(build_place_report(reports, "a", None, PARTNER), "visits").signal
    assert dropped.icon is VariationIcon.CONCERN_LOW  # 12 months at 88 below a mean of 91.5
    steady = row_of(build_place_report(reports, "b", None, PARTNER), "visits").signal
    assert (steady.icon, steady.assurance.icon) == (VariationIcon.COMMON, AssuranceIcon.PASS)
    nothing = row_of(build_place_report(reports, "a", None, PARTNER), "reviews").signal
    assert (nothing.icon, nothing.assurance, nothing.points) == (None, None, 0)


def test_a_rebase_starts_new_limits(reports):
    start = Event(month=MARCH - 11, what="A new team", place="north", rebase=True)
    since = Reports(reports.table, CATALOGUE, PLACES, Events([start]))
    found = row_of(build_place_report(since, "a", None, PARTNER), "visits").signal
    assert (found.icon, found.points, found.provisional) == (VariationIcon.COMMON, 12, True)
    other = row_of(build_place_report(since, "c", None, PARTNER), "visits").signal
    assert other.points == 24


def test_months_of_another_definition_are_no_points():
    later = {"code": "v2", "from": "2026-01", "numerator": "n", "denominator": "d", "source": "us"}
    first = {**later, "code": "v1", "from": "2010-04", "until": "2025-12"}
    made = indicator(definition=[first, later])
    series = Series([made], ["a"], get_signal_window(MARCH))
    fill(
        series,
        (
            row("visits", "a", MARCH - at, 9, 10, definition="v2" if at < 3 else "v1")
            for at in range(24)
        ),
    )
    assert calculate_signals(series, Events(), PLACES)["visits", "a"].points == 3


@pytest.mark.parametrize(
    ("per", "assurance"),
    [("month", AssuranceIcon.PASS), ("quarter", None), ("year", None)],
)
def test_a_target_of_a_sum_has_an_assurance_icon_only_where_a_point_is_such_a_span(per, assurance):
    made = indicator(unit="count", target=[target("5", per=per)])
    series = Series([made], ["a"], get_signal_window(MARCH))
    fill(series, (row("visits", "a", MARCH - at, 10 + at % 3) for at in range(24)))
    found = calculate_signals(series, Events(), PLACES)["visits", "a"].assurance
    assert (found and found.icon) is assurance
