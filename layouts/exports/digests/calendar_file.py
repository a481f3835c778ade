"""Calendars as files of iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from icalendar.enums import STATUS, TRANSP

from indicators.reports.digests.calendar_entry import CalendarEntry

UK = ZoneInfo("Europe/London")
_LASTS = timedelta(hours=1)
"""How long a meeting with a time is shown; nobody records its end."""
_ASKED_AGAIN = timedelta(hours=12)
_MAKER = "-//Locality performance dashboard//EN"


def write_calendar(entries: Iterable[CalendarEntry], name: str, origin: str) -> bytes:
    """Return a calendar. `origin` is the address of the dashboard, for links to its pages."""
    calendar = Calendar.new(
        prodid=_MAKER, name=name, method="PUBLISH", refresh_interval=_ASKED_AGAIN
    )
    for entry in entries:
        calendar.add_component(_build_event(entry, origin))
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def _build_event(entry: CalendarEntry, origin: str) -> Event:
    stamp = entry.changed_at.replace(tzinfo=UTC)
    start = datetime.combine(entry.day, entry.starts, UK) if entry.starts else entry.day
    lasts = _LASTS if entry.starts else timedelta(days=1)
    return Event.new(
        uid=entry.uid,
        summary=entry.title,
        start=start,
        end=start + lasts,
        stamp=stamp,
        last_modified=stamp,
        sequence=entry.sequence,
        status=STATUS.CANCELLED if entry.is_cancelled else STATUS.CONFIRMED,
        transparency=TRANSP.OPAQUE if entry.starts else TRANSP.TRANSPARENT,
        url=f"{origin.rstrip('/')}{entry.path}",
    )
