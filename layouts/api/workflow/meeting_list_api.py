"""Meetings in the read API: parameters and rows."""

from __future__ import annotations

import re
from datetime import date, datetime

from pydantic import Field

from indicators.meetings.meeting import Meeting, MeetingItem, MeetingRecord
from indicators.meetings.meeting_kinds import MeetingState, MinutesState, RecordKind, TopicKind
from layouts.api.base_rows import ApiRow, YearMonth, describe_field
from layouts.api.params import ListParams, PlaceCodes
from layouts.api.resources import Page

_BETWEEN_NAMES = re.compile(r"[,;\n]|\band\b|&")


class MeetingParams(ListParams):
    """Meetings: of every team, or of some."""

    team: PlaceCodes = Field((), description="Only these teams, by code, separated by commas.")


class AttendanceRow(ApiRow):
    """How many people attended from an agency. Their names are in the minutes."""

    agency: str
    people: int


class MeetingOutcomeRow(ApiRow):
    """What a meeting recorded at an item."""

    kind: RecordKind
    text: str
    owner: str
    day: date | None = describe_field("When an action is due, or a decision is looked at again.")
    action: int | None = describe_field("The number of the action that it made.")
    late: bool = describe_field("Whether it was sent after the meeting had closed.")
    made_at: datetime = describe_field("In UTC.")


class MeetingItemRow(ApiRow):
    """An item of the agenda, with what was recorded."""

    position: int
    kind: TopicKind = describe_field("The first reason why it is on the agenda.")
    title: str
    indicator: str | None
    outcomes: list[MeetingOutcomeRow]


class MeetingRow(ApiRow):
    """A meeting of a team, limited to the items that may be seen."""

    number: int
    team: str
    day: date
    month: YearMonth = describe_field("The last month of the figures that it looked at.")
    chair: str
    state: MeetingState
    minutes: MinutesState
    closed_at: datetime | None = describe_field("In UTC.")
    next_day: date | None = describe_field("The day of the next meeting, as it was closed.")
    attendance: list[AttendanceRow]
    items: list[MeetingItemRow]


class MeetingPage(Page[MeetingRow]):
    """One page of meetings."""


def serialize_meeting(held: Meeting) -> MeetingRow:
    """Return a meeting with its items and their outcomes."""
    return MeetingRow(
        number=held.id,
        team=held.team,
        day=held.day,
        month=str(held.month),
        chair=held.chair,
        state=held.state,
        minutes=held.minutes,
        closed_at=held.closed_at,
        next_day=held.next_day,
        attendance=[
            AttendanceRow(agency=agency, people=_count_names(names))
            for agency, names in held.list_attendance().items()
        ],
        items=[_serialize_item(held, item) for item in held.items],
    )


def _count_names(names: str) -> int:
    return sum(bool(name.strip()) for name in _BETWEEN_NAMES.split(names))


def _serialize_item(held: Meeting, item: MeetingItem) -> MeetingItemRow:
    return MeetingItemRow(
        position=item.position,
        kind=item.kind,
        title=item.seen.title,
        indicator=item.indicator or None,
        outcomes=[_serialize_outcome(held, each) for each in held.list_outcomes_of(item.id)],
    )


def _serialize_outcome(held: Meeting, record: MeetingRecord) -> MeetingOutcomeRow:
    return MeetingOutcomeRow(
        kind=record.kind,
        text=record.text,
        owner=record.owner,
        day=record.day,
        action=record.action,
        late=held.is_late(record),
        made_at=record.made_at,
    )
