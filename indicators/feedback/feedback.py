"""A line of feedback in its current state, and the records of how it came to that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from indicators.domain.errors import UserError
from indicators.feedback.feedback_fields import FIELD_NAMES, FeedbackField, FeedbackFields


class FeedbackState(StrEnum):
    """How far a line of feedback is: it follows from what is written in it."""

    OPEN = "open"
    TO_INFORM = "to_inform"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Feedback:
    """What parents said. `version` counts its changes; moments are in UTC."""

    id: int
    version: int
    fields: FeedbackFields
    made_by: str
    made_at: datetime
    changed_at: datetime

    @property
    def team(self) -> str:
        return self.fields[FeedbackField.TEAM]

    @property
    def theme(self) -> str:
        return self.fields[FeedbackField.THEME]

    @property
    def said(self) -> str:
        return self.fields[FeedbackField.SAID]

    @property
    def done(self) -> str:
        return self.fields[FeedbackField.DONE]

    @property
    def heard(self) -> date:
        return date.fromisoformat(self.fields[FeedbackField.HEARD])

    @property
    def informed(self) -> date | None:
        text = self.fields[FeedbackField.INFORMED]
        return date.fromisoformat(text) if text else None

    @property
    def is_removed(self) -> bool:
        return bool(self.fields[FeedbackField.REMOVED])

    @property
    def state(self) -> FeedbackState:
        if self.informed:
            return FeedbackState.ANSWERED
        return FeedbackState.TO_INFORM if self.done else FeedbackState.OPEN


@dataclass(frozen=True, slots=True)
class FeedbackChange:
    """One field that one person changed: a record that stays."""

    version: int
    field: FeedbackField
    before: str
    after: str
    who: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class ChangedTwice:
    """A field that two people changed since `base`, to different texts."""

    field: FeedbackField
    base: str
    mine: str
    theirs: str


class FeedbackConflictError(UserError):
    """Someone else changed the same fields meanwhile. Nothing was saved."""

    def __init__(self, conflicts: Sequence[ChangedTwice]) -> None:
        self.conflicts = conflicts
        names = ", ".join(FIELD_NAMES[conflict.field] for conflict in conflicts)
        super().__init__(
            f"Someone else changed this feedback meanwhile: {names}.",
            remedy="Compare the two versions below, then save yours or take theirs.",
        )


class UnknownFeedbackError(UserError):
    """Feedback that is not there."""

    def __init__(self, number: int) -> None:
        super().__init__(f"There is no feedback {number}.", remedy="Look at the list of feedback.")


def find_changed_twice(
    base: FeedbackFields, mine: FeedbackFields, theirs: FeedbackFields
) -> list[ChangedTwice]:
    """Return the fields that both sides changed since the base, to different texts."""
    return [
        ChangedTwice(field, base[field], wanted, theirs[field])
        for field, wanted in mine.items()
        if wanted not in (base[field], theirs[field]) and theirs[field] != base[field]
    ]


def sort_feedback(found: Sequence[Feedback]) -> list[Feedback]:
    """Return feedback with the open first, the longest waiting first, then the newest."""
    waiting = [each for each in found if each.state is not FeedbackState.ANSWERED]
    answered = [each for each in found if each.state is FeedbackState.ANSWERED]
    order = list(FeedbackState)
    return [
        *sorted(waiting, key=lambda each: (order.index(each.state), each.heard, each.id)),
        *sorted(answered, key=lambda each: (each.informed or each.heard, each.id), reverse=True),
    ]
