"""What users prove with who they are: password, authenticator app, recovery codes and links."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from indicators.domain.audit.audit_event import AuditKind
from indicators.store.accounts.account_schema import (
    invitation,
    recovery_code,
    user_authenticator,
    user_password,
)
from indicators.store.audit_log import record_event
from indicators.store.database import open_write_transaction
from indicators.store.moments import strip_zone

_APP, _CODE, _LINK = user_authenticator.c, recovery_code.c, invitation.c


class CredentialTable:
    """Reads and changes them: only hashes and encrypted texts go in. `now` has its zone."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def find_password(self, user_id: int) -> str:
        """Return the hash of a user's password, or ""."""
        wanted = sa.select(user_password.c.hash).where(user_password.c.user_id == user_id)
        with self.engine.connect() as connection:
            return connection.scalar(wanted) or ""

    def keep_password(self, user_id: int, hashed: str, now: datetime) -> None:
        with open_write_transaction(self.engine) as connection:
            connection.execute(sa.delete(user_password).where(user_password.c.user_id == user_id))
            made = {"user_id": user_id, "hash": hashed, "made_at": strip_zone(now)}
            connection.execute(sa.insert(user_password).values(made))
            _record(connection, user_id, "has a new password")

    def find_authenticator(self, user_id: int) -> str:
        """Return the encrypted key of a user's authenticator app, or ""."""
        with self.engine.connect() as connection:
            return connection.scalar(sa.select(_APP.secret).where(_APP.user_id == user_id)) or ""

    def list_authenticators(self) -> list[str]:
        """Return the encrypted keys of all users' authenticator apps."""
        with self.engine.connect() as connection:
            return list(connection.scalars(sa.select(_APP.secret)))

    def keep_authenticator(
        self, user_id: int, secret: str, step: int, codes: Iterable[str], now: datetime
    ) -> None:
        """Keep a new app, whose code of `step` was used, and new recovery codes as hashes."""
        made = {"secret": secret, "made_at": strip_zone(now), "last_step": step}
        with open_write_transaction(self.engine) as connection:
            connection.execute(sa.delete(user_authenticator).where(_APP.user_id == user_id))
            connection.execute(sa.insert(user_authenticator).values(user_id=user_id, **made))
            _replace_codes(connection, user_id, codes)
            _record(connection, user_id, "has a new authenticator app")

    def use_step(self, user_id: int, step: int) -> bool:
        """Record that the code of a step was used. Returns False if it, or a later one, was."""
        newer = sa.update(user_authenticator).where(_APP.user_id == user_id, _APP.last_step < step)
        with open_write_transaction(self.engine) as connection:
            return bool(connection.execute(newer.values(last_step=step)).rowcount)

    def replace_recovery_codes(self, user_id: int, hashes: Iterable[str]) -> None:
        with open_write_transaction(self.engine) as connection:
            _replace_codes(connection, user_id, hashes)
            _record(connection, user_id, "has new recovery codes")

    def use_recovery_code(self, user_id: int, hashed: str, now: datetime) -> bool:
        """Use a code up. Returns False if it is not one of the user's, or was used."""
        fresh = sa.update(recovery_code).where(
            _CODE.hash == hashed, _CODE.user_id == user_id, _CODE.used_at.is_(None)
        )
        with open_write_transaction(self.engine) as connection:
            return bool(connection.execute(fresh.values(used_at=strip_zone(now))).rowcount)

    def count_recovery_codes(self, user_id: int) -> int:
        fresh = sa.select(sa.func.count()).where(_CODE.user_id == user_id, _CODE.used_at.is_(None))
        with self.engine.connect() as connection:
            return connection.scalar(fresh) or 0

    def invite(self, user_id: int, hashed: str, now: datetime, ends_at: datetime) -> None:
        """Keep a new link for a user; earlier ones end, and so do password and app."""
        made = {"hash": hashed, "made_at": strip_zone(now), "ends_at": strip_zone(ends_at)}
        with open_write_transaction(self.engine) as connection:
            for table in (invitation, user_password, user_authenticator, recovery_code):
                connection.execute(sa.delete(table).where(table.c.user_id == user_id))
            connection.execute(sa.insert(invitation).values(user_id=user_id, **made))
            _record(connection, user_id, "has a new link")

    def find_invited(self, hashed: str, now: datetime) -> int | None:
        """Return the user of a link that was not used and has not ended."""
        with self.engine.connect() as connection:
            return connection.scalar(sa.select(_LINK.user_id).where(*_is_open(hashed, now)))

    def use_invitation(self, hashed: str, now: datetime) -> bool:
        """Use a link up. Returns False if it was used or has ended."""
        used = sa.update(invitation).where(*_is_open(hashed, now)).values(used_at=strip_zone(now))
        with open_write_transaction(self.engine) as connection:
            return bool(connection.execute(used).rowcount)


def _record(connection: sa.Connection, user_id: int, what: str) -> None:
    record_event(connection, AuditKind.USER_CHANGED, f"user {user_id} {what}")


def _is_open(hashed: str, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return _LINK.hash == hashed, _LINK.used_at.is_(None), _LINK.ends_at > strip_zone(now)


def _replace_codes(connection: sa.Connection, user_id: int, hashes: Iterable[str]) -> None:
    connection.execute(sa.delete(recovery_code).where(_CODE.user_id == user_id))
    rows = [{"hash": each, "user_id": user_id} for each in hashes]
    connection.execute(sa.insert(recovery_code), rows)
