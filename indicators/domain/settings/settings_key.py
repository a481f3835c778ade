"""Which settings count, as a key of caches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from indicators.domain.periods import Month


@dataclass(frozen=True, slots=True)
class DraftKey:
    """An arrangement of places that someone looks at before it is accepted, and its month."""

    number: int
    month: Month


@dataclass(frozen=True, slots=True)
class SettingsKey:
    """All that decides which settings count.

    `version` is the newest change that is known, and `day` the one on which changes that wait for
    their day are looked at. `draft` is an arrangement that only this viewer sees.
    """

    version: int = 0
    day: date = date.min
    draft: DraftKey | None = None


FILES_ONLY = SettingsKey()
"""The settings of the files, without a change."""
