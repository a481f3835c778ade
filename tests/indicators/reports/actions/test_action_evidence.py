"""The score of actions from the figures of their place."""

from datetime import UTC, datetime

import pytest

from indicators.access.permissions import PARTNER
from indicators.actions.action_fields import ActionField
from indicators.actions.action_score import ActionScore, UnknownReason
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.actions.action_evidence import score_actions
from indicators.reports.base import Reports
from tests.support.builders import row, take_in
from tests.support.two_years import CATALOGUE, MARCH, PLACES

NOW = datetime(2026, 4, 1, tzinfo=UTC)
START = MARCH - 11


@pytest.fixture
def reports(table):
    """Visits of area a were about 80 of 100 for two years, and 95 from a year ago on."""
    rows = [
        row("visits", area, MARCH - at, (95 if at < 12 and area == "a" else 80) + at % 2, 100)
        for at in range(36)
        for area in ("a", "b", "c")
    ]
    take_in(table, rows, file="visits", service="midwifery")
    return Reports(table, CATALOGUE, PLACES)


def score(reports, *actions):
    book = ActionBook(reports, PARTNER)
    for fields in actions:
        given = {ActionField(name): text for name, text in fields.items()}
        book.add({ActionField.TEAM: "north", ActionField.WHAT: "Phone"} | given, now=NOW)
    return [each.effect for each in score_actions(reports, book.list_actions(), PARTNER)]


def test_an_action_is_scored_on_its_one_area_or_else_on_its_team(reports):
    for_area = {"indicator": "visits", "areas": "a", "started": str(START)}
    (found,) = score(reports, for_area)
    assert (found.score, found.scored) == (ActionScore.IMPROVEMENT, MARCH)
    for_other = {"indicator": "visits", "areas": "b", "started": str(START)}
    assert score(reports, for_other)[1].score is ActionScore.NO_SIGNAL


def test_two_actions_at_the_same_time_cannot_be_told_apart(reports):
    for_area = {"indicator": "visits", "areas": "a", "started": str(START)}
    for_team = {"indicator": "visits", "started": str(START + 2)}
    assert [each.reason for each in score(reports, for_area, for_team)] == [
        UnknownReason.ANOTHER_ACTION,
        UnknownReason.ANOTHER_ACTION,
    ]


def test_an_action_without_an_indicator_has_no_score_and_one_without_a_start_says_so(reports):
    (found,) = score(reports, {}, {"indicator": "visits"})
    assert found.reason is UnknownReason.NO_START


def test_where_neither_way_is_better_the_expected_one_is(reports):
    plans = {"indicator": "plans", "started": str(START)}
    first, second = score(reports, plans, plans | {"expected_direction": "down"})
    assert first.reason is UnknownReason.NO_DIRECTION
    assert second.reason is not UnknownReason.NO_DIRECTION
