"""Rows of the database as actions and changes of them."""

from __future__ import annotations

from typing import Any

from indicators.actions.action import Action, ActionChange
from indicators.actions.action_fields import ActionField


def read_action(row: dict[str, Any]) -> Action:
    """Return an action from its row."""
    fields = {field: row[field.value] for field in ActionField}
    return Action(
        row["id"], row["version"], fields, row["made_at"], row["made_by"], row["changed_at"]
    )


def read_change(row: dict[str, Any]) -> ActionChange:
    """Return a change of an action from its row."""
    return ActionChange(
        row["action_id"],
        row["version"],
        ActionField(row["field"]),
        row["before"],
        row["after"],
        row["who"],
        row["changed_at"],
        row["batch"],
    )
