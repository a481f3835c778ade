"""A definition that is split later: figures loaded before keep counting, under their version."""

from datetime import UTC, datetime

import pytest

from indicators.access.permissions import PARTNER
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.reports.place_report import build_place_report
from indicators.store.definition_alignment import DefinitionChange, align_definitions
from tests.support.builders import (
    V1,
    catalogue,
    indicator,
    places,
    read_named,
    row,
    take_in,
    target,
)

MARCH = Month.of(2026, 3)
SPLIT = [
    V1 | {"code": "old", "until": str(MARCH - 12)},
    V1 | {"code": "new", "from": str(MARCH - 11)},
]
PLACES = places({"team": ["a", "b"]})
MONTHS = [MARCH - at for at in range(24)]


def split_catalogue(**keys):
    targets = [target("60", "old"), target("90", "new")]
    return catalogue(indicator("visits", definition=SPLIT, target=targets, **keys))


def align(table, made):
    return align_definitions(table.engine, made, PLACES.not_areas)


def stored(table):
    rows = read_named(table, ["visits"], ["a", "b", "city"], [m.number for m in MONTHS])
    return {(found.place, found.ended): found.definition for found in rows}


@pytest.fixture
def loaded(table):
    take_in(table, [row("visits", area, month, 19, 20) for month in MONTHS for area in "ab"])
    return table


def test_figures_get_the_version_of_their_month_and_it_is_said_how_many(loaded):
    assert align(loaded, split_catalogue()) == {
        DefinitionChange("visits", "v1", "old"): 24,
        DefinitionChange("visits", "v1", "new"): 24,
    }
    assert stored(loaded) == {
        (area, month.number): "new" if month > MARCH - 12 else "old"
        for area in "ab"
        for month in MONTHS
    }


def test_nothing_is_changed_twice_nor_without_a_reason(loaded):
    assert align(loaded, catalogue(indicator("visits"))) == {}
    align(loaded, split_catalogue())
    assert align(loaded, split_catalogue()) == {}


def test_pages_and_the_city_s_totals_show_them_again(loaded):
    made = split_catalogue()
    reports = Reports(loaded, made, PLACES)

    def shown(place):
        (found,) = build_place_report(reports, place, MARCH, PARTNER).rows
        return str(found.rolling.shown), found.rolling.verdict, found.change

    assert shown("a")[0] == "None"
    align(loaded, made)
    assert shown("a") == shown("city") == ("95.0", "tick", None)


def test_an_undone_load_brings_back_figures_of_the_version_of_their_month(loaded):
    again = [row("visits", "a", MARCH, 1, 20)]
    later, _ = take_in(loaded, again, file="b.csv")
    align(loaded, split_catalogue())
    now = datetime(2026, 11, 29, tzinfo=UTC)
    loaded.undo_load(later, now=now, who="me", why="wrong", not_areas=PLACES.not_areas)
    (found,) = read_named(loaded, ["visits"], ["a"], [MARCH.number])
    assert (found.definition, found.numerator) == ("new", 19)


def test_a_figure_that_was_loaded_again_under_the_new_version_is_kept(loaded):
    take_in(loaded, [row("visits", "a", MARCH, 1, 20, definition="new")], file="b.csv")
    align(loaded, split_catalogue())
    rows = read_named(loaded, ["visits"], ["a"], [MARCH.number])
    assert [(r.definition, r.numerator) for r in rows] == [("new", 1), ("v1", 19)]


def test_what_the_catalogue_does_not_know_stays(loaded):
    other = catalogue(indicator("plans"))
    assert align(loaded, other) == {}
    later = [V1 | {"code": "new", "from": str(MARCH)}]
    align(loaded, catalogue(indicator("visits", definition=later)))
    assert set(stored(loaded).values()) == {"v1", "new"}


def test_a_year_in_which_the_definition_changed_is_of_neither_version(table):
    rows = [row("visits", "city", MARCH + 3 - at, months=12, value="90") for at in (0, 12, 24)]
    take_in(table, rows)
    align(table, split_catalogue(every="year"))
    found = read_named(table, ["visits"], ["city"], [r[1] for r in rows])
    assert [r.definition for r in found] == ["old", "", "new"]


def test_what_each_service_sent_stays_the_same(loaded):
    def count():
        return [loaded.count_arrivals(["visits"], month.number, "city") for month in MONTHS]

    assert count() == [[("midwifery", 2, False)]] * len(MONTHS)
    align(loaded, split_catalogue())
    assert count() == [[("midwifery", 2, False)]] * len(MONTHS)
