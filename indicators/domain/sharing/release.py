"""Releases: what was published for sharing, as the ledger records it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from indicators.domain.periods import Month


@dataclass(frozen=True, slots=True)
class ReleaseCounts:
    """How many figures a release has, and how many of them are hidden.

    `small` ones hold a small number themselves. `revealed` ones are hidden in vain: earlier
    releases show what they hold, or narrow it too far.
    """

    cells: int
    hidden: int
    small: int
    revealed: int

    @property
    def additional(self) -> int:
        """Return how many figures are hidden to protect others."""
        return self.hidden - self.small


@dataclass(frozen=True, slots=True)
class ReleaseDraft:
    """A release before it is recorded: the figures of a month as they were at an event.

    `digest` is a hash of its exact figures and settings: with the same digest, it is the same.
    """

    month: Month
    event: int
    digest: str
    counts: ReleaseCounts


@dataclass(frozen=True, slots=True)
class Release:
    """A release in the ledger. `made_at` is UTC."""

    id: int
    draft: ReleaseDraft
    made_at: datetime
    who: str
    note: str

    @property
    def month(self) -> Month:
        return self.draft.month

    @property
    def counts(self) -> ReleaseCounts:
        return self.draft.counts
