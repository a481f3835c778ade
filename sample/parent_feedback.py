"""Feedback of parents in the sample, invented: open, answered, and of parent leaders."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class SampleFeedback:
    """A line as a team wrote it, and what it added later: fields by day."""

    made: date
    fields: dict[str, str]
    changes: dict[date, dict[str, str]] = field(default_factory=dict)


SAMPLE_FEEDBACK = (
    SampleFeedback(
        date(2026, 6, 9),
        {
            "team": "foleshill-stoke-heath",
            "theme": "consistent-advice",
            "said": "The ward and the children's centre give different advice on feeding",
            "heard": "2026-06-04",
        },
        {
            date(2026, 7, 14): {"done": "One leaflet for the ward, the clinic and the centre"},
            date(2026, 8, 11): {"informed": "2026-08-05"},
        },
    ),
    SampleFeedback(
        date(2026, 9, 8),
        {
            "team": "foleshill-stoke-heath",
            "source": "parent_leaders",
            "theme": "place-and-time",
            "said": "Working parents cannot come to a clinic in the morning",
            "heard": "2026-09-03",
        },
        {date(2026, 10, 13): {"done": "A clinic on Thursday evenings from November"}},
    ),
    SampleFeedback(
        date(2026, 11, 10),
        {
            "team": "foleshill-stoke-heath",
            "theme": "appointments",
            "said": "Text reminders of appointments come on the day itself, which is too late",
            "heard": "2026-11-05",
        },
    ),
    SampleFeedback(
        date(2026, 10, 13),
        {
            "team": "radford-spon-gate-st-augustines",
            "theme": "same-person",
            "said": "Parents saw three midwives at four appointments",
            "heard": "2026-10-08",
        },
    ),
    SampleFeedback(
        date(2026, 11, 10),
        {
            "team": "radford-spon-gate-st-augustines",
            "theme": "welcome",
            "said": "Staff know who they are and are friendly",
            "heard": "2026-11-04",
        },
        {date(2026, 11, 12): {"done": "Passed on to the teams", "informed": "2026-11-12"}},
    ),
    SampleFeedback(
        date(2026, 5, 12),
        {
            "team": "tile-hill-canley",
            "theme": "health-visitor",
            "said": "Parents meet the health visitor only after the birth and would like to before",
            "heard": "2026-05-07",
        },
        {
            date(2026, 6, 9): {"done": "Health visitors come to the antenatal group each month"},
            date(2026, 7, 14): {"informed": "2026-07-02"},
        },
    ),
    SampleFeedback(
        date(2026, 9, 8),
        {
            "team": "tommies-flutterbies",
            "source": "parent_leaders",
            "theme": "information",
            "said": "Parents ask for the timetable of groups in more languages",
            "heard": "2026-09-02",
        },
        {
            date(2026, 10, 13): {"done": "The timetable is printed in five languages"},
            date(2026, 11, 10): {"informed": "2026-11-03"},
        },
    ),
    SampleFeedback(
        date(2026, 10, 13),
        {
            "team": "hillfields-team",
            "theme": "place-and-time",
            "said": "The buggy store is full on clinic days",
            "heard": "2026-10-06",
        },
        {date(2026, 11, 10): {"done": "A second store is opened on clinic days"}},
    ),
)
