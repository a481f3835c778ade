"""The settings: what they are, who changed them and why, and how someone changes them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from indicators.access.permissions import Permission, Viewer, require
from indicators.configuration.organisation_rules import check_new_code
from indicators.configuration.recorded_settings import (
    apply_change,
    apply_changes,
    order_changes,
)
from indicators.configuration.setting_values import list_values, normalise_value
from indicators.domain.errors import UserError
from indicators.domain.settings.setting_change import (
    NEW,
    USES_FILE,
    ChangeAction,
    NewSetting,
    RecordedState,
    SettingChange,
    SettingKind,
    SettingState,
    Table,
)
from indicators.domain.settings.settings_source import SettingsSource
from indicators.domain.settings.taken_back import take_back
from indicators.domain.sharing.agreements import choose_agreement_code
from indicators.reports.base import Reports
from indicators.reports.settings.planned_change import (
    ChangeNote,
    PlannedChange,
    PlannedUndo,
    SettingEntry,
    UnknownSettingError,
    find_value,
)
from indicators.store.settings.setting_store import SettingStore

_RECENT = 50
_NEEDED = dict.fromkeys(SettingKind, Permission.CHANGE_SETTINGS) | {
    SettingKind.ORGANISATION: Permission.CHANGE_AGREEMENTS,
    SettingKind.AGREEMENT: Permission.CHANGE_AGREEMENTS,
}
"""The permission that changes a kind of setting."""
_OF_FILES = (SettingKind.DUE_DAY, SettingKind.TARGETS, SettingKind.TRAJECTORIES)
"""The kinds of which each setting belongs to something that only files add or remove."""


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

    def list_waiting(self) -> list[SettingChange]:
        """Return the changes that will count from a later day, the next first: in no file yet."""
        key, kinds = self._settings.get_key(), self.list_kinds()
        found = self._store.list_waiting(key.version, key.day)
        return [each for each in found if each.kind in kinds]

    def plan_addition(self, kind: SettingKind, value: Table) -> PlannedChange:
        """Return what would record a setting in addition to those of the file."""
        subject = self._choose_subject(kind, value)
        value = normalise_value(kind, subject, value, self._settings.files)
        entry = SettingEntry(kind, subject, None, None)
        return PlannedChange(entry, SettingState(ChangeAction.SET, value))

    def _choose_subject(self, kind: SettingKind, value: Table) -> str:
        """Return a new subject: of what is in the file of agreements, its code there."""
        if kind not in (SettingKind.ORGANISATION, SettingKind.AGREEMENT):
            return f"new-{secrets.token_hex(5)}"
        taken = {each.subject for each in self.list_entries(kind)}
        if kind is SettingKind.ORGANISATION:
            agencies = {each.agency for each in self._settings.files.catalogue.services.values()}
            return check_new_code(str(value.get("code", "")), taken | agencies)
        return choose_agreement_code(str(value.get("name", "")), taken | {NEW})

    def plan_value(self, kind: SettingKind, subject: str, value: Table) -> PlannedChange:
        """Return what would record another value. Raises UserError for what a file may not say."""
        entry = self.find_entry(kind, subject)
        value = normalise_value(kind, subject, value, self._settings.files)
        if entry.newest_value == value:
            remedy = "Change a value, or go back."
            if entry.is_pending:
                remedy = "To change only its day, undo the change and enter it again."
            raise UserError("Nothing is different.", remedy=remedy)
        is_file = value == entry.in_file
        return PlannedChange(entry, USES_FILE if is_file else SettingState(ChangeAction.SET, value))

    def plan_removal(self, kind: SettingKind, subject: str) -> PlannedChange:
        """Return what would record that a setting is not there any more."""
        return PlannedChange(self.find_entry(kind, subject), SettingState(ChangeAction.REMOVE))

    def plan_undo(self, kind: SettingKind, subject: str, today: date) -> PlannedUndo:
        """Return what would take the newest change of a setting back, which is another change."""
        entry = self.find_entry(kind, subject)
        versions = self.list_versions(kind, subject)
        if not versions:
            raise UserError("Nobody changed this.", remedy="There is nothing to take back.")
        back = take_back(versions, today)
        is_gone = back.state == USES_FILE and entry.in_file is None and kind not in _OF_FILES
        state = SettingState(ChangeAction.REMOVE) if is_gone else back.state
        return PlannedUndo(PlannedChange(entry, state), back.effective, back.lapsed)

    def record(self, planned: PlannedChange, meant: ChangeNote, now: datetime) -> None:
        """Record a change. Raises UserError if others need what it takes away."""
        self.check(planned, meant, now)
        entry = planned.entry
        new = NewSetting(
            entry.kind,
            entry.subject,
            meant.base_version,
            planned.state,
            entry.newest_value,
            entry.in_file,
            meant.effective,
            meant.reason,
            meant.who,
        )
        self._store.add(new, now=now)

    def check(self, planned: PlannedChange, meant: ChangeNote, now: datetime) -> None:
        """Raise UserError if a change cannot be recorded."""
        require(self._viewer, _NEEDED[planned.entry.kind])
        meant.check(now.date())
        self._check_fit(planned.recorded_state)

    def _check_fit(self, change: RecordedState) -> None:
        """Raise UserError if the files and changes may not say this together."""
        others = [
            each.recorded_state
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
