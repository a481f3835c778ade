"""A year's figure is kept next to that of its last month, with its history, on both databases."""

from datetime import UTC, datetime

from indicators.domain.periods import Month
from tests.support.builders import row, take_in

MARCH = Month.of(2014, 3)
YEAR = row("visits", "a", MARCH, 240, 288, months=12)
MONTH = row("visits", "a", MARCH, 20, 24)
AT = {"indicators": ["visits"], "places": ["a"], "ended": [201403]}


def current(table):
    return [tuple(each) for each in table.read_observations(**AT)]


def totals(table):
    return sorted(tuple(each) for each in table.read_city_totals(["visits"], [201403], ["city"]))


def test_a_year_and_its_last_month_are_two_figures(table):
    take_in(table, [YEAR])
    _, counts = take_in(table, [MONTH], file="b.csv")
    assert (counts.new, counts.restated) == (1, 0)
    assert current(table) == [MONTH, YEAR]
    assert totals(table) == [
        ("visits", 201403, "v1", 1, 1, 20, 24),
        ("visits", 201403, "v1", 12, 1, 240, 288),
    ]


def test_a_year_is_restated_and_undone_without_its_month(table):
    take_in(table, [YEAR, MONTH])
    before = table.get_version()
    restated = row("visits", "a", MARCH, 250, 288, months=12)
    load_id, counts = take_in(table, [restated], file="b.csv")
    assert (counts.restated, current(table)) == (1, [MONTH, restated])
    assert current(table.after(before)) == [MONTH, YEAR]
    assert totals(table.after(before)) == [
        *totals(table)[:1],
        ("visits", 201403, "v1", 12, 1, 240, 288),
    ]
    now = datetime(2026, 11, 11, tzinfo=UTC)
    table.undo_load(load_id, now=now, who="ann", why="", not_areas=["city"])
    assert current(table) == [MONTH, YEAR]
    assert totals(table)[1][5:] == (240, 288)
    keys = table.history.list_changed_keys(load_id)
    assert set(keys) == {("visits", 201403, "a", "v1", 12)}
