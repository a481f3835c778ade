"""When a session is over, whatever its user does."""

from __future__ import annotations

from datetime import datetime, timedelta

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
NOTED_AFTER = timedelta(minutes=1)
"""How old the note of the last request may be before a new one is written."""


def is_over(made_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Return whether a session has ended: after 30 idle minutes, or 8 hours."""
    return now - seen_at >= IDLE or now - made_at >= LONGEST


def must_note(seen_at: datetime, now: datetime) -> bool:
    """Return whether the time of the last request must be written again."""
    return now - seen_at >= NOTED_AFTER
