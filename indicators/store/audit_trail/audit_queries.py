"""Questions to the audit log: which events, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from indicators.domain.audit.actor import Actor
from indicators.domain.audit.audit_event import AuditEvent, AuditFilter, AuditKind, NumberedEvent
from indicators.store.audit_trail.audit_tables import audit_event

_ROWS_AT_ONCE = 1000


def count_events(connection: sa.Connection, wanted: AuditFilter) -> int:
    """Return how many events there are."""
    counted = sa.select(sa.func.count()).select_from(audit_event).where(*_list_conditions(wanted))
    return connection.scalar(counted) or 0


def read_events(
    connection: sa.Connection, wanted: AuditFilter, limit: int | None = None, offset: int = 0
) -> Iterator[NumberedEvent]:
    """Yield the events, newest first, read a thousand at a time."""
    found = (
        sa.select(audit_event)
        .where(*_list_conditions(wanted))
        .order_by(audit_event.c.number.desc())
        .limit(limit)
        .offset(offset)
        .execution_options(yield_per=_ROWS_AT_ONCE)
    )
    with connection.execute(found) as rows:
        yield from map(_read, rows)


def list_actors(connection: sa.Connection) -> Sequence[str]:
    """Return everyone who did anything, by code."""
    return connection.scalars(
        sa.select(audit_event.c.who).distinct().order_by(audit_event.c.who)
    ).all()


def _list_conditions(wanted: AuditFilter) -> list[sa.ColumnElement[bool]]:
    conditions = []
    if wanted.kind:
        conditions.append(audit_event.c.kind == wanted.kind.value)
    if wanted.who:
        conditions.append(audit_event.c.who == wanted.who)
    if wanted.from_:
        conditions.append(audit_event.c.at >= datetime.combine(wanted.from_, time()))
    if wanted.until:
        after = datetime.combine(wanted.until, time()) + timedelta(days=1)
        conditions.append(audit_event.c.at < after)
    return conditions


def _read(row: Any) -> NumberedEvent:
    actor = Actor(row.who, row.origin, row.request)
    event = AuditEvent(AuditKind(row.kind), row.what, row.at.replace(tzinfo=UTC), actor, row.reason)
    return NumberedEvent(row.number, event)
