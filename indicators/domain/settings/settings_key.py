"""Which settings count, as a key of caches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SettingsKey:
    """All that decides which settings count.

    `version` is the newest change that is known, and `day` the one on which changes that wait for
    their day are looked at.
    """

    version: int = 0
    day: date = date.min


FILES_ONLY = SettingsKey()
"""The settings of the files, without a change."""
