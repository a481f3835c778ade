"""Observations that a database joined to texts, read into arrays."""

import numpy as np

from indicators.domain.periods import Month
from indicators.domain.reading.observation_texts import TEXTS_APART, join_observations
from indicators.figures.observation_columns import UNKNOWN, read_columns
from tests.support.builders import row

MARCH = Month.of(2026, 3)
MONTHS = {str((MARCH - 1).number): 0, str(MARCH.number): 1}
PLACES = {"a": 0, "b": 1}


def read(rows, definitions=None):
    indicators = {"visits": 0, "plans": 1}
    return read_columns(
        join_observations(rows), indicators, MONTHS, PLACES, definitions or {"v1": 0}
    )


def test_every_cell_is_in_the_array_of_its_column():
    found = read(
        [
            row("visits", "a", MARCH, 3, 4),
            row("plans", "b", MARCH - 1, 5, definition="v0"),
            row("visits", "b", MARCH, status="hidden", months=3),
        ]
    )
    assert found.indicator.tolist() == [0, 0, 1]
    assert found.place.tolist() == [0, 1, 1]
    assert found.month.tolist() == [1, 1, 0]
    assert found.months.tolist() == [1, 3, 1]
    assert found.definition.tolist() == [0, 0, UNKNOWN]
    assert found.numerator.tolist() == [3, -1, 5]
    assert found.denominator.tolist() == [4, -1, -1]


def test_other_places_and_months_are_left_out_and_texts_stay_with_theirs():
    found = read(
        [
            row("visits", "other", MARCH, 1, 2, note="of another place"),
            row("visits", "a", MARCH - 2, 1, 2, note="of another month"),
            row("visits", "b", MARCH, value="7.5", note=f"two{TEXTS_APART}words"),
            row("plans", "a", MARCH, 6),
        ]
    )
    assert found.place.tolist() == [1, 0]
    assert (dict(found.values), dict(found.notes)) == ({0: "7.5"}, {0: "two words"})


def test_what_is_selected_keeps_its_texts():
    found = read([row("visits", place, MARCH, 1, 2, note=f"of {place}") for place in "ab"])
    second = found.select(np.array([False, True]))
    assert (second.place.tolist(), dict(second.notes)) == ([1], {0: "of b"})
