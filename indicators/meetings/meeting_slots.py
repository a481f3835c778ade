"""The meetings of a team as a calendar has them: those held, and the one that is planned. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from indicators.meetings.meeting import Meeting


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """When a team plans its next meeting: a record that stays. Without a day it is called off.

    `starts` is the time of the day in the United Kingdom, if it is known. `made_at` is UTC.
    """

    id: int
    day: date | None
    starts: time | None
    who: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class MeetingSlot:
    """One meeting in a calendar.

    `after` is the number of the meeting before, or 0: it stays the same when the meeting is moved
    and when it is held. `meeting` is its own number once it has started, else None. `changes`
    counts how often it was changed since it was first planned. `changed_at` is UTC.
    """

    after: int
    day: date
    starts: time | None
    meeting: int | None
    changes: int
    changed_at: datetime
    is_called_off: bool = False


def list_slots(meetings: Sequence[Meeting], plans: Sequence[MeetingPlan]) -> list[MeetingSlot]:
    """Return the meetings held and the one planned. Both lists are in the order of making.

    The day that was named when a meeting closed is a plan like any other.
    """
    starts: list[Meeting | None] = [None, *meetings]
    followers: list[Meeting | None] = [*meetings, None]
    found = (
        _build_slot(before, held, _list_plans(before, held, plans))
        for before, held in zip(starts, followers, strict=True)
    )
    return [slot for slot in found if slot]


def find_planned(slots: Sequence[MeetingSlot]) -> MeetingSlot | None:
    """Return the meeting that is planned and not called off, if there is one."""
    last = slots[-1] if slots else None
    return last if last and last.meeting is None and not last.is_called_off else None


def _list_plans(
    before: Meeting | None, held: Meeting | None, plans: Sequence[MeetingPlan]
) -> list[MeetingPlan]:
    """Return what was planned after one meeting started and until the next one did."""
    mine = [
        plan
        for plan in plans
        if (before is None or plan.made_at >= before.made_at)
        and (held is None or plan.made_at < held.made_at)
    ]
    closing = before.closing if before else None
    if closing and closing.day:
        named = MeetingPlan(0, closing.day, None, closing.who, closing.made_at)
        mine = sorted([named, *mine], key=lambda plan: plan.made_at)
    return mine


def _build_slot(
    before: Meeting | None, held: Meeting | None, plans: Sequence[MeetingPlan]
) -> MeetingSlot | None:
    days = [plan for plan in plans if plan.day]
    after = before.id if before else 0
    if held:
        same = days and days[-1].day == held.day
        starts = days[-1].starts if same else None
        return MeetingSlot(after, held.day, starts, held.id, len(plans), held.made_at)
    if not days or days[-1].day is None:
        return None
    last = days[-1]
    return MeetingSlot(
        after,
        days[-1].day,
        last.starts,
        None,
        len(plans) - 1,
        plans[-1].made_at,
        is_called_off=plans[-1].day is None,
    )


def suggest_next_day(day: date) -> date:
    """Return the same weekday in the same week of the next month; the fourth after a fifth."""
    week = min((day.day - 1) // 7, 3)
    first = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return first + timedelta(days=(day.weekday() - first.weekday()) % 7 + 7 * week)
