"""One setting as it is, and a change of it that may be recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from indicators.domain.errors import UserError
from indicators.domain.settings.setting_change import (
    USES_FILE,
    ChangeAction,
    RecordedState,
    SettingChange,
    SettingKind,
    SettingState,
    Table,
)

LONGEST_REASON = 500


class UnknownSettingError(UserError):
    """A setting that is not there."""


@dataclass(frozen=True, slots=True)
class SettingEntry:
    """One setting: what counts now, what the file says, and the newest change if there is one.

    None stands for not there. `unused` says why the newest change cannot be used.
    """

    kind: SettingKind
    subject: str
    value: Table | None
    in_file: Table | None
    newest: SettingChange | None = None
    unused: str = ""

    @property
    def version(self) -> int:
        """The number of the newest change; 0 while the file counts."""
        return self.newest.version if self.newest else 0

    @property
    def is_changed(self) -> bool:
        """Whether it is not, or not yet, what the file says."""
        return self.newest is not None and self.newest.state != USES_FILE

    @property
    def is_file_newer(self) -> bool:
        """Whether the file was changed since, so that it says neither the old nor the new."""
        return (
            self.newest is not None
            and self.is_changed
            and self.in_file not in (self.newest.in_file, self.newest.state.value)
        )

    @property
    def is_pending(self) -> bool:
        """Whether the newest change waits for its day."""
        return self.newest is not None and self.newest_value != self.value

    @property
    def newest_value(self) -> Table | None:
        """What it is once its newest change counts."""
        return find_value(self.newest.state, self.in_file) if self.newest else self.in_file


def find_value(state: SettingState, in_file: Table | None) -> Table | None:
    """Return what a setting is in a state."""
    return in_file if state.action is ChangeAction.USE_FILE else state.value


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """A setting, and what it will be."""

    entry: SettingEntry
    state: SettingState

    @property
    def value(self) -> Table | None:
        """What the setting is then; None stands for not there."""
        return find_value(self.state, self.entry.in_file)

    @property
    def recorded_state(self) -> RecordedState:
        """The state as it would be recorded."""
        entry = self.entry
        return RecordedState(entry.kind, entry.subject, self.state, entry.newest_value)


@dataclass(frozen=True, slots=True)
class PlannedUndo:
    """A change that takes the newest back, and the day from which it counts.

    `lapsed` is the day of an earlier plan that is not planned any more then.
    """

    change: PlannedChange
    effective: date
    lapsed: date | None


@dataclass(frozen=True, slots=True)
class ChangeNote:
    """Who changes something, why, from which day on, and over which version."""

    who: str
    reason: str
    effective: date
    base_version: int

    def check(self, today: date) -> None:
        """Raise UserError without a reason, or for a day that is over."""
        if not self.reason.strip():
            raise UserError("There is no reason.", remedy="Say why, for those who ask later.")
        if len(self.reason) > LONGEST_REASON:
            raise UserError(
                f"The reason has more than {LONGEST_REASON} characters.", remedy="Shorten it."
            )
        if self.effective < today:
            raise UserError(
                "A change counts from today on, or from a later day.",
                remedy="Choose today or a later day.",
            )
