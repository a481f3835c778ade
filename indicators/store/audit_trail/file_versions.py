"""Records changes of the council's own files, which are made outside the dashboard."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from indicators.domain.audit.actor import get_actor
from indicators.domain.audit.audit_event import AuditEvent, AuditKind
from indicators.store.audit_log import append_event
from indicators.store.audit_trail.audit_tables import audit_event

_DIGITS = 12


def note_files(engine: sa.Engine, kind: AuditKind, name: str, files: Iterable[Path]) -> None:
    """Record an event if the files are not those that were recorded last, by their hash."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(f"\0{file.name}\0".encode())
        digest.update(file.read_bytes())
    what = f"{name}, version {digest.hexdigest()[:_DIGITS]}"
    last = (
        sa.select(audit_event.c.what)
        .where(audit_event.c.kind == kind.value)
        .order_by(audit_event.c.number.desc())
        .limit(1)
    )
    with engine.connect() as connection:
        if connection.scalar(last) == what:
            return
    with engine.execution_options(writes=True).begin() as connection:
        if connection.scalar(last) != what:  # another process may have been quicker
            append_event(connection, AuditEvent(kind, what, datetime.now(UTC), get_actor()))
