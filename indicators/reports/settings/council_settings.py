"""The council's files with what was recorded over them, for any version of that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

from indicators.configuration.agreements_reader import AgreementFile
from indicators.configuration.recorded_settings import (
    apply_changes,
    order_changes,
)
from indicators.domain.loads import DataState
from indicators.domain.settings.configuration import Configuration
from indicators.domain.settings.setting_change import (
    ChangeAction,
    RecordedState,
    SettingKind,
    SettingState,
)
from indicators.domain.settings.settings_key import DraftKey, SettingsKey
from indicators.domain.settings.settings_source import SettingsInUse
from indicators.domain.sharing.agreements import Agreements, KnownCodes
from indicators.store.page_reads.data_state import read_data_state
from indicators.store.settings.draft_store import DraftStore
from indicators.store.settings.setting_store import SettingStore

DRAFT = "draft"
"""What an arrangement is called that is not accepted yet."""
_KEPT = 16
"""Versions that each process keeps."""


class CouncilSettings:
    """The settings over one database. Every process asks it which of them count now.

    The file of sharing agreements is read again whenever it changes, the others only at the start.
    """

    def __init__(self, files: Configuration, store: SettingStore, folder: Path) -> None:
        """`folder` is where the files are."""
        self._files = files
        self._folder = folder
        self._store = store
        self._drafts = DraftStore(store.engine)
        self._find_kept = lru_cache(_KEPT)(self._apply_changes)
        self._agreements = AgreementFile(folder, self._find_known_codes)

    @property
    def files(self) -> Configuration:
        """What the files say."""
        return replace(self._files, agreements=self._agreements.read_latest())

    def watch_agreements(self, note_change: Callable[[], None]) -> None:
        """Call a function whenever the file of sharing agreements was read, and now."""
        self._agreements.note_change = note_change
        note_change()

    def read_file(self, name: str) -> str:
        """Return the text of a file, or "" for one that is not there."""
        path = self._folder / name
        return path.read_text(encoding="utf-8-sig") if path.exists() else ""

    def get_key(self, seen_on: date | None = None, draft: DraftKey | None = None) -> SettingsKey:
        """Return which settings count now, or counted at the end of a past day (UTC)."""
        if seen_on is None:
            return self.build_key(self._store.get_version(), draft)
        end = datetime.combine(seen_on, time(), UTC) + timedelta(days=1)
        return SettingsKey(self._store.get_version(end), seen_on, draft)

    def build_key(self, version: int, draft: DraftKey | None = None) -> SettingsKey:
        """Return which settings count today, of those up to a version that was read."""
        return SettingsKey(version, datetime.now(UTC).date(), draft)

    def read_state(self) -> DataState:
        """Return the versions of all that the database holds, as they are now."""
        return read_data_state(self._store.engine)

    def find_draft(self, secret: str, user: int | None) -> DraftKey | None:
        """Return the draft of a browser and user, or None if it is over or of others."""
        found = self._drafts.find(secret, user)
        return found.key if found else None

    def find(self, key: SettingsKey) -> SettingsInUse:
        """Return a version of the settings. The last ones that were asked for are kept."""
        return self._find_kept(key, self._agreements.read_latest())

    def _apply_changes(self, key: SettingsKey, agreements: Agreements) -> SettingsInUse:
        files = replace(self._files, agreements=agreements)
        if not key.version and not key.draft:
            return SettingsInUse(files)
        states = self._list_states(key)
        if key.draft:
            state = SettingState(ChangeAction.SET, self._drafts.read_table(key.draft.number))
            states.append(RecordedState(SettingKind.BOUNDARIES, DRAFT, state))
        configuration, unused = apply_changes(files, order_changes(states))
        fault = next((each.why for each in unused if each.subject == DRAFT), "")
        return SettingsInUse(configuration, tuple(unused), fault)

    def _list_states(self, key: SettingsKey) -> list[RecordedState]:
        changes = self._store.list_in_force(key.version, key.day)
        return [each.recorded_state for each in changes]

    def _find_known_codes(self) -> KnownCodes:
        """Return what the file of agreements may name now."""
        states = self._list_states(self.get_key())
        own = (SettingKind.ORGANISATION, SettingKind.AGREEMENT)
        others = [each for each in states if each.kind not in own]
        return apply_changes(self._files, order_changes(others))[0].known_codes
