"""The sample's meetings: a year for each team, about the figures and actions that are there."""

import itertools
from datetime import UTC, date, datetime

import pytest

from cli.fresh_start.sample_escalations import keep_sample_escalations
from cli.fresh_start.sample_meetings import keep_sample_meetings
from cli.fresh_start.sample_workflow import keep_sample_actions
from indicators.access.permissions import PARTNER
from indicators.domain.core import LocalityKind
from indicators.meetings.meeting_kinds import OUTCOMES, MinutesState, RecordKind, TopicKind
from indicators.reports.base import Reports
from indicators.reports.place_report import build_rows
from indicators.store.actions.action_store import ActionStore
from indicators.store.escalations.escalation_store import EscalationStore
from indicators.store.meetings.meeting_store import MeetingStore
from indicators.store.observations import IndicatorTable
from layouts.text import labels
from sample.team_escalations import SAMPLE_ESCALATIONS
from sample.team_meetings import MEETINGS, SAMPLE_TEAMS
from tests.support.sample_site import copy_sample
from tests.support.shipped_data import CATALOGUE, PLACES

TODAY = date(2026, 11, 29)


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """The sample with its actions and meetings."""
    table = IndicatorTable.open(copy_sample(tmp_path_factory.mktemp("meetings")).database_url)
    reports = Reports(table, CATALOGUE, PLACES)
    keep_sample_actions(ActionStore(table.engine), CATALOGUE, PLACES)
    keep_sample_escalations(EscalationStore(table.engine), CATALOGUE, PLACES)
    keep_sample_meetings(reports, TODAY)
    yield reports
    table.engine.dispose()


@pytest.fixture(scope="module")
def meetings(reports):
    return MeetingStore(reports.table.engine).list_meetings()


def test_every_team_met_twelve_times_and_the_minutes_are_as_far_as_they_can_be(meetings):
    teams = {team.code for team in PLACES.list_by_kind(LocalityKind.TEAM)}
    assert set(SAMPLE_TEAMS) == teams
    for team in teams:
        held = [each for each in meetings if each.team == team]
        assert len(held) == MEETINGS
        assert all(each.closing for each in held)
        assert {each.minutes for each in held[1:]} == {MinutesState.APPROVED}
        assert held[0].minutes is not MinutesState.APPROVED  # no later meeting
        assert all(each.list_attendance().keys() == set(CATALOGUE.agencies) for each in held)


def test_they_are_kept_once_and_none_is_in_the_future(reports, meetings):
    keep_sample_meetings(reports, TODAY)
    assert len(MeetingStore(reports.table.engine).list_meetings()) == len(meetings)
    now = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC).replace(tzinfo=None)
    assert max(record.made_at for each in meetings for record in each.records) < now


def test_every_item_has_an_outcome_and_every_kind_of_outcome_is_there(meetings):
    assert all(each.list_outcomes_of(item.id) for each in meetings for item in each.items)
    assert {record.kind for each in meetings for record in each.outcomes} == set(OUTCOMES)
    assert any(each.corrections for each in meetings)
    assert any(each.apologies for each in meetings)
    kinds = {item.kind for each in meetings for item in each.items}
    assert {TopicKind.OPEN_ACTION, TopicKind.TURNED, TopicKind.DECISION_REVIEW} <= kinds


def test_every_meeting_but_the_first_approves_the_minutes_of_the_one_before(meetings):
    for team in SAMPLE_TEAMS:
        held = [each for each in meetings if each.team == team][::-1]
        assert held[0].items[0].kind is not TopicKind.MINUTES
        for before, after in itertools.pairwise(held):
            assert after.items[0].reference == f"minutes {before.id}"
            (record,) = after.list_outcomes_of(after.items[0].id)
            assert record.kind is RecordKind.MINUTES_APPROVED


def test_replies_of_the_heads_are_on_the_next_agenda_of_the_team(meetings):
    replies = [
        (each.team, day, text) for each in SAMPLE_ESCALATIONS for day, text in each.replies.items()
    ]
    assert replies
    for team, day, text in replies:
        held = min((m for m in meetings if m.team == team and m.day > day), key=lambda m: m.day)
        assert any(text in fact for item in held.items for fact in item.seen.about), text


@pytest.mark.parametrize("position", [0, 45, 119])
def test_a_meeting_saw_the_figures_that_its_version_of_the_data_has(reports, meetings, position):
    held = meetings[position]
    shown = [item for item in held.items if item.seen.figure]
    indicators = [CATALOGUE.indicators[item.indicator] for item in shown]
    then = reports.after(held.data_version)
    assert then.find_months().latest == held.month
    rows = build_rows(then, held.team, indicators, held.month, PARTNER)
    for item in shown:
        row = rows[item.indicator]
        assert item.seen.figure == labels.format_figure(row.rolling, row.indicator)
    assert shown or position


def test_what_was_escalated_on_the_day_of_a_meeting_is_in_its_minutes(meetings):
    by_day = {(held.team, held.day): held for held in meetings}
    for escalation in SAMPLE_ESCALATIONS:
        held = by_day[escalation.team, escalation.made]
        said = [each.text for each in held.outcomes if each.kind is RecordKind.ESCALATION]
        assert any(escalation.reason in text for text in said)


def test_actions_made_on_the_day_are_in_the_minutes_and_open_when_it_closed(reports, meetings):
    store, found = ActionStore(reports.table.engine), 0
    for held in meetings:
        for record in held.outcomes:
            if record.action:
                found += 1
                action = store.find(record.action)
                assert (action.team, action.made_at.date()) == (held.team, held.day)
                assert action.what == record.text
                assert action.id in {a.number for a in held.closing.closing.open_actions}
    assert found > len(SAMPLE_TEAMS)
