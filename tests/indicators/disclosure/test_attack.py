"""The attack: it recovers cells from a naive shared view, and finds nothing in a protected one."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.disclosure.attack import UNLIMITED, InferredRange, attack
from indicators.disclosure.primary import find_small_cells
from indicators.disclosure.secondary import suppress
from indicators.disclosure.shared_cells import Part, ReleasedTable, SharedTable, sum_parts
from tests.support.shared_tables import build_table, enumerate_ranges, key, one_month

LIMIT, LARGEST = 2, 5
MOST = LARGEST + LIMIT + 1
"""As far as counts are tried: far enough for every width that the rule asks for."""


def release_naively(table: SharedTable) -> ReleasedTable:
    return ReleasedTable(table, find_small_cells(table))


def ranges_of(released, earlier=(), **how):
    return {found.cell.key: found.ranges for found in attack(released, earlier, **how)}


def test_a_single_hidden_cell_of_a_total_is_recovered():
    naive = release_naively(one_month({"a": 2, "b": 9}, city=["a", "b"]))
    (found,) = attack(naive)
    assert found.ranges == (InferredRange(2, 2),)
    assert found.recovered
    assert found.narrowed


def test_two_hidden_cells_are_narrowed_to_what_their_total_leaves():
    naive = release_naively(one_month({"a": 1, "b": 1, "c": 9}, city=["a", "b", "c"]))
    assert set(ranges_of(naive).values()) == {(InferredRange(0, 2),)}
    assert all(found.narrowed and not found.recovered for found in attack(naive))


def test_a_cell_that_no_total_includes_has_no_largest_value():
    naive = release_naively(one_month({"a": 2, "b": 9}))
    assert ranges_of(naive) == {key("a"): (InferredRange(0, UNLIMITED),)}


def test_an_earlier_release_is_part_of_the_attack():
    first = release_naively(one_month({"a": 2, "b": 9}, city=["a", "b"]))
    later = release_naively(one_month({"a": 2}))
    assert ranges_of(later, [first])[key("a")] == (InferredRange(2, 2),)
    assert len(attack(later, [first])) == 2  # a in either release


def test_what_an_earlier_release_said_is_revealed_by_that_and_not_recovered_by_this_one():
    """3 of 3 and 4 of 4 were published together as 7 of 7. Then the 3 turn out to be nobody.

    The 4 could be 0 to 7 now. That nobody of them was missed was published before.
    """
    before = {("a", 0): (3, 0), ("a", 1): (4, 0)}
    first = suppress(build_table(before, {}, [(1, 2)], limit=5)).released
    second = suppress(build_table({("a", 1): (4, 0)}, {}, [(1, 2)], limit=5), [first])
    (found,) = attack(second.released, [first])
    assert found.ranges == (InferredRange(0, 7), InferredRange(0, 0), InferredRange(0, 7))
    assert (found.recovered, found.narrowed, found.revealed) == (False, False, True)
    assert second.revealed == second.released.hidden == {key("a", 1, 2)}


def test_a_release_that_adds_to_what_was_known_before_recovers_cells():
    """Together with b, a was known to be 0 to 7 before; now c says that it is 2."""
    first = release_naively(one_month({"a": 2, "b": 5}, limit=6, team=["a", "b"]))
    later = release_naively(one_month({"a": 2, "b": 5, "c": 9}, limit=6, city=["a", "c"]))
    found = {each.cell.key: each for each in attack(later, [first])}
    assert found[key("a")].before == (InferredRange(0, UNLIMITED),)
    assert found[key("a")].recovered
    assert not found[key("a")].revealed


@pytest.mark.parametrize(
    ("low", "high", "limit", "narrow"),
    [(0, 3, 3, False), (0, 2, 3, True), (1, 4, 3, False), (10, 12, 3, True), (10, 13, 3, False)],
)
def test_a_range_is_wide_enough_from_the_threshold_on(low, high, limit, narrow):
    assert InferredRange(low, high).is_narrow(limit) is narrow


@pytest.mark.parametrize(
    ("low", "high", "excludes"), [(0, 3, False), (1, 3, False), (2, 9, True), (0, 2, True)]
)
def test_a_small_count_may_be_any_from_1_to_the_threshold(low, high, excludes):
    assert InferredRange(low, high).excludes_small(3) is excludes


# Generated tables, small enough to try every set of counts


@st.composite
def tables(draw, areas=3, months=2, components=1):
    """Up to six area-months, in overlapping teams and hubs and a city, by month and together."""
    counts = {
        (area, month): tuple(draw(st.integers(0, LARGEST)) for _ in range(components))
        for area in "abcd"[:areas]
        for month in range(months)
    }
    team = draw(st.sets(st.sampled_from("abcd"[:areas]), min_size=1))
    hub = draw(st.sets(st.sampled_from("abcd"[:areas]), min_size=1))
    wholes = {"team": sorted(team), "hub": sorted(hub), "city": "abcd"[:areas]}
    chosen = [(0, 1), (1, 1), (1, 2)][: 2 * months - 1]
    return build_table(counts, wholes, chosen, LIMIT)


def check_every_range(released, earlier=()):
    """No hidden cell is known more closely than the rule allows, over all counts there can be."""
    every = [released, *earlier]
    for component in range(2 if released.table.add_up else 1):
        found = enumerate_ranges(every, component, MOST)
        for (at, key_), (low, high) in found.items():
            cell = next(c for c in every[at].table.cells if c.key == key_)
            count = sum_parts(cell.parts)[component]
            assert high - low >= LIMIT, (at, key_, low, high)
            least = 0 if released.table.zero_is_small else 1
            if least <= count <= LIMIT:
                assert low <= least, (at, key_, low, high)
                assert high >= LIMIT, (at, key_, low, high)


@settings(max_examples=60)
@given(tables(areas=4, months=1))
def test_no_set_of_counts_narrows_a_hidden_cell_of_one_month(table):
    check_every_range(suppress(table).released)


@settings(max_examples=25)
@given(tables(areas=2, months=2))
def test_no_set_of_counts_narrows_a_hidden_cell_of_two_months(table):
    check_every_range(suppress(table).released)


@settings(max_examples=25)
@given(tables(areas=2, months=2, components=2))
def test_no_set_of_counts_narrows_a_hidden_percentage(table):
    released = suppress(table).released
    check_every_range(released)
    assert not any(found.narrowed for found in attack(released))


@settings(max_examples=25)
@given(tables(areas=4, months=1), st.data())
def test_no_set_of_counts_narrows_a_hidden_cell_of_successive_releases(table, data):
    """The second release restates one area and pools all of them otherwise."""
    first = suppress(table).released
    area = data.draw(st.sampled_from("abcd"))
    count = data.draw(st.integers(0, LARGEST))
    other = data.draw(st.sets(st.sampled_from("abcd"), min_size=1))
    second = suppress(restate(table, area, count, other), [first])
    if not second.revealed:
        check_every_range(second.released, [first])


@settings(max_examples=40)
@given(tables(areas=4, months=1))
def test_no_set_of_counts_narrows_a_hidden_zero(table):
    """Where 0 is small as well, a small cell can be any count from 0 to the threshold."""
    hides_zero = replace(table, zero_is_small=True)
    released = suppress(hides_zero).released
    assert {c.key for c in table.cells if sum_parts(c.parts)[0] <= LIMIT} <= released.hidden
    check_every_range(released)
    assert not any(found.narrowed for found in attack(released))


def round_to_5(count):
    return (count + 2) // 5 * 5


@settings(max_examples=40)
@given(tables(areas=4, months=1))
def test_rounded_totals_say_no_more_than_exact_ones(table):
    """What is hidden is decided on exact counts: rounding can only leave more possible."""
    released = suppress(table).released
    exact = enumerate_ranges([released], 0, MOST)
    for name, (low, high) in enumerate_ranges([released], 0, MOST, show=round_to_5).items():
        assert low <= exact[name][0]
        assert high >= exact[name][1]


def restate(table: SharedTable, area: str, count: int, team: set[str]) -> SharedTable:
    """The table with another count of an area, and with other areas in the team."""
    new = {
        part: part._replace(counts=(count,)) if part.place == area else part
        for cell in table.cells
        for part in cell.parts
    }
    own: dict[str, Part] = {part.place: part for part in new.values()}
    return replace(
        table,
        cells=tuple(
            replace(
                cell,
                parts=frozenset(own[each] for each in team)
                if cell.place == "team"
                else frozenset(new[part] for part in cell.parts),
            )
            for cell in table.cells
        ),
    )


@settings(max_examples=40)
@given(tables(areas=4, months=1))
def test_the_attack_finds_exactly_what_trying_every_set_of_counts_finds(table):
    """In a naive shared view, where there is much to find."""
    naive = release_naively(table)
    tried = enumerate_ranges([naive], 0, MOST)
    for whole in (False, True):
        for place_key, (found,) in ranges_of(naive, whole=whole).items():
            low, high = tried[0, place_key]
            assert found.low <= low
            assert found.high >= high
            if whole and high < MOST:
                assert (found.low, found.high) == (low, high)
