"""Actions as they were at a moment, from the records of their changes. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from indicators.actions.action import Action, ActionChange
from indicators.actions.sheets.sheet_model import rewind_fields


def rewind_actions(
    actions: Iterable[Action], changes: Iterable[ActionChange], moment: datetime
) -> list[Action]:
    """Return the actions that were there at a moment (UTC, without a zone), as they were then.

    `changes` are in their order, and hold every change of the actions.
    """
    by_action: dict[int, list[ActionChange]] = defaultdict(list)
    for change in changes:
        by_action[change.action].append(change)
    found = (_rewind(each, by_action[each.id], moment) for each in actions)
    return [each for each in found if each is not None]


def _rewind(action: Action, changes: Sequence[ActionChange], moment: datetime) -> Action | None:
    until = [change for change in changes if change.changed_at <= moment]
    if not until:
        return None
    last = until[-1]
    fields = rewind_fields(action, changes, last.version)
    return replace(action, version=last.version, fields=fields, changed_at=last.changed_at)
