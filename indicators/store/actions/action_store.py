"""Actions: what each holds now, and every change of it. Nothing is overwritten without a record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from indicators.actions.action import Action, ActionChange, ActionNote, UnknownActionError
from indicators.actions.action_fields import (
    EMPTY,
    ActionField,
    ActionFields,
    check_action,
    normalise_fields,
)
from indicators.actions.field_merge import ActionConflictError, FieldConflict, merge_fields
from indicators.domain.audit.audit_event import AuditKind
from indicators.domain.errors import UserError
from indicators.store.actions.action_rows import read_action, read_change
from indicators.store.actions.action_tables import action, action_change, action_note
from indicators.store.audit_log import record_event
from indicators.store.database import open_write_transaction


class ActionStore:
    """The actions in one database."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def get_version(self) -> int:
        """Return a number that changes whenever an action or its notes do, for cache keys."""
        changes = sa.select(sa.func.coalesce(sa.func.max(action_change.c.id), 0)).scalar_subquery()
        notes = sa.select(sa.func.coalesce(sa.func.max(action_note.c.id), 0)).scalar_subquery()
        with self.engine.connect() as connection:
            return int(connection.scalar(sa.select(changes + notes)) or 0)

    def list_actions(
        self,
        *,
        teams: Collection[str] | None = None,
        indicators: Collection[str] | None = None,
        removed: bool = False,
    ) -> list[Action]:
        """Return actions in the order in which they were made; None stands for all."""
        wanted = sa.select(action).order_by(action.c.id)
        if teams is not None:
            wanted = wanted.where(action.c.team.in_(teams))
        if indicators is not None:
            wanted = wanted.where(action.c.indicator.in_(indicators))
        if not removed:
            wanted = wanted.where(action.c.removed == "")
        with self.engine.connect() as connection:
            return [read_action(row._asdict()) for row in connection.execute(wanted)]

    def find(self, number: int) -> Action:
        """Return one action, also a removed one. Raises UnknownActionError."""
        with self.engine.connect() as connection:
            return _find(connection, number)

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

    def add(self, given: ActionFields, *, who: str, now: datetime, batch: str = "") -> int:
        """Keep a new action and return its number. Raises UserError if something is missing."""
        with open_write_transaction(self.engine) as connection:
            return _add(connection, given, who, now, batch)

    def update(
        self,
        number: int,
        base_version: int,
        given: ActionFields,
        *,
        who: str,
        now: datetime,
        batch: str = "",
    ) -> Action:
        """Change the given fields of an action that was seen at a version, and return it.

        Fields that others changed meanwhile stay as they are. Raises ActionConflictError if one of
        them is among those given, with another value; then nothing is kept.
        """
        wanted = normalise_fields(given)
        with open_write_transaction(self.engine) as connection:
            current = _find(connection, number)
            base = _read_at(connection, current, base_version)
            merged = merge_fields(base, wanted, current.fields)
            if merged.conflicts:
                raise ActionConflictError(number, current.version, merged.conflicts)
            return _change(connection, current, merged.changes, who, now, batch)

    def add_note(self, number: int, text: str, *, who: str, now: datetime) -> None:
        """Keep a note on the progress of an action."""
        kept = normalise_fields({ActionField.OUTCOME: text})[ActionField.OUTCOME]
        if not kept:
            raise UserError("The note is empty.", remedy="Write what you want to say.")
        with open_write_transaction(self.engine) as connection:
            _find(connection, number)
            made = {"action_id": number, "text": kept, "who": who, "made_at": _to_utc(now)}
            connection.execute(sa.insert(action_note), made)

    def apply_batch(
        self,
        batch: str,
        added: Iterable[ActionFields],
        changed: Mapping[int, tuple[int, ActionFields]],
        *,
        who: str,
        now: datetime,
    ) -> None:
        """Add and change many actions, all of it or none.

        `changed` holds, by number, the version an action was seen at and its new fields. Raises
        ActionConflictError if one was changed since.
        """
        with open_write_transaction(self.engine) as connection:
            for number, (base_version, given) in changed.items():
                current = _find(connection, number)
                base = _read_at(connection, current, base_version)
                merged = merge_fields(base, normalise_fields(given), current.fields)
                if merged.conflicts:
                    raise ActionConflictError(number, current.version, merged.conflicts)
                _change(connection, current, merged.changes, who, now, batch)
            for given in added:
                _add(connection, given, who, now, batch)

    def list_in_batch(self, batch: str) -> list[int]:
        """Return the actions that an import made or changed. Raises UserError for none."""
        wanted = sa.select(action_change.c.action_id).where(action_change.c.batch == batch)
        with self.engine.connect() as connection:
            found = sorted(set(connection.scalars(wanted)))
        if not found:
            raise UserError(f"There is no import “{batch}”.", remedy="Look at the list of imports.")
        return found

    def revert_batch(self, batch: str, *, who: str, now: datetime) -> int:
        """Undo an import, and return how many actions it changed back.

        Raises ActionConflictError if what it wrote was changed since: nothing is undone then.
        """
        wanted = (
            sa.select(action_change)
            .where(action_change.c.batch == batch)
            .order_by(action_change.c.id.desc())
        )
        with open_write_transaction(self.engine) as connection:
            before: dict[int, dict[ActionField, str]] = defaultdict(dict)
            after: dict[int, dict[ActionField, str]] = defaultdict(dict)
            for row in connection.execute(wanted).all():
                change = read_change(row._asdict())
                before[change.action][change.field] = change.before
                after[change.action].setdefault(change.field, change.after)
                if change.version == 1:
                    before[change.action][ActionField.REMOVED] = "yes"
                    after[change.action][ActionField.REMOVED] = ""
            for number, fields in before.items():
                current = _find(connection, number)
                conflicts = [
                    FieldConflict(field, after[number][field], value, current.fields[field])
                    for field, value in fields.items()
                    if current.fields[field] not in (after[number][field], value)
                ]
                if conflicts:
                    raise ActionConflictError(number, current.version, conflicts)
                is_new = ActionField.REMOVED in fields and not current.is_removed
                wanted_fields = {ActionField.REMOVED: "yes"} if is_new else fields
                _change(connection, current, wanted_fields, who, now, f"undo of {batch}")
        return len(before)


def _add(
    connection: sa.Connection, given: ActionFields, who: str, now: datetime, batch: str
) -> int:
    fields = EMPTY | normalise_fields(given)
    check_action(fields)
    moment = _to_utc(now)
    row: dict[str, Any] = {field.value: text for field, text in fields.items()}
    row |= {"version": 1, "made_at": moment, "made_by": who, "changed_at": moment}
    number = connection.execute(sa.insert(action).returning(action.c.id), row).scalar_one()
    _record(connection, number, 1, EMPTY, fields, who, moment, batch)
    return int(number)


def _change(
    connection: sa.Connection,
    current: Action,
    changes: ActionFields,
    who: str,
    now: datetime,
    batch: str,
) -> Action:
    """Write changes that agree with the current state, and return the new one."""
    fields = {**current.fields, **changes}
    if fields == dict(current.fields):
        return current
    check_action(fields)
    moment, version = _to_utc(now), current.version + 1
    row: dict[str, Any] = {field.value: text for field, text in changes.items()}
    row |= {"version": version, "changed_at": moment}
    connection.execute(sa.update(action).where(action.c.id == current.id).values(row))
    _record(connection, current.id, version, current.fields, fields, who, moment, batch)
    return _find(connection, current.id)


def _record(
    connection: sa.Connection,
    number: int,
    version: int,
    before: ActionFields,
    after: ActionFields,
    who: str,
    moment: datetime,
    batch: str,
) -> None:
    rows = [
        {
            "action_id": number,
            "version": version,
            "field": field.value,
            "before": before[field],
            "after": after[field],
            "who": who,
            "changed_at": moment,
            "batch": batch,
        }
        for field in ActionField
        if before[field] != after[field]
    ]
    connection.execute(sa.insert(action_change), rows)
    record_event(connection, AuditKind.ACTION_CHANGED, f"action {number} version {version}")


def _read_at(connection: sa.Connection, current: Action, version: int) -> ActionFields:
    """Return the fields of an action as they were at a version."""
    later = (
        sa.select(action_change.c.field, action_change.c.before)
        .where(action_change.c.action_id == current.id, action_change.c.version > version)
        .order_by(action_change.c.id.desc())
    )
    undone = {ActionField(row.field): row.before for row in connection.execute(later)}
    return {**current.fields, **undone}


def _find(connection: sa.Connection, number: int) -> Action:
    row = connection.execute(sa.select(action).where(action.c.id == number)).one_or_none()
    if row is None:
        raise UnknownActionError(number)
    return read_action(row._asdict())


def _to_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)
