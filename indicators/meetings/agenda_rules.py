"""The agenda of a meeting: what is on it, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from indicators.actions.action import Action, sort_by_urgency
from indicators.meetings.meeting_kinds import TopicKind

DUE_WITHIN = timedelta(days=31)
"""An action is on the agenda if it is due before the next meeting, a month later."""
ANY_OTHER = "any-other"


@dataclass(frozen=True, slots=True)
class IndicatorState:
    """What happened to an indicator of the team."""

    code: str
    has_turned: bool = False
    has_new_signal: bool = False
    is_worsening: bool = False
    is_improving: bool = False
    is_restated: bool = False

    @property
    def reasons(self) -> tuple[TopicKind, ...]:
        """Every reason to talk about it, in the order of the agenda."""
        found = (
            (TopicKind.TURNED, self.has_turned),
            (TopicKind.NEW_SIGNAL, self.has_new_signal),
            (TopicKind.WORSENING, self.is_worsening),
            (TopicKind.IMPROVEMENT, self.is_improving),
            (TopicKind.RESTATED, self.is_restated),
        )
        return tuple(kind for kind, holds in found if holds)


@dataclass(frozen=True, slots=True)
class DueDecision:
    """A decision of an earlier meeting whose day to look at it again has come."""

    record: int
    indicator: str


@dataclass(frozen=True, slots=True)
class AnsweredEscalation:
    """An escalation with a reply that no meeting saw yet, and the action it is about, if any."""

    number: int
    indicator: str
    action: int | None


@dataclass(frozen=True, slots=True)
class AgendaFacts:
    """What an agenda is made from.

    `last_meeting` is when the last one was (UTC), if there was, and `minutes` its number if nobody
    approved its minutes yet.
    """

    day: date
    last_meeting: datetime | None
    minutes: int | None = None
    open_actions: Sequence[Action] = ()
    answered: Sequence[AnsweredEscalation] = ()
    indicators: Sequence[IndicatorState] = ()
    feedback: Sequence[int] = ()
    agreements: Sequence[str] = ()
    decisions: Sequence[DueDecision] = ()


@dataclass(frozen=True, slots=True)
class AgendaTopic:
    """One item. `reasons` are all that put it there; the first decides its place."""

    reference: str
    reasons: tuple[TopicKind, ...]
    indicator: str = ""

    @property
    def kind(self) -> TopicKind:
        return self.reasons[0]


def build_topics(facts: AgendaFacts) -> list[AgendaTopic]:
    """Return the items of an agenda in their order, each thing once."""
    minutes = [] if facts.minutes is None else [f"minutes {facts.minutes}"]
    found = [
        *(AgendaTopic(reference, (TopicKind.MINUTES,)) for reference in minutes),
        *_list_action_topics(facts),
        *_list_escalation_topics(facts),
        *(
            AgendaTopic(f"indicator {state.code}", state.reasons, state.code)
            for state in facts.indicators
            if state.reasons
        ),
        *(
            AgendaTopic(f"feedback {number}", (TopicKind.UNANSWERED_FEEDBACK,))
            for number in facts.feedback
        ),
        *(
            AgendaTopic(f"agreement {code}", (TopicKind.AGREEMENT_ENDING,))
            for code in facts.agreements
        ),
        *(
            AgendaTopic(f"decision {each.record}", (TopicKind.DECISION_REVIEW,), each.indicator)
            for each in facts.decisions
        ),
        AgendaTopic(ANY_OTHER, (TopicKind.ANY_OTHER,)),
    ]
    order = list(TopicKind)
    return sorted(found, key=lambda topic: order.index(topic.kind))  # keeps the order of equals


def _list_action_topics(facts: AgendaFacts) -> list[AgendaTopic]:
    """Return open actions, the most urgent first: those of last time, and those that are due."""
    topics = []
    answered = {each.action for each in facts.answered}
    for action in sort_by_urgency(list(facts.open_actions), facts.day):
        is_old = facts.last_meeting is not None and action.made_at <= facts.last_meeting
        is_due = action.due is not None and action.due <= facts.day + DUE_WITHIN
        reasons = tuple(
            kind
            for kind, holds in (
                (TopicKind.OPEN_ACTION, is_old),
                (TopicKind.ESCALATION_ANSWERED, action.id in answered),
                (TopicKind.DUE_ACTION, is_due),
            )
            if holds
        )
        if reasons:
            topics.append(AgendaTopic(f"action {action.id}", reasons, action.indicator))
    return topics


def _list_escalation_topics(facts: AgendaFacts) -> list[AgendaTopic]:
    """Return the replies to what was escalated; those about an open action are shown with it."""
    shown = {action.id for action in facts.open_actions}
    return [
        AgendaTopic(f"escalation {each.number}", (TopicKind.ESCALATION_ANSWERED,), each.indicator)
        for each in facts.answered
        if each.action not in shown
    ]
