"""What the indicator table answers, on both databases."""

import pytest

from indicators.domain.periods import Month
from indicators.domain.reading.observation_texts import join_observations
from tests.support.builders import row, take_in

MARCH = Month.of(2026, 3)
MONTHS = [MARCH - 1, MARCH]


def test_pages_cut_the_table_into_pieces_that_make_it_whole_again(table):
    rows = [row("visits", f"p{at:02}", m, at, 99) for m in MONTHS for at in range(10)]
    load_id, _ = take_in(table, rows)
    take_in(table, [row("visits", "p03", MARCH, 33, 99)], file="b")
    places = [f"p{at:02}" for at in range(10)]
    asked = {frozenset(places): ["visits"]}, MONTHS[0].number, MARCH.number
    pieces = [table.read_page(*asked, limit=7, offset=at) for at in (0, 7, 14, 21)]
    assert [total for total, _ in pieces] == [20] * 4
    assert [len(found) for _, found in pieces] == [7, 7, 6, 0]
    together = [tuple(found) for _, piece in pieces for found in piece]
    assert [found[:10] for found in together] == sorted(
        [each for each in rows if each[1:3] != (MARCH.number, "p03")]
        + [row("visits", "p03", MARCH, 33, 99)]
    )
    assert {found[10] for found in together} == {load_id, load_id + 1}
    one, day = {frozenset({"p03"}): ["visits"]}, MARCH.number
    assert table.read_page(one, day, day, limit=9, offset=0)[0] == 1


def test_a_page_has_only_the_pairs_that_are_wanted(table):
    take_in(table, [row(i, p, MARCH, 1, 99) for i in ("visits", "smoking") for p in ("a", "b")])
    pairs, day = {frozenset({"a"}): ["visits"], frozenset({"b"}): ["smoking"]}, MARCH.number
    total, rows = table.read_page(pairs, day, day, limit=9, offset=0)
    assert (total, [each[:3] for each in rows]) == (
        2,
        [("smoking", day, "b"), ("visits", day, "a")],
    )
    assert table.read_page({}, day, day, limit=9, offset=0) == (0, [])


def count_arrivals(table, month):
    found = table.count_arrivals(["visits", "plans"], month.number, "city")
    return {service: (areas, bool(whole)) for service, areas, whole in found}


def test_a_service_is_in_for_the_months_and_areas_it_has_figures_of(table):
    rows = [row("visits", "a", MARCH - 2, 1, 2), row("visits", "a", MARCH, 1, 2)]
    take_in(table, [*rows, row("visits", "b", MARCH, 1, 2)])
    plans = [row("plans", place, MARCH, 1) for place in ("a", "city")]
    take_in(table, plans, file="b", service="childrens-centres")
    every = ["visits", "plans"]
    assert table.list_months_with_data(every) == [(MARCH - 2).number, MARCH.number]
    assert table.list_months_with_data(["plans"]) == [MARCH.number]
    assert count_arrivals(table, MARCH - 2) == {"midwifery": (1, False)}
    assert count_arrivals(table, MARCH - 1) == {}
    assert count_arrivals(table, MARCH) == {"midwifery": (2, False), "childrens-centres": (1, True)}
    assert count_arrivals(table.after(1), MARCH) == {"midwifery": (2, False)}
    assert count_arrivals(table.after(0), MARCH) == {}
    assert table.after(0).list_months_with_data(every) == []


def test_arrivals_are_of_the_indicators_that_are_asked_and_of_no_place_elsewhere(table):
    rows = [row("visits", place, MARCH, 1, 2) for place in ("a", "b", "city", "england")]
    take_in(table, [*rows, row("plans", "c", MARCH, 1), row("plans", "a", MARCH, 1)])
    rows = [row("visits", "england", MARCH, 2, 2), row("visits", "b", MARCH, status="hidden")]
    take_in(table, rows, file="b", service="benchmarks")

    def count(indicators):
        return sorted(table.count_arrivals(indicators, MARCH.number, "city", ["england"]))

    assert count(["visits"]) == [("benchmarks", 1, False), ("midwifery", 1, True)]
    assert count(["plans"]) == [("midwifery", 2, False)]
    assert count(["visits", "plans"]) == [("benchmarks", 1, False), ("midwifery", 2, True)]
    assert count([]) == []


def test_the_loads_behind_figures_are_those_whose_figures_still_stand(table):
    for file in ("replaced", "stands"):
        take_in(table, [row("visits", "a", MARCH, len(file), 99)], file=file)
    take_in(table, [row("visits", "b", MARCH, 1, 99)], file="elsewhere")
    found = table.history.list_loads_behind([MARCH.number], ["visits"], ["a"])
    assert [each.file for each in found] == ["stands"]


@pytest.mark.parametrize("synthetic", [True, False])
def test_made_up_figures_are_known_as_such(table, synthetic):
    assert (table.history.has_synthetic(), table.history.has_real()) == (False, False)
    take_in(table, [row("visits", "a", MARCH, 1, 2)], synthetic=synthetic)
    assert (table.history.has_synthetic(), table.history.has_real()) == (synthetic, not synthetic)


def test_nothing_asked_is_nothing_answered(table):
    take_in(table, [row("visits", "a", MARCH, 1, 2)])
    assert table.read_observations([], ["a"], [MARCH.number]) == []
    assert table.read_observations(["visits"], ["a"], []) == []
    assert table.read_city_totals([], [MARCH.number]) == []


@pytest.mark.parametrize("is_stretch", [True, False])
def test_observations_as_texts_are_those_of_the_rows(table, is_stretch):
    rows = [row("visits", place, month, 1, 99) for place in ("a", "b", "d") for month in MONTHS]
    take_in(table, [*rows, row("plans", "b", MARCH, value="7.50", note="sent\x1flate")])
    take_in(table, [row("visits", "b", MARCH, status="hidden")], file="again")
    asked = ["visits", "plans"], ["a", "b"], [month.number for month in MONTHS]
    for seen in (table, table.after(1)):
        found = seen.read_texts(*asked, is_stretch=is_stretch)
        meant = [tuple(each) for each in seen.read_observations(*asked)]
        meant = [(*each[:-1], each[-1].replace("\x1f", " ")) for each in meant]
        assert split(found) == split(join_observations(meant))
    assert seen.read_texts([], ["a"], [MARCH.number]) == []


def split(texts):
    """The cells of each observation, in order of their keys."""
    found = []
    for indicator, *columns in texts:
        apart = [" ", "\x1f", "\x1f", *[" "] * 3, *["\x1f"] * 3]
        cells = [text.split(each) for text, each in zip(columns, apart, strict=True)]
        found += [(indicator, *cell) for cell in zip(*cells, strict=True)]
    return sorted(found)


def test_a_stretch_has_the_places_between_its_ends_and_no_others(table):
    take_in(table, [row("visits", place, MARCH, 1, 2) for place in "abcd"])
    (found,) = table.read_texts(["visits"], ["c", "b"], [MARCH.number], is_stretch=True)
    assert sorted(found.place.split("\x1f")) == ["b", "c"]
    (found,) = table.read_texts(["visits"], ["d", "b"], [MARCH.number], is_stretch=True)
    assert sorted(found.place.split("\x1f")) == ["b", "c", "d"]
