"""Keeps a year of the sample's meetings, about the figures and actions of the sample."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from cli.fresh_start.sample_agendas import SampleFigures, TeamBefore
from indicators.actions.action import Action
from indicators.actions.action_fields import ActionField
from indicators.actions.action_history import rewind_actions
from indicators.actions.escalation import Escalation, EscalationState
from indicators.domain.periods import Month
from indicators.figures.series import MonthWindow
from indicators.meetings.closing_list import build_closing_list
from indicators.meetings.held_meeting import HeldMeeting, HeldRecord
from indicators.meetings.meeting import Meeting, MeetingRecord, NewMeeting, NewRecord
from indicators.meetings.meeting_kinds import RecordKind
from indicators.reports.base import Reports
from indicators.reports.meetings.agenda_report import TeamAgenda
from indicators.store.actions.action_store import ActionStore
from indicators.store.escalations.escalation_store import EscalationStore
from indicators.store.meetings.held_meetings import add_held_meetings, has_meetings
from indicators.store.meetings.meeting_store import MeetingStore
from layouts.pages.meetings.seen_items import build_items
from sample.meeting_outcomes import CORRECTED, choose_outcome
from sample.sample_action import CHAMPION
from sample.team_escalations import SAMPLE_ESCALATIONS
from sample.team_meetings import (
    FIGURES_AFTER,
    FIRST_MEETINGS,
    MEETINGS,
    SAMPLE_TEAMS,
    SampleTeam,
    find_meeting_day,
)

_BEGINS, _RECORDS, _ENDS = time(10), time(12), time(13)
_AGREED_AFTER = timedelta(days=6)
_Decisions = list[tuple[Meeting, MeetingRecord, str]]


def keep_sample_meetings(reports: Reports, today: date) -> None:
    """Keep the meetings of the sample up to today, if there are none."""
    held = [code for code in SAMPLE_TEAMS if code in reports.places.localities]
    if held and reports.find_months() and not has_meetings(reports.table.engine):
        _SampleYear(reports, today).keep()


class _SampleYear:
    """A year of meetings, one month after the other: each looks at what the last one decided."""

    def __init__(self, reports: Reports, today: date) -> None:
        self._reports, self._today = reports, today
        self._engine = reports.table.engine
        store = ActionStore(self._engine)
        self._actions = store.list_actions(removed=True)
        self._changes = store.list_changes([each.id for each in self._actions])
        self._escalations = EscalationStore(self._engine).list_escalations()
        self._decisions: dict[str, _Decisions] = defaultdict(list)
        self._last: dict[str, Meeting] = {}
        known = reports.places.localities
        self._loads = reports.table.history.list_events()[::-1]
        about = MonthWindow(
            FIRST_MEETINGS - FIGURES_AFTER, FIRST_MEETINGS + (MEETINGS - 1 - FIGURES_AFTER)
        )
        self._figures = SampleFigures(reports, self._find_version(about.last), about)
        self._teams = {code: team for code, team in SAMPLE_TEAMS.items() if code in known}

    def keep(self) -> None:
        """Keep every month's meetings."""
        for at in range(MEETINGS):
            month = FIRST_MEETINGS + at
            days = {c: find_meeting_day(month, t.tuesday) for c, t in self._teams.items()}
            held = [code for code, day in days.items() if day < self._today]
            if held:
                self._keep_month(month, at, {code: days[code] for code in held})

    def _keep_month(self, month: Month, turn: int, days: dict[str, date]) -> None:
        about = month - FIGURES_AFTER
        before = [self._bring(code, day) for code, day in days.items()]
        agendas = self._figures.build_agendas(self._find_version(about), about, before)
        held = [
            self._hold(agenda, each, turn) for agenda, each in zip(agendas, before, strict=True)
        ]
        numbers = add_held_meetings(self._engine, held, who=CHAMPION)
        for number in numbers:
            self._remember(MeetingStore(self._engine).find(number))

    def _find_version(self, month: Month) -> int:
        """Return the last load before the first file of a later month."""
        later = (e.id for e in self._loads if e.last_ended and e.last_ended > month.number)
        return next(later, self._reports.get_version() + 1) - 1

    def _bring(self, code: str, day: date) -> TeamBefore:
        actions = [each for each in self._actions if each.team == code]
        numbers = {each.id for each in actions}
        changes = [each for each in self._changes if each.action in numbers]
        begins = _at(day, _BEGINS).replace(tzinfo=None)
        due = [each for each in self._decisions[code] if each[1].day and each[1].day <= day]
        self._decisions[code] = [each for each in self._decisions[code] if each not in due]
        return TeamBefore(
            self._reports.places[code],
            day,
            self._last.get(code),
            rewind_actions(actions, changes, begins),
            list(self._list_answered(code, begins)),
            due,
        )

    def _list_answered(self, code: str, begins: datetime) -> Iterator[Escalation]:
        """Yield what has a reply since the last meeting, as it was when this one began."""
        last = self._last.get(code)
        for each in self._escalations:
            records = tuple(r for r in each.records if r.made_at < begins)
            then = replace(each, records=records)
            is_new = any(last is None or r.made_at > last.made_at for r in then.replies)
            if each.team == code and is_new and then.state is not EscalationState.WITHDRAWN:
                yield then

    def _hold(self, agenda: TeamAgenda, before: TeamBefore, turn: int) -> HeldMeeting:
        code, day = before.team.code, before.day
        team = self._teams[code]
        new = NewMeeting(code, agenda.month, day, agenda.data_version, team.chair)
        return HeldMeeting(
            new,
            _at(day, _BEGINS),
            tuple(build_items(agenda, day)),
            (
                *_list_attendance(team, day, turn),
                *self._list_outcomes(agenda, code, day, turn),
                *self._list_endings(team, code, day, turn),
            ),
        )

    def _list_outcomes(
        self, agenda: TeamAgenda, code: str, day: date, turn: int
    ) -> Iterator[HeldRecord]:
        escalated = dict(self._list_escalated(agenda, code, day))
        start = turn + list(self._teams).index(code)
        for position, topic in enumerate(agenda.topics, 1):
            if position in escalated:
                yield _record(day, RecordKind.ESCALATION, escalated[position], position)
                continue
            found = choose_outcome(topic.kind, start + position)
            again = str(day + timedelta(days=found.look_again)) if found.look_again else ""
            yield _record(day, found.kind, found.text, position, again)
        for action in self._list_made(code, day):
            code = action.indicator
            about = (at for at, t in enumerate(agenda.topics, 1) if code and t.indicator == code)
            yield _record_action(day, action, next(about, len(agenda.topics)))

    def _list_escalated(
        self, agenda: TeamAgenda, code: str, day: date
    ) -> Iterator[tuple[int, str]]:
        """Yield what the team escalated on this day: the position of its item, and the words."""
        for each in SAMPLE_ESCALATIONS:
            if (each.team, each.made) == (code, day):
                numbers = {a.id for a in self._actions if a.what == each.action}
                about = {f"action {number}" for number in numbers}
                places = (at for at, t in enumerate(agenda.topics, 1) if t.reference in about)
                text = each.reason if each.action else f"{each.what}. {each.reason}"
                yield next(places, len(agenda.topics)), text

    def _list_made(self, code: str, day: date) -> list[Action]:
        """Return the actions that the team made on this day, as they were then."""
        made = [each for each in self._actions if (each.team, each.made_at.date()) == (code, day)]
        return rewind_actions(made, self._changes, _at(day, _RECORDS).replace(tzinfo=None))

    def _list_endings(
        self, team: SampleTeam, code: str, day: date, turn: int
    ) -> Iterator[HeldRecord]:
        """Close the meeting; the chair agrees the minutes, and the next meeting approves them."""
        following = find_meeting_day(FIRST_MEETINGS + (turn + 1), team.tuesday)
        own = [each for each in self._actions if each.team == code]
        left = rewind_actions(own, self._changes, _at(day, _ENDS).replace(tzinfo=None))
        closed = NewRecord(RecordKind.CLOSED, "closed", day=str(following))
        yield HeldRecord(closed, _at(day, _ENDS), closing=build_closing_list(left))
        agreed = day + _AGREED_AFTER
        if agreed < self._today:
            yield _note(agreed, RecordKind.AGREED, team.chair)
        if (code, day) in CORRECTED:
            yield _note(agreed, RecordKind.CORRECTION, CORRECTED[code, day])
        if turn + 1 < MEETINGS and following < self._today:
            yield _note(following, RecordKind.APPROVED, "")

    def _remember(self, held: Meeting) -> None:
        """Note that a meeting is the last, and its decisions with a day to look at them again."""
        self._last[held.team] = held
        about = {item.id: item.indicator for item in held.items}
        self._decisions[held.team] += [
            (held, record, about[record.item] if record.item else "")
            for record in held.outcomes
            if record.kind is RecordKind.DECISION and record.day
        ]


def _list_attendance(team: SampleTeam, day: date, turn: int) -> Iterator[HeldRecord]:
    """Yield who came by agency. Every third meeting the last of an agency with two is absent."""
    absent: list[str] = []
    for at, (agency, names) in enumerate(team.members.items()):
        present: Sequence[str] = names
        if len(names) > 1 and (turn + at) % 3 == 0 and names[-1] != team.chair:
            present, absent = names[:-1], [*absent, names[-1]]
        came = NewRecord(RecordKind.ATTENDED, f"came {agency}", ", ".join(present), agency=agency)
        yield HeldRecord(came, _at(day, _BEGINS))
    if absent:
        sorry = NewRecord(RecordKind.APOLOGIES, "apologies", ", ".join(absent))
        yield HeldRecord(sorry, _at(day, _BEGINS))


def _record(
    day: date, kind: RecordKind, text: str, position: int, look_again: str = ""
) -> HeldRecord:
    new = NewRecord(kind, f"item {position}", text, day=look_again)
    return HeldRecord(new, _at(day, _RECORDS), position)


def _record_action(day: date, action: Action, position: int) -> HeldRecord:
    new = NewRecord(
        RecordKind.ACTION,
        f"action {action.id}",
        action.what,
        day=action.fields[ActionField.DUE],
        owner=action.fields[ActionField.OWNER],
        agency=action.fields[ActionField.AGENCY],
    )
    return HeldRecord(new, _at(day, _RECORDS), position, action.id)


def _note(day: date, kind: RecordKind, text: str) -> HeldRecord:
    return HeldRecord(NewRecord(kind, f"{kind.value}", text), _at(day, _RECORDS))


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, UTC)
