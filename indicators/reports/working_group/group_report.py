"""What is red in most teams, what is stuck and what worked, from the reports behind the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from indicators.access.permissions import Viewer
from indicators.actions.action import Action
from indicators.actions.action_score import ActionScore
from indicators.actions.escalation import Escalation
from indicators.domain.core import Verdict
from indicators.domain.localities import Locality
from indicators.domain.periods import Month
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.actions.action_evidence import score_actions
from indicators.reports.base import Reports
from indicators.reports.escalations.seen_escalations import list_seen_escalations
from indicators.reports.models import DashboardRow
from indicators.reports.overview.priorities import list_lasting_improvements
from indicators.reports.place_report import build_rows_of_places
from indicators.reports.working_group.group_models import (
    GroupReport,
    KeptImprovement,
    RedIndicator,
    StuckItem,
    StuckReason,
    WorkedAction,
)
from indicators.store.escalations.escalation_store import EscalationStore

NO_PROGRESS_AFTER = timedelta(days=60)
"""An open action that nobody changed or noted anything on for two meetings does not move."""


def build_group_report(
    reports: Reports, asked: Month | None, today: date, viewer: Viewer
) -> GroupReport | None:
    """Return what the group looks at; None without figures. `today` makes what is due overdue."""
    reports = reports.limit_to(viewer)
    months = reports.find_months(asked)
    if months is None:
        return None
    month = months.shown
    teams = reports.list_places(reports.home_kind, reports.get_areas_month(month))
    wanted = {team.code: reports.catalogue.dashboard for team in teams}
    rows = build_rows_of_places(reports, wanted, month, viewer) if teams else {}
    book = ActionBook(reports, viewer)
    actions = book.list_actions()
    store = EscalationStore(reports.table.engine)
    escalations = list_seen_escalations(store, book.is_seen)
    return GroupReport(
        months,
        tuple(teams),
        _list_red(reports, teams, rows),
        _list_stuck(reports, book, actions, escalations, today),
        _list_worked(reports, actions, viewer),
        _list_improvements(teams, rows, actions),
    )


def _list_red(
    reports: Reports, teams: Sequence[Locality], rows: Mapping[str, Mapping[str, DashboardRow]]
) -> tuple[RedIndicator, ...]:
    """Return the indicators with a cross in some team, those in most teams first."""
    found = []
    for indicator in reports.catalogue.dashboard:
        verdicts = {team.code: rows[team.code][indicator.code].rolling.verdict for team in teams}
        crosses = tuple(team for team in teams if verdicts[team.code] is Verdict.CROSS)
        judged = sum(verdict is not None for verdict in verdicts.values())
        found.append(RedIndicator(indicator, crosses, judged))
    red = [each for each in found if each.crosses]
    return tuple(sorted(red, key=lambda each: -len(each.crosses) / each.judged))


def _list_stuck(
    reports: Reports,
    book: ActionBook,
    actions: Sequence[Action],
    escalations: Sequence[Escalation],
    today: date,
) -> tuple[StuckItem, ...]:
    """Return what does not move, each thing once: with most reasons first, then the longest."""
    waiting = {each.action: each for each in escalations if each.is_waiting and each.action}
    still = [each for each in actions if each.is_open]
    progress = book.find_last_progress(still)
    items = []
    for action in still:
        since = {}
        if action.is_overdue(today) and action.due:
            since[StuckReason.OVERDUE] = action.due
        if progress[action.id] <= today - NO_PROGRESS_AFTER:
            since[StuckReason.NO_PROGRESS] = progress[action.id]
        escalation = waiting.get(action.id)
        if escalation:
            since[StuckReason.NO_REPLY] = escalation.made_at.date()
        if since:
            items.append(_build_item(reports, action, since, action, escalation))
    shown = {item.action.id for item in items if item.action}
    for each in escalations:
        if each.is_waiting and each.action not in shown:
            since = {StuckReason.NO_REPLY: each.made_at.date()}
            items.append(_build_item(reports, each, since, None, each))
    return tuple(sorted(items, key=lambda item: (-len(item.since), min(item.since.values()))))


def _build_item(
    reports: Reports,
    subject: Action | Escalation,
    since: dict[StuckReason, date],
    action: Action | None,
    escalation: Escalation | None,
) -> StuckItem:
    indicator = reports.catalogue.indicators.get(subject.indicator)
    team = reports.places[subject.team]
    return StuckItem(team, indicator, subject.what, since, action, escalation)


def _list_worked(
    reports: Reports, actions: Sequence[Action], viewer: Viewer
) -> tuple[WorkedAction, ...]:
    """Return the actions that are scored as an improvement."""
    return tuple(
        WorkedAction(
            reports.places[scored.action.team], scored.action, scored.indicator, scored.effect
        )
        for scored in score_actions(reports, actions, viewer)
        if scored.effect.score is ActionScore.IMPROVEMENT
    )


def _list_improvements(
    teams: Sequence[Locality],
    rows: Mapping[str, Mapping[str, DashboardRow]],
    actions: Sequence[Action],
) -> tuple[KeptImprovement, ...]:
    """Return what improves for a special cause in a team, with what the team did about it."""
    return tuple(
        KeptImprovement(
            team,
            row,
            tuple(
                each
                for each in actions
                if (each.team, each.indicator) == (team.code, row.indicator.code)
            ),
        )
        for team in teams
        for row in list_lasting_improvements(rows[team.code].values())
    )
