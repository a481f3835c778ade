"""Queries for numbers that change with the data, to be selected alone or with others."""

from __future__ import annotations

import sqlalchemy as sa

from indicators.store.actions.action_tables import action_change, action_note
from indicators.store.schema import figure_comment
from indicators.store.settings.setting_tables import setting_change


def select_comments_version() -> sa.ScalarSelect[int]:
    """Return a query for a number that changes whenever a comment is made or withdrawn."""
    counted = sa.func.count(figure_comment.c.id) + sa.func.count(figure_comment.c.withdrawn_at)
    return sa.select(counted).scalar_subquery()


def select_actions_version() -> sa.ColumnElement[int]:
    """Return a query for a number that changes whenever an action or its notes do."""
    changes = sa.select(sa.func.coalesce(sa.func.max(action_change.c.id), 0)).scalar_subquery()
    notes = sa.select(sa.func.coalesce(sa.func.max(action_note.c.id), 0)).scalar_subquery()
    return changes + notes


def select_newest_setting() -> sa.Select[tuple[int]]:
    """Return a query for the number of the newest change of a setting."""
    return sa.select(sa.func.max(setting_change.c.id))
