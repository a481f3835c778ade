"""The audit log: what was done and seen, append-only and chained by hashes.

An event of a change is appended in the transaction of the change, so that there is never one
without the other. Names of people are in no event: see `Actor`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import sqlalchemy as sa

from indicators.domain.audit.actor import get_actor
from indicators.domain.audit.audit_event import AuditEvent, AuditKind
from indicators.store.audit_trail.audit_chain import (
    ChainCheck,
    ChainHead,
    check_chain,
    hash_row,
    read_head,
)
from indicators.store.audit_trail.audit_tables import audit_event, audit_head
from indicators.store.database import build_upsert
from indicators.store.moments import strip_zone

LONGEST_TEXT = 1000
"""Characters of each text of an event. What is longer is cut off."""
_UNSTORABLE = str.maketrans(dict.fromkeys([*range(32), 127], " "))


class AuditLog:
    """The audit log of one database."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def append(self, event: AuditEvent, once: Sequence[object] = ()) -> bool:
        """Append an event in a transaction of its own, and return whether it is new.

        With `once`, an event that was appended with the same parts before is not appended again.
        """
        if once and self._has_event(once):
            return False  # without the wait for the right to write
        with self._open_transaction() as connection:
            return append_event(connection, event, once)

    def record(self, kind: AuditKind, what: str, reason: str = "") -> None:
        """Append an event of who acts now."""
        with self._open_transaction() as connection:
            record_event(connection, kind, what, reason)

    def check(self, expected: str = "", known: ChainHead | None = None) -> ChainCheck:
        """Check the chain: see `check_chain`."""
        with self.engine.connect() as connection:
            return check_chain(connection, expected, known)

    def _has_event(self, once: Sequence[object]) -> bool:
        with self.engine.connect() as connection:
            return bool(connection.scalar(_select_once(_hash_parts(once))))

    def _open_transaction(self) -> AbstractContextManager[sa.Connection]:
        """Open a transaction that may write. A load holds it up on SQLite only."""
        return self.engine.execution_options(writes=True).begin()


def record_event(
    connection: sa.Connection,
    kind: AuditKind,
    what: str,
    reason: str = "",
    at: datetime | None = None,
) -> None:
    """Append an event of who acts now, in the transaction of the change that it is about."""
    append_event(connection, AuditEvent(kind, what, at or datetime.now(UTC), get_actor(), reason))


def append_event(connection: sa.Connection, event: AuditEvent, once: Sequence[object] = ()) -> bool:
    """Append an event in a transaction that may write, and return whether it is new.

    It should be the last of what the transaction does: on PostgreSQL, others who append wait.
    """
    head = read_head(connection, hold=True)
    key = _hash_parts(once) if once else None
    if key and connection.scalar(_select_once(key)):
        return False
    row = {
        "number": head.number + 1,
        "at": strip_zone(event.at),
        "kind": event.kind.value,
        "who": _clean(event.actor.who),
        "what": _clean(event.what),
        "reason": _clean(event.reason),
        "origin": _clean(event.actor.where),
        "request": _clean(event.actor.request),
        "once": key,
    }
    digest = hash_row(head.hash, row)
    connection.execute(sa.insert(audit_event).values(**row, hash=digest))
    _move_head(connection, ChainHead(head.number + 1, digest))
    return True


def _hash_parts(once: Sequence[object]) -> str:
    return hashlib.sha256(repr(tuple(once)).encode()).hexdigest()


def _select_once(key: str) -> sa.Select[int]:
    return sa.select(sa.literal(1)).where(audit_event.c.once == key)


def _move_head(connection: sa.Connection, head: ChainHead) -> None:
    end = {"number": head.number, "hash": head.hash}
    insert = build_upsert(connection, audit_head).values(id=1, **end)
    connection.execute(insert.on_conflict_do_update(index_elements=["id"], set_=end))


def _clean(text: str) -> str:
    """Return a text that both databases keep and a line of a list can show."""
    kept = text.translate(_UNSTORABLE).encode(errors="replace").decode()
    return kept[:LONGEST_TEXT]
