"""The calendar of a team, and that of a user: meetings, and days on which actions are due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from indicators.access.permissions import Viewer
from indicators.actions.action import Action
from indicators.actions.sheets.sheet_model import format_reference
from indicators.meetings.meeting_slots import MeetingSlot
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.base import Reports
from indicators.reports.digests.calendar_entry import CalendarEntry
from indicators.reports.digests.entry_ids import EntryIds
from indicators.reports.meetings.meeting_planner import MeetingPlanner

_KEPT_FOR = timedelta(days=366)
"""An action that ended is shown as cancelled for a year, for calendars that held it."""


def list_team_entries(
    reports: Reports, team: str, viewer: Viewer, now: datetime
) -> list[CalendarEntry]:
    """Return the meetings of a team and the due days of its actions that a viewer may see."""
    maker = _EntryMaker(reports)
    slots = MeetingPlanner(reports, viewer).list_slots(team)
    actions = ActionBook(reports, viewer).list_actions(teams=[team], removed=True)
    return [*(maker.build_meeting(team, slot) for slot in slots), *maker.list_due(actions, now)]


def list_own_entries(reports: Reports, viewer: Viewer, now: datetime) -> list[CalendarEntry]:
    """Return the due days of the actions that name a viewer as their owner."""
    every = ActionBook(reports, viewer).list_actions(removed=True)
    own = (action for action in every if action.is_owned_by(viewer.name))
    return _EntryMaker(reports).list_due(own, now)


class _EntryMaker:
    """Makes entries whose names are unique among all databases."""

    def __init__(self, reports: Reports) -> None:
        self._places = reports.places
        self._ids = EntryIds(reports.table.engine)

    def build_meeting(self, team: str, slot: MeetingSlot) -> CalendarEntry:
        name = self._places[team].name
        path = f"/team/{team}/meetings" if slot.meeting is None else f"/meetings/{slot.meeting}"
        return CalendarEntry(
            self._ids.build("meeting", f"{team} after {slot.after}"),
            f"Meeting: {name}",
            slot.day,
            slot.starts,
            path,
            slot.changes,
            slot.changed_at,
            slot.is_called_off,
        )

    def list_due(self, actions: Iterable[Action], now: datetime) -> list[CalendarEntry]:
        oldest = now.replace(tzinfo=None) - _KEPT_FOR
        return [
            CalendarEntry(
                self._ids.build("action", f"{each.id}"),
                f"Due: {' '.join(each.what.split())} ({format_reference(each.id)})",
                each.due,
                None,
                f"/actions/{each.id}",
                each.version - 1,
                each.changed_at,
                not each.is_open,
            )
            for each in actions
            if each.due is not None and (each.is_open or each.changed_at >= oldest)
        ]
