"""The settings: what they are, who changed them and why, and how someone changes them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from indicators.access.permissions import Permission, Viewer, require
from indicators.configuration.recorded_settings import (
    RecordedState,
    apply_change,
    apply_changes,
    order_changes,
)
from indicators.configuration.setting_values import list_values, normalise_value
from indicators.domain.errors import UserError
from indicators.domain.settings.setting_change import (
    USES_FILE,
    ChangeAction,
    NewSetting,
    SettingChange,
    SettingKind,
    SettingState,
    Table,
)
from indicators.domain.settings.settings_source import SettingsSource
from indicators.reports.base import Reports
from indicators.store.settings.setting_store import SettingStore

LONGEST_REASON = 500
_RECENT = 50
_NEEDED = dict.fromkeys(SettingKind, Permission.CHANGE_SETTINGS)
"""The permission that changes a kind of setting."""


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


class SettingsBook:
    """The settings of one council for one viewer. Raises PermissionDeniedError for others."""

    def __init__(self, reports: Reports, viewer: Viewer) -> None:
        if reports.settings is None:
            raise UserError("Settings cannot be changed here.", remedy="Edit the files instead.")
        self._settings: SettingsSource = reports.settings
        self._store = SettingStore(reports.table.engine)
        self._viewer = viewer
        if not self.list_kinds():
            require(viewer, Permission.CHANGE_SETTINGS)

    def list_kinds(self) -> list[SettingKind]:
        """Return the kinds of setting that the viewer may change."""
        return [kind for kind, needed in _NEEDED.items() if needed in self._viewer.permissions]

    def list_entries(self, kind: SettingKind) -> list[SettingEntry]:
        """Return the settings of a kind: those of the file, then those recorded in addition."""
        require(self._viewer, _NEEDED[kind])
        key = self._settings.get_key()
        in_file = list_values(self._settings.files, kind)
        counts = {
            each.subject: each
            for each in self._store.list_in_force(key.version, key.day)
            if each.kind is kind
        }
        newest = {each.subject: each for each in self._list_newest() if each.kind is kind}
        unused = {(each.kind, each.subject): each.why for each in self._settings.find(key).unused}
        return [
            SettingEntry(
                kind,
                subject,
                find_value(counts[subject].state, in_file.get(subject))
                if subject in counts
                else in_file.get(subject),
                in_file.get(subject),
                newest.get(subject),
                unused.get((kind, subject), ""),
            )
            for subject in dict.fromkeys([*in_file, *newest])
        ]

    def find_entry(self, kind: SettingKind, subject: str) -> SettingEntry:
        """Return one setting. Raises UnknownSettingError."""
        for entry in self.list_entries(kind):
            if entry.subject == subject:
                return entry
        raise UnknownSettingError(
            "There is no such setting.", remedy="Choose one of those on the page of settings."
        )

    def list_versions(self, kind: SettingKind, subject: str) -> list[SettingChange]:
        """Return every change of a setting, newest first."""
        require(self._viewer, _NEEDED[kind])
        return self._store.list_versions(kind, subject)

    def list_recent(self) -> list[SettingChange]:
        """Return the newest changes of all settings that the viewer may change, newest first."""
        kinds = self.list_kinds()
        found = self._store.list_recent(_RECENT)
        return [each for each in found if each.kind in kinds]

    def add(self, kind: SettingKind, value: Table, meant: ChangeNote, now: datetime) -> str:
        """Record a setting in addition to those of the file, and return its subject."""
        subject = f"new-{secrets.token_hex(5)}"
        value = normalise_value(kind, subject, value, self._settings.files)
        entry = SettingEntry(kind, subject, None, None)
        self._record(entry, SettingState(ChangeAction.SET, value), meant, now)
        return subject

    def save(
        self, kind: SettingKind, subject: str, value: Table, meant: ChangeNote, now: datetime
    ) -> None:
        """Record another value of a setting. Raises UserError for what a file may not say."""
        entry = self.find_entry(kind, subject)
        value = normalise_value(kind, subject, value, self._settings.files)
        state = USES_FILE if value == entry.in_file else SettingState(ChangeAction.SET, value)
        if entry.newest_value == value:
            raise UserError("Nothing is different.", remedy="Change a value, or go back.")
        self._record(entry, state, meant, now)

    def remove(self, kind: SettingKind, subject: str, meant: ChangeNote, now: datetime) -> None:
        """Record that a setting is not there any more. Raises UserError if others need it."""
        entry = self.find_entry(kind, subject)
        self._record(entry, SettingState(ChangeAction.REMOVE), meant, now)

    def undo(self, kind: SettingKind, subject: str, meant: ChangeNote, now: datetime) -> None:
        """Take the newest change of a setting back, which is another change."""
        entry = self.find_entry(kind, subject)
        versions = self.list_versions(kind, subject)
        if not versions:
            raise UserError("Nobody changed this.", remedy="There is nothing to take back.")
        earlier = versions[1].state if len(versions) > 1 else USES_FILE
        if earlier == USES_FILE and entry.in_file is None:
            earlier = SettingState(ChangeAction.REMOVE)
        self._record(entry, earlier, meant, now)

    def _record(
        self, entry: SettingEntry, state: SettingState, meant: ChangeNote, now: datetime
    ) -> None:
        require(self._viewer, _NEEDED[entry.kind])
        meant.check(now.date())
        self._check(RecordedState(entry.kind, entry.subject, state))
        new = NewSetting(
            entry.kind,
            entry.subject,
            meant.base_version,
            state,
            entry.newest_value,
            entry.in_file,
            meant.effective,
            meant.reason,
            meant.who,
        )
        self._store.add(new, now=now)

    def _check(self, change: RecordedState) -> None:
        """Raise UserError if the files and changes may not say this together."""
        others = [
            RecordedState(each.kind, each.subject, each.state)
            for each in self._list_newest()
            if (each.kind, each.subject) != (change.kind, change.subject)
        ]
        alone, unused_alone = apply_changes(self._settings.files, order_changes(others))
        apply_change(alone, change)
        _, unused = apply_changes(self._settings.files, order_changes([*others, change]))
        if spoilt := [each for each in unused if each not in unused_alone]:
            raise UserError(
                f"This does not fit what was recorded before. {spoilt[0].why}",
                remedy="Change that first.",
            )

    def _list_newest(self) -> Sequence[SettingChange]:
        return self._store.list_in_force(self._store.get_version(), date.max)


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
