"""The rows of the read API about parent feedback."""

from __future__ import annotations

from datetime import date, datetime

from indicators.feedback.feedback import Feedback, FeedbackState
from indicators.feedback.feedback_fields import FeedbackField, FeedbackSource
from layouts.api.base_rows import ApiRow, describe_field
from layouts.api.resources import Page


class FeedbackApiRow(ApiRow):
    """What parents said, and what became of it."""

    number: int
    version: int = describe_field("Counts its changes.")
    team: str
    source: FeedbackSource = describe_field("Who brought it.")
    theme: str = describe_field("The code of a theme in programme.toml.")
    said: str
    heard: date
    done: str = describe_field("What was done, or why not; empty without an answer.")
    informed: date | None = describe_field("When parents were informed.")
    state: FeedbackState = describe_field(
        "open without an answer, to_inform until parents were informed, then answered."
    )
    changed_at: datetime = describe_field("When it was last changed, in UTC.")


class FeedbackPage(Page[FeedbackApiRow]):
    """One page of feedback."""


def serialize_feedback(feedback: Feedback) -> FeedbackApiRow:
    """Return one line of feedback."""
    return FeedbackApiRow(
        number=feedback.id,
        version=feedback.version,
        team=feedback.team,
        source=FeedbackSource(feedback.fields[FeedbackField.SOURCE]),
        theme=feedback.theme,
        said=feedback.said,
        heard=feedback.heard,
        done=feedback.done,
        informed=feedback.informed,
        state=feedback.state,
        changed_at=feedback.changed_at,
    )
