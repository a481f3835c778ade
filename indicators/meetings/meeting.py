"""A meeting of a team: its agenda as it was seen, and everything that was recorded."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from indicators.domain.errors import UserError
from indicators.domain.periods import Month
from indicators.meetings.meeting_kinds import (
    ATTENDANCE,
    OUTCOMES,
    MeetingState,
    MinutesState,
    RecordKind,
    TopicKind,
)
from indicators.meetings.seen_item import ClosingList, SeenItem


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item of an agenda, to be kept. `reference` names in codes what it is about."""

    kind: TopicKind
    reference: str
    indicator: str
    seen: SeenItem


@dataclass(frozen=True, slots=True)
class MeetingItem:
    """An item of an agenda as it was seen."""

    id: int
    position: int
    kind: TopicKind
    reference: str
    indicator: str
    seen: SeenItem


@dataclass(frozen=True, slots=True)
class NewRecord:
    """Something to record. Sent again with the same `client`, it is kept once."""

    kind: RecordKind
    client: str
    text: str = ""
    item: int | None = None
    day: str = ""
    owner: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """Something that was recorded, and stays. `action` is the action that it made."""

    id: int
    kind: RecordKind
    text: str
    item: int | None
    day: date | None
    owner: str
    agency: str
    action: int | None
    who: str
    made_at: datetime
    closing: ClosingList | None = None


@dataclass(frozen=True, slots=True)
class NewMeeting:
    """A meeting to start: the month of its figures, its day, and the data that it looks at."""

    team: str
    month: Month
    day: date
    data_version: int
    chair: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting. What it did not record, it is not: its states follow from its records."""

    id: int
    team: str
    month: Month
    day: date
    data_version: int
    chair: str
    made_by: str
    made_at: datetime
    items: tuple[MeetingItem, ...] = ()
    records: tuple[MeetingRecord, ...] = ()

    @property
    def closing(self) -> MeetingRecord | None:
        return self._find_last(RecordKind.CLOSED)

    @property
    def closed_at(self) -> datetime | None:
        return self.closing.made_at if self.closing else None

    @property
    def state(self) -> MeetingState:
        return MeetingState.CLOSED if self.closing else MeetingState.OPEN

    @property
    def minutes(self) -> MinutesState:
        if self._find_last(RecordKind.APPROVED):
            return MinutesState.APPROVED
        return MinutesState.AGREED if self.agreement else MinutesState.DRAFT

    @property
    def agreement(self) -> MeetingRecord | None:
        return self._find_last(RecordKind.AGREED)

    @property
    def approval(self) -> MeetingRecord | None:
        return self._find_last(RecordKind.APPROVED)

    @property
    def next_day(self) -> date | None:
        return self.closing.day if self.closing else None

    @property
    def outcomes(self) -> list[MeetingRecord]:
        return [record for record in self.records if record.kind in OUTCOMES]

    @property
    def corrections(self) -> list[MeetingRecord]:
        return [record for record in self.records if record.kind is RecordKind.CORRECTION]

    @property
    def apologies(self) -> str:
        last = self._find_last(RecordKind.APOLOGIES)
        return last.text if last else ""

    def list_outcomes_of(self, item: int) -> list[MeetingRecord]:
        """Return what was recorded at an item."""
        return [record for record in self.outcomes if record.item == item]

    def list_attendance(self) -> dict[str, str]:
        """Return who attended by agency: what was recorded last counts."""
        return {r.agency: r.text for r in self.records if r.kind is RecordKind.ATTENDED}

    def is_late(self, record: MeetingRecord) -> bool:
        """Return whether an outcome was sent after the meeting had closed."""
        return self.closing is not None and record.id > self.closing.id

    def limit_to(self, items: Collection[int], indicators: Collection[str]) -> Meeting:
        """Return the meeting with these items only, and what was recorded at them.

        A correction may be of any item, so it is left out where an item is.
        """
        hidden = {RecordKind.CORRECTION} if any(i.id not in items for i in self.items) else set()
        return replace(
            self,
            items=tuple(item for item in self.items if item.id in items),
            records=tuple(
                _limit_closing(record, indicators)
                for record in self.records
                if record.item in items or (record.item is None and record.kind not in hidden)
            ),
        )

    def _find_last(self, kind: RecordKind) -> MeetingRecord | None:
        return next((record for record in self.records[::-1] if record.kind is kind), None)


def _limit_closing(record: MeetingRecord, indicators: Collection[str]) -> MeetingRecord:
    if record.closing is None:
        return record
    kept = [each for each in record.closing.open_actions if each.indicator in indicators]
    return replace(record, closing=ClosingList(open_actions=tuple(kept)))


class UnknownMeetingError(UserError):
    """A meeting that is not there."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"There is no meeting {number}.", remedy="Look at the list of the team's meetings."
        )


class MeetingStateError(UserError):
    """Something that the state of a meeting does not allow."""


def check_record(meeting: Meeting, kind: RecordKind) -> None:
    """Raise MeetingStateError if a meeting in this state cannot record such a thing.

    Outcomes that a lost network held back are taken until the minutes are agreed.
    """
    if kind in OUTCOMES or kind in ATTENDANCE:
        if meeting.agreement:
            raise MeetingStateError(
                "The minutes are agreed.", remedy="Add it as a correction of the minutes."
            )
        return
    if kind is RecordKind.CLOSED:
        if meeting.state is MeetingState.CLOSED:
            raise MeetingStateError("The meeting is closed already.", remedy="Open its minutes.")
        return
    if meeting.state is MeetingState.OPEN:
        raise MeetingStateError("The meeting is still open.", remedy="Close it first.")
    if kind is RecordKind.AGREED and meeting.agreement:
        raise MeetingStateError("The minutes are agreed already.", remedy="Reload the page.")
    if kind is RecordKind.APPROVED and meeting.minutes is not MinutesState.AGREED:
        raise MeetingStateError(
            "Only agreed minutes can be approved, and only once.",
            remedy="Ask the chair to agree them first.",
        )
