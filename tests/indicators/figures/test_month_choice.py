"""The months before and after the one in view, whether or not it has data itself."""

import pytest

from indicators.domain.periods import Month
from indicators.figures.month_choice import MonthChoice

APRIL = Month.of(2026, 4)


@pytest.mark.parametrize(
    ("shown", "before", "after"),
    [(-1, None, 0), (0, None, 2), (1, 0, 2), (2, 0, 3), (3, 2, None), (4, 3, None)],
)
def test_they_are_the_nearest_with_data(shown, before, after):
    choice = MonthChoice(APRIL + shown, tuple(APRIL + at for at in (0, 2, 3)))
    assert choice.previous == (None if before is None else APRIL + before)
    assert choice.following == (None if after is None else APRIL + after)
