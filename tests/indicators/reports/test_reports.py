"""What the pages are told, from rows in the table, on both databases."""

from fractions import Fraction

import pytest

from indicators.access.permissions import PARTNER
from indicators.domain.core import LocalityKind, Verdict
from indicators.reports.base import Reports
from indicators.reports.home_report import build_home_report
from indicators.reports.models import find_worst_change, rank_crosses
from indicators.reports.place_report import build_place_report, list_loads_behind
from indicators.reports.service_report import build_service_report
from tests.support.builders import places, row, take_in
from tests.support.two_years import CATALOGUE, MARCH, SMOKING, VISITS, row_of


def place(reports, code, month=None):
    return build_place_report(reports, code, month, PARTNER)


# The place page


def test_the_latest_month_with_data_is_shown_unless_another_is_asked_for(reports):
    latest = place(reports, "a").months
    assert (latest.shown, latest.previous, latest.following) == (MARCH, MARCH - 1, None)
    asked = place(reports, "a", MARCH - 5).months
    assert (asked.shown, asked.previous, asked.following) == (MARCH - 5, MARCH - 6, MARCH - 4)
    assert len(asked.available) == 24
    future = place(reports, "a", MARCH + 3).months
    assert (future.has_data, future.previous, future.latest) == (False, MARCH, MARCH)


def test_each_service_has_arrived_or_not_for_the_month(reports):
    def arrived(month):
        return {a.service.code: a.arrived for a in place(reports, "a", month).arrivals}

    assert arrived(MARCH) == {"midwifery": True, "health-visiting": False}
    assert arrived(MARCH - 1) == {"midwifery": True, "health-visiting": True}


@pytest.mark.parametrize(
    ("code", "tabs", "team"),
    [
        ("a", ["north", "a", "b"], "north"),
        ("north", ["north", "a", "b"], "north"),
        ("c", ["south", "c"], "south"),
        ("hub", ["hub", "a", "b", "c"], None),
        ("city", ["city"], None),
    ],
)
def test_tabs_are_the_team_and_its_areas(reports, code, tabs, team):
    report = place(reports, code)
    assert [tab.code for tab in report.tabs] == tabs
    assert (report.team and report.team.code) == team


def test_rows_stand_under_their_service_in_the_catalogue_s_order(reports):
    blocks = place(reports, "a").blocks
    assert [(s.code, [r.indicator.code for r in rows]) for s, rows in blocks] == [
        ("midwifery", ["visits", "smoking"]),
        ("health-visiting", ["reviews", "plans"]),
    ]


def test_a_row_has_the_year_the_month_the_city_and_the_change(reports):
    found = row_of(place(reports, "a"), "visits")
    assert (found.rolling.value, found.rolling.verdict) == (88, Verdict.CROSS)
    assert (found.last_year.value, found.last_year.span.name) == (95, "2024/25")
    assert (found.month.value, found.month.verdict) == (88, Verdict.CROSS)
    assert found.rolling.to_turn == 1200 * 89 // 100 + 1 - 12 * 88
    assert (found.change.points, found.change.direction) == (-7, "worse")
    assert found.city.value == Fraction(100 * (12 * 88 + 12 * 90 + 11 * 92), 3600)


def test_a_sparkline_has_24_months_with_each_month_s_target(reports):
    points = row_of(place(reports, "a"), "visits").points
    assert [point.month for point in points] == [MARCH - at for at in range(23, -1, -1)]
    assert [point.value for point in points] == [95] * 12 + [88] * 12
    targets = [point.target for point in row_of(place(reports, "a"), "smoking").points]
    assert targets == [8] * 12 + [6] * 12
    plans = row_of(place(reports, "a"), "plans").points
    assert [point.value for point in plans] == [10] * 23 + [None]


def test_a_team_pools_its_areas(reports):
    found = row_of(place(reports, "north"), "visits")
    assert (found.rolling.value, found.rolling.verdict) == (89, Verdict.CROSS)
    assert row_of(place(reports, "north"), "plans").rolling.value == 20


def test_the_city_is_the_same_on_its_own_page_as_beside_a_place(reports):
    own, beside = place(reports, "city"), place(reports, "a")
    for code in CATALOGUE.indicators:
        assert row_of(own, code).rolling == row_of(beside, code).city == row_of(own, code).city
    assert row_of(own, "plans").rolling.value == 30


def test_a_file_for_the_city_itself_stands_before_the_areas_total(reports, table):
    take_in(table, [row("visits", "city", MARCH - at, 1, 2) for at in range(12)], file="city")
    assert row_of(place(reports, "a"), "visits").city.value == 50
    assert row_of(place(reports, "city"), "visits").rolling.value == 50


def test_an_action_is_called_for_by_a_cross_and_by_an_na_that_is_worsening(reports, table):
    assert [r.indicator.code for r in place(reports, "a").actions] == ["visits"]
    steady = row_of(place(reports, "b"), "visits")
    assert (steady.rolling.verdict, steady.change.direction) == (Verdict.NA, "same")
    assert place(reports, "b").actions == ()
    take_in(table, [row("visits", "b", MARCH - 12 - at, 90, 100) for at in range(12)], file="was")
    take_in(table, [row("visits", "b", MARCH - 3, 89, 100)], file="hardly worse")
    hardly = row_of(place(reports, "b"), "visits")
    assert (hardly.change.direction, hardly.change.is_real) == ("worse", False)
    assert not hardly.signal.is_concern
    assert place(reports, "b").actions == ()
    years = [(12, 930), (0, 895)]
    rows = [row("visits", "b", MARCH - back - at, n, 1000) for back, n in years for at in range(12)]
    take_in(table, rows, file="really worse")
    worse = row_of(place(reports, "b"), "visits")
    assert (worse.rolling.verdict, worse.change.is_real) == (Verdict.NA, True)
    assert place(reports, "b").actions == (worse,)


def test_an_na_with_a_special_cause_calls_for_action_though_the_year_is_no_worse(reports, table):
    take_in(table, [row("visits", "b", MARCH - at, 91, 100) for at in range(24)], file="even")
    take_in(table, [row("visits", "b", MARCH, 85, 100)], file="one bad month")
    found = row_of(place(reports, "b"), "visits")
    assert (found.rolling.verdict, found.change.is_real) == (Verdict.NA, False)
    assert found.signal.is_concern
    assert place(reports, "b").actions == (found,)


def test_verdicts_are_counted_over_rows_that_have_a_figure(reports):
    counted = place(reports, "a").verdicts
    assert counted == {Verdict.CROSS: 1, Verdict.TICK: 1, None: 1}


def test_the_worst_change_and_the_crosses_with_the_worsening_ones_first(reports, table):
    take_in(
        table, [row("smoking", "a", MARCH - at, 9, 100) for at in range(12)], file="more smokers"
    )
    rows = place(reports, "a").rows
    assert find_worst_change(rows).indicator is VISITS
    assert [row.indicator for row in rank_crosses(rows)] == [SMOKING, VISITS]
    assert (find_worst_change([]), rank_crosses([])) == (None, [])


def test_the_loads_behind_a_page_are_those_of_its_year(reports, table):
    take_in(table, [row("visits", "a", MARCH - 30, 1, 2)], file="long ago")
    assert [found.file for found in list_loads_behind(reports, place(reports, "a"))] == [
        "health-visiting",
        "midwifery",
    ]


# The home page


def test_home_has_a_card_for_each_team_with_what_turned_since_the_month_before(reports):
    home = build_home_report(reports, None, PARTNER)
    assert (home.kind, [card.place.code for card in home.cards]) == (
        LocalityKind.TEAM,
        ["north", "south"],
    )
    north, south = home.cards
    assert [area.code for area in north.areas] == ["a", "b"]
    assert north.verdicts == {Verdict.CROSS: 1, Verdict.TICK: 1}
    # North pooled 89 + 1/24 in the year to February: not yet a cross.
    ((turned),) = north.turns
    assert (turned.indicator, turned.was, turned.now) == (VISITS, Verdict.NA, Verdict.CROSS)
    assert [(t.indicator, t.was, t.now) for t in south.turns] == [
        (VISITS, Verdict.TICK, Verdict.CROSS)
    ]


def test_what_turned_did_so_since_the_month_with_data_before(reports, table):
    home = build_home_report(reports, None, PARTNER)
    assert home.before == MARCH - 1
    # No file for April; in May nothing turns that had not turned by March.
    may = [row("visits", "c", MARCH + 2, 0, 100), row("visits", "a", MARCH + 2, 88, 100)]
    take_in(table, may, file="may", first_ended=may[0][1])
    later = build_home_report(reports, None, PARTNER)
    assert (later.months.shown, later.before) == (MARCH + 2, MARCH)
    assert [card.turns for card in later.cards] == [(), ()]


def test_a_card_counts_what_has_too_few_months_for_a_verdict_apart(reports, table):
    take_in(table, [row("reviews", "a", MARCH - at, 9, 10) for at in range(8)], file="reviews")
    north, south = build_home_report(reports, None, PARTNER).cards
    assert (north.verdicts.total(), north.without_verdict) == (2, 1)
    assert (south.verdicts.total(), south.without_verdict) == (2, 0)


def test_a_month_that_turned_nothing_says_so(reports):
    home = build_home_report(reports, MARCH - 2, PARTNER)
    assert [card.turns for card in home.cards] == [(), ()]


@pytest.mark.parametrize(
    ("teams", "kind", "cards"),
    [({"": ["a", "b"]}, LocalityKind.AREA, ["a", "b"]), ({}, LocalityKind.CITY, ["city"])],
)
def test_home_without_teams_has_areas_and_without_areas_the_city(reports, teams, kind, cards):
    made = places({"hub": teams[""]} if teams else {})
    kept = [p for p in made.localities.values() if p.kind is not LocalityKind.TEAM]
    home = build_home_report(Reports(reports.table, CATALOGUE, type(made)(kept)), None, PARTNER)
    assert (home.kind, [card.place.code for card in home.cards]) == (kind, cards)


# The service page


def test_a_service_has_every_area_beside_the_city(reports):
    report = build_service_report(reports, "midwifery", None, PARTNER)
    assert [i.code for i in report.indicators] == ["visits", "smoking"]
    assert [p.code for p in report.places] == ["a", "b", "c"]
    for area in ("a", "b", "c"):
        page = place(reports, area)
        for code in ("visits", "smoking"):
            assert report.cells[area][code] == row_of(page, code).rolling
            assert report.city[code] == row_of(page, code).city
