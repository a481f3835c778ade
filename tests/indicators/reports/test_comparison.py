"""Places side by side, the same on both databases, and the same as on each place's own page."""

from dataclasses import replace
from fractions import Fraction

import pytest

from indicators.access.permissions import PARTNER, Permission, PermissionDeniedError
from indicators.domain.core import BENCHMARKS, Frequency, LocalityKind, Placement, Verdict
from indicators.domain.errors import UserError
from indicators.domain.localities import Locality
from indicators.domain.places import Places
from indicators.reports.base import Reports
from indicators.reports.benchmarking import (
    calculate_standings,
    choose_baseline,
    compare_with_baseline,
    list_baselines,
    order_by_change,
)
from indicators.reports.comparison import build_comparison
from indicators.reports.comparison_matrix import build_matrix
from indicators.reports.comparison_models import PAGE, ComparisonChoice
from indicators.reports.place_report import build_place_report
from indicators.reports.scope.viewer_scope import NotPublishedError
from indicators.stats.intervals import ConfidenceLevel
from layouts.pages.compare.compare_charts import build_funnel_chart
from layouts.text.comparison_text import describe_funnel
from tests.support.builders import V1, catalogue, indicator, row, take_in, target
from tests.support.two_years import CATALOGUE, MARCH, PLACES, row_of
from tests.support.viewers import without

VISITS = {"indicator": "visits"}


def compared(reports, asked=MARCH, **choice):
    return build_comparison(reports, asked, ComparisonChoice(**choice), PARTNER)


def matrix(reports, **choice):
    return build_matrix(reports, compared(reports, **choice), PARTNER)


def codes(found):
    return [place.code for place in found.compared]


@pytest.fixture
def elsewhere(table):
    """Reports whose places have a benchmark too."""
    england = Locality.model_validate({"code": "eng", "kind": "benchmark", "name": "England"})
    return Reports(table, CATALOGUE, Places([*PLACES.localities.values(), england]))


# The matrix


@pytest.mark.parametrize("by", [LocalityKind.AREA, LocalityKind.TEAM, LocalityKind.HUB])
def test_every_cell_is_the_row_of_the_place_s_own_page(reports, by):
    found = matrix(reports, by=by)
    assert found.comparison.shown
    for place in found.comparison.shown:
        page = build_place_report(reports, place.code, MARCH, PARTNER)
        for i in CATALOGUE.indicators:
            cell, own = found.cells[place.code][i], row_of(page, i)
            assert (cell.figure, cell.signal, cell.change) == (own.rolling, own.signal, own.change)
    city = build_place_report(reports, "city", MARCH, PARTNER)
    for i in CATALOGUE.indicators:
        assert found.comparison.city[i] == row_of(city, i).rolling


def test_places_stand_by_name_or_worst_or_best_first(reports):
    assert codes(compared(reports, **VISITS)) == ["a", "b", "c"]
    # c has 1012 of 1200, a 1056, b 1080.
    assert codes(compared(reports, **VISITS, order="worst")) == ["c", "a", "b"]
    assert codes(compared(reports, **VISITS, order="best")) == ["b", "a", "c"]


def test_where_lower_is_better_the_highest_is_worst(reports, table):
    take_in(table, [row("smoking", "b", MARCH, 50, 100)], file="more")
    take_in(table, [row("smoking", "c", MARCH, 0, 100)], file="less")
    assert codes(compared(reports, indicator="smoking", order="worst")) == ["b", "a", "c"]
    assert codes(compared(reports, indicator="smoking", order="best")) == ["c", "a", "b"]


def test_places_without_a_figure_come_last_either_way(reports, table):
    take_in(table, [row("reviews", "b", MARCH, 1, 2)], file="one")
    for order in ("worst", "best"):
        found = compared(reports, indicator="reviews", order=order)
        assert codes(found) == ["b", "a", "c"]


def test_filtered_by_verdict_service_and_hub(reports):
    cross = compared(reports, **VISITS, verdict=Verdict.CROSS)
    assert codes(cross) == ["a", "c"]
    assert len(cross.figures) == cross.gap.of == 3  # the sentence is of all, whatever is listed
    visiting = compared(reports, service="health-visiting")
    assert [i.code for i in visiting.indicators] == ["reviews", "plans"]
    assert codes(compared(reports, hub="hub", **VISITS)) == ["a", "b", "c"]
    assert codes(compared(reports, hub="hub", by=LocalityKind.TEAM)) == ["north", "south"]


def test_with_none_asked_for_the_one_furthest_from_target_is_in_view(reports):
    # The city's visits are 3 points short of 90; 5% smoking is 1 point better than 6.
    assert compared(reports).focus.code == "visits"
    assert compared(reports, indicator="plans").focus.code == "plans"


@pytest.mark.parametrize(
    "choice",
    [
        {"service": "nobody"},
        {"hub": "a"},
        {"hub": "nowhere"},
        {"indicator": "nothing"},
        {"by": LocalityKind.CITY},
        {"by": LocalityKind.BENCHMARK},
    ],
)
def test_what_is_not_there_to_choose_is_told_with_what_is(reports, choice):
    with pytest.raises(UserError) as told:
        compared(reports, **choice)
    assert told.value.remedy


def test_another_service_lets_go_of_the_indicator_that_was_in_view(reports):
    found = compared(reports, service="health-visiting", indicator="visits")
    assert found.focus.service == "health-visiting"


def test_only_a_partner_compares(reports):
    with pytest.raises(PermissionDeniedError):
        build_comparison(reports, MARCH, ComparisonChoice(), without(Permission.VIEW_FIGURES))


def test_nothing_loaded_compares_nothing(table):
    assert compared(Reports(table, CATALOGUE, PLACES)) is None


# The gap


def test_the_gap_is_in_people_and_named_by_the_fewest_areas(reports):
    # 90% of 1,200 is 1,080: c lacks 68, a 24, b none.
    gap = compared(reports, **VISITS).gap
    assert gap.short == (("c", 68), ("a", 24))
    assert (gap.few, gap.of, gap.share_pct) == (1, 3, 74)


def test_no_gap_is_told_of_counts_or_without_a_target(reports):
    assert compared(reports, indicator="plans").gap is None
    assert compared(reports, indicator="reviews").gap is None


# Worse and worsening


def test_what_is_worse_and_worsening_comes_surest_first(reports):
    found = matrix(reports)
    told = [(place.code, i.code) for place, i, _ in found.worsening]
    assert ("a", "visits") in told
    assert ("b", "visits") not in told  # as before, and no cross
    for _, _, cell in found.worsening:
        assert cell.worse
        assert cell.worsening
    concerns = [cell.signal.is_concern for _, _, cell in found.worsening]
    assert concerns == sorted(concerns, reverse=True)


# One indicator: funnel and intervals


def test_areas_beyond_the_limits_are_those_of_the_formula(reports):
    found = compared(reports, **VISITS)
    whole = found.city["visits"].sum
    p = Fraction(whole.numerator, whole.denominator)
    for each in calculate_standings(found):
        added = each.figure.sum
        apart = Fraction(added.numerator, added.denominator) - p
        level = None
        for z, name in (
            ("1.95996", ConfidenceLevel.PERCENT_95),
            ("3.09023", ConfidenceLevel.PERCENT_99_8),
        ):
            if apart**2 > Fraction(z) ** 2 * p * (1 - p) / added.denominator:
                level = name
        assert each.level is level
        assert (each.side > 0, each.side < 0) == (
            bool(level) and apart > 0,
            bool(level) and apart < 0,
        )
        low, high = each.interval
        assert low < each.figure.value < high


def test_where_neither_way_is_better_places_beyond_the_limits_are_named_without_a_side(table):
    made = indicator("visits", better="neither")
    done = {"a": 95, "b": 60, "c": 78}
    take_in(
        table, [row("visits", p, MARCH - at, n, 100) for p, n in done.items() for at in range(12)]
    )
    reports = Reports(table, catalogue(made), PLACES)
    found = compared(reports)
    standings = calculate_standings(found)
    assert [(s.place.code, s.side) for s in standings] == [("a", 1), ("b", -1), ("c", 0)]
    assert describe_funnel(found, standings) == (
        "B is below the 99.8% limits; A is above the 99.8% limits. "
        "Chance alone can explain the differences between the others."
    )
    names = [t["name"] for t in build_funnel_chart(found, standings, "", "").data]
    assert names[-2:] == ["Within the limits", "Outside the limits"]
    assert not matrix(reports).worsening


def test_a_mean_of_what_was_open_has_no_interval_and_a_count_of_events_has(table):
    made = [
        indicator("open", unit="count", gathering="snapshot", better="neither"),
        indicator("events", order=2, unit="count", better="neither"),
    ]
    rows = [row(i.code, p, MARCH - at, 3) for i in made for p in "abc" for at in range(12)]
    take_in(table, rows)
    reports = Reports(table, catalogue(*made), PLACES)
    assert all(s.interval is None for s in calculate_standings(compared(reports, indicator="open")))
    for each in calculate_standings(compared(reports, indicator="events")):
        assert each.figure.value == 36
        assert each.interval == pytest.approx((25.2, 49.8), abs=0.1)  # Byar's for 36 events
        assert each.side == 0


# Change on a baseline year


def test_change_on_a_baseline_year_says_whether_it_is_real(reports):
    found = compared(reports, **VISITS)
    assert [year.name for year in list_baselines(found)] == ["2024/25"]
    baseline = choose_baseline(found, "")
    places, whole = compare_with_baseline(reports, found, baseline, PARTNER)
    told = {m.place.code: m.change.direction for m in places}
    assert told == {"a": "worse", "b": "same", "c": "worse"}
    assert {m.place.code: m.change.is_real for m in places} == {"a": True, "b": False, "c": True}
    assert {m.place.code: m.was.value for m in places} == {"a": 95, "b": 90, "c": 92}
    assert whole.place.code == "city"
    assert whole.change.direction == "worse"
    with pytest.raises(UserError, match="2010/11"):
        choose_baseline(found, "2010/11")


def test_worst_first_on_the_change_view_sorts_by_the_change_and_not_by_the_figure(reports, table):
    take_in(table, [row("visits", "b", MARCH - at, 60, 100) for at in range(24)], file="low")
    take_in(table, [row("visits", "c", MARCH, 99, 100)], file="c as before")
    found = compared(reports, **VISITS, order="worst")
    assert codes(found) == ["b", "a", "c"]  # by the figure, b has the lowest
    places, _ = compare_with_baseline(reports, found, choose_baseline(found, ""), PARTNER)
    told = [(m.place.code, m.change.points) for m in order_by_change(places, found.focus, "worst")]
    assert [code for code, _ in told] == ["a", "b", "c"]
    assert [points for _, points in told] == sorted(points for _, points in told)
    best = order_by_change(places, found.focus, "best")
    assert [m.place.code for m in best] == ["c", "b", "a"]
    assert order_by_change(places, found.focus, "name") == places


def test_on_the_change_view_more_is_worse_where_lower_is_better_and_no_change_comes_last(table):
    made = indicator("visits", better="lower")
    rows = [row("visits", "a", MARCH - at, 50 if at < 12 else 40, 100) for at in range(24)]
    rows += [row("visits", "b", MARCH - at, 30, 100) for at in range(12)]
    rows += [row("visits", "c", MARCH - at, 60 if at < 12 else 70, 100) for at in range(24)]
    take_in(table, rows)
    reports = Reports(table, catalogue(made), PLACES)
    found = compared(reports, **VISITS)
    places, _ = compare_with_baseline(reports, found, choose_baseline(found, ""), PARTNER)
    worst = order_by_change(places, made, "worst")
    assert [(m.place.code, bool(m.change)) for m in worst] == [
        ("a", True),
        ("c", True),
        ("b", False),
    ]
    assert [m.place.code for m in order_by_change(places, made, "best")] == ["c", "a", "b"]


def test_figures_of_two_definitions_are_never_set_against_each_other(table):
    parts = [V1 | {"until": "2025-03"}, V1 | {"code": "v2", "from": "2025-04"}]
    made = indicator("visits", definition=parts)
    for since, code in ((0, "v2"), (12, "v1")):
        rows = [
            row("visits", p, MARCH - at, 9, 10, definition=code)
            for p in "abc"
            for at in range(since, since + 12)
        ]
        take_in(table, rows, file=code)
    reports = Reports(table, catalogue(made), PLACES)
    found = compared(reports)
    places, whole = compare_with_baseline(reports, found, choose_baseline(found, ""), PARTNER)
    assert all(m.was.value == m.now.value == 90 and m.change is None for m in (*places, whole))


# Benchmarks


def test_a_benchmark_stands_beside_and_is_never_added_up(reports, elsewhere, table):
    before = compared(reports, **VISITS)
    rows = [row("visits", "eng", MARCH - at, 1, 100) for at in range(40)]
    not_areas = elsewhere.places.not_areas
    take_in(table, rows, file="eng", service=BENCHMARKS, not_areas=not_areas, first_ended=202212)
    after = compared(elsewhere, **VISITS)
    ((place, figures),) = after.benchmarks
    assert (place.code, figures["visits"].value) == ("eng", 1)
    assert after.city == before.city
    assert codes(after) == codes(before)
    assert after.months == before.months  # its earlier months are none of ours
    assert elsewhere.list_arrivals(MARCH) == reports.list_arrivals(MARCH)


def test_a_benchmark_of_another_definition_is_not_shown(reports, elsewhere, table):
    rows = [row("visits", "eng", MARCH - at, 1, 100, definition="v0") for at in range(12)]
    take_in(table, rows, file="eng", service=BENCHMARKS, not_areas=elsewhere.places.not_areas)
    assert compared(elsewhere, **VISITS).benchmarks == ()


# Indicators that are not sent each month

QUARTERLY = {"shown": Placement.MORE, "every": Frequency.QUARTER, "group": "Staff"}
MORE = catalogue(
    indicator("visits", target=[target("90")]),
    indicator("audits", order=2, **QUARTERLY),
    indicator("sickness", service="health-visiting", **QUARTERLY),
)


@pytest.fixture
def quarterly(table):
    """Reports with a month of visits after two quarters of audits; no sickness was sent."""
    april = MARCH + 1
    rows = [row("visits", "a", april - at, 9, 10) for at in range(13)]
    for quarter in range(4):
        rows += [row("audits", a, MARCH - 3 * quarter, n, 10, months=3) for a, n in SHARES.items()]
    take_in(table, rows)
    return Reports(table, MORE, PLACES)


SHARES = {"a": 9, "b": 5, "c": 7}


def test_places_are_compared_by_what_is_sent_by_quarter_to_the_last_one_sent(quarterly):
    found = compared(quarterly, None, indicator="audits", by=LocalityKind.AREA, order="worst")
    assert (found.months.shown, found.month, found.heading) == (MARCH + 1, MARCH, "Staff")
    assert codes(found) == ["b", "c", "a"]
    assert [figure.value for figure in found.figures.values()] == [90, 50, 70]
    assert [[i.code for i in group] for _, group in found.groups] == [["audits"], ["sickness"]]
    assert found.choices[-1][0] == "Staff"
    cells = build_matrix(quarterly, found, PARTNER).cells
    assert cells["a"]["audits"].figure == found.figures["a"]
    assert cells["a"]["sickness"].figure.value is None


def test_the_indicators_of_each_month_are_compared_as_before(quarterly):
    found = compared(quarterly, None)
    assert (found.month, found.heading, found.focus.code) == (MARCH + 1, "", "visits")
    assert [i.code for i in found.indicators] == ["visits"]


def test_another_service_leaves_what_is_sent_by_quarter(quarterly):
    found = compared(quarterly, None, indicator="sickness", service="midwifery")
    assert (found.heading, found.focus.code) == ("", "visits")


def test_who_sees_only_what_was_published_is_told_that_these_are_not(quarterly):
    outside = replace(PARTNER, exact=frozenset())
    choice = ComparisonChoice(indicator="audits")
    with pytest.raises(NotPublishedError, match="these indicators are not"):
        build_comparison(quarterly, None, choice, outside)


# A large council


def test_a_large_council_is_paged_and_ordered_over_all_its_places(table):
    many = PAGE + 7
    city = {"code": "city", "kind": "city", "name": "City"}
    areas = [{"code": f"a{at}", "kind": "area", "name": f"Area {at:03}"} for at in range(many)]
    made = indicator("visits", target=[target("90")])
    places = Places([Locality.model_validate(each) for each in (city, *areas)])
    rows = [row("visits", f"a{at}", MARCH - m, at, many) for at in range(many) for m in range(12)]
    take_in(table, rows, not_areas=["city"])
    reports = Reports(table, catalogue(made), places)
    first = matrix(reports, order="best")
    assert list(first.cells) == [f"a{at}" for at in range(many - 1, many - 1 - PAGE, -1)]
    last = matrix(reports, order="best", page=2)
    assert list(last.cells) == [f"a{at}" for at in range(6, -1, -1)]
    assert last.comparison.pages == 2
    assert last.comparison.gap.of == many
