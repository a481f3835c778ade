"""What a meeting leaves open when it closes."""

from __future__ import annotations

from collections.abc import Iterable

from indicators.actions.action import Action
from indicators.actions.action_fields import STATUS_NAMES, ActionField
from indicators.meetings.seen_item import ClosingList, OpenAction


def build_closing_list(actions: Iterable[Action]) -> ClosingList:
    """Return the open ones of some actions in the words that the minutes show."""
    return ClosingList(
        open_actions=tuple(
            OpenAction(
                number=each.id,
                indicator=each.indicator,
                what=each.what,
                owner=each.fields[ActionField.OWNER],
                agency=each.fields[ActionField.AGENCY],
                due=each.fields[ActionField.DUE],
                status=STATUS_NAMES[each.status],
            )
            for each in actions
            if each.is_open
        )
    )
