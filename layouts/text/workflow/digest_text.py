"""The digest in words: the same on the page, in the feed and in the e-mail. No word is a figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indicators.actions.sheets.sheet_model import format_reference
from indicators.domain.periods import format_day
from indicators.reports.digests.digest_models import (
    DigestChange,
    DigestDuty,
    DutyKind,
    TeamDigest,
)
from layouts.text.icon_labels import VARIATION
from layouts.text.labels import describe_turn, join_names, lower_first

_DUTIES: Mapping[DutyKind, str] = {
    DutyKind.OVERDUE_ACTION: "{reference} is overdue since {day}",
    DutyKind.OPEN_MEETING: "The meeting of {day} is not closed, so it has no minutes",
    DutyKind.DRAFT_MINUTES: "The minutes of {day} are a draft",
    DutyKind.UNAPPROVED_MINUTES: "The minutes of {day} are agreed and not approved",
    DutyKind.DECISION_REVIEW: "A decision of {day} has to be looked at again",
    DutyKind.DUE_ACTION: "{reference} is due on {day}",
}
_TASKS: Mapping[DutyKind, str] = {
    DutyKind.OVERDUE_ACTION: "Finish {reference}, or agree a new date for it.",
    DutyKind.OPEN_MEETING: "Close the meeting of {day}.",
    DutyKind.DRAFT_MINUTES: "Ask the chair to agree the minutes of {day}.",
    DutyKind.UNAPPROVED_MINUTES: "Approve the minutes of {day}.",
    DutyKind.DECISION_REVIEW: "Look at the decision of {day} again.",
    DutyKind.DUE_ACTION: "Finish {reference} by {day}.",
}
ABOUT_ACTIONS = (DutyKind.OVERDUE_ACTION, DutyKind.DUE_ACTION)
HIDDEN = "changed. The dashboard says how"


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One line of a digest, and the path of the page that says more.

    `title` is what people wrote: it is shown on pages of the dashboard only.
    """

    text: str
    path: str
    title: str = ""


def name_digest(digest: TeamDigest) -> str:
    """Return “North: September 2026 in brief”."""
    return f"{digest.team.name}: {digest.months.shown.name} in brief"


def find_digest_path(digest: TeamDigest) -> str:
    """Return the path of the page of a digest."""
    return f"/team/{digest.team.code}/digest?month={digest.months.shown}"


def list_changes(digest: TeamDigest) -> list[DigestLine]:
    """Return what changed, a line for each indicator."""
    return [
        DigestLine(
            f"{each.indicator.name}: {describe_change(each)}", _find_change_path(digest, each)
        )
        for each in digest.changes
    ]


def describe_change(change: DigestChange) -> str:
    """Return “cross to N/A, real deterioration began, now worse than last year (a real change)”."""
    if change.is_hidden:
        return HIDDEN
    parts = [describe_turn(*change.turned)] if change.turned else []
    if change.signal:
        parts.append(f"{lower_first(VARIATION[change.signal].kind)} began")
    if change.since_last_year:
        parts.append(f"now {change.since_last_year} than last year (a real change)")
    return ", ".join(parts)


def list_duties(digest: TeamDigest) -> list[DigestLine]:
    """Return what the team owes, a line for each duty."""
    return [
        DigestLine(
            _fill(_DUTIES, each) + (" (yours)" if each.is_own else ""),
            _find_duty_path(each),
            each.title,
        )
        for each in digest.duties
    ]


def describe_one_thing(digest: TeamDigest) -> DigestLine:
    """Return the one thing to do."""
    found = digest.one_thing
    if isinstance(found, DigestChange):
        text = f"Agree an action for {lower_first(found.indicator.name)}."
        return DigestLine(text, _find_change_path(digest, found))
    if found:
        return DigestLine(_fill(_TASKS, found), _find_duty_path(found), found.title)
    return DigestLine(
        "Nothing is due. See what improved, and keep it up.", f"/team/{digest.team.code}"
    )


def describe_period(digest: TeamDigest) -> str:
    """Return “What changed since August 2026”."""
    before = digest.months.previous
    return f"What changed since {before.name}" if before else "What changed"


def describe_no_changes(digest: TeamDigest) -> str:
    """Return why there is nothing under what changed."""
    if digest.months.previous is None:
        return "This is the first month with figures, so there is nothing to compare it with."
    return "No verdict changed and no real change began."


def describe_waiting(digest: TeamDigest) -> str:
    """Return whose figures are missing; “” if the month is complete."""
    if not digest.waiting:
        return ""
    names = join_names(lower_first(service.name) for service in digest.waiting)
    month = digest.months.shown.name
    return f"{month} is not complete: some figures, or all, of {names} are missing."


def describe_next_meeting(digest: TeamDigest) -> str:
    """Return when the next meeting is, or “”."""
    day = digest.next_meeting
    return f"Next meeting: {format_day(day)}." if day else ""


def _fill(words: Mapping[DutyKind, str], duty: DigestDuty) -> str:
    reference = format_reference(duty.number) if duty.kind in ABOUT_ACTIONS else ""
    return words[duty.kind].format(reference=reference, day=format_day(duty.day))


def _find_duty_path(duty: DigestDuty) -> str:
    return f"/actions/{duty.number}" if duty.kind in ABOUT_ACTIONS else f"/meetings/{duty.number}"


def _find_change_path(digest: TeamDigest, change: DigestChange) -> str:
    place, month = digest.team.code, digest.months.shown
    return f"/indicator/{change.indicator.code}?month={month}&place={place}"
