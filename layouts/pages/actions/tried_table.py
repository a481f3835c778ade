"""What was tried for each indicator, and the same as a table to download."""

from __future__ import annotations

from indicators.actions.action_fields import STATUS_NAMES, ActionField
from indicators.domain.indicator import Indicator
from indicators.domain.periods import format_day
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.actions.action_evidence import build_board_rows
from indicators.reports.actions.board_models import BoardRow
from layouts.site.page_request import PageRequest
from layouts.text.page_table import PageTable
from layouts.text.workflow import action_text

TRIED = "tried"


def group_by_indicator(request: PageRequest) -> list[tuple[Indicator, list[BoardRow]]]:
    """Return the actions about each indicator that has any, or about the one in the address."""
    book, asked = ActionBook(request.reports, request.viewer), request.query.get("indicator")
    every = book.list_actions(indicators=[asked] if asked else None)
    every = [each for each in every if each.indicator]
    rows = build_board_rows(request.reports, every, every, request.today, request.viewer)
    catalogue = request.reports.catalogue
    groups = [
        (indicator, [row for row in rows if row.indicator is indicator])
        for indicator in catalogue.indicators.values()
    ]
    return [(indicator, held) for indicator, held in groups if held]


def build_tried_table(request: PageRequest) -> PageTable:
    """Return a row for each action, in the order of the page."""
    return PageTable(
        title="What was tried",
        name="what-was-tried",
        period=f"Results as of {format_day(request.today)}",
        headings=("Indicator", "Action", "Team", "Areas", "Status", "Started", "Result", "Outcome"),
        rows=tuple(
            (
                indicator.name,
                row.action.what,
                row.team.name,
                "; ".join(area.name for area in row.areas),
                STATUS_NAMES[row.action.status],
                row.action.started.name if row.action.started else "",
                action_text.describe_effect(row.effect),
                row.action.fields[ActionField.OUTCOME],
            )
            for indicator, held in group_by_indicator(request)
            for row in held
        ),
    )
