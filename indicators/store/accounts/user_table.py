"""The users of one database. None is removed: a user who has left is disabled."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from indicators.domain.audit.audit_event import AuditKind
from indicators.domain.errors import UserError
from indicators.domain.people.users import User, UserDetails
from indicators.store.accounts.account_schema import user_account, user_session
from indicators.store.accounts.pending_table import end_pending
from indicators.store.audit_log import record_event
from indicators.store.database import open_write_transaction
from indicators.store.moments import strip_zone

_USER = user_account.c
COLUMNS = [
    _USER.id,
    _USER.name,
    _USER.email,
    _USER.organisation,
    sa.cast(_USER.roles, sa.Text),  # as it is written, so that rows can be compared
    _USER.team,
    _USER.service,
    _USER.disabled_at,
]


class EmailInUseError(UserError):
    """An e-mail address that another user has."""

    def __init__(self) -> None:
        super().__init__(
            "Another user has this e-mail address.",
            remedy="Change that user, or give this one another address.",
        )


class UserTable:
    """Reads and changes users. Every `now` is a time with its zone."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def list_users(self) -> list[User]:
        """Return every user, by name."""
        ordered = sa.select(*COLUMNS).order_by(user_account.c.name, user_account.c.id)
        with self.engine.connect() as connection:
            return [read_user(row) for row in connection.execute(ordered)]

    def find(self, user_id: int) -> User | None:
        return self._find(user_account.c.id == user_id)

    def find_by_email(self, email: str) -> User | None:
        return self._find(user_account.c.email == normalise_email(email))

    def has_users(self) -> bool:
        with self.engine.connect() as connection:
            return connection.scalar(sa.select(user_account.c.id).limit(1)) is not None

    def add(self, details: UserDetails, now: datetime) -> User:
        """Keep a new user. Raises EmailInUseError if there is one with this e-mail address."""
        values = _list_values(details) | {"made_at": strip_zone(now)}
        with open_write_transaction(self.engine) as connection:
            _refuse_used_email(connection, details.email, 0)
            made = sa.insert(user_account).values(values).returning(user_account.c.id)
            user = User(connection.execute(made).scalar_one(), details)
            _record(connection, user.id, f"added: {_describe_rights(details)}")
            return user

    def change(self, user_id: int, details: UserDetails) -> None:
        """Keep other details of a user. Raises EmailInUseError as `add` does."""
        changed = sa.update(user_account).where(user_account.c.id == user_id)
        with open_write_transaction(self.engine) as connection:
            _refuse_used_email(connection, details.email, user_id)
            connection.execute(changed.values(_list_values(details)))
            _record(connection, user_id, f"changed: {_describe_rights(details)}")

    def disable(self, user_id: int, now: datetime) -> None:
        """Disable a user, and end every session and sign-in of theirs in the same transaction."""
        at = strip_zone(now)
        session = user_session.c
        with open_write_transaction(self.engine) as connection:
            connection.execute(_where(user_id).values(disabled_at=at))
            open_ones = sa.update(user_session).where(
                session.user_id == user_id, session.ended_at.is_(None)
            )
            connection.execute(open_ones.values(ended_at=at))
            end_pending(connection, user_id)
            _record(connection, user_id, "disabled")

    def enable(self, user_id: int) -> None:
        with open_write_transaction(self.engine) as connection:
            connection.execute(_where(user_id).values(disabled_at=None))
            _record(connection, user_id, "enabled")

    def _find(self, which: sa.ColumnElement[bool]) -> User | None:
        with self.engine.connect() as connection:
            row = connection.execute(sa.select(*COLUMNS).where(which)).first()
        return read_user(row) if row else None


def normalise_email(email: str) -> str:
    """Return an e-mail address as it is compared: without spaces around it, in small letters."""
    return email.strip().lower()


def read_user(row: Sequence[Any]) -> User:
    """Return the user in a row of COLUMNS."""
    number, name, email, organisation, roles, team, service, disabled_at = row
    details = UserDetails(name, email, organisation, tuple(json.loads(roles)), team, service)
    return User(number, details, disabled_at)


def _where(user_id: int) -> sa.Update:
    return sa.update(user_account).where(user_account.c.id == user_id)


def _record(connection: sa.Connection, user_id: int, what: str) -> None:
    record_event(connection, AuditKind.USER_CHANGED, f"user {user_id} {what}")


def _describe_rights(details: UserDetails) -> str:
    """Return in codes what a user may do and see from now on, for the audit log."""
    held = {
        "roles": ", ".join(details.roles),
        "organisation": details.organisation,
        "team": details.team,
        "service": details.service,
    }
    return "; ".join(f"{name} {codes or 'none'}" for name, codes in held.items())


def _list_values(details: UserDetails) -> dict[str, Any]:
    return {
        "name": details.name,
        "email": normalise_email(details.email),
        "organisation": details.organisation,
        "roles": list(details.roles),
        "team": details.team,
        "service": details.service,
    }


def _refuse_used_email(connection: sa.Connection, email: str, user_id: int) -> None:
    used = sa.select(user_account.c.id).where(
        user_account.c.email == normalise_email(email), user_account.c.id != user_id
    )
    if connection.scalar(used) is not None:
        raise EmailInUseError
