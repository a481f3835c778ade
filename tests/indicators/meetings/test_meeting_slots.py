"""The meetings of a calendar: one identity from the first plan until it was held."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from indicators.domain.periods import Month
from indicators.meetings.meeting import Meeting, MeetingRecord
from indicators.meetings.meeting_kinds import RecordKind
from indicators.meetings.meeting_slots import (
    MeetingPlan,
    find_planned,
    list_slots,
    suggest_next_day,
)


def at(day: int) -> datetime:
    return datetime(2026, 11, day, 12)  # noqa: DTZ001 - kept as UTC, without its zone


def day(number: int) -> date:
    return date(2026, 11, number)


def meet(number: int, on: int, named: int | None = None) -> Meeting:
    """A meeting on a day of November, closed then with the next day named."""
    held = Meeting(number, "north", Month.of(2026, 9), day(on), 1, "", "Ada", at(on))
    if named is None:
        return held
    closing = MeetingRecord(
        1, RecordKind.CLOSED, "", None, day(named), "", "", None, "Ada", at(on).replace(hour=13)
    )
    return replace(held, records=(closing,))


def plan(on: int | None, made: int, starts: time | None = None) -> MeetingPlan:
    return MeetingPlan(made, day(on) if on else None, starts, "Ada", at(made))


def describe(slots):
    return [(slot.after, slot.day.day, slot.meeting, slot.changes) for slot in slots]


def test_a_team_without_plans_and_meetings_has_none():
    assert list_slots([], []) == []
    assert find_planned([]) is None


def test_the_day_named_at_closing_is_the_plan_of_the_next_meeting():
    slots = list_slots([meet(1, 3, named=24)], [])
    assert describe(slots) == [(0, 3, 1, 0), (1, 24, None, 0)]
    assert find_planned(slots).day == day(24)


def test_a_moved_meeting_is_the_same_one_changed():
    slots = list_slots([meet(1, 3, named=24)], [plan(25, 10), plan(26, 11, time(10, 30))])
    assert describe(slots)[1:] == [(1, 26, None, 2)]
    assert slots[-1].starts == time(10, 30)
    assert slots[-1].changed_at == at(11)


def test_a_meeting_that_is_held_is_the_one_that_was_planned():
    held = [meet(1, 3, named=24), meet(2, 24)]
    slots = list_slots(held, [plan(24, 10, time(9))])
    assert describe(slots) == [(0, 3, 1, 0), (1, 24, 2, 2)]
    assert slots[-1].starts == time(9)
    another_day = list_slots([held[0], meet(2, 25)], [plan(24, 10, time(9))])
    assert (another_day[-1].day, another_day[-1].starts) == (day(25), None)


def test_a_meeting_that_is_called_off_stays_on_its_day_until_it_is_planned_again():
    held = [meet(1, 3, named=24)]
    off = list_slots(held, [plan(None, 10)])
    assert (off[-1].day, off[-1].is_called_off, off[-1].changes) == (day(24), True, 1)
    assert find_planned(off) is None
    again = list_slots(held, [plan(None, 10), plan(27, 11)])
    assert (again[-1].day, again[-1].is_called_off, again[-1].changes) == (day(27), False, 2)


def test_the_first_meeting_can_be_planned():
    assert describe(list_slots([], [plan(5, 1)])) == [(0, 5, None, 0)]
    assert describe(list_slots([meet(1, 5)], [plan(5, 1)])) == [(0, 5, 1, 1)]


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 12, 8), date(2027, 1, 12)),  # a second Tuesday, over a new year
        (date(2026, 11, 1), date(2026, 12, 6)),  # the first of a month
        (date(2026, 9, 29), date(2026, 10, 27)),  # a fifth Tuesday
        (date(2027, 1, 28), date(2027, 2, 25)),  # into a short month
    ],
)
def test_the_next_meeting_is_suggested_for_the_same_weekday_of_the_next_month(day, following):
    assert suggest_next_day(day) == following
