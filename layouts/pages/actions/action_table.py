"""The board of actions as a table to download."""

from __future__ import annotations

from indicators.actions.action_fields import STATUS_NAMES, ActionField
from indicators.actions.sheets.sheet_model import format_reference
from indicators.domain.periods import Period
from indicators.reports.actions.action_board import build_action_board
from indicators.reports.actions.board_models import ActionState, BoardFilter, BoardSort
from layouts.site.page_request import PageRequest
from layouts.text.page_table import PageTable, TableSource
from layouts.text.workflow import action_text

BOARD = "actions"


def read_filter(request: PageRequest) -> BoardFilter:
    """Return what the address asks the board for; an unknown state is the open ones.

    `sort` is a column; with “-” before it the board begins at the end.
    """
    state, asked = request.query.get("state", ""), request.query.get("sort", "")
    sort = asked.removeprefix("-")
    return BoardFilter(
        request.query.get("team", ""),
        request.query.get("indicator", ""),
        request.query.get("agency", ""),
        request.query.get("owner", ""),
        ActionState(state) if state in list(ActionState) else ActionState.OPEN,
        BoardSort(sort) if sort in list(BoardSort) else BoardSort.URGENCY,
        asked.startswith("-"),
    )


def build_board_table(request: PageRequest) -> PageTable | None:
    """Return the actions in the order of the board; None without figures."""
    months = request.reports.find_months()
    if months is None:
        return None
    chosen = read_filter(request)
    board = build_action_board(request.reports, chosen, request.today, request.viewer)
    latest = months.latest or months.shown
    return PageTable(
        title="Actions",
        name=f"actions-{chosen.team or 'all-teams'}",
        period=f"Results as of {latest.name}",
        headings=(
            *("Number", "Team", "Areas", "Indicator", "Action", "Why", "Owner", "Agency"),
            *("Due", "Status", "Measure of success", "Started in", "Outcome", "Result"),
        ),
        rows=tuple(
            (
                format_reference(row.action.id),
                row.team.name,
                "; ".join(area.name for area in row.areas),
                row.indicator.name if row.indicator else "",
                row.action.what,
                row.action.fields[ActionField.WHY],
                row.action.fields[ActionField.OWNER],
                row.action.fields[ActionField.AGENCY],
                row.action.fields[ActionField.DUE],
                STATUS_NAMES[row.action.status],
                row.action.fields[ActionField.MEASURE],
                row.action.fields[ActionField.STARTED],
                row.action.fields[ActionField.OUTCOME],
                action_text.describe_effect(row.effect),
            )
            for row in board.rows
        ),
        source=TableSource(
            [team.code for team in board.teams],
            [i for indicators in board.indicators.values() for i in indicators],
            Period(latest, 12),
        ),
    )
