"""Which further cells are hidden so that no hidden one can be worked out."""

from dataclasses import replace

from indicators.disclosure.attack import attack
from indicators.disclosure.secondary import suppress
from indicators.disclosure.shared_cells import ReleasedTable, SharedCell, SharedTable
from tests.support.shared_tables import build_table, key, one_month, places_of


def hidden_places(table, earlier=()):
    return places_of(suppress(table, earlier).released.hidden)


def test_nothing_is_hidden_where_nothing_is_small():
    assert hidden_places(one_month({"a": 4, "b": 0, "c": 9}, city=["a", "b", "c"])) == set()


def test_a_table_of_nothing_but_withheld_cells_is_hidden():
    cell = SharedCell("a", key("a")[1], frozenset(), limit=3, withheld=True)
    found = suppress(SharedTable("visits", (cell,), add_up=False))
    assert found.released.hidden == {key("a")}
    assert not found.revealed


def test_a_single_small_cell_of_a_total_takes_the_smallest_other_one_along():
    assert hidden_places(one_month({"a": 2, "b": 9, "c": 8}, city=["a", "b", "c"])) == {"a", "c"}


def test_a_small_cell_without_a_total_is_enough():
    assert hidden_places(one_month({"a": 2, "b": 9})) == {"a"}


def test_two_small_cells_that_protect_each_other_are_enough():
    assert hidden_places(one_month({"a": 3, "b": 3, "c": 9}, city=["a", "b", "c"])) == {"a", "b"}


def test_two_small_cells_with_a_small_sum_are_not_enough():
    """1 + 1 + 9 = 11 would leave 0 to 2 for each of the small ones, and the threshold is 3."""
    table = one_month({"a": 1, "b": 1, "c": 9}, city=["a", "b", "c"])
    assert hidden_places(table) == {"a", "b", "c"}


def test_a_whole_with_one_part_is_hidden_with_it():
    table = one_month({"a": 2, "b": 8, "c": 9}, team=["a"], city=["a", "b", "c"])
    assert hidden_places(table) == {"a", "team", "b"}


def test_teams_and_hubs_that_overlap_are_solved_together():
    table = one_month(
        {"a": 2, "b": 9, "c": 9, "d": 9},
        team=["a", "b"],
        other=["c", "d"],
        hub=["a", "c"],
        last=["b", "d"],
    )
    released = suppress(table).released
    assert {"a", "b", "c", "d"} <= places_of(released.hidden)
    assert not any(found.narrowed for found in attack(released))


def test_months_are_protected_from_their_quarter():
    counts = {("a", m): (n,) for m, n in enumerate((2, 9, 8))}
    table = build_table(counts, {}, [(0, 1), (1, 1), (2, 1), (2, 3)])
    assert suppress(table).released.hidden == {key("a", 0), key("a", 2)}


def test_two_rolling_years_are_protected_from_their_difference():
    """The 12 months to March and to April differ by two Aprils, one of which is small."""
    counts = {("a", m): (20,) for m in range(13)} | {("a", 12): (2,)}
    table = build_table(counts, {}, [(0, 1), (12, 1), (11, 12), (12, 12)])
    hidden = suppress(table).released.hidden
    assert key("a", 12) in hidden
    assert len(hidden) == 2


def test_a_complement_is_protected_as_a_numerator_is():
    counts = {("a", 0): (40, 2), ("b", 0): (40, 8), ("c", 0): (40, 9)}
    table = build_table(counts, {"city": ["a", "b", "c"]}, [(0, 1)])
    assert hidden_places(table) == {"a", "b"}


def test_the_same_table_is_hidden_in_the_same_way_whatever_the_order_of_its_cells():
    counts = {(a, m): (3 * i + m, 20 - i) for i, a in enumerate("abcdef") for m in range(4)}
    wholes = {"north": "abc", "south": "def", "hub": "ad", "city": "abcdef"}
    table = build_table(counts, wholes, [(0, 1), (3, 1), (2, 3), (3, 4)], limit=5)
    turned = type(table)(table.indicator, tuple(reversed(table.cells)), table.add_up)
    assert suppress(table).released.hidden == suppress(turned).released.hidden
    assert suppress(table) == suppress(table)


# Successive releases


def release(table, earlier=()):
    return suppress(table, earlier).released


def test_a_total_is_not_shown_once_it_would_reveal_what_an_earlier_release_hid():
    first = release(one_month({"a": 2, "b": 9}))
    second = suppress(one_month({"a": 2, "b": 9}, city=["a", "b"]), [first])
    assert first.hidden == {key("a")}
    assert second.released.hidden == {key("a"), key("city")}
    assert not any(found.narrowed for found in attack(second.released, [first]))


def test_what_was_hidden_stays_hidden():
    """b was hidden to protect a. a is no longer published, and b would still tell it."""
    first = release(one_month({"a": 2, "b": 8, "c": 9}, city=["a", "b", "c"]))
    second = release(one_month({"b": 8, "c": 9}), [first])
    assert key("b") in first.hidden
    assert second.hidden == {key("b")}


def test_a_restated_count_is_another_count():
    """a was 2 and is 9 now: a total with the 9 says nothing about the 2."""
    first = release(one_month({"a": 2, "b": 9}))
    second = release(one_month({"a": 9, "b": 9}, city=["a", "b"]), [first])
    assert second.hidden == frozenset()
    assert not any(found.narrowed for found in attack(second, [first]))


def test_a_restated_count_is_hidden_where_it_would_reveal_what_protected_it():
    """c was hidden to protect a. With the new a, the new total would reveal c, and so the old a."""
    first = release(one_month({"a": 2, "b": 9, "c": 8}, city=["a", "b", "c"]))
    second = release(one_month({"a": 9, "b": 9, "c": 8}, city=["a", "b", "c"]), [first])
    assert key("c") in second.hidden
    assert not any(found.narrowed for found in attack(second, [first]))


def test_an_area_that_moves_team_is_not_found_by_the_difference_of_the_teams():
    """In the second release c has moved from south to north, with its earlier months."""
    counts = {"a": 9, "b": 12, "c": 2, "d": 14}
    before = one_month(counts, north=["a", "b"], south=["c", "d"])
    after = one_month(counts, north=["a", "b", "c"], south=["d"])
    first = release(before)
    second = suppress(after, [first])
    assert any(
        found.recovered for found in attack(ReleasedTable(after, frozenset({key("c")})), [first])
    )
    assert not any(found.narrowed for found in attack(second.released, [first]))
    assert not second.revealed


def test_what_is_small_so_far_is_protected_before_it_is_published():
    """A month of 2 is not published now, but a later figure begins with it."""
    counts = {("a", 0): (9,), ("a", 1): (2,), ("a", 2): (0,)}
    first = build_table(counts, {}, [(0, 1), (1, 2)])
    coming = build_table(counts, {}, [(1, 1)]).cells
    assert release(first).hidden == frozenset()
    assert release(replace(first, unpublished=coming)).hidden == {key("a", 0)}


def test_what_an_earlier_release_shows_is_named_as_revealed():
    """The threshold was raised from 1 to 3 after a's 2 had been published."""
    first = release(one_month({"a": 2, "b": 9}, limit=1))
    second = suppress(one_month({"a": 2, "b": 9}, limit=3), [first])
    assert key("a") in second.released.hidden
    assert second.revealed == {key("a")}


def test_what_is_revealed_of_one_count_leaves_the_other_protected():
    """a was 0 of 9, and nobody was counted: that 0 is known. Then one month is restated to nobody.

    It is 0 of 4 now. The 4 must not be found by the total, though the 0 is.
    """
    before = {("a", 0): (0, 5), ("a", 1): (0, 4), ("b", 1): (9, 9), ("c", 1): (9, 9)}
    after = {key_: counts for key_, counts in before.items() if key_ != ("a", 0)}
    first = release(build_table(before, {}, [(1, 2)], limit=5))
    second = suppress(build_table(after, {"city": ["a", "b", "c"]}, [(1, 2)], limit=5), [first])
    assert key("a", 1, 2) not in first.hidden
    assert key("a", 1, 2) in second.revealed
    assert not any(found.narrowed for found in attack(second.released, [first]))


def test_where_the_lower_end_is_revealed_the_upper_one_is_still_protected():
    """4 of a's 5 were published when the threshold was 1. So it is 4 or more, and may be 9."""
    first = release(build_table({("a", 0): (4,)}, {}, [(0, 1)], limit=1))
    counts = {("a", 0): (4,), ("a", 1): (1,), ("b", 1): (12,), ("c", 1): (20,)}
    second = suppress(build_table(counts, {"city": ["a", "b", "c"]}, [(1, 2)], limit=5), [first])
    found = [f for f in attack(second.released, [first]) if f.cell.key == key("a", 1, 2)]
    assert [(f.ranges[0].low, f.ranges[0].high >= 9) for f in found] == [(4, True)]
    assert [(f.narrowed, f.revealed) for f in found] == [(False, True)]
    assert key("a", 1, 2) in second.revealed
