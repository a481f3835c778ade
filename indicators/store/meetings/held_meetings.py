"""Keeps whole meetings at once: those of the sample."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from indicators.domain.audit.audit_event import AuditKind
from indicators.meetings.held_meeting import HeldMeeting, HeldRecord
from indicators.meetings.meeting import NewItem
from indicators.store.audit_log import record_event
from indicators.store.database import open_write_transaction
from indicators.store.meetings.meeting_tables import meeting, meeting_item, meeting_record
from indicators.store.moments import strip_zone


def has_meetings(engine: sa.Engine) -> bool:
    """Return whether any meeting is kept."""
    with engine.connect() as connection:
        return connection.scalar(sa.select(meeting.c.id).limit(1)) is not None


def add_held_meetings(engine: sa.Engine, held: Sequence[HeldMeeting], *, who: str) -> list[int]:
    """Keep meetings with their agendas and records, and return their numbers in their order."""
    with open_write_transaction(engine) as connection:
        numbers = _insert(connection, meeting, [_build_meeting(each, who) for each in held])
        both = list(zip(held, numbers, strict=True))
        items = [
            _build_item(number, position, item)
            for each, number in both
            for position, item in enumerate(each.items, 1)
        ]
        placed = [(row["meeting_id"], row["position"]) for row in items]
        ids = dict(zip(placed, _insert(connection, meeting_item, items), strict=True))
        records = [
            _build_record(number, record, ids.get((number, record.position)), who)
            for each, number in both
            for record in each.records
        ]
        _insert(connection, meeting_record, records)
        what = f"meetings {numbers[0]} to {numbers[-1]} kept as they were held"
        record_event(connection, AuditKind.MEETING_CHANGED, what)
        return numbers


def _insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> list[int]:
    made = sa.insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(connection.scalars(made, rows))


def _build_meeting(held: HeldMeeting, who: str) -> dict[str, Any]:
    return {
        "team": held.new.team,
        "month": held.new.month.number,
        "day": held.new.day.isoformat(),
        "data_version": held.new.data_version,
        "chair": held.new.chair,
        "made_by": who,
        "made_at": strip_zone(held.made_at),
    }


def _build_item(number: int, position: int, item: NewItem) -> dict[str, Any]:
    return {
        "meeting_id": number,
        "position": position,
        "kind": item.kind.value,
        "reference": item.reference,
        "indicator": item.indicator,
        "seen": item.seen.model_dump_json(),
    }


def _build_record(number: int, held: HeldRecord, item: int | None, who: str) -> dict[str, Any]:
    new = held.record
    return {
        "meeting_id": number,
        "client": new.client,
        "item_id": item,
        "kind": new.kind.value,
        "text": new.text,
        "day": new.day,
        "owner": new.owner,
        "agency": new.agency,
        "action_id": held.action,
        "closing": held.closing.model_dump_json() if held.closing else "",
        "who": who,
        "made_at": strip_zone(held.made_at),
    }
