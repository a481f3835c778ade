"""Planned values by month: exact between their points, and only within them."""

from fractions import Fraction
from typing import Any

import pytest

from indicators.domain.periods import Month, Period
from tests.support.builders import V1, indicator

PLAN: dict[str, Any] = {
    "definition": "v1",
    "shape": "linear",
    "reason": "Board, March 2026",
    "point": [{"month": "2026-04", "value": "86"}, {"month": "2027-03", "value": "92"}],
}


def planned(year: int, month: int, place: str = "a", months: int = 1, **keys) -> Fraction | None:
    made = indicator(**{"trajectory": [PLAN], **keys})
    return made.calculate_planned(Period(Month.of(year, month), months), place)


@pytest.mark.parametrize(
    ("month", "value"),
    [
        ((2026, 3), None),
        ((2026, 4), Fraction(86)),
        ((2026, 5), 86 + Fraction(6, 11)),
        ((2027, 2), 92 - Fraction(6, 11)),
        ((2027, 3), Fraction(92)),
        ((2027, 4), None),
    ],
)
def test_a_linear_plan_moves_in_equal_steps_by_month(month, value):
    assert planned(*month) == value


def test_a_plan_in_steps_keeps_each_value_until_the_next():
    steps = [PLAN | {"shape": "steps"}]
    assert planned(2027, 2, trajectory=steps) == 86
    assert planned(2027, 3, trajectory=steps) == 92


def test_a_place_s_own_plan_is_used_instead_of_one_for_all():
    own = PLAN | {"place": "a", "point": [p | {"value": "70"} for p in PLAN["point"]]}
    assert planned(2026, 9, trajectory=[PLAN, own]) == 70
    assert planned(2027, 3, "b", trajectory=[PLAN, own]) == 92


def test_a_plan_is_for_the_figures_of_its_definition():
    later = V1 | {"code": "v2", "from": "2026-10"}
    both = [V1 | {"until": "2026-09"}, later]
    assert planned(2026, 9, definition=both) is not None
    assert planned(2026, 10, definition=both) is None


def test_a_sum_is_planned_for_the_period_that_is_sent_and_a_percentage_for_any():
    counts = {"unit": "count", "gathering": "flow"}
    assert planned(2027, 3, months=3, **counts) is None
    assert planned(2027, 3, months=1, **counts) == 92
    assert planned(2027, 3, months=3) == 92


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"better": "neither"}, "neither way is better"),
        ({"trajectory": [PLAN | {"definition": "v9"}]}, "names the definition “v9”"),
        ({"trajectory": [PLAN, PLAN]}, "Two trajectories are in force in 2026-04"),
        ({"trajectory": [PLAN | {"point": PLAN["point"][::-1]}]}, "in order"),
        ({"trajectory": [PLAN | {"point": PLAN["point"][:1]}]}, "at least 2"),
        ({"trajectory": [PLAN | {"reason": ""}]}, "at least 1 character"),
        ({"trajectory": [PLAN | {"point": [p | {"value": "120"} for p in PLAN["point"]]}]}, "120"),
    ],
)
def test_a_plan_that_cannot_be_meant_is_refused(keys, says):
    with pytest.raises(ValueError, match=says):
        indicator(**{"trajectory": [PLAN], **keys})


def test_plans_may_follow_each_other():
    next_year = PLAN | {
        "point": [{"month": "2027-04", "value": "92"}, {"month": "2028-03", "value": "95"}]
    }
    assert planned(2027, 4, trajectory=[PLAN, next_year]) == 92
