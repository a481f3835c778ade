"""Which rows an action-plan sheet has, and in which order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from indicators.actions.action import Action, sort_by_urgency
from indicators.domain.indicator import Indicator
from indicators.reports.models import DashboardRow

BLANK_ROWS = 5
"""Rows at the end to write in by hand."""


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row: figures, an action, both, or neither to be filled in.

    `is_listed` says that the figures call for action.
    """

    indicator: Indicator | None = None
    figures: DashboardRow | None = None
    action: Action | None = None
    is_listed: bool = False


def plan_rows(
    listed: Sequence[DashboardRow],
    others: Sequence[DashboardRow],
    indicators: Mapping[str, Indicator],
    actions: Sequence[Action],
    today: date,
    blank: int,
) -> list[PlannedRow]:
    """Return the rows: figures that call for action, other actions, and blank rows.

    The first action on an indicator is next to its figures, further ones below it. `others` are the
    figures of the indicators that are not listed.
    """
    about: dict[str, list[Action]] = defaultdict(list)
    for action in sort_by_urgency(list(actions), today):
        about[action.indicator if action.indicator in indicators else ""].append(action)
    rows: list[PlannedRow] = []
    for figures in listed:
        own = about.pop(figures.indicator.code, [])
        rows += _plan_indicator(figures.indicator, figures, own, is_listed=True)
    for figures in others:
        if own := about.pop(figures.indicator.code, []):
            rows += _plan_indicator(figures.indicator, figures, own, is_listed=False)
    general = about.pop("", [])
    for code, own in about.items():
        rows += _plan_indicator(indicators[code], None, own, is_listed=False)
    rows += [PlannedRow(action=action) for action in general]
    return [*rows, *[PlannedRow()] * blank]


def _plan_indicator(
    indicator: Indicator,
    figures: DashboardRow | None,
    actions: Sequence[Action],
    *,
    is_listed: bool,
) -> list[PlannedRow]:
    first = PlannedRow(indicator, figures, actions[0] if actions else None, is_listed)
    return [first, *(PlannedRow(indicator, action=action) for action in actions[1:])]
