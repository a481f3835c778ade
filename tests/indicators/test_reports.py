"""What the pages are told, from rows in the table, on both databases."""

from fractions import Fraction

import pytest
import sqlalchemy as sa

from indicators.errors import UnknownPlace, UserError
from indicators.model import Kind, Verdict, Viewer
from indicators.periods import Month
from indicators.reports import Reports, nearest_to_turn, worst_change
from indicators.table import IndicatorTable
from tests.making import catalogue, indicator, places, row, take_in, target

MARCH = Month.of(2026, 3)
VISITS = indicator("visits", target=[target("90")])
SMOKING = indicator("smoking", order=2, better="lower", target=[target("6")])
REVIEWS = indicator("reviews", service="health-visiting", target=[target("90")])
PLANS = indicator(
    "plans",
    service="health-visiting",
    order=2,
    unit="count",
    better="neither",
    gathering="snapshot",
)
CATALOGUE = catalogue(VISITS, SMOKING, REVIEWS, PLANS)
PLACES = places({"north": ["a", "b"], "south": ["c"]})


def month_of(area, month, numerator, *, smokers=5):
    """A month of one area: so many of 100 visits, so many smokers, and 10 open plans."""
    midwifery = [
        row("visits", area, month, numerator, 100),
        row("smoking", area, month, smokers, 100),
    ]
    return midwifery, [row("plans", area, month, 10)]


@pytest.fixture
def table(database_url):
    table = IndicatorTable.at(database_url)
    yield table
    table.engine.dispose()


@pytest.fixture
def reports(table):
    """Two years to March 2026. Area a falls from 95 to 88 of 100 in the second, b stands at 90, c
    (a team of its own) is at 92 but for a last month of nothing; no reviews came at all."""
    midwifery, visiting = [], []
    for at in range(24):
        month = MARCH - at
        for area, numerator in (
            ("a", 88 if at < 12 else 95),
            ("b", 90),
            ("c", 0 if at == 0 else 92),
        ):
            one, other = month_of(area, month, numerator)
            midwifery += one
            visiting += other
    take_in(table, midwifery, file="midwifery")
    visiting = [each for each in visiting if each[1] != MARCH.number]
    take_in(table, visiting, file="visiting", service="health-visiting")
    return Reports(table, CATALOGUE, PLACES)


def place(reports, code, month=None):
    return reports.place(code, month, Viewer.PARTNER)


def row_of(report, code):
    return next(found for found in report.rows if found.indicator.code == code)


# The place page


def test_the_latest_month_with_data_is_shown_unless_another_is_asked_for(reports):
    latest = place(reports, "a").months
    assert (latest.shown, latest.previous, latest.following) == (MARCH, MARCH - 1, None)
    asked = place(reports, "a", MARCH - 5).months
    assert (asked.shown, asked.previous, asked.following) == (MARCH - 5, MARCH - 6, MARCH - 4)
    assert len(asked.known) == 24
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
    assert {point.target for point in points} == {90}
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


def test_an_action_is_called_for_by_a_cross_and_by_an_na_that_got_worse(reports, table):
    assert [r.indicator.code for r in place(reports, "a").actions] == ["visits"]
    steady = row_of(place(reports, "b"), "visits")
    assert (steady.rolling.verdict, steady.change.direction) == (Verdict.NA, "same")
    assert place(reports, "b").actions == ()
    take_in(table, [row("visits", "b", MARCH, 89, 100)], file="worse")
    worse = row_of(place(reports, "b"), "visits")
    assert (worse.rolling.verdict, worse.change.direction) == (Verdict.NA, "worse")
    assert place(reports, "b").actions == (worse,)


def test_verdicts_are_counted_over_rows_that_have_a_figure(reports):
    counted = place(reports, "a").verdicts
    assert counted == {Verdict.CROSS: 1, Verdict.TICK: 1, None: 1}


def test_the_worst_change_and_the_cross_nearest_to_turn(reports, table):
    take_in(
        table, [row("smoking", "a", MARCH - at, 9, 100) for at in range(12)], file="more smokers"
    )
    rows = place(reports, "a").rows
    assert worst_change(rows).indicator is VISITS
    assert nearest_to_turn(rows).indicator is VISITS
    assert (worst_change([]), nearest_to_turn([])) == (None, None)


def test_the_loads_behind_a_page_are_those_of_its_year(reports, table):
    take_in(table, [row("visits", "a", MARCH - 30, 1, 2)], file="long ago")
    assert [found.file for found in reports.loads_behind(place(reports, "a"))] == [
        "visiting",
        "midwifery",
    ]


# The home page


def test_home_has_a_card_for_each_team_with_what_turned_since_the_month_before(reports):
    home = reports.home(None, Viewer.PARTNER)
    assert (home.kind, [card.place.code for card in home.cards]) == (Kind.TEAM, ["north", "south"])
    north, south = home.cards
    assert [area.code for area in north.areas] == ["a", "b"]
    assert north.verdicts == {Verdict.CROSS: 1, Verdict.TICK: 1, None: 1}
    # North pooled 89 + 1/24 in the year to February: not yet a cross.
    ((turned),) = north.turns
    assert (turned.indicator, turned.was, turned.now) == (VISITS, Verdict.NA, Verdict.CROSS)
    assert [(t.indicator, t.was, t.now) for t in south.turns] == [
        (VISITS, Verdict.TICK, Verdict.CROSS)
    ]


def test_a_month_that_turned_nothing_says_so(reports):
    home = reports.home(MARCH - 2, Viewer.PARTNER)
    assert [card.turns for card in home.cards] == [(), ()]


@pytest.mark.parametrize(
    ("teams", "kind", "cards"),
    [({"": ["a", "b"]}, Kind.AREA, ["a", "b"]), ({}, Kind.CITY, ["city"])],
)
def test_home_without_teams_has_areas_and_without_areas_the_city(reports, teams, kind, cards):
    made = places({"hub": teams[""]} if teams else {})
    kept = [p for p in made.localities.values() if p.kind is not Kind.TEAM]
    home = Reports(reports.table, CATALOGUE, type(made)(kept)).home(None, Viewer.PARTNER)
    assert (home.kind, [card.place.code for card in home.cards]) == (kind, cards)


# The service page


def test_a_service_has_every_area_beside_the_city(reports):
    report = reports.service("midwifery", None, Viewer.PARTNER)
    assert [i.code for i in report.indicators] == ["visits", "smoking"]
    assert [p.code for p in report.places] == ["a", "b", "c"]
    for area in ("a", "b", "c"):
        page = place(reports, area)
        for code in ("visits", "smoking"):
            assert report.cells[area][code] == row_of(page, code).rolling
            assert report.city[code] == row_of(page, code).city


# The read API


def test_judged_figures_are_those_of_the_place_page(reports):
    wanted = [(p, "visits", m) for p in ("a", "north", "city") for m in (MARCH, MARCH - 7)]
    for found, (code, _, month) in zip(reports.judged(wanted, Viewer.PARTNER), wanted, strict=True):
        shown = row_of(place(reports, code, month), "visits")
        assert (found.place.code, found.month) == (code, month)
        assert (found.figure, found.change) == (shown.rolling, shown.change)


def test_observations_come_a_page_at_a_time(reports):
    asked = ["visits"], ["a", "b"], MARCH - 1, MARCH
    total, found = reports.observations(*asked, limit=3, offset=2, viewer=Viewer.PARTNER)
    assert (total, [tuple(each)[1:3] for each in found]) == (
        4,
        [(MARCH.number, "a"), (MARCH.number, "b")],
    )


# Who may see, what is not there


def questions(reports):
    return {
        "place": lambda viewer: reports.place("a", None, viewer),
        "city": lambda viewer: reports.place("city", None, viewer),
        "home": lambda viewer: reports.home(None, viewer),
        "service": lambda viewer: reports.service("midwifery", None, viewer),
        "judged": lambda viewer: reports.judged([("a", "visits", MARCH)], viewer),
        "observations": lambda viewer: reports.observations(
            ["visits"], ["a"], MARCH, MARCH, limit=1, offset=0, viewer=viewer
        ),
    }


@pytest.mark.parametrize("viewer", [None, "partner", "public", True, Kind.AREA], ids=repr)
def test_whoever_is_not_a_partner_is_refused_every_figure(reports, viewer):
    for ask in questions(reports).values():
        with pytest.raises(PermissionError):
            ask(viewer)
        assert ask(Viewer.PARTNER)


def test_before_anything_is_loaded_there_is_no_report(table):
    reports = Reports(table, CATALOGUE, PLACES)
    assert reports.months() is None
    assert place(reports, "a") is None
    assert reports.home(None, Viewer.PARTNER) is None
    assert reports.service("midwifery", None, Viewer.PARTNER) is None


def test_what_is_not_known_is_told_before_anything_is_looked_up(reports):
    with pytest.raises(UnknownPlace, match="no place “nowhere”"):
        place(reports, "nowhere")
    with pytest.raises(UserError, match="The services are: midwifery, health-visiting"):
        reports.service("fire", None, Viewer.PARTNER)


# How many questions the database is asked


def selects(engine, ask):
    asked = []

    def count(_connection, _cursor, statement, *_rest):
        if statement.startswith("SELECT"):
            asked.append(statement)

    sa.event.listen(engine, "before_cursor_execute", count)
    try:
        assert ask(Viewer.PARTNER)
    finally:
        sa.event.remove(engine, "before_cursor_execute", count)
    return len(asked)


def test_a_page_asks_the_database_few_questions_however_many_areas_there_are(table):
    areas = [f"a{at}" for at in range(40)]
    rows = [row("visits", area, MARCH - at, 9, 10) for area in ["a", *areas] for at in range(3)]
    rows += [row("visits1", "a", MARCH, 9, 10)]
    take_in(table, rows)
    few = Reports(table, CATALOGUE, PLACES)
    indicators = [indicator(f"visits{at}", target=[target("90")]) for at in range(30)]
    teams = {"north": ["a", *areas], "south": ["c"]} | {f"t{at}": [f"x{at}"] for at in range(40)}
    many = Reports(table, catalogue(VISITS, *indicators), places(teams))
    for name, ask in questions(few).items():
        asked = selects(table.engine, ask)
        assert asked <= 6, name
        assert selects(table.engine, questions(many)[name]) == asked, name
