"""A meeting that was held elsewhere or earlier, with everything it recorded, to be kept at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from indicators.meetings.meeting import NewItem, NewMeeting, NewRecord
from indicators.meetings.seen_item import ClosingList


@dataclass(frozen=True, slots=True)
class HeldRecord:
    """A record of it. `position` is the item of the agenda that it belongs to, counted from 1."""

    record: NewRecord
    made_at: datetime
    position: int | None = None
    action: int | None = None
    closing: ClosingList | None = None


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """A whole meeting. Times have a zone."""

    new: NewMeeting
    made_at: datetime
    items: tuple[NewItem, ...]
    records: tuple[HeldRecord, ...]
