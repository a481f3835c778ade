"""When a team meets: the meetings in its calendar, and the plan of the next one."""

from __future__ import annotations

from datetime import date, datetime, time

from indicators.access.permissions import Permission, Viewer, require
from indicators.domain.errors import UserError
from indicators.meetings.meeting_slots import MeetingPlan, MeetingSlot, find_planned, list_slots
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.base import Reports
from indicators.store.meetings.meeting_plans import MeetingPlans
from indicators.store.meetings.meeting_store import MeetingStore


class MeetingPlanner:
    """The plans of the meetings that one viewer may see."""

    def __init__(self, reports: Reports, viewer: Viewer) -> None:
        self._viewer = viewer
        self._book = ActionBook(reports, viewer)
        self._meetings = MeetingStore(reports.table.engine)
        self._store = MeetingPlans(reports.table.engine)

    def list_slots(self, team: str) -> list[MeetingSlot]:
        """Return the meetings of a team as a calendar has them, the earliest first."""
        if not self._book.is_team_seen(team):
            return []
        plans = self._store.list_plans([team])[team]
        return list_slots(self._meetings.list_meetings([team])[::-1], plans)

    def find_planned(self, team: str) -> MeetingSlot | None:
        """Return the meeting that a team plans, if it does."""
        return find_planned(self.list_slots(team))

    def find_last_plan(self, team: str) -> MeetingPlan | None:
        """Return the last plan that was recorded, for the form that changes it."""
        plans = self._store.list_plans([team])[team] if self._book.is_team_seen(team) else []
        return plans[-1] if plans else None

    def plan(self, team: str, day: str, starts: str, *, seen: int, now: datetime) -> None:
        """Keep when a team meets next; without a day the meeting is called off.

        Raises UserError if the day or time is wrong, is past, or was changed meanwhile.
        """
        require(self._viewer, Permission.EDIT_ACTIONS)
        if not self._book.is_team_seen(team):
            raise UserError("You may not plan meetings of this team.", remedy="Ask its champion.")
        chosen = _read_day(day, now.date())
        begins = _read_time(starts) if chosen else None
        self._store.add(team, chosen, begins, seen=seen, who=self._viewer.name, now=now)


def _read_day(text: str, today: date) -> date | None:
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise UserError("This is not a day.", remedy="Write it as 2026-11-30.") from None
    if not today <= day <= today.replace(year=today.year + 2, day=1):
        raise UserError(
            "The next meeting is today or later, and within two years.",
            remedy="Choose another day.",
        )
    return day


def _read_time(text: str) -> time | None:
    if not text.strip():
        return None
    try:
        return time.fromisoformat(text.strip()).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise UserError("This is not a time.", remedy="Write it as 10:30.") from None
