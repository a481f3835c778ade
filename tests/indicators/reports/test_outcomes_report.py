"""The outcomes: years of the city, two years of any areas compared, a count by site and year."""

import pytest
import sqlalchemy as sa

from indicators.access.permissions import PARTNER, Permission, PermissionDeniedError
from indicators.domain.core import AreaBasis, LocalityKind, ObservationStatus
from indicators.domain.periods import Month, parse_year
from indicators.domain.places import Places
from indicators.reports import outcomes_report
from indicators.reports.base import Reports
from indicators.reports.place_report import build_place_report
from tests.support.builders import catalogue, indicator, places, row, take_in
from tests.support.viewers import without

READY = indicator("ready", service="health-visiting", every="year", shown="outcomes")
BABIES = indicator(
    "babies",
    service="health-visiting",
    order=2,
    unit="count",
    better="neither",
    every="year",
    shown="outcomes",
)
VISITS = indicator("visits")
PLANS = indicator("plans", order=2, unit="count", better="neither", gathering="snapshot")
CASES = indicator("cases", order=3, unit="count", better="neither", gathering="flow")
CATALOGUE = catalogue(READY, BABIES, VISITS, PLANS, CASES)
PLACES = places({"north": ["a", "b"], "south": ["c"]})
EARLIER, LATER = parse_year("2023/24"), parse_year("2024/25")


def months(year):
    return [year.start + at for at in range(12)]


@pytest.fixture
def reports(table):
    """In 2023/24 area a saw 10 of 20 a month and b 80 of 80; in 2024/25 a 20 of 20, b 40 of 80.
    Every area has 10 plans open and 2 new cases a month."""
    seen = {("a", EARLIER): (10, 20), ("b", EARLIER): (80, 80), ("c", EARLIER): (1, 100)}
    seen |= {("a", LATER): (20, 20), ("b", LATER): (40, 80), ("c", LATER): (1, 100)}
    rows = [
        row("visits", area, month, *counts)
        for (area, year), counts in seen.items()
        for month in months(year)
    ]
    for year in (EARLIER, LATER):
        for month in months(year):
            rows += [
                row(code, a, month, n) for a in "abc" for code, n in (("plans", 10), ("cases", 2))
            ]
    take_in(table, rows, first_ended=202304, last_ended=202503)
    yearly = {"service": "health-visiting", "first_ended": 202203, "last_ended": 202503}
    city = [
        row("ready", "city", Month.of(2023, 3), 60, 100, months=12),
        row("ready", "city", EARLIER.ended, months=12, value="61.7"),
        row("ready", "city", LATER.ended, months=12, value="63.9"),
        row("babies", "city", Month.of(2023, 3), months=12, status="not_available"),
        row("babies", "city", EARLIER.ended, months=12, status="incomplete"),
        row("babies", "city", LATER.ended, 0, months=12),
    ]
    take_in(table, city, file="city.csv", **yearly)
    return Reports(table, CATALOGUE, PLACES)


def test_a_year_without_data_an_incomplete_one_and_none_at_all_are_three_things(reports):
    rows = {
        each.indicator.code: each
        for each in outcomes_report.build_yearly_outcomes(reports, PARTNER).rows
    }
    told = [(figure.status, figure.value) for figure in rows["babies"].figures]
    assert told == [
        (ObservationStatus.NOT_AVAILABLE, None),
        (ObservationStatus.INCOMPLETE, None),
        (ObservationStatus.OK, 0),
    ]
    assert rows["babies"].change is None


def test_years_in_which_no_outcome_was_sent_are_left_out(reports):
    years = outcomes_report.build_yearly_outcomes(reports, PARTNER).years
    assert [year.name for year in years] == ["2022/23", "2023/24", "2024/25"]


def test_outcomes_are_no_rows_of_a_dashboard_and_their_years_no_months_of_it(reports):
    report = build_place_report(reports, "city", None, PARTNER)
    assert [row.indicator.code for row in report.rows] == ["visits", "plans", "cases"]
    assert report.months.available[0] == Month.of(2023, 4)
    assert [arrival.service.code for arrival in report.arrivals] == ["midwifery"]


def test_areas_taken_together_are_pooled_by_counts_and_compared_by_direction(reports):
    (row,) = outcomes_report.compare_years(
        reports, ["a", "b"], (LATER, EARLIER), [VISITS], PARTNER
    ).rows
    assert (row.earlier.value, row.later.value) == (90, 60)  # the means of the two are 75 and 75
    assert (row.change.points, row.change.direction) == (-30, "worse")


def test_all_areas_together_are_the_city_as_on_its_own_page(reports):
    report = outcomes_report.compare_years(
        reports, ["a", "b", "c"], (EARLIER, LATER), [VISITS], PARTNER
    )
    assert (
        report.rows[0].later.value
        == build_place_report(reports, "city", None, PARTNER).rows[0].rolling.value
    )


def test_a_year_with_too_few_months_is_shown_and_not_compared(reports):
    year = parse_year("2022/23")
    take_in(reports.table, [row("visits", "a", year.ended - n, 1, 2) for n in range(8)], file="b")
    (found,) = outcomes_report.compare_years(reports, ["a"], (year, LATER), [VISITS], PARTNER).rows
    assert (found.earlier.value, found.earlier.sum.months_with, found.change) == (50, 8, None)


def test_a_snapshot_is_a_mean_of_the_year_and_a_flow_a_sum(reports):
    by_site = {
        code: outcomes_report.build_counts_by_site(
            reports, CATALOGUE.indicator(code), LocalityKind.TEAM, PARTNER
        )
        for code in ("plans", "cases")
    }
    assert [figure.value for figure in by_site["plans"].cells["north"]] == [20, 20]
    assert [figure.value for figure in by_site["cases"].cells["north"]] == [48, 48]
    assert [figure.value for figure in by_site["plans"].city] == [30, 30]


def test_missing_months_of_a_count_are_told_and_hidden_ones_take_its_mean(reports):
    gone = row("plans", "c", LATER.ended, status="not_available")
    hidden = row("plans", "a", LATER.ended, status="hidden")
    take_in(reports.table, [gone, hidden], file="again")
    cells = outcomes_report.build_counts_by_site(reports, PLANS, LocalityKind.TEAM, PARTNER).cells
    assert cells["south"][1].sum.months_with == 11
    assert (cells["north"][1].status, cells["north"][1].value) == (ObservationStatus.HIDDEN, None)


def test_a_saved_set_or_any_place_stands_for_its_centre_areas(reports):
    assert outcomes_report.list_set_areas(reports, "north") == ["a", "b"]
    assert outcomes_report.list_set_areas(reports, "city") == ["a", "b", "c"]


def test_before_anything_is_loaded_there_are_no_years(table):
    reports = Reports(table, CATALOGUE, PLACES)
    assert outcomes_report.list_years_with_data(reports) == ()
    assert outcomes_report.build_yearly_outcomes(reports, PARTNER).rows == ()
    assert (
        outcomes_report.build_counts_by_site(reports, PLANS, LocalityKind.TEAM, PARTNER).years == ()
    )


QUESTIONS = {
    "yearly": outcomes_report.build_yearly_outcomes,
    "progress": lambda reports, viewer: outcomes_report.compare_years(
        reports, ["a", "b"], (EARLIER, LATER), [VISITS], viewer
    ),
    "all areas": lambda reports, viewer: outcomes_report.compare_years(
        reports, ["a", "b", "c"], (EARLIER, LATER), [VISITS], viewer
    ),
    "by site": lambda reports, viewer: outcomes_report.build_counts_by_site(
        reports, PLANS, LocalityKind.TEAM, viewer
    ),
}


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
def test_whoever_is_not_a_partner_is_refused(reports, ask):
    with pytest.raises(PermissionDeniedError):
        ask(reports, without(Permission.VIEW_FIGURES))


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
def test_the_database_is_asked_a_few_times_however_many_years_there_are(reports, ask):
    asked = []

    def count(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    sa.event.listen(reports.table.engine, "before_cursor_execute", count)
    try:
        ask(reports, PARTNER)
        few = len([each for each in asked if each.startswith("SELECT")])
        old = [row("visits", "a", Month.of(year, 4), 1, 2) for year in range(2012, 2023)]
        take_in(reports.table, old, file="old", first_ended=201204, last_ended=202303)
        asked.clear()
        ask(reports, PARTNER)
    finally:
        sa.event.remove(reports.table.engine, "before_cursor_execute", count)
    assert len([each for each in asked if each.startswith("SELECT")]) == few <= 4


def test_areas_of_a_set_that_became_others_go_on_in_what_they_became(table):
    """Area a became d in April 2024: together with b it is a and b, then d and b."""
    found, april = dict(PLACES.localities), LATER.start
    found["a"] = found["a"].model_copy(update={"until": april - 1, "became": ("d",)})
    found["d"] = found["c"].model_copy(update={"code": "d", "from_": april})
    changed = Places(found.values())
    rows = [row("visits", "a", m, 1, 2) for m in months(EARLIER)]
    rows += [row("visits", "d", m, 2, 2) for m in months(LATER)]
    rows += [row("visits", "b", m, 1, 2) for year in (EARLIER, LATER) for m in months(year)]
    take_in(table, rows, first_ended=202304, last_ended=202503)
    for lens in AreaBasis:
        reports = Reports(table, CATALOGUE, changed, area_basis=lens)
        asked = (["a", "b"], (EARLIER, LATER), [VISITS], PARTNER)
        (compared,) = outcomes_report.compare_years(reports, *asked).rows
        assert (compared.earlier.value, compared.later.value) == (50, 75), lens
        assert compared.later.sum.areas_missing == 0
