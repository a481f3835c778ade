"""What becomes of a file, as a fixed set of outcomes."""

from __future__ import annotations

from enum import StrEnum


class LoadOutcome(StrEnum):
    """What became of one file that was read, previewed, loaded or collected."""

    LOADED = "loaded"
    ALREADY_LOADED = "already_loaded"
    CHECKED = "checked"
    """Nothing in it is refused; it was only read."""

    REFUSED = "refused"
    """Some of it is refused, so nothing was loaded."""

    UNCONFIRMED = "unconfirmed"
    """Something unlikely in it was not confirmed, so nothing was loaded."""

    EMPTY = "empty"
    """No row has a figure."""

    NO_PROFILE = "no_profile"
    """No profile, or more than one, reads it."""

    PERSONAL_RECORDS = "personal_records"
    """It is a list of people, so nothing of it is kept."""

    UNREADABLE = "unreadable"
    """It cannot be read at all."""

    DISCARDED = "discarded"
    """It was collected again after a person discarded it."""

    UNDONE = "undone"
    """It was collected again after a person undid its load."""


PASSED_OVER = (LoadOutcome.DISCARDED, LoadOutcome.UNDONE)
"""A file that is collected again although a person decided against it."""

SUCCEEDED = (
    LoadOutcome.LOADED,
    LoadOutcome.ALREADY_LOADED,
    LoadOutcome.CHECKED,
    *PASSED_OVER,
)
"""Outcomes that need nobody's attention."""
