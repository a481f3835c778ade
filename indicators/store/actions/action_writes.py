"""What every writer of actions does: find one, add one, change one, each with its record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from indicators.actions.action import Action, UnknownActionError
from indicators.actions.action_fields import (
    EMPTY,
    ActionFields,
    check_action,
    normalise_fields,
)
from indicators.actions.field_merge import ActionConflictError, merge_fields
from indicators.domain.audit.audit_event import AuditKind
from indicators.store.actions.action_rows import read_action
from indicators.store.actions.action_tables import action, action_change
from indicators.store.audit_log import record_event
from indicators.store.audit_trail.field_changes import build_change_rows, rewind_fields
from indicators.store.moments import strip_zone
from indicators.store.page_reads.versions import select_actions_version


def read_version(connection: sa.Connection) -> int:
    """Return a number that changes whenever an action or its notes do."""
    return int(connection.scalar(sa.select(select_actions_version())) or 0)


def add_action(
    connection: sa.Connection, given: ActionFields, who: str, now: datetime, batch: str
) -> int:
    """Write a new action and return its number. Raises UserError if something is missing."""
    fields = EMPTY | normalise_fields(given)
    check_action(fields)
    moment = strip_zone(now)
    row: dict[str, Any] = {field.value: text for field, text in fields.items()}
    row |= {"version": 1, "made_at": moment, "made_by": who, "changed_at": moment}
    number = connection.execute(sa.insert(action).returning(action.c.id), row).scalar_one()
    _record(connection, number, 1, EMPTY, fields, who, moment, batch)
    return int(number)


def merge_action(
    connection: sa.Connection,
    number: int,
    base_version: int,
    given: ActionFields,
    who: str,
    now: datetime,
    batch: str,
) -> Action:
    """Write the given fields of an action that was seen at a version, and return the new state.

    Raises ActionConflictError if someone else changed one of them meanwhile.
    """
    wanted = normalise_fields(given)
    current = find_action(connection, number)
    base = read_fields_at(connection, current, base_version)
    merged = merge_fields(base, wanted, current.fields)
    if merged.conflicts:
        raise ActionConflictError(number, current.version, merged.conflicts)
    return change_action(connection, current, merged.changes, who, now, batch)


def change_action(
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
    moment, version = strip_zone(now), current.version + 1
    row: dict[str, Any] = {field.value: text for field, text in changes.items()}
    row |= {"version": version, "changed_at": moment}
    connection.execute(sa.update(action).where(action.c.id == current.id).values(row))
    _record(connection, current.id, version, current.fields, fields, who, moment, batch)
    return find_action(connection, current.id)


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
    common = {
        "action_id": number,
        "version": version,
        "who": who,
        "changed_at": moment,
        "batch": batch,
    }
    rows = build_change_rows(before, after, common)
    connection.execute(sa.insert(action_change), rows)
    record_event(connection, AuditKind.ACTION_CHANGED, f"action {number} version {version}")


def read_fields_at(connection: sa.Connection, current: Action, version: int) -> ActionFields:
    """Return the fields of an action as they were at a version."""
    which = action_change.c.action_id == current.id
    return rewind_fields(connection, action_change, which, version, current.fields)


def find_action(connection: sa.Connection, number: int) -> Action:
    """Return one action. Raises UnknownActionError."""
    row = connection.execute(sa.select(action).where(action.c.id == number)).one_or_none()
    if row is None:
        raise UnknownActionError(number)
    return read_action(row._asdict())
