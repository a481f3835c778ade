"""The fields of a line of feedback, and what may be written into each. Each is kept as text."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum

from indicators.domain.errors import UserError
from indicators.feedback.personal_details import find_personal_detail

LONGEST_TEXT = 1000
"""Characters of what was said or done, at most."""


class FeedbackField(StrEnum):
    """One field of a line of feedback."""

    TEAM = "team"
    SOURCE = "source"
    THEME = "theme"
    SAID = "said"
    HEARD = "heard"
    DONE = "done"
    INFORMED = "informed"
    REMOVED = "removed"


class FeedbackSource(StrEnum):
    """Who brought it."""

    PARENTS = "parents"
    PARENT_LEADERS = "parent_leaders"


FIELD_NAMES = {
    FeedbackField.TEAM: "Team",
    FeedbackField.SOURCE: "Heard from",
    FeedbackField.THEME: "Theme",
    FeedbackField.SAID: "What parents said",
    FeedbackField.HEARD: "Heard on",
    FeedbackField.DONE: "What we did, or why not",
    FeedbackField.INFORMED: "Parents were informed on",
    FeedbackField.REMOVED: "Removed",
}
SOURCE_NAMES = {
    FeedbackSource.PARENTS: "Parents",
    FeedbackSource.PARENT_LEADERS: "Parent leaders",
}
EMPTY = dict.fromkeys(FeedbackField, "") | {FeedbackField.SOURCE: FeedbackSource.PARENTS.value}
"""A line of feedback that nobody has filled in."""
_TEXTS = frozenset({FeedbackField.SAID, FeedbackField.DONE})
_DAYS = frozenset({FeedbackField.HEARD, FeedbackField.INFORMED})

FeedbackFields = Mapping[FeedbackField, str]


def normalise_feedback(given: FeedbackFields, today: date) -> dict[FeedbackField, str]:
    """Return the given fields, each in the one form in which it is kept.

    Raises UserError for the first that cannot be kept, naming the field.
    """
    return {field: _normalise(field, text, today) for field, text in given.items()}


def check_feedback(fields: FeedbackFields, themes: Collection[str]) -> None:
    """Raise UserError if feedback lacks what it needs, or contradicts itself."""
    for needed in (FeedbackField.TEAM, FeedbackField.SAID, FeedbackField.HEARD):
        if not fields[needed]:
            raise _build_error(needed, "is missing", "Fill it in.")
    if fields[FeedbackField.THEME] not in themes:
        raise _build_error(FeedbackField.THEME, "is missing", "Choose one from the list.")
    if fields[FeedbackField.SOURCE] not in list(FeedbackSource):
        raise _build_error(FeedbackField.SOURCE, "is missing", "Choose one from the list.")
    if fields[FeedbackField.INFORMED] and not fields[FeedbackField.DONE]:
        raise _build_error(
            FeedbackField.DONE, "is missing", "Write what parents were informed about."
        )
    if "" < fields[FeedbackField.INFORMED] < fields[FeedbackField.HEARD]:
        raise _build_error(
            FeedbackField.INFORMED, "is before the day it was heard", "Correct one of the two days."
        )


def _normalise(field: FeedbackField, text: str, today: date) -> str:
    if field in _DAYS:
        return _keep_day(field, text.strip(), today)
    if field is FeedbackField.REMOVED:
        return "yes" if text.strip() else ""
    if field not in _TEXTS:
        return text.strip()
    kept = "\n".join(line.rstrip() for line in text.replace("\x00", "").splitlines()).strip()
    if len(kept) > LONGEST_TEXT:
        raise _build_error(
            field, f"has {len(kept)} characters, and {LONGEST_TEXT} are allowed", "Shorten it."
        )
    if detail := find_personal_detail(kept, today):
        raise _build_error(
            field, f"holds {detail}", "Say it in general words, so that nobody can be recognised."
        )
    return kept


def _keep_day(field: FeedbackField, text: str, today: date) -> str:
    if not text:
        return ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise _build_error(
            field, f"is “{text[:40]}”, which is not a day", "Write it as 2026-11-30."
        ) from None
    if day > today:
        raise _build_error(field, "is in the future", "Write the day on which it was.")
    return day.isoformat()


def _build_error(field: FeedbackField, what: str, remedy: str) -> UserError:
    return UserError(f"“{FIELD_NAMES[field]}” {what}.", remedy=remedy)
