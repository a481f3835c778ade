"""The board of actions: those a viewer may see, filtered and sorted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
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
    BoardRow,
    BoardSort,
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
        _sort_rows(
            build_board_rows(reports, sort_by_urgency(shown, today), every, today, viewer), chosen
        ),
        {state: counts[state] for state in ActionState},
        tuple(book.list_teams()),
        reports.catalogue.by_heading,
        tuple(agencies),
        book.can_edit,
    )


def _sort_rows(rows: tuple[BoardRow, ...], chosen: BoardFilter) -> tuple[BoardRow, ...]:
    """Return rows, the most urgent first, in the order that is asked for; the empty ones last."""
    if chosen.sort is BoardSort.URGENCY:
        return rows[::-1] if chosen.is_descending else rows
    find_key = _KEYS[chosen.sort]
    filled = [row for row in rows if find_key(row)]
    empty = [row for row in rows if not find_key(row)]
    return (*sorted(filled, key=find_key, reverse=chosen.is_descending), *empty)


_STATUSES = [status.value for status in ActionStatus]
_KEYS: Mapping[BoardSort, Callable[[BoardRow], str]] = {
    BoardSort.ACTION: lambda row: row.action.what.casefold(),
    BoardSort.TEAM: lambda row: row.team.name.casefold(),
    BoardSort.OWNER: lambda row: row.action.fields[ActionField.OWNER].casefold(),
    BoardSort.DUE: lambda row: row.action.fields[ActionField.DUE],
    BoardSort.STATUS: lambda row: f"{_STATUSES.index(row.action.status.value)}",
}


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
