"""The meetings that a viewer may see and run."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from indicators.access.permissions import Permission, Viewer, require
from indicators.actions.action_fields import (
    LONGEST_NAME,
    LONGEST_TEXT,
    ActionField,
    ActionFields,
)
from indicators.actions.escalation import NewEscalation
from indicators.domain.errors import UserError
from indicators.feedback.feedback_fields import FeedbackField, normalise_feedback
from indicators.meetings.closing_list import build_closing_list
from indicators.meetings.meeting import (
    Meeting,
    MeetingItem,
    MeetingRecord,
    NewItem,
    NewMeeting,
    NewRecord,
    UnknownMeetingError,
)
from indicators.meetings.meeting_kinds import ATTENDANCE, MeetingState, RecordKind, TopicKind
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.auditing.small_numbers import note_small_numbers
from indicators.reports.base import Reports
from indicators.store.feedback.feedback_store import FeedbackStore
from indicators.store.meetings.meeting_store import MeetingStore

_NEEDS_TEXT = frozenset(RecordKind) - {
    *ATTENDANCE,
    RecordKind.CLOSED,
    RecordKind.APPROVED,
    RecordKind.MINUTES_APPROVED,
}


class MeetingBook:
    """Every meeting that one viewer may see. Raises PermissionDeniedError without that right.

    What is on an agenda may name a small number, so each item is for those who see the actions
    about the same indicator.
    """

    def __init__(self, reports: Reports, viewer: Viewer) -> None:
        self._actions = ActionBook(reports, viewer)
        self._feedback = FeedbackStore(reports.table.engine)
        self._reports = reports
        self._viewer = viewer
        self._store = MeetingStore(reports.table.engine)

    def can_run(self, team: str) -> bool:
        """Return whether the viewer may start meetings of a team and record in them."""
        return self._actions.can_edit and self.is_seen(team)

    def is_seen(self, team: str) -> bool:
        """Return whether the viewer may see meetings of a team."""
        return self._actions.is_team_seen(team)

    def list_meetings(self, team: str) -> list[Meeting]:
        """Return the meetings of a team, the newest first."""
        if not self.is_seen(team):
            return []
        seen = self._list_seen(team)
        return [_limit(each, seen) for each in self._store.list_meetings([team])]

    def list_all(self, teams: Collection[str] | None = None) -> list[Meeting]:
        """Return the meetings of some teams, the newest first; None stands for every team."""
        held = self._store.list_meetings(teams)
        seen = {
            team: self._list_seen(team) for team in {h.team for h in held} if self.is_seen(team)
        }
        found = [_limit(each, seen[each.team]) for each in held if each.team in seen]
        if any(each.items for each in found):
            note_small_numbers()  # they are kept in words, where nothing counts them
        return found

    def find(self, number: int) -> Meeting:
        """Return one meeting. Raises UnknownMeetingError."""
        found = self._store.find(number)
        if not self.is_seen(found.team):
            raise UnknownMeetingError(number)
        if any(item.seen.figure for item in found.items):
            note_small_numbers()  # they are kept in words, where nothing counts them
        return _limit(found, self._list_seen(found.team))

    def has_later(self, held: Meeting) -> bool:
        """Return whether the team started another meeting after this one."""
        return self._store.has_later(held)

    def find_open(self, team: str) -> Meeting | None:
        """Return the meeting of a team that takes place, if one does."""
        held = self.list_meetings(team)
        number = next((each.id for each in held if each.state is MeetingState.OPEN), None)
        return None if number is None else self.find(number)

    def start(self, new: NewMeeting, items: Sequence[NewItem], *, now: datetime) -> int:
        """Keep a meeting with its agenda as it is seen, and return its number."""
        self._require_run(new.team)
        chair = _clean(new.chair, "The name of the chair", LONGEST_NAME)
        return self._store.start(replace(new, chair=chair), items, who=self._viewer.name, now=now)

    def record(self, number: int, new: NewRecord, *, now: datetime) -> MeetingRecord:
        """Keep a record of a meeting; an action or an escalation is also kept among the team's.

        A decision about parent feedback, or why there is none, becomes its answer. To approve the
        minutes of the last meeting is recorded there too.

        Raises UserError if something is missing, and MeetingStateError if it comes too late.
        """
        held = self.find(number)
        self._require_run(held.team)
        given = self._check(held, new)
        action = None
        if given.kind is RecordKind.ACTION:
            action = self._build_action(held, given)
            self._actions.check_change(action)
        escalation = None
        if given.kind is RecordKind.ESCALATION:
            escalation = _build_escalation(held, given)
        closing = None
        if given.kind is RecordKind.CLOSED:  # also actions that the viewer does not see
            closing = build_closing_list(self._actions.list_open_of_team(held.team))
        answered = _find_feedback(held, given)
        if answered:
            normalise_feedback({FeedbackField.DONE: given.text}, now.date())  # names nobody
        kept = self._store.add_record(
            number,
            given,
            who=self._viewer.name,
            now=now,
            action=action,
            closing=closing,
            escalation=escalation,
            approves=_find_approved(held, given),
        )
        if answered:
            self._feedback.answer(answered, given.text, who=self._viewer.name, now=now)
        return kept

    def _check(self, held: Meeting, new: NewRecord) -> NewRecord:
        text = _clean(new.text, "What is recorded", LONGEST_TEXT)
        if not new.client:
            raise UserError("The record has no number of its own.", remedy="Reload the page.")
        if new.kind in _NEEDS_TEXT and not text:
            raise UserError("Nothing is written on the line.", remedy="Write what was agreed.")
        if new.item is not None and new.item not in {item.id for item in held.items}:
            raise UserError("The item is not on this agenda.", remedy="Reload the page.")
        if new.kind is RecordKind.APPROVED and not self.has_later(held):
            raise UserError(
                "Minutes are approved by the next meeting, which has not started.",
                remedy="Start it, then approve these minutes.",
            )
        return replace(
            new,
            text=text,
            day=_read_day(new.day),
            owner=_clean(new.owner, "The owner", LONGEST_NAME),
            agency=_clean(new.agency, "The agency", LONGEST_NAME),
            client=new.client[:80],
        )

    def _build_action(self, held: Meeting, new: NewRecord) -> ActionFields:
        item = _find_item(held, new)
        return {
            ActionField.TEAM: held.team,
            ActionField.INDICATOR: item.indicator if item else "",
            ActionField.WHAT: new.text,
            ActionField.OWNER: new.owner,
            ActionField.AGENCY: new.agency,
            ActionField.DUE: new.day,
        }

    def _require_run(self, team: str) -> None:
        require(self._viewer, Permission.EDIT_ACTIONS)
        if not self.can_run(team):
            raise UserError("You may not run meetings of this team.", remedy="Ask its champion.")

    def _list_seen(self, team: str) -> set[str]:
        """Return the indicators about which the viewer sees what a team wrote, and “” for none."""
        known = self._reports.catalogue.indicators
        return {"", *(i for i in known if self._actions.is_seen(team, i))}


def _find_item(held: Meeting, new: NewRecord) -> MeetingItem | None:
    return next((each for each in held.items if each.id == new.item), None)


def _find_feedback(held: Meeting, new: NewRecord) -> int | None:
    """Return the number of the feedback that a record answers, if it does."""
    item = _find_item(held, new)
    if item is None or item.kind is not TopicKind.UNANSWERED_FEEDBACK:
        return None
    is_answer = new.kind in (RecordKind.DECISION, RecordKind.NO_ACTION)
    return int(item.reference.partition(" ")[2]) if is_answer else None


def _find_approved(held: Meeting, new: NewRecord) -> int | None:
    """Return the number of the meeting whose minutes a record approves, if it does."""
    if new.kind is not RecordKind.MINUTES_APPROVED:
        return None
    item = _find_item(held, new)
    if item is None or item.kind is not TopicKind.MINUTES:
        raise UserError("There are no minutes at this item.", remedy="Choose another outcome.")
    return int(item.reference.partition(" ")[2])


def _build_escalation(held: Meeting, new: NewRecord) -> NewEscalation:
    """Return what a meeting escalates: the subject of the item, because of what was recorded."""
    item = _find_item(held, new)
    if item is None or item.kind is TopicKind.ANY_OTHER:
        return NewEscalation(held.team, new.text, "", new.client)
    kind, _, number = item.reference.partition(" ")
    action = int(number) if kind == "action" else None
    return NewEscalation(
        held.team, item.seen.title, new.text, new.client, item.indicator, action=action
    )


def _limit(held: Meeting, seen: set[str]) -> Meeting:
    return held.limit_to({item.id for item in held.items if item.indicator in seen}, seen)


def _clean(text: str, what: str, longest: int) -> str:
    kept = " ".join(text.replace("\x00", "").split())
    if len(kept) > longest:
        raise UserError(
            f"{what} has {len(kept)} characters, and {longest} are allowed.", remedy="Shorten it."
        )
    return kept


def _read_day(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise UserError(
            f"“{text.strip()[:40]}” is not a day.", remedy="Write it as 2026-11-30."
        ) from None
