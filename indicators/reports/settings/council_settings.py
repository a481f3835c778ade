"""The council's files with what was recorded over them, for any version of that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from indicators.configuration.configuration import Configuration
from indicators.configuration.recorded_settings import (
    RecordedState,
    UnusedChange,
    apply_changes,
)
from indicators.domain.settings.setting_change import SettingKind
from indicators.store.settings.setting_store import SettingStore

_KEPT = 16
"""Versions that each process keeps."""
_ORDER = list(SettingKind)


@dataclass(frozen=True, slots=True)
class SettingsKey:
    """All that decides which settings count, for cache keys.

    `version` is the newest change that is known, and `day` the one on which changes that wait for
    their day are looked at.
    """

    version: int = 0
    day: date = date.min


FILES_ONLY = SettingsKey()
"""The settings of the files, without a change."""


@dataclass(frozen=True, slots=True)
class SettingsInUse:
    """The configuration that counts, and the recorded changes that cannot be used."""

    configuration: Configuration
    unused: tuple[UnusedChange, ...] = ()


class CouncilSettings:
    """The settings over one database. Every process asks it which of them count now."""

    def __init__(self, files: Configuration, store: SettingStore) -> None:
        self.files = files
        self.store = store
        self.find = lru_cache(_KEPT)(self._find)

    def get_key(self, seen_on: date | None = None) -> SettingsKey:
        """Return which settings count now, or counted at the end of a past day (UTC)."""
        if seen_on is None:
            return SettingsKey(self.store.get_version(), datetime.now(UTC).date())
        end = datetime.combine(seen_on, time(), UTC) + timedelta(days=1)
        return SettingsKey(self.store.get_version(end), seen_on)

    def _find(self, key: SettingsKey) -> SettingsInUse:
        if not key.version:
            return SettingsInUse(self.files)
        changes = self.store.list_in_force(key.version, key.day)
        changes.sort(key=lambda change: (_ORDER.index(change.kind), change.id))
        states = [RecordedState(each.kind, each.subject, each.state) for each in changes]
        configuration, unused = apply_changes(self.files, states)
        return SettingsInUse(configuration, tuple(unused))
