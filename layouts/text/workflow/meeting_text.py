"""Words of meetings: why something is on the agenda, what is recorded, and states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from indicators.actions.sheets.sheet_model import format_reference
from indicators.domain.periods import format_day
from indicators.meetings.meeting import Meeting, MeetingRecord
from indicators.meetings.meeting_kinds import MeetingState, MinutesState, RecordKind, TopicKind
from indicators.meetings.meeting_slots import MeetingSlot
from layouts.text.labels import choose_plural

REASONS: Mapping[TopicKind, str] = {
    TopicKind.MINUTES: "Minutes to approve",
    TopicKind.OPEN_ACTION: "Open action from last time",
    TopicKind.ESCALATION_ANSWERED: "The heads of service replied",
    TopicKind.TURNED: "The verdict turned",
    TopicKind.NEW_SIGNAL: "A special cause began",
    TopicKind.WORSENING: "Getting worse",
    TopicKind.IMPROVEMENT: "Lasting improvement",
    TopicKind.RESTATED: "Figures were restated since the last meeting",
    TopicKind.DUE_ACTION: "Due before the next meeting",
    TopicKind.UNANSWERED_FEEDBACK: "Parent feedback without an answer",
    TopicKind.AGREEMENT_ENDING: "A sharing agreement is about to end",
    TopicKind.DECISION_REVIEW: "A decision to look at again",
    TopicKind.ANY_OTHER: "Any other business",
}
OVERDUE = "Overdue"
"""Why an action that was due before today is on the agenda."""
RECORDS: Mapping[RecordKind, str] = {
    RecordKind.DECISION: "Decision",
    RecordKind.ACTION: "Action",
    RecordKind.QUESTION: "Question",
    RecordKind.ESCALATION: "Escalation",
    RecordKind.NO_ACTION: "No action, because",
    RecordKind.MINUTES_APPROVED: "Minutes approved",
    RecordKind.ATTENDED: "Attended",
    RecordKind.APOLOGIES: "Apologies",
    RecordKind.CLOSED: "Closed",
    RecordKind.AGREED: "Agreed",
    RecordKind.APPROVED: "Approved",
    RecordKind.CORRECTION: "Correction",
}
KEYS: Mapping[RecordKind, str] = {
    RecordKind.DECISION: "d",
    RecordKind.ACTION: "a",
    RecordKind.QUESTION: "q",
    RecordKind.ESCALATION: "e",
    RecordKind.NO_ACTION: "n",
    RecordKind.MINUTES_APPROVED: "m",
}
"""The letter after “/” at the start of a line that chooses what it is."""
MINUTES: Mapping[MinutesState, str] = {
    MinutesState.DRAFT: "Draft minutes",
    MinutesState.AGREED: "Minutes agreed",
    MinutesState.APPROVED: "Minutes approved",
}

NOT_NAMED = "Not named"
"""The chair of a meeting whose chair nobody wrote down."""
NO_APOLOGIES = "None"


def describe_record(record: MeetingRecord) -> str:
    """Return what was recorded, with owner and day: “Phone every family (A-12, Ada, due ...)”."""
    parts = [format_reference(record.action)] if record.action else []
    parts += [record.owner] if record.owner else []
    if record.day:
        word = "due" if record.kind is RecordKind.ACTION else "look again on"
        parts.append(f"{word} {format_day(record.day)}")
    return f"{record.text} ({', '.join(parts)})" if parts else record.text


def format_due(day: str) -> str:
    """Return a day that is kept as text in words: “1 December 2026”; “” without one."""
    return format_day(date.fromisoformat(day)) if day else ""


def describe_state(meeting: Meeting) -> str:
    """Return “Minutes agreed by Ada on 1 December 2026”, or that the meeting is open."""
    if meeting.state is MeetingState.OPEN:
        return "Open"
    last = meeting.approval or meeting.agreement
    if last is None:
        return MINUTES[meeting.minutes]
    by = f" by {last.text}" if last.text else ""
    return f"{MINUTES[meeting.minutes]}{by} on {format_day(last.made_at.date())}"


def describe_agreement(meeting: Meeting) -> str:
    """Return who agreed the minutes and when, or that approving them agrees them too."""
    found = meeting.agreement
    if found is None:
        return "Still a draft: to approve them here also agrees them"
    by = f" by {found.text}" if found.text else ""
    return f"Agreed{by} on {format_day(found.made_at.date())}"


def count_also_unapproved(count: int) -> str:
    """Return how many minutes of earlier meetings nobody approved; “” for none."""
    words = choose_plural(count, "earlier meeting has", "earlier meetings have")
    return f"{count} {words} minutes to approve: see the list of meetings" if count else ""


def describe_planned(slot: MeetingSlot) -> str:
    """Return “1 December 2026, 10:30”."""
    day = format_day(slot.day)
    return f"{day}, {slot.starts:%H:%M}" if slot.starts else day


def count_outcomes(meeting: Meeting) -> str:
    """Return “3 decisions, 1 action”, or “No outcomes”."""
    return name_outcomes(Counter(record.kind for record in meeting.outcomes))


def name_outcomes(counts: Mapping[RecordKind, int]) -> str:
    """Return “3 decisions, 1 action” for how many there are of each kind, or “No outcomes”."""
    words = {
        RecordKind.DECISION: ("decision", "decisions"),
        RecordKind.ACTION: ("action", "actions"),
        RecordKind.QUESTION: ("question", "questions"),
        RecordKind.ESCALATION: ("escalation", "escalations"),
        RecordKind.NO_ACTION: ("item without action", "items without action"),
    }
    found = {kind: counts.get(kind, 0) for kind in words}
    said = [f"{n} {choose_plural(n, *words[kind])}" for kind, n in found.items() if n]
    return ", ".join(said) or "No outcomes"
