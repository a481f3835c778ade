"""Rows of the database as meetings, items and records."""

from __future__ import annotations

from datetime import date
from typing import Any

from indicators.domain.periods import Month
from indicators.meetings.meeting import Meeting, MeetingItem, MeetingRecord
from indicators.meetings.meeting_kinds import RecordKind, TopicKind
from indicators.meetings.seen_item import ClosingList, SeenItem


def read_meeting(row: Any, items: list[MeetingItem], records: list[MeetingRecord]) -> Meeting:
    """Return a meeting from its row, with its agenda and records."""
    return Meeting(
        id=row.id,
        team=row.team,
        month=Month.from_number(row.month),
        day=date.fromisoformat(row.day),
        data_version=row.data_version,
        chair=row.chair,
        made_by=row.made_by,
        made_at=row.made_at,
        items=tuple(items),
        records=tuple(records),
    )


def read_item(row: Any) -> MeetingItem:
    """Return an item from its row."""
    return MeetingItem(
        id=row.id,
        position=row.position,
        kind=TopicKind(row.kind),
        reference=row.reference,
        indicator=row.indicator,
        seen=SeenItem.model_validate_json(row.seen),
    )


def read_record(row: Any) -> MeetingRecord:
    """Return a record from its row."""
    return MeetingRecord(
        id=row.id,
        kind=RecordKind(row.kind),
        text=row.text,
        item=row.item_id,
        day=date.fromisoformat(row.day) if row.day else None,
        owner=row.owner,
        agency=row.agency,
        action=row.action_id,
        who=row.who,
        made_at=row.made_at,
        closing=ClosingList.model_validate_json(row.closing) if row.closing else None,
    )
