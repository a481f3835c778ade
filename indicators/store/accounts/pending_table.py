"""Sign-ins under way. Each is taken out once, so that nothing of it can be used again."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

import sqlalchemy as sa

from indicators.domain.people.users import PendingSignIn
from indicators.store.accounts.account_schema import pending_sign_in
from indicators.store.database import open_write_transaction
from indicators.store.moments import strip_zone

LASTS = timedelta(minutes=10)
_PENDING = pending_sign_in.c
_COLUMNS = [_PENDING[name] for name in PendingSignIn.__slots__]


class PendingTable:
    """Reads and changes sign-ins under way. Every `now` is a time with its zone."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def keep(self, hashed: str, pending: PendingSignIn) -> None:
        """Keep a sign-in, and remove those that were given up."""
        made = asdict(pending) | {"made_at": strip_zone(pending.made_at)}
        over = _PENDING.made_at < strip_zone(pending.made_at) - LASTS
        with open_write_transaction(self.engine) as connection:
            connection.execute(sa.delete(pending_sign_in).where(over))
            connection.execute(sa.insert(pending_sign_in).values(hash=hashed, **made))

    def find(self, hashed: str, now: datetime) -> PendingSignIn | None:
        with self.engine.connect() as connection:
            row = connection.execute(sa.select(*_COLUMNS).where(*_is_open(hashed, now))).first()
        return PendingSignIn(*row) if row else None

    def take(self, hashed: str, now: datetime) -> PendingSignIn | None:
        """Return a sign-in and forget it: a second caller gets None.

        One that sets up an app ends all others of its user, so that none replaces the new app.
        """
        with open_write_transaction(self.engine) as connection:
            row = connection.execute(sa.select(*_COLUMNS).where(*_is_open(hashed, now))).first()
            connection.execute(sa.delete(pending_sign_in).where(_PENDING.hash == hashed))
            found = PendingSignIn(*row) if row else None
            if found and found.secret and found.user_id is not None:
                end_pending(connection, found.user_id)
        return found


def end_pending(connection: sa.Connection, user_id: int) -> None:
    """Forget every sign-in of a user that is past the password and not finished."""
    connection.execute(sa.delete(pending_sign_in).where(_PENDING.user_id == user_id))


def _is_open(hashed: str, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return _PENDING.hash == hashed, _PENDING.made_at >= strip_zone(now) - LASTS
