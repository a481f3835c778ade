"""Imports of sheets: many actions changed at once, all of it or nothing, and undone as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from indicators.actions.action_fields import ActionField, ActionFields
from indicators.actions.field_merge import ActionConflictError, FieldConflict
from indicators.domain.errors import UserError
from indicators.store.actions.action_rows import read_change
from indicators.store.actions.action_tables import action, action_change
from indicators.store.actions.action_writes import (
    add_action,
    change_action,
    find_action,
    merge_action,
    read_version,
)
from indicators.store.database import open_write_transaction

_UNDO = "undo of "
"""What the batch of an undoing begins with, before the import that it undid."""


class ActionsMovedError(UserError):
    """Some action changed since the version that was compared. Nothing was written."""


class AlreadyUndoneError(UserError):
    """An import that was undone before."""


@dataclass(frozen=True, slots=True)
class ActionImport:
    """One import: its name, who made it and when (UTC), and how many actions it wrote."""

    batch: str
    team: str
    who: str
    made_at: datetime
    actions: int
    is_undone: bool


class ActionBatches:
    """The imports in one database."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def apply_batch(
        self,
        batch: str,
        added: Iterable[ActionFields],
        changed: Mapping[int, tuple[int, ActionFields]],
        *,
        who: str,
        now: datetime,
        at_version: int | None = None,
    ) -> None:
        """Add and change many actions, all of it or none.

        `changed` holds, by number, the version an action was seen at and its new fields. Raises
        ActionConflictError if one was changed since, and ActionsMovedError if `at_version` is no
        longer the version of the actions.
        """
        with open_write_transaction(self.engine) as connection:
            if at_version is not None and read_version(connection) != at_version:
                raise ActionsMovedError("Actions changed meanwhile.", remedy="Compare again.")
            for number, (base_version, given) in changed.items():
                merge_action(connection, number, base_version, given, who, now, batch)
            for given in added:
                add_action(connection, given, who, now, batch)

    def list_in_batch(self, batch: str) -> list[int]:
        """Return the actions that an import made or changed. Raises UserError for none."""
        wanted = sa.select(action_change.c.action_id).where(action_change.c.batch == batch)
        with self.engine.connect() as connection:
            found = sorted(set(connection.scalars(wanted)))
        if not found:
            raise UserError(f"There is no import “{batch}”.", remedy="Look at the list of imports.")
        return found

    def list_imports(self, teams: Collection[str] | None = None) -> list[ActionImport]:
        """Return the imports, the latest first; None stands for every team."""
        change = action_change.c
        wanted = (
            sa.select(
                change.batch,
                sa.func.min(action.c.team).label("team"),
                sa.func.min(change.who).label("who"),
                sa.func.min(change.changed_at).label("made_at"),
                sa.func.count(change.action_id.distinct()).label("n"),
            )
            .join(action, action.c.id == change.action_id)
            .where(change.batch != "")
            .group_by(change.batch)
            .order_by(sa.func.max(change.id).desc())
        )
        if teams is not None:
            wanted = wanted.where(action.c.team.in_(teams))
        with self.engine.connect() as connection:
            rows = connection.execute(wanted).all()
        undone = {row.batch.removeprefix(_UNDO) for row in rows if row.batch.startswith(_UNDO)}
        return [
            ActionImport(row.batch, row.team, row.who, row.made_at, row.n, row.batch in undone)
            for row in rows
            if not row.batch.startswith(_UNDO)
        ]

    def revert_batch(self, batch: str, *, who: str, now: datetime) -> int:
        """Undo an import, and return how many actions it changed back.

        Raises ActionConflictError if what it wrote was changed since: nothing is undone then.
        """
        undo = f"{_UNDO}{batch}"
        with open_write_transaction(self.engine) as connection:
            if connection.scalar(sa.select(sa.literal(1)).where(action_change.c.batch == undo)):
                raise AlreadyUndoneError(f"The import {batch} is undone already.")
            written = _read_written(connection, batch)
            for number, fields in written.items():
                current = find_action(connection, number)
                conflicts = [
                    FieldConflict(field, after, before, current.fields[field])
                    for field, (before, after) in fields.items()
                    if current.fields[field] not in (before, after)
                ]
                if conflicts:
                    raise ActionConflictError(number, current.version, conflicts)
                back = {field: before for field, (before, _) in fields.items()}
                change_action(connection, current, back, who, now, undo)
        return len(written)


def _read_written(
    connection: sa.Connection, batch: str
) -> dict[int, dict[ActionField, tuple[str, str]]]:
    """Return what an import wrote: by action and field, the text before and after.

    A new action is undone by removing it. Its texts stay, and must be as the import wrote them.
    """
    wanted = (
        sa.select(action_change).where(action_change.c.batch == batch).order_by(action_change.c.id)
    )
    written: dict[int, dict[ActionField, tuple[str, str]]] = defaultdict(dict)
    for row in connection.execute(wanted).all():
        change = read_change(row._asdict())
        fields = written[change.action]
        if change.version == 1:
            fields[change.field] = (change.after, change.after)
            fields[ActionField.REMOVED] = ("yes", "")
        else:
            fields[change.field] = (change.before, change.after)
    return written
