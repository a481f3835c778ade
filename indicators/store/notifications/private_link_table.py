"""Private addresses, as hashes of their tokens. A user has one at a time."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from indicators.domain.audit.audit_event import AuditKind
from indicators.domain.people.notifications import PrivateLink
from indicators.store.audit_log import record_event
from indicators.store.database import open_write_transaction
from indicators.store.moments import strip_zone
from indicators.store.notifications.notification_tables import private_link

_LINK = private_link.c


class PrivateLinkTable:
    """Reads and changes private addresses. Every `now` is a time with its zone."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def find_user(self, hashed: str, now: datetime) -> int | None:
        """Return the number of the user of a token in force."""
        wanted = sa.select(_LINK.user_id).where(_LINK.hash == hashed, _is_in_force(now))
        with self.engine.connect() as connection:
            return connection.scalar(wanted)

    def find(self, user_id: int, now: datetime) -> PrivateLink | None:
        """Return the private addresses of a user, if they have some in force."""
        wanted = sa.select(_LINK.id, _LINK.made_at, _LINK.ends_at)
        with self.engine.connect() as connection:
            row = connection.execute(wanted.where(_LINK.user_id == user_id, _is_in_force(now)))
            found = row.first()
        return PrivateLink(*found) if found else None

    def replace(self, user_id: int, hashed: str, ends_at: datetime, now: datetime) -> None:
        """Keep a new token. The earlier one ends."""
        made = {"user_id": user_id, "hash": hashed}
        times = {"made_at": strip_zone(now), "ends_at": strip_zone(ends_at)}
        with open_write_transaction(self.engine) as connection:
            _revoke(connection, user_id, now)
            kept = sa.insert(private_link).values(**made, **times).returning(_LINK.id)
            number = connection.execute(kept).scalar_one()
            what = f"private address {number} of user {user_id}"
            record_event(connection, AuditKind.TOKEN_MADE, what)

    def revoke(self, user_id: int, now: datetime) -> None:
        """End the token of a user, if they have one."""
        with open_write_transaction(self.engine) as connection:
            if _revoke(connection, user_id, now):
                what = f"private address of user {user_id}"
                record_event(connection, AuditKind.TOKEN_REVOKED, what)


def _revoke(connection: sa.Connection, user_id: int, now: datetime) -> int:
    which = _LINK.user_id == user_id, _LINK.revoked_at.is_(None)
    ended = sa.update(private_link).where(*which).values(revoked_at=strip_zone(now))
    return connection.execute(ended).rowcount


def _is_in_force(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(_LINK.revoked_at.is_(None), _LINK.ends_at > strip_zone(now))
