"""What people are sent, and the private addresses from which their programs read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from indicators.domain.periods import Month


@dataclass(frozen=True, slots=True)
class PrivateLink:
    """The private addresses of a user: one token, of which only a hash is kept. Times are UTC."""

    id: int
    made_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, order=True)
class DigestKey:
    """One digest for one person: at most one mail is sent for it."""

    user: int
    team: str
    month: Month
