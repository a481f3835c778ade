"""What becomes of a file, as a fixed set of outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class LoadOutcome(StrEnum):
    """What became of one file that was read, previewed, loaded or collected."""

    LOADED = "loaded"
    ALREADY_LOADED = "already_loaded"
    CHECKED = "checked"
    REFUSED = "refused"
    UNCONFIRMED = "unconfirmed"
    CHANGED = "changed"
    EMPTY = "empty"
    NO_PROFILE = "no_profile"
    PERSONAL_RECORDS = "personal_records"
    UNREADABLE = "unreadable"
    DISCARDED = "discarded"
    UNDONE = "undone"


OUTCOME_MEANINGS: Mapping[LoadOutcome, str] = MappingProxyType(
    {
        LoadOutcome.LOADED: "It is loaded.",
        LoadOutcome.ALREADY_LOADED: "It was loaded before, so nothing changed.",
        LoadOutcome.CHECKED: "It was only read, and nothing in it is refused.",
        LoadOutcome.REFUSED: "Some of it is refused, so nothing was loaded.",
        LoadOutcome.UNCONFIRMED: "Something unlikely is not confirmed, so nothing was loaded.",
        LoadOutcome.CHANGED: "What loading it would do is no longer what was seen, so nothing was "
        "loaded.",
        LoadOutcome.EMPTY: "No row has a figure.",
        LoadOutcome.NO_PROFILE: "No profile reads it, or more than one.",
        LoadOutcome.PERSONAL_RECORDS: "It is a list of people, so it is not kept.",
        LoadOutcome.UNREADABLE: "It cannot be read.",
        LoadOutcome.DISCARDED: "It was collected again after a person discarded it.",
        LoadOutcome.UNDONE: "It was collected again after a person undid its load.",
    }
)

PASSED_OVER = (LoadOutcome.DISCARDED, LoadOutcome.UNDONE)
"""A file is collected again although a person decided against it."""

SUCCEEDED = (
    LoadOutcome.LOADED,
    LoadOutcome.ALREADY_LOADED,
    LoadOutcome.CHECKED,
    *PASSED_OVER,
)
"""Outcomes that need nobody's attention."""
