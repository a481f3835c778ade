"""A change of a setting that someone recorded in the browser, over what the council's files say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from indicators.domain.errors import UserError

Table = Mapping[str, Any]
"""A table of a TOML file: its keys with their values."""
NEW = "new"
"""Stands for a setting that is not there yet; it is the last part of the address that adds one."""
_OF_FILE = "file-"


class SettingKind(StrEnum):
    """What can be changed, in an order in which each can refer to those before it.

    The values are stored, so they are never renamed.
    """

    BOUNDARIES = "boundaries"
    DUE_DAY = "due_day"
    TARGETS = "targets"
    TRAJECTORIES = "trajectories"
    EVENT = "event"
    BASELINE = "baseline"
    ORGANISATION = "organisation"
    AGREEMENT = "agreement"


class ChangeAction(StrEnum):
    """What became of a setting. The values are stored, so they are never renamed."""

    SET = "set"
    REMOVE = "remove"
    USE_FILE = "use_file"


@dataclass(frozen=True, slots=True)
class SettingState:
    """What a setting is from a change on. Only with SET has it a `value`."""

    action: ChangeAction
    value: Table | None = None


USES_FILE = SettingState(ChangeAction.USE_FILE)
"""The state of a setting that nobody changed."""


@dataclass(frozen=True, slots=True)
class RecordedState:
    """What a setting is since it was changed, and what it was `before`: None if not there."""

    kind: SettingKind
    subject: str
    state: SettingState
    before: Table | None = None


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One version of a setting. `subject` names it among those of its kind; `made_at` is UTC.

    It counts from the `effective` day on. `before` is what the setting was, and `in_file` what the
    council's file said when it was changed.
    """

    id: int
    kind: SettingKind
    subject: str
    version: int
    state: SettingState
    before: Table | None
    in_file: Table | None
    effective: date
    reason: str
    who: str
    made_at: datetime

    @property
    def recorded_state(self) -> RecordedState:
        return RecordedState(self.kind, self.subject, self.state, self.before)


@dataclass(frozen=True, slots=True)
class UnusedChange:
    """A recorded change that does not fit the files any more, and why."""

    kind: SettingKind
    subject: str
    why: str


@dataclass(frozen=True, slots=True)
class NewSetting:
    """A change to record over the version that its author saw; 0 is the file's."""

    kind: SettingKind
    subject: str
    base_version: int
    state: SettingState
    before: Table | None
    in_file: Table | None
    effective: date
    reason: str
    who: str


class SettingConflictError(UserError):
    """Someone else changed the setting in the meantime; `theirs` is that change."""

    def __init__(self, theirs: SettingChange) -> None:
        self.theirs = theirs
        super().__init__(
            f"{theirs.who or 'Someone'} changed this meanwhile: “{theirs.reason}”.",
            remedy="Nothing was saved. Compare your entries with the history below; what you save "
            "now replaces that change.",
        )


def make_file_subject(table: Table) -> str:
    """Return the subject of a table that a file has without a code of its own."""
    text = json.dumps(table, sort_keys=True, default=str, ensure_ascii=False)
    return f"{_OF_FILE}{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def is_of_file(subject: str) -> bool:
    """Return whether a subject is a table of a file, and not one that was added in the browser."""
    return subject.startswith(_OF_FILE)
