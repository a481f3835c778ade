"""Where the settings come from, as those who only read them know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from indicators.domain.loads import DataState
from indicators.domain.settings.configuration import Configuration
from indicators.domain.settings.setting_change import UnusedChange
from indicators.domain.settings.settings_key import DraftKey, SettingsKey


@dataclass(frozen=True, slots=True)
class SettingsInUse:
    """The configuration that counts, and the recorded changes that cannot be used."""

    configuration: Configuration
    unused: tuple[UnusedChange, ...] = ()
    draft_fault: str = ""
    """Why the draft that is looked at cannot be used."""


class SettingsSource(Protocol):
    """The council's files with what was recorded over them."""

    @property
    def files(self) -> Configuration:
        """What the files say."""

    def read_file(self, name: str) -> str:
        """Return the text of a file, or "" for one that is not there."""

    def read_state(self) -> DataState:
        """Return the versions of all that the database holds, as they are now."""

    def get_key(self, seen_on: date | None = None, draft: DraftKey | None = None) -> SettingsKey:
        """Return which settings count now, or counted at the end of a past day (UTC)."""

    def build_key(self, version: int, draft: DraftKey | None = None) -> SettingsKey:
        """Return which settings count today, of those up to a version that was read."""

    def find_draft(self, secret: str, user: int | None) -> DraftKey | None:
        """Return the draft of a browser and user, or None if it is over or of others."""

    def find(self, key: SettingsKey) -> SettingsInUse:
        """Return a version of the settings."""
