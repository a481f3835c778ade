"""Meetings: rows are only added, and what is sent twice is kept once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from indicators.actions.action_fields import ActionFields
from indicators.actions.escalation import NewEscalation
from indicators.domain.audit.audit_event import AuditKind
from indicators.meetings.meeting import (
    Meeting,
    MeetingItem,
    MeetingRecord,
    NewItem,
    NewMeeting,
    NewRecord,
    UnknownMeetingError,
    check_record,
)
from indicators.meetings.meeting_kinds import MeetingState, RecordKind
from indicators.meetings.seen_item import ClosingList
from indicators.store.actions.action_writes import add_action
from indicators.store.audit_log import record_event
from indicators.store.database import open_write_transaction
from indicators.store.escalations.escalation_store import add_escalation
from indicators.store.meetings.meeting_rows import read_item, read_meeting, read_record
from indicators.store.meetings.meeting_tables import meeting, meeting_item, meeting_record
from indicators.store.moments import strip_zone


def select_meetings_version() -> sa.ColumnElement[int]:
    """Return a query for a number that changes whenever a meeting starts or records something."""
    first, second = (
        sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0)).scalar_subquery()
        for table in (meeting, meeting_record)
    )
    return first + second


class MeetingStore:
    """The meetings in one database."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def get_version(self) -> int:
        """Return a number that changes whenever a meeting starts or records something."""
        with self.engine.connect() as connection:
            return int(connection.scalar(sa.select(select_meetings_version())) or 0)

    def list_meetings(self, teams: Collection[str] | None = None) -> list[Meeting]:
        """Return the meetings of some teams, the newest first; None stands for every team."""
        with self.engine.connect() as connection:
            wanted = None if teams is None else meeting.c.team.in_(teams)
            return _read_meetings(connection, wanted)[::-1]

    def find(self, number: int) -> Meeting:
        """Return one meeting. Raises UnknownMeetingError."""
        with self.engine.connect() as connection:
            return _find(connection, number)

    def has_later(self, held: Meeting) -> bool:
        """Return whether the team started another meeting after this one."""
        later = sa.select(meeting.c.id).where(meeting.c.team == held.team, meeting.c.id > held.id)
        with self.engine.connect() as connection:
            return connection.scalar(later.limit(1)) is not None

    def start(self, new: NewMeeting, items: Sequence[NewItem], *, who: str, now: datetime) -> int:
        """Keep a meeting with its agenda, and return its number.

        If the team has an open meeting, that is the one: two people may start it at once.
        """
        with open_write_transaction(self.engine) as connection:
            for held in _read_meetings(connection, meeting.c.team == new.team):
                if held.state is MeetingState.OPEN:
                    return held.id
            row = {
                "team": new.team,
                "month": new.month.number,
                "day": new.day.isoformat(),
                "data_version": new.data_version,
                "chair": new.chair,
                "made_by": who,
                "made_at": strip_zone(now),
            }
            made = sa.insert(meeting).returning(meeting.c.id)
            number = int(connection.execute(made, row).scalar_one())
            rows = [
                {
                    "meeting_id": number,
                    "position": position,
                    "kind": item.kind.value,
                    "reference": item.reference,
                    "indicator": item.indicator,
                    "seen": item.seen.model_dump_json(),
                }
                for position, item in enumerate(items, 1)
            ]
            connection.execute(sa.insert(meeting_item), rows)
            record_event(connection, AuditKind.MEETING_CHANGED, f"meeting {number} started")
            return number

    def add_record(
        self,
        number: int,
        new: NewRecord,
        *,
        who: str,
        now: datetime,
        action: ActionFields | None = None,
        closing: ClosingList | None = None,
        escalation: NewEscalation | None = None,
        approves: int | None = None,
    ) -> MeetingRecord:
        """Keep a record, and the `action` or the `escalation` that it makes; both or neither.

        It `approves` the minutes of an earlier meeting, and agrees them if they are a draft.

        What was sent before with the same `client` is returned as it was kept then. Raises
        MeetingStateError if the meeting cannot record it now.
        """
        with open_write_transaction(self.engine) as connection:
            sent_before = _find_sent(connection, number, new.client)
            if sent_before:
                return sent_before
            held = _find(connection, number)
            check_record(held, new.kind)
            made = add_action(connection, action, who, now, "") if action else None
            row = {
                "meeting_id": number,
                "client": new.client,
                "item_id": new.item,
                "kind": new.kind.value,
                "text": new.text,
                "day": new.day,
                "owner": new.owner,
                "agency": new.agency,
                "action_id": made,
                "closing": closing.model_dump_json() if closing else "",
                "who": who,
                "made_at": strip_zone(now),
            }
            kept = sa.insert(meeting_record).returning(meeting_record)
            record = read_record(connection.execute(kept, row).one())
            if escalation:
                made_here = replace(
                    escalation, record=record.id, client=f"meeting record {record.id}"
                )
                add_escalation(connection, made_here, who, now)
            _note_change(connection, record, number)
            if approves is not None:
                _approve(connection, _find(connection, approves), held.chair, record)
            return record


def _approve(
    connection: sa.Connection, earlier: Meeting, chair: str, record: MeetingRecord
) -> None:
    """Approve the minutes of an earlier meeting, as far as nobody did, because of a record."""
    chair = chair or record.who
    steps = (
        (RecordKind.AGREED, chair, earlier.agreement),
        (RecordKind.APPROVED, "", earlier.approval),
    )
    for kind, text, done in steps:
        if done is None:
            row = {
                "meeting_id": earlier.id,
                "client": f"{kind.value} by record {record.id}",
                "kind": kind.value,
                "text": text,
                **dict.fromkeys(("day", "owner", "agency", "closing"), ""),
                "who": record.who,
                "made_at": record.made_at,
            }
            kept = sa.insert(meeting_record).returning(meeting_record)
            made = read_record(connection.execute(kept, row).one())
            _note_change(connection, made, earlier.id)


def _note_change(connection: sa.Connection, record: MeetingRecord, number: int) -> None:
    what = f"meeting {number} {record.kind.value} {record.id}"
    record_event(connection, AuditKind.MEETING_CHANGED, what)


def _find_sent(connection: sa.Connection, number: int, client: str) -> MeetingRecord | None:
    wanted = sa.select(meeting_record).where(
        meeting_record.c.meeting_id == number, meeting_record.c.client == client
    )
    row = connection.execute(wanted).one_or_none()
    return read_record(row) if row else None


def _find(connection: sa.Connection, number: int) -> Meeting:
    found = _read_meetings(connection, meeting.c.id == number)
    if not found:
        raise UnknownMeetingError(number)
    return found[0]


def _read_meetings(
    connection: sa.Connection, wanted: sa.ColumnElement[bool] | None
) -> list[Meeting]:
    """Return meetings in the order of their days, each with its agenda and records."""
    chosen = sa.select(meeting).order_by(meeting.c.day, meeting.c.id)
    if wanted is not None:
        chosen = chosen.where(wanted)
    rows = connection.execute(chosen).all()
    ids = [row.id for row in rows]
    items: dict[int, list[MeetingItem]] = defaultdict(list)
    records: dict[int, list[MeetingRecord]] = defaultdict(list)
    its_items = (
        sa.select(meeting_item)
        .where(meeting_item.c.meeting_id.in_(ids))
        .order_by(meeting_item.c.position)
    )
    for row in connection.execute(its_items):
        items[row.meeting_id].append(read_item(row))
    its_records = (
        sa.select(meeting_record)
        .where(meeting_record.c.meeting_id.in_(ids))
        .order_by(meeting_record.c.id)
    )
    for row in connection.execute(its_records):
        records[row.meeting_id].append(read_record(row))
    return [read_meeting(row, items[row.id], records[row.id]) for row in rows]
