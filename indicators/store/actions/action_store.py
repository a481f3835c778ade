"""Actions: what each holds now, and every change of it. Nothing is overwritten without a record."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache

import sqlalchemy as sa

from indicators.actions.action import Action, ActionChange, ActionNote
from indicators.actions.action_fields import ActionField, ActionFields, normalise_fields
from indicators.domain.errors import UserError
from indicators.store.actions.action_rows import read_action, read_change
from indicators.store.actions.action_tables import action, action_change, action_note
from indicators.store.actions.action_writes import (
    add_action,
    find_action,
    merge_action,
    read_version,
)
from indicators.store.database import open_write_transaction
from indicators.store.moments import strip_zone
from indicators.store.page_reads.direct_query import DirectQuery


class ActionStore:
    """The actions in one database."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def get_version(self) -> int:
        """Return a number that changes whenever an action or its notes do, for cache keys."""
        with self.engine.connect() as connection:
            return read_version(connection)

    def list_actions(
        self,
        *,
        teams: Collection[str] | None = None,
        indicators: Collection[str] | None = None,
        removed: bool = False,
    ) -> list[Action]:
        """Return actions in the order in which they were made; None stands for all."""
        wanted = _select_actions(teams is not None, indicators is not None, removed)
        given = {"teams": list(teams or ()), "indicators": list(indicators or ())}
        return [read_action(row) for row in wanted.read_dicts(self.engine, **given)]

    def find(self, number: int) -> Action:
        """Return one action, also a removed one. Raises UnknownActionError."""
        with self.engine.connect() as connection:
            return find_action(connection, number)

    def list_changes(self, numbers: Sequence[int]) -> list[ActionChange]:
        """Return every change of some actions, oldest first."""
        wanted = (
            sa.select(action_change)
            .where(action_change.c.action_id.in_(numbers))
            .order_by(action_change.c.id)
        )
        with self.engine.connect() as connection:
            return [read_change(row._asdict()) for row in connection.execute(wanted)]

    def list_notes(self, numbers: Sequence[int]) -> list[ActionNote]:
        """Return the notes on some actions, oldest first."""
        wanted = (
            sa.select(action_note)
            .where(action_note.c.action_id.in_(numbers))
            .order_by(action_note.c.id)
        )
        with self.engine.connect() as connection:
            return [
                ActionNote(row.action_id, row.text, row.who, row.made_at)
                for row in connection.execute(wanted)
            ]

    def add(self, given: ActionFields, *, who: str, now: datetime) -> int:
        """Keep a new action and return its number. Raises UserError if something is missing."""
        with open_write_transaction(self.engine) as connection:
            return add_action(connection, given, who, now, "")

    def update(
        self, number: int, base_version: int, given: ActionFields, *, who: str, now: datetime
    ) -> Action:
        """Change the given fields of an action that was seen at a version, and return it.

        Fields that others changed meanwhile stay as they are. Raises ActionConflictError if one of
        them is among those given, with another value; then nothing is kept.
        """
        with open_write_transaction(self.engine) as connection:
            return merge_action(connection, number, base_version, given, who, now, "")

    def add_note(self, number: int, text: str, *, who: str, now: datetime) -> None:
        """Keep a note on the progress of an action."""
        kept = normalise_fields({ActionField.OUTCOME: text})[ActionField.OUTCOME]
        if not kept:
            raise UserError("The note is empty.", remedy="Write what you want to say.")
        with open_write_transaction(self.engine) as connection:
            find_action(connection, number)
            made = {"action_id": number, "text": kept, "who": who, "made_at": strip_zone(now)}
            connection.execute(sa.insert(action_note), made)


@cache
def _select_actions(by_team: bool, by_indicator: bool, removed: bool) -> DirectQuery:
    """Select actions, those of `teams` and of `indicators` if asked for. Built once: pages ask."""
    wanted = sa.select(action).order_by(action.c.id)
    if by_team:
        wanted = wanted.where(action.c.team.in_(sa.bindparam("teams", expanding=True)))
    if by_indicator:
        wanted = wanted.where(action.c.indicator.in_(sa.bindparam("indicators", expanding=True)))
    return DirectQuery(wanted if removed else wanted.where(action.c.removed == ""))
