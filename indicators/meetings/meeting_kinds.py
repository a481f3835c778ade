"""The fixed sets of a meeting: why something is on the agenda, what is recorded, and states."""

from __future__ import annotations

from enum import StrEnum


class TopicKind(StrEnum):
    """Why something is on the agenda, in the order of the agenda. The values are stored."""

    MINUTES = "minutes"
    OPEN_ACTION = "open_action"
    ESCALATION_ANSWERED = "escalation_answered"
    TURNED = "turned"
    NEW_SIGNAL = "new_signal"
    WORSENING = "worsening"
    IMPROVEMENT = "improvement"
    RESTATED = "restated"
    DUE_ACTION = "due_action"
    UNANSWERED_FEEDBACK = "unanswered_feedback"
    AGREEMENT_ENDING = "agreement_ending"
    DECISION_REVIEW = "decision_review"
    ANY_OTHER = "any_other"


class RecordKind(StrEnum):
    """What one record of a meeting says. The values are stored."""

    DECISION = "decision"
    ACTION = "action"
    QUESTION = "question"
    ESCALATION = "escalation"
    NO_ACTION = "no_action"
    MINUTES_APPROVED = "minutes_approved"
    ATTENDED = "attended"
    APOLOGIES = "apologies"
    CLOSED = "closed"
    AGREED = "agreed"
    APPROVED = "approved"
    CORRECTION = "correction"


OUTCOMES = (
    RecordKind.DECISION,
    RecordKind.ACTION,
    RecordKind.QUESTION,
    RecordKind.ESCALATION,
    RecordKind.NO_ACTION,
    RecordKind.MINUTES_APPROVED,
)
"""What an item can end with. Only the minutes of the last meeting can be approved."""
ATTENDANCE = frozenset({RecordKind.ATTENDED, RecordKind.APOLOGIES})


class MeetingState(StrEnum):
    """Whether a meeting still takes place."""

    OPEN = "open"
    CLOSED = "closed"


class MinutesState(StrEnum):
    """How far the minutes are: agreed by the chair, approved by the next meeting."""

    DRAFT = "draft"
    AGREED = "agreed"
    APPROVED = "approved"
