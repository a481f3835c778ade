"""Escalations in words: their state, whose heads they go to, and each step."""

from __future__ import annotations

from collections.abc import Mapping

from indicators.actions.escalation import (
    Escalation,
    EscalationRecord,
    EscalationState,
    EscalationStep,
    format_escalation,
)
from indicators.domain.catalogue import Service
from indicators.domain.periods import format_day
from layouts.text.labels import choose_plural, lower_first

STATES: Mapping[EscalationState, str] = {
    EscalationState.OPEN: "No reply yet",
    EscalationState.ANSWERED: "Answered",
    EscalationState.CLOSED: "Closed",
    EscalationState.WITHDRAWN: "Withdrawn",
}
STEPS: Mapping[EscalationStep, str] = {
    EscalationStep.REPLY: "Reply",
    EscalationStep.WITHDRAWN: "Withdrawn",
    EscalationStep.CLOSED: "Closed",
    EscalationStep.REOPENED: "Opened again",
}
EVERY_HEAD = "All heads of service"


def name_recipient(service: Service | None) -> str:
    """Return who an escalation goes to."""
    return f"Heads of {lower_first(service.name)}" if service else EVERY_HEAD


def describe_reply(reply: EscalationRecord) -> str:
    """Return “Reply of Ada Head, 3 December 2026: two midwives start in January”."""
    return f"Reply of {reply.who}, {format_day(reply.made_at.date())}: {reply.text}"


def describe_step(record: EscalationRecord) -> str:
    """Return “Withdrawn: no longer needed”."""
    step = STEPS[record.step]
    return f"{step}: {record.text}" if record.text else step


def describe_briefly(found: Escalation) -> str:
    """Return “E-3, no reply yet”, to follow what was escalated."""
    state = STATES[found.state]
    return f"{format_escalation(found.id)}, {state[:1].lower()}{state[1:]}"


def describe_state(found: Escalation) -> str:
    """Return the state with the day since which it holds."""
    since = found.records[-1].made_at if found.records else found.made_at
    return f"{STATES[found.state]} since {format_day(since.date())}"


def count_waiting(counts: Mapping[EscalationState | None, int]) -> str:
    """Return how many escalations have no reply."""
    count = counts[EscalationState.OPEN]
    if not count:
        return "Every escalation has a reply."
    return f"{count} {choose_plural(count, 'escalation has', 'escalations have')} no reply yet."


def count_waiting_replies(count: int) -> str:
    """Return “2 escalations wait for your reply”."""
    return f"{count} {choose_plural(count, 'escalation waits', 'escalations wait')} for your reply"
