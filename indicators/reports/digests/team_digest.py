"""The digest of a team: what changed in a month, what the team owes, and one thing to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from indicators.access.permissions import Viewer
from indicators.actions.action import Action, sort_by_urgency
from indicators.domain.indicator import Indicator
from indicators.domain.periods import Month, Period
from indicators.figures.figure import Figure
from indicators.meetings.agenda_rules import DUE_WITHIN
from indicators.meetings.meeting import Meeting
from indicators.meetings.meeting_kinds import MeetingState, MinutesState
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.auditing.small_numbers import is_small_count
from indicators.reports.base import Reports
from indicators.reports.digests.digest_models import (
    DigestChange,
    DigestDuty,
    DutyKind,
    TeamDigest,
)
from indicators.reports.digests.month_completeness import list_missing_services
from indicators.reports.meetings.agenda_report import find_due_decisions
from indicators.reports.meetings.meeting_book import MeetingBook
from indicators.reports.meetings.meeting_planner import MeetingPlanner
from indicators.reports.models import DashboardRow
from indicators.reports.overview.month_changes import PlaceChange, list_place_changes
from indicators.reports.place_report import build_rows

FEED_MONTHS = 6


def build_digest(
    reports: Reports, team: str, asked: Month | None, viewer: Viewer, day: date
) -> TeamDigest | None:
    """Return the digest of a month, by default the latest, as of a day.

    None without figures, and for a viewer who does not see the team's figures exactly. Whether the
    month is complete is about the services that the viewer sees.
    """
    reports = reports.for_viewer(viewer)
    book = MeetingBook(reports, viewer)
    months = reports.find_months(asked) if book.is_seen(team) else None
    if months is None or not months.has_data:
        return None
    actions = ActionBook(reports, viewer).list_actions(teams=[team])
    meetings = book.list_meetings(team)
    open_actions = [each for each in actions if each.is_open]
    changes = _list_changes(reports, team, months.shown, months.previous, viewer, open_actions)
    planned = MeetingPlanner(reports, viewer).find_planned(team)
    return TeamDigest(
        reports.places[team],
        months,
        tuple(changes),
        tuple(_list_duties(open_actions, meetings, day, viewer.name)),
        list_missing_services(reports, months.shown),
        planned.day if planned and planned.day >= day else None,
    )


def list_digests(
    reports: Reports, team: str, viewer: Viewer, day: date
) -> list[tuple[TeamDigest, datetime]]:
    """Return the digests of the complete months, the newest first, with when their data came (UTC).

    Empty for a viewer who does not see the team's figures exactly.
    """
    limited = reports.for_viewer(viewer)
    if not MeetingBook(limited, viewer).is_seen(team):
        return []
    months = limited.find_months()
    found = []
    for month in months.available[::-1][:FEED_MONTHS] if months else ():
        if list_missing_services(limited, month):
            continue
        digest = build_digest(reports, team, month, viewer, day)
        if digest is None:
            return []
        codes = [each.code for each in limited.catalogue.dashboard]
        loads = limited.list_loads_in_span([team], codes, Period(month, 1))
        found.append((digest, loads[0].loaded_at if loads else datetime.combine(day, time())))
    return found


def _list_changes(
    reports: Reports,
    team: str,
    month: Month,
    before: Month | None,
    viewer: Viewer,
    open_actions: Iterable[Action],
) -> list[DigestChange]:
    """Return what began this month, the worse first and what is not described last."""
    if before is None:
        return []
    book = ActionBook(reports, viewer)
    seen = [i for i in reports.catalogue.dashboard if book.is_seen(team, i.code)]
    now = build_rows(reports, team, seen, month, viewer)
    was = build_rows(reports, team, seen, before, viewer)
    place = reports.places[team]
    began = {
        each.indicator.code: each
        for each in list_place_changes(reports, [place], (before, month), viewer)
    }
    acted_on = {each.indicator for each in open_actions}
    found = [
        _describe(i, now[i.code], was[i.code], began.get(i.code), has_action=i.code in acted_on)
        for i in seen
    ]
    kept = [each for each in found if each is not None]
    return sorted(kept, key=lambda each: (each.is_hidden, not each.is_for_worse))


def _describe(
    indicator: Indicator,
    now: DashboardRow,
    was: DashboardRow,
    began: PlaceChange | None,
    *,
    has_action: bool,
) -> DigestChange | None:
    real = now.change.real_direction if now.change else ""
    if was.change and was.change.real_direction == real:
        real = ""
    if began is None and not real:
        return None
    if any(_is_small(indicator, figure) for figure in (now.rolling, was.rolling)):
        return DigestChange(indicator, is_hidden=True, has_action=has_action)
    turned = None
    if began and began.has_turned and began.was.verdict and began.now.verdict:
        turned = (began.was.verdict, began.now.verdict)
    return DigestChange(
        indicator,
        turned,
        began.signal.icon if began and began.is_new_signal else None,
        real,
        is_for_worse=(began is not None and began.is_for_worse) or real == "worse",
        has_action=has_action,
    )


def _is_small(indicator: Indicator, figure: Figure) -> bool:
    return is_small_count(indicator, figure.sum.numerator, figure.sum.denominator)


def _list_duties(
    open_actions: list[Action], meetings: Sequence[Meeting], day: date, name: str
) -> list[DigestDuty]:
    """Return what the team owes on a day, by kind and then by urgency."""
    duties = [
        DigestDuty(
            DutyKind.OVERDUE_ACTION if each.is_overdue(day) else DutyKind.DUE_ACTION,
            each.id,
            each.due,
            each.what,
            is_own=each.is_owned_by(name),
        )
        for each in sort_by_urgency(open_actions, day)
        if each.due is not None and each.due <= day + DUE_WITHIN
    ]
    duties += _list_minutes(meetings, day)
    held = [each for each in meetings if each.closing]
    duties += [
        DigestDuty(DutyKind.DECISION_REVIEW, meeting.id, meeting.day, record.text)
        for meeting, record in find_due_decisions(held, day).values()
    ]
    order = list(DutyKind)
    return sorted(duties, key=lambda each: order.index(each.kind))


def _list_minutes(meetings: Sequence[Meeting], day: date) -> Iterable[DigestDuty]:
    """Yield the meetings of earlier days without agreed or approved minutes, the newest first."""
    for at, meeting in enumerate(meetings):
        if meeting.state is MeetingState.OPEN:
            if meeting.day < day:
                yield DigestDuty(DutyKind.OPEN_MEETING, meeting.id, meeting.day)
        elif meeting.minutes is MinutesState.DRAFT:
            yield DigestDuty(DutyKind.DRAFT_MINUTES, meeting.id, meeting.day)
        elif meeting.minutes is MinutesState.AGREED and at > 0:  # the next one has started
            yield DigestDuty(DutyKind.UNAPPROVED_MINUTES, meeting.id, meeting.day)
