"""Which counts are too small to publish, on both sides of the threshold."""

import pytest

from indicators.disclosure.primary import find_small_cells, is_small
from tests.support.shared_tables import build_table, key, one_month


@pytest.mark.parametrize(
    ("count", "limit", "small"),
    [
        (0, 5, False),  # zero is shown
        (1, 5, True),
        (5, 5, True),
        (6, 5, False),
        (0, 7, False),
        (1, 7, True),
        (7, 7, True),
        (8, 7, False),
        (3, 0, False),  # a threshold of 0 hides nothing
    ],
)
def test_a_count_from_1_to_the_threshold_is_small(count, limit, small):
    assert is_small(count, limit) is small


@pytest.mark.parametrize(
    ("numerator", "complement", "hidden"),
    [
        (8, 8, False),
        (7, 8, True),  # the numerator
        (8, 7, True),  # the complement
        (8, 0, False),
        (0, 8, False),
        (0, 7, True),  # the denominator is 7
        (0, 0, False),
    ],
)
def test_a_percentage_is_hidden_for_any_of_its_three_counts(numerator, complement, hidden):
    table = build_table({("a", 0): (numerator, complement)}, {}, [(0, 1)], limit=7)
    assert find_small_cells(table) == (frozenset({key("a")}) if hidden else frozenset())


def test_a_whole_is_small_by_its_own_sum():
    table = one_month({"a": 2, "b": 1, "c": 9}, small=["a", "b"], large=["a", "c"])
    assert find_small_cells(table) == {key("a"), key("b"), key("small")}
