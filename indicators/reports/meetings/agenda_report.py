"""The agenda of a team's meeting, from its figures, actions, earlier meetings and agreements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from indicators.access.permissions import Viewer
from indicators.actions.action import Action
from indicators.actions.escalation import Escalation, EscalationState
from indicators.domain.localities import Locality
from indicators.domain.periods import Month
from indicators.domain.sharing.agreements import Agreement, Agreements
from indicators.feedback.feedback import Feedback
from indicators.meetings.agenda_rules import (
    AgendaFacts,
    AgendaTopic,
    AnsweredEscalation,
    DueDecision,
    IndicatorState,
    build_topics,
)
from indicators.meetings.meeting import Meeting, MeetingRecord
from indicators.meetings.meeting_kinds import MinutesState, RecordKind, TopicKind
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.base import Reports
from indicators.reports.escalations.seen_escalations import list_seen_escalations
from indicators.reports.models import DashboardRow
from indicators.reports.overview.month_changes import PlaceChange, list_place_changes
from indicators.reports.overview.priorities import list_lasting_improvements
from indicators.reports.place_report import build_rows
from indicators.store.escalations.escalation_store import EscalationStore
from indicators.store.feedback.feedback_store import FeedbackStore
from indicators.store.meetings.restated_indicators import list_restated_indicators


@dataclass(frozen=True, slots=True)
class RestatedFigure:
    """The 12 months to the month of the last meeting: as it saw them, and as they are now."""

    month: Month
    was: DashboardRow
    now: DashboardRow


@dataclass(frozen=True, slots=True)
class TeamAgenda:
    """An agenda with all that its items show, at one version of the data.

    `minutes` is the last meeting if nobody approved its minutes, and `also_unapproved` counts
    earlier ones like it.
    """

    team: Locality
    month: Month
    data_version: int
    topics: tuple[AgendaTopic, ...]
    rows: Mapping[str, DashboardRow]
    changes: Mapping[str, PlaceChange]
    actions: Mapping[int, Action]
    agreements: Mapping[str, Agreement]
    decisions: Mapping[int, tuple[Meeting, MeetingRecord]]
    escalations: Mapping[int, Escalation]
    feedback: Mapping[int, Feedback]
    minutes: Meeting | None = None
    also_unapproved: int = 0
    restated: Mapping[str, RestatedFigure] = field(default_factory=dict)


def build_agenda(
    reports: Reports,
    team: str,
    viewer: Viewer,
    day: date,
    agreements: Agreements,
    meetings: Sequence[Meeting],
) -> TeamAgenda | None:
    """Return the agenda of a meeting on a day, with the latest figures; None without figures.

    `meetings` are those of the team that the viewer sees, the newest first.
    """
    version = reports.get_version()
    pinned = reports.after(version)
    months = pinned.find_months()
    if months is None:
        return None
    month, book = months.shown, ActionBook(reports, viewer)
    held = [meeting for meeting in meetings if meeting.closing]
    unapproved = [each for each in held if each.minutes is not MinutesState.APPROVED]
    minutes = held[0] if held and held[0] in unapproved else None
    seen = [i for i in reports.catalogue.dashboard if book.is_seen(team, i.code)]
    rows = build_rows(pinned, team, seen, month, viewer)
    changes = _find_changes(pinned, team, (months.previous, month), viewer, set(rows))
    restated = _find_restated(pinned, team, month, held, version)
    actions = {a.id: a for a in book.list_actions(teams=[team])}
    decisions = find_due_decisions(held, day)
    answered = _find_answered(reports, team, book, meetings)
    store = FeedbackStore(reports.table.engine)
    feedback = store.list_open(team) if book.is_seen(team, "") else []
    ending = {a.code: a for a in agreements.list_ending(day) if not a.places or team in a.places}
    facts = AgendaFacts(
        day=day,
        last_meeting=held[0].closed_at if held else None,
        minutes=minutes.id if minutes else None,
        open_actions=[a for a in actions.values() if a.is_open],
        indicators=_describe_indicators(rows, changes, restated),
        answered=[AnsweredEscalation(e.id, e.indicator, e.action) for e in answered],
        feedback=[each.id for each in feedback],
        agreements=list(ending),
        decisions=[
            DueDecision(record.id, _find_indicator(meeting, record))
            for meeting, record in decisions.values()
        ],
    )
    return TeamAgenda(
        team=reports.places[team],
        month=month,
        data_version=version,
        topics=tuple(build_topics(facts)),
        rows=rows,
        changes=changes,
        actions=actions,
        agreements=ending,
        decisions=decisions,
        escalations={each.id: each for each in answered},
        feedback={each.id: each for each in feedback},
        minutes=minutes,
        also_unapproved=len(unapproved) - 1 if minutes else 0,
        restated=_compare_restated(pinned, team, restated & set(rows), held, viewer),
    )


def _find_changes(
    reports: Reports,
    team: str,
    months: tuple[Month | None, Month],
    viewer: Viewer,
    seen: set[str],
) -> dict[str, PlaceChange]:
    before, month = months
    if before is None:
        return {}
    found = list_place_changes(reports, [reports.places[team]], (before, month), viewer)
    return {each.indicator.code: each for each in found if each.indicator.code in seen}


def _find_restated(
    reports: Reports, team: str, month: Month, held: Sequence[Meeting], version: int
) -> set[str]:
    """Return the indicators of which a figure changed since the last meeting."""
    if not held:
        return set()
    places = [team, *(area.code for area in reports.places.list_areas(team, month))]
    return list_restated_indicators(reports.table.engine, places, held[0].data_version, version)


def _compare_restated(
    reports: Reports, team: str, codes: Collection[str], held: Sequence[Meeting], viewer: Viewer
) -> dict[str, RestatedFigure]:
    """Return the figures of restated indicators as the last meeting saw them, and now."""
    if not codes:
        return {}
    month, indicators = held[0].month, [reports.catalogue.indicators[code] for code in codes]
    was = build_rows(reports.after(held[0].data_version), team, indicators, month, viewer)
    now = build_rows(reports, team, indicators, month, viewer)
    return {code: RestatedFigure(month, was[code], now[code]) for code in codes}


def _describe_indicators(
    rows: Mapping[str, DashboardRow], changes: Mapping[str, PlaceChange], restated: set[str]
) -> list[IndicatorState]:
    improving = {row.indicator.code for row in list_lasting_improvements(rows.values())}
    return [
        IndicatorState(
            code,
            has_turned=code in changes and changes[code].has_turned,
            has_new_signal=code in changes and changes[code].is_new_signal,
            is_worsening=row.is_worsening,
            is_improving=code in improving,
            is_restated=code in restated,
        )
        for code, row in rows.items()
    ]


def find_due_decisions(
    held: Sequence[Meeting], day: date
) -> dict[int, tuple[Meeting, MeetingRecord]]:
    """Return the decisions whose review day has come and which no later meeting looked at."""
    looked_at = {
        item.reference
        for meeting in held
        for item in meeting.items
        if item.kind is TopicKind.DECISION_REVIEW
    }
    return {
        record.id: (meeting, record)
        for meeting in held[::-1]
        for record in meeting.outcomes
        if record.kind is RecordKind.DECISION
        and record.day is not None
        and record.day <= day
        and f"decision {record.id}" not in looked_at
    }


def _find_answered(
    reports: Reports, team: str, book: ActionBook, meetings: Sequence[Meeting]
) -> list[Escalation]:
    """Return what the heads of service replied to since the last agenda was made."""
    since = meetings[0].made_at if meetings else None
    store = EscalationStore(reports.table.engine)
    return [
        each
        for each in list_seen_escalations(store, book.is_seen, [team])
        if each.state is not EscalationState.WITHDRAWN
        and any(since is None or reply.made_at > since for reply in each.replies)
    ]


def _find_indicator(meeting: Meeting, record: MeetingRecord) -> str:
    return next((item.indicator for item in meeting.items if item.id == record.item), "")
