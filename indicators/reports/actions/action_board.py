"""The board of actions: those a viewer may see, filtered, the most urgent first."""

from __future__ import annotations

from collections import Counter
from datetime import date

from indicators.access.permissions import Viewer
from indicators.actions.action import Action, sort_by_urgency
from indicators.actions.action_fields import ActionField, ActionStatus
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.actions.action_evidence import build_board_rows
from indicators.reports.actions.board_models import (
    NONE_NAMED,
    ActionBoard,
    ActionState,
    BoardFilter,
)
from indicators.reports.base import Reports


def build_action_board(
    reports: Reports, chosen: BoardFilter, today: date, viewer: Viewer
) -> ActionBoard:
    """Return the board that a viewer sees. `today` makes what is due overdue."""
    book = ActionBook(reports, viewer)
    every = book.list_actions(teams=[chosen.team] if chosen.team else None)
    agencies = sorted({a.fields[ActionField.AGENCY] for a in every} - {""})
    about = [
        action
        for action in every
        if chosen.indicator in ("", action.indicator)
        and _is_chosen(chosen.agency, action.fields[ActionField.AGENCY])
        and _is_chosen(chosen.owner, action.fields[ActionField.OWNER])
    ]
    counts = Counter(state for a in about for state in list_states(a, today))
    shown = [action for action in about if chosen.state in list_states(action, today)]
    return ActionBoard(
        build_board_rows(reports, sort_by_urgency(shown, today), every, today, viewer),
        {state: counts[state] for state in ActionState},
        tuple(book.list_teams()),
        tuple(reports.catalogue.dashboard),
        tuple(agencies),
        book.can_edit,
    )


def _is_chosen(chosen: str, named: str) -> bool:
    return chosen in ("", named) or (chosen == NONE_NAMED and not named)


def list_states(action: Action, today: date) -> list[ActionState]:
    """Return the states in which a board has an action."""
    states = [ActionState.ALL]
    if action.is_open:
        states.append(ActionState.OPEN)
    if action.is_overdue(today):
        states.append(ActionState.OVERDUE)
    if action.status is ActionStatus.DONE:
        states.append(ActionState.DONE)
    if action.status is ActionStatus.STOPPED:
        states.append(ActionState.STOPPED)
    return states
