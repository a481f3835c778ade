"""An entry of a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One entry. `uid` stays the same for ever, and `sequence` grows with each change.

    An entry without `starts` is all day. `path` is a page of the dashboard. `changed_at` is UTC.
    """

    uid: UUID
    title: str
    day: date
    starts: time | None
    path: str
    sequence: int
    changed_at: datetime
    is_cancelled: bool
