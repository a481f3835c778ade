"""Meetings made in code."""

from datetime import UTC, date, datetime

from indicators.domain.periods import Month
from indicators.meetings.meeting import NewItem, NewMeeting, NewRecord
from indicators.meetings.meeting_kinds import RecordKind, TopicKind
from indicators.meetings.seen_item import SeenItem

NOW = datetime(2026, 12, 1, 10, tzinfo=UTC)
MEETING = NewMeeting("north", Month.of(2026, 10), date(2026, 12, 1), 1, "Ada Chair")
ITEMS = (
    NewItem(
        TopicKind.TURNED,
        "indicator visits",
        "visits",
        SeenItem(title="Visits", figure="88.0%", verdict="cross", facts=("264 of 300",)),
    ),
    NewItem(TopicKind.ANY_OTHER, "any-other", "", SeenItem(title="Any other business")),
)


def record(kind: RecordKind, text: str = "", client: str = "", **more) -> NewRecord:
    """A record, with its text for its own number unless another is given."""
    return NewRecord(kind, client or f"{kind} {text}", text, **more)
