"""Which areas a place pools in which months: as it was, and by today's areas."""

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.domain.core import LocalityKind
from indicators.domain.membership import build_current_membership, build_historical_membership
from indicators.domain.periods import Month
from tests.support import oracle
from tests.support.changing_areas import FIRST, LAST, TEAMS, area, council, some_council

TURN = Month.of(2025, 4)
BEFORE, SINCE = str(TURN - 1), str(TURN)
NORTH, SOUTH = ("north", "2010-04"), ("south", "2010-04")


def told(held, month):
    """The areas of a month, and how many cannot be told."""
    (one,) = (each for each in held if each.first <= month <= each.last)
    return set(one.areas), one.unknown


def then_and_now(places, code, today=LAST):
    """What a place pools before and after the turn: as it was, and by today's areas."""
    was = build_historical_membership(places, [code], FIRST, LAST)[code]
    now = build_current_membership(places, [code], FIRST, LAST, today)[code]
    return [told(held, month) for held in (was, now) for month in (TURN - 1, TURN)]


def test_an_area_that_joined_a_team_is_in_it_since_then_or_by_today_s_areas_always():
    moved = area("b", ("south", "2010-04", BEFORE), ("north", SINCE))
    places = council(area("a", NORTH), moved, area("c", SOUTH))
    both, one = ({"a", "b"}, 0), ({"a"}, 0)
    assert then_and_now(places, "north") == [one, both, both, both]
    assert then_and_now(places, "south") == [({"b", "c"}, 0), ({"c"}, 0), ({"c"}, 0), ({"c"}, 0)]
    assert then_and_now(places, "b") == [({"b"}, 0)] * 4


def test_what_merged_is_pooled_in_the_history_of_what_it_became():
    old = [area(code, NORTH, until=BEFORE, became=["c"]) for code in "ab"]
    places = council(*old, area("c", NORTH) | {"from": SINCE})
    was, now = ({"a", "b"}, 0), ({"c"}, 0)
    assert then_and_now(places, "c") == [now, now, was, now]
    assert then_and_now(places, "north") == [was, now, was, now]
    assert then_and_now(places, "a") == [({"a"}, 0)] * 4  # it is no more: as it was


def test_an_area_that_took_another_in_is_pooled_with_it():
    places = council(area("a", NORTH, until=BEFORE, became=["b"]), area("b", NORTH))
    assert then_and_now(places, "b") == [({"b"}, 0), ({"b"}, 0), ({"a", "b"}, 0), ({"b"}, 0)]


def test_what_was_split_is_told_only_where_all_its_parts_are_together():
    begins = {"from": SINCE}
    old = area("a", NORTH, until=BEFORE, became=["b", "c"])
    apart = council(old, area("b", NORTH) | begins, area("c", SOUTH) | begins, area("d", NORTH))
    assert then_and_now(apart, "b")[2:] == [(set(), 1), ({"b"}, 0)]
    assert then_and_now(apart, "north")[2:] == [({"d"}, 1), ({"b", "d"}, 0)]
    together = council(old, area("b", NORTH) | begins, area("c", NORTH) | begins)
    assert then_and_now(together, "north")[2:] == [({"a"}, 0), ({"b", "c"}, 0)]


def test_an_area_that_took_a_part_of_another_cannot_be_told_before_it_did():
    places = council(
        area("a", NORTH, until=BEFORE, became=["b", "c"]), area("b", NORTH), area("c", SOUTH)
    )
    assert then_and_now(places, "b")[2:] == [(set(), 1), ({"b"}, 0)]
    assert then_and_now(places, "city")[2:] == [({"a", "b", "c"}, 0), ({"b", "c"}, 0)]


def test_what_left_the_council_is_in_no_place_of_today_and_what_is_new_has_no_history():
    new = area("b", NORTH) | {"from": SINCE}
    places = council(area("a", NORTH, until=BEFORE, became=[]), new, area("c", NORTH))
    assert then_and_now(places, "north")[2:] == [({"c"}, 1), ({"b", "c"}, 0)]


def test_a_change_that_is_still_to_come_changes_nothing_yet():
    places = council(
        area("a", NORTH, until=BEFORE, became=["b", "c"]),
        *(area(code, NORTH) | {"from": SINCE} for code in "bc"),
    )
    assert then_and_now(places, "north", today=TURN - 1)[2] == ({"a"}, 0)


@settings(max_examples=150)
@given(st.integers(0, 2**32), st.integers(FIRST.ordinal, LAST.ordinal))
def test_every_month_is_held_as_the_oracle_says(seed, ordinal):
    places, today = some_council(seed), Month(ordinal)
    codes = list(places.localities)
    was = build_historical_membership(places, codes, FIRST, LAST)
    now = build_current_membership(places, codes, FIRST, LAST, today)
    areas = places.list_by_kind(LocalityKind.AREA)
    became = {a.code: a.became for a in areas if a.until and a.until < today}
    for month in map(Month, range(FIRST.ordinal, LAST.ordinal + 1)):
        there = {a.code for a in areas if a.is_open(month)}
        for code in codes:
            place = places[code]

            def mine(at, place=place):
                if place.kind is LocalityKind.AREA:
                    return {place.code}
                return {
                    a.code
                    for a in areas
                    if a.is_open(at)
                    and (
                        place.kind is LocalityKind.CITY
                        or any(p.place == place.code and p.is_in_force(at) for p in a.parents)
                    )
                }

            assert told(was[code], month) == (mine(month), 0)
            meant = (
                oracle.told_by_today(mine(today), there, became)
                if place.is_open(today)
                else (mine(month), 0)
            )
            assert told(now[code], month) == meant, (code, month, today)


@settings(max_examples=50)
@given(st.integers(0, 2**32))
def test_no_area_s_month_is_in_two_teams(seed):
    places = some_council(seed)
    for held in (
        build_historical_membership(places, TEAMS, FIRST, LAST),
        build_current_membership(places, TEAMS, FIRST, LAST, LAST),
    ):
        for month in map(Month, range(FIRST.ordinal, LAST.ordinal + 1)):
            pooled = [code for team in TEAMS for code in told(held[team], month)[0]]
            assert len(pooled) == len(set(pooled))


def test_places_are_a_stretch_if_few_others_have_codes_between_theirs():
    places = council(*(area(code, NORTH) for code in "abcdefg"))
    assert places.is_stretch(["a", "b", "c"])
    assert places.is_stretch(["c", "a"])
    assert not places.is_stretch(["a", "e"])
    assert places.is_stretch([])
