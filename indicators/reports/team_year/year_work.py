"""What a team did in a year: actions and their results, feedback, meetings and escalations."""

from __future__ import annotations

from collections import Counter
from datetime import date

from indicators.access.permissions import Viewer
from indicators.actions.action import Action, sort_by_urgency
from indicators.actions.action_score import ActionScore
from indicators.feedback.feedback import sort_feedback
from indicators.meetings.meeting_kinds import MeetingState, RecordKind
from indicators.reports.actions.action_board import list_states
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.actions.action_evidence import build_board_rows
from indicators.reports.actions.board_models import ActionState
from indicators.reports.base import Reports
from indicators.reports.escalations.escalation_book import EscalationBook
from indicators.reports.escalations.escalation_rows import build_escalation_rows
from indicators.reports.feedback.feedback_board import count_themes
from indicators.reports.feedback.feedback_book import FeedbackBook
from indicators.reports.feedback.feedback_models import FeedbackRow
from indicators.reports.meetings.meeting_book import MeetingBook
from indicators.reports.team_year.year_models import (
    ActionYear,
    FeedbackYear,
    MeetingYear,
    TeamWork,
    YearSpan,
)


def build_work(
    reports: Reports, team: str, span: YearSpan, today: date, viewer: Viewer
) -> TeamWork | None:
    """Return what a team wrote about its work; None if the viewer does not see that."""
    if not ActionBook(reports, viewer).is_team_seen(team):
        return None
    escalated = EscalationBook(reports, viewer).list_escalations([team])
    made = [each for each in escalated if span.holds(each.made_at.date())]
    return TeamWork(
        _list_actions(reports, team, span, today, viewer),
        _list_feedback(reports, team, span, viewer),
        _count_meetings(reports, team, span, viewer),
        tuple(build_escalation_rows(reports, made, today)),
    )


def _list_actions(
    reports: Reports, team: str, span: YearSpan, today: date, viewer: Viewer
) -> ActionYear:
    every = ActionBook(reports, viewer).list_actions(teams=[team])
    shown = sort_by_urgency([each for each in every if _was_open(each, span)], today)
    rows = build_board_rows(reports, shown, every, today, viewer)
    return ActionYear(
        rows,
        Counter[ActionState](state for each in shown for state in list_states(each, today)),
        Counter[ActionScore](row.effect.score for row in rows if row.effect),
    )


def _was_open(action: Action, span: YearSpan) -> bool:
    """Return whether an action began before the year ended, and did not end before it began."""
    made = action.made_at.date()
    if action.started is not None:
        made = min(made, date(action.started.year, action.started.month, 1))
    return made <= span.last and (action.is_open or action.changed_at.date() >= span.first)


def _list_feedback(reports: Reports, team: str, span: YearSpan, viewer: Viewer) -> FeedbackYear:
    book = FeedbackBook(reports, viewer)
    heard = [each for each in book.list_feedback(team) if span.holds(each.heard)]
    rows = (
        FeedbackRow(each, reports.places[team], book.name_theme(each.theme))
        for each in sort_feedback(heard)
    )
    return FeedbackYear(tuple(rows), count_themes(heard, book))


def _count_meetings(reports: Reports, team: str, span: YearSpan, viewer: Viewer) -> MeetingYear:
    held = [
        each
        for each in MeetingBook(reports, viewer).list_meetings(team)
        if each.state is MeetingState.CLOSED and span.holds(each.day)
    ]
    outcomes = Counter[RecordKind](record.kind for each in held for record in each.outcomes)
    return MeetingYear(tuple(sorted(each.day for each in held)), outcomes)
