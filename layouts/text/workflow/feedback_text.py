"""Feedback of parents in words."""

from __future__ import annotations

from datetime import date

from indicators.domain.periods import format_day
from indicators.feedback.feedback import Feedback, FeedbackState
from indicators.feedback.feedback_fields import FIELD_NAMES, SOURCE_NAMES, FeedbackField
from indicators.reports.feedback.feedback_models import FeedbackBoard, FeedbackView
from layouts.text.labels import choose_plural

STATE_NAMES = {
    FeedbackState.OPEN: "Open",
    FeedbackState.TO_INFORM: "Parents to be informed",
    FeedbackState.ANSWERED: "Answered",
}
VIEW_NAMES = {
    **{FeedbackView(state): name for state, name in STATE_NAMES.items()},
    FeedbackView.ALL: "All",
}
_DAYS = frozenset({FeedbackField.HEARD, FeedbackField.INFORMED})
NOTHING = "nothing"


def name_field(field: FeedbackField) -> str:
    """Return the name of a field on pages."""
    return FIELD_NAMES[field]


def format_value(field: FeedbackField, text: str) -> str:
    """Return the text of a field as pages show it."""
    if not text:
        return NOTHING
    if field in _DAYS:
        return format_day(date.fromisoformat(text))
    if field is FeedbackField.SOURCE:
        return {source.value: name for source, name in SOURCE_NAMES.items()}.get(text, text)
    return text


def name_source(feedback: Feedback) -> str:
    """Return who brought it."""
    return format_value(FeedbackField.SOURCE, feedback.fields[FeedbackField.SOURCE])


def describe_state(feedback: Feedback, today: date) -> str:
    """Return how far feedback is, and since when it waits or when parents were informed."""
    if feedback.informed:
        return f"Informed on {format_day(feedback.informed)}"
    days = (today - feedback.heard).days
    waits = f"for {days} {choose_plural(days, 'day', 'days')}"
    return f"{STATE_NAMES[feedback.state]} {waits}"


def summarise_board(board: FeedbackBoard) -> str:
    """Return how much feedback there is and how much waits."""
    total, waiting = board.counts[FeedbackView.ALL], board.counts[FeedbackView.OPEN]
    to_inform = board.counts[FeedbackView.TO_INFORM]
    lines = choose_plural(total, "line", "lines")
    return f"{total} {lines}: {waiting} open, parents to be informed about {to_inform}"
