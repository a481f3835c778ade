"""Times as the tables keep them: UTC without a zone."""

from __future__ import annotations

from datetime import UTC, datetime


def strip_zone(moment: datetime) -> datetime:
    """Return a time that has a zone as UTC without one."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def read_moment(kept: datetime | str) -> datetime:
    """Return a time that the driver read. SQLite has it as text."""
    return datetime.fromisoformat(kept) if isinstance(kept, str) else kept
