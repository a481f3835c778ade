"""What the teams of the sample record at an item, in turn, and what they correct later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from indicators.meetings.meeting_kinds import RecordKind, TopicKind


@dataclass(frozen=True, slots=True)
class SampleOutcome:
    """A line of the minutes. `look_again` counts the days until a decision is looked at again."""

    kind: RecordKind
    text: str
    look_again: int = 0


def _decide(text: str, look_again: int = 0) -> SampleOutcome:
    return SampleOutcome(RecordKind.DECISION, text, look_again)


def _ask(text: str) -> SampleOutcome:
    return SampleOutcome(RecordKind.QUESTION, text)


def _leave(text: str) -> SampleOutcome:
    return SampleOutcome(RecordKind.NO_ACTION, text)


_OPEN_ACTION = (
    _decide("It goes on as planned."),
    _ask("What does the owner need from the other agencies?"),
    _decide("The owner tells the team next month how many families were reached."),
)
_USUAL: Mapping[TopicKind, tuple[SampleOutcome, ...]] = {
    TopicKind.MINUTES: (SampleOutcome(RecordKind.MINUTES_APPROVED, "Approved"),),
    TopicKind.OPEN_ACTION: _OPEN_ACTION,
    TopicKind.ESCALATION_ANSWERED: (
        _decide("Tell everyone who asked, and look at it again once it is there.", 56),
        _decide("The chair thanks the heads of service and asks for the day in writing."),
    ),
    TopicKind.DUE_ACTION: _OPEN_ACTION,
    TopicKind.TURNED: (
        _leave("one month is not a trend; we look again next month"),
        _ask("Were the files of all three agencies complete?"),
        _decide("Look at the figures of the areas one by one before anything is changed.", 56),
    ),
    TopicKind.WORSENING: (
        _decide("Ask ten families what kept them away, and bring the answers.", 56),
        _ask("Do other teams see the same since the spring?"),
    ),
    TopicKind.IMPROVEMENT: (
        _decide("Keep what was changed, and tell the other teams.", 84),
        _leave("the change holds, and nothing more is needed now"),
    ),
    TopicKind.DECISION_REVIEW: (
        _decide("Looked at again: it goes on."),
        _leave("what was decided is done"),
    ),
    TopicKind.ANY_OTHER: (
        _leave("nobody raised anything else"),
        _decide("Read the invitation letter again together with two parents."),
        _ask("Who shows the new health visitor the family hub?"),
    ),
}

CORRECTED: Mapping[tuple[str, date], str] = {
    ("radford-spon-gate-st-augustines", date(2026, 3, 10)): (
        "Lucy Hart attended as well and was left out."
    ),
    ("hillfields-team", date(2026, 7, 14)): "The feeding group meets on Thursdays, not Tuesdays.",
    ("middle-ride-team", date(2026, 9, 22)): "The leaflet comes from the council, not the trust.",
}
"""Corrections of the minutes, by team and day of the meeting."""


def choose_outcome(kind: TopicKind, turn: int) -> SampleOutcome:
    """Return what is recorded at an item of a kind; a further turn gives the next of them."""
    choices = _USUAL[kind]
    return choices[turn % len(choices)]
