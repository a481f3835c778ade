"""What is on an agenda and in which order; each rule on both sides of its edge."""

from datetime import date, datetime, timedelta

from indicators.actions.action import Action
from indicators.actions.action_fields import EMPTY, ActionField, ActionStatus
from indicators.meetings.agenda_rules import (
    AgendaFacts,
    AnsweredEscalation,
    DueDecision,
    IndicatorState,
    build_topics,
)
from indicators.meetings.meeting_kinds import TopicKind

DAY = date(2026, 12, 1)
LAST = datetime(2026, 11, 3, 10)  # noqa: DTZ001 - kept as UTC, without its zone


def action(number: int, *, made=LAST, due: date | None = None, indicator="") -> Action:
    fields = EMPTY | {
        ActionField.TEAM: "north",
        ActionField.WHAT: f"Action {number}",
        ActionField.INDICATOR: indicator,
        ActionField.DUE: due.isoformat() if due else "",
        ActionField.STATUS: ActionStatus.IN_PROGRESS.value,
    }
    return Action(number, 1, fields, made, "Ada", made)


def list_references(**facts) -> list[str]:
    return [
        t.reference for t in build_topics(AgendaFacts(**{"day": DAY, "last_meeting": LAST} | facts))
    ]


def test_minutes_that_nobody_approved_come_first():
    assert list_references(minutes=4, open_actions=[action(2)])[:2] == ["minutes 4", "action 2"]


def test_an_agenda_without_anything_has_only_any_other_business():
    assert list_references() == ["any-other"]


def test_the_order_is_actions_replies_figures_due_actions_agreements_and_decisions():
    later = LAST + timedelta(days=1)
    topics = build_topics(
        AgendaFacts(
            day=DAY,
            last_meeting=LAST,
            open_actions=[action(1, made=later, due=DAY), action(2)],
            indicators=[
                IndicatorState("restated", is_restated=True),
                IndicatorState("improving", is_improving=True),
                IndicatorState("worsening", is_worsening=True),
                IndicatorState("signal", has_new_signal=True),
                IndicatorState("turned", has_turned=True),
                IndicatorState("calm"),
            ],
            answered=[AnsweredEscalation(3, "", None)],
            agreements=["sharing"],
            decisions=[DueDecision(7, "turned")],
        )
    )
    assert [(t.reference, t.kind) for t in topics] == [
        ("action 2", TopicKind.OPEN_ACTION),
        ("escalation 3", TopicKind.ESCALATION_ANSWERED),
        ("indicator turned", TopicKind.TURNED),
        ("indicator signal", TopicKind.NEW_SIGNAL),
        ("indicator worsening", TopicKind.WORSENING),
        ("indicator improving", TopicKind.IMPROVEMENT),
        ("indicator restated", TopicKind.RESTATED),
        ("action 1", TopicKind.DUE_ACTION),
        ("agreement sharing", TopicKind.AGREEMENT_ENDING),
        ("decision 7", TopicKind.DECISION_REVIEW),
        ("any-other", TopicKind.ANY_OTHER),
    ]


def test_what_has_several_reasons_is_on_the_agenda_once_with_all_of_them():
    state = IndicatorState("visits", has_turned=True, is_worsening=True, is_restated=True)
    overdue = action(1, due=DAY - timedelta(days=1))
    first, second, _ = build_topics(
        AgendaFacts(day=DAY, last_meeting=LAST, open_actions=[overdue], indicators=[state])
    )
    assert first.reasons == (TopicKind.OPEN_ACTION, TopicKind.DUE_ACTION)
    assert second.reasons == (TopicKind.TURNED, TopicKind.WORSENING, TopicKind.RESTATED)


def test_an_action_made_since_the_last_meeting_waits_until_it_is_due_within_a_month():
    later, edge = LAST + timedelta(seconds=1), DAY + timedelta(days=31)
    held = [
        action(1, made=later, due=edge),
        action(2, made=later, due=edge + timedelta(days=1)),
        action(3, made=later),
        action(4, made=LAST),
    ]
    assert list_references(open_actions=held) == ["action 4", "action 1", "any-other"]


def test_before_the_first_meeting_only_due_actions_are_on_the_agenda():
    held = [action(1), action(2, due=DAY)]
    assert list_references(open_actions=held, last_meeting=None) == ["action 2", "any-other"]


def test_overdue_actions_come_before_those_that_are_due_and_those_without_a_day():
    held = [action(1), action(2, due=DAY), action(3, due=DAY - timedelta(days=1))]
    assert list_references(open_actions=held)[:3] == ["action 3", "action 2", "action 1"]


def test_a_reply_about_an_open_action_is_shown_with_the_action_and_otherwise_by_itself():
    later = LAST + timedelta(days=1)
    (first, second, _) = build_topics(
        AgendaFacts(
            day=DAY,
            last_meeting=LAST,
            open_actions=[action(1, made=later)],
            answered=[AnsweredEscalation(5, "", 1), AnsweredEscalation(6, "visits", 2)],
        )
    )
    assert (first.reference, first.reasons) == ("action 1", (TopicKind.ESCALATION_ANSWERED,))
    assert (second.reference, second.indicator) == ("escalation 6", "visits")
