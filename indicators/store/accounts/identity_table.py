"""Who users are at OpenID providers: an issuer and a subject lead to one user."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from indicators.domain.audit.audit_event import AuditKind
from indicators.domain.people.users import UnknownIdentity, User
from indicators.store.accounts.account_schema import unknown_identity, user_account, user_identity
from indicators.store.accounts.user_table import COLUMNS, read_user
from indicators.store.audit_log import record_event
from indicators.store.database import open_write_transaction
from indicators.store.moments import strip_zone

_IDENTITY, _UNKNOWN = user_identity.c, unknown_identity.c


class IdentityTable:
    """Reads and changes the links. Every `now` is a time with its zone."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def find_user(self, issuer: str, subject: str) -> User | None:
        """Return the user who is linked, disabled or not."""
        linked = (
            sa.select(*COLUMNS)
            .join(user_identity, _IDENTITY.user_id == user_account.c.id)
            .where(_IDENTITY.issuer == issuer, _IDENTITY.subject == subject)
        )
        with self.engine.connect() as connection:
            row = connection.execute(linked).first()
        return read_user(row) if row else None

    def list_issuers(self, user_id: int) -> list[tuple[str, str]]:
        """Return the issuer and subject of each link of a user."""
        linked = sa.select(_IDENTITY.issuer, _IDENTITY.subject).where(_IDENTITY.user_id == user_id)
        with self.engine.connect() as connection:
            ordered = linked.order_by(_IDENTITY.issuer, _IDENTITY.subject)
            return [(issuer, subject) for issuer, subject in connection.execute(ordered)]

    def link(self, issuer: str, subject: str, user_id: int, now: datetime) -> None:
        """Let an issuer and subject lead to a user, whatever they led to before."""
        which = (_IDENTITY.issuer == issuer, _IDENTITY.subject == subject)
        unknown = (_UNKNOWN.issuer == issuer, _UNKNOWN.subject == subject)
        made = {"issuer": issuer, "subject": subject, "user_id": user_id}
        with open_write_transaction(self.engine) as connection:
            connection.execute(sa.delete(user_identity).where(*which))
            connection.execute(sa.delete(unknown_identity).where(*unknown))
            connection.execute(sa.insert(user_identity).values(**made, linked_at=strip_zone(now)))
            _record(connection, user_id, "linked to", issuer)

    def unlink(self, issuer: str, subject: str, user_id: int) -> None:
        which = (
            _IDENTITY.issuer == issuer,
            _IDENTITY.subject == subject,
            _IDENTITY.user_id == user_id,
        )
        with open_write_transaction(self.engine) as connection:
            connection.execute(sa.delete(user_identity).where(*which))
            _record(connection, user_id, "no longer linked to", issuer)

    def note_unknown(
        self, issuer: str, subject: str, *, name: str, email: str, now: datetime
    ) -> int:
        """Keep who signed in at a provider without an account here. Returns the number."""
        which = (_UNKNOWN.issuer == issuer, _UNKNOWN.subject == subject)
        seen = {"name": name, "email": email, "seen_at": strip_zone(now)}
        with open_write_transaction(self.engine) as connection:
            found = connection.scalar(sa.select(_UNKNOWN.id).where(*which))
            if found is not None:
                connection.execute(sa.update(unknown_identity).where(*which).values(seen))
                return int(found)
            made = sa.insert(unknown_identity).values(issuer=issuer, subject=subject, **seen)
            return int(connection.execute(made.returning(_UNKNOWN.id)).scalar_one())

    def list_unknown(self, since: datetime) -> list[UnknownIdentity]:
        """Return those who signed in at a provider without an account, the last first."""
        recent = sa.select(unknown_identity).where(_UNKNOWN.seen_at >= strip_zone(since))
        with self.engine.connect() as connection:
            rows = connection.execute(recent.order_by(_UNKNOWN.seen_at.desc()))
            return [UnknownIdentity(*row) for row in rows]

    def find_unknown(self, number: int) -> UnknownIdentity | None:
        with self.engine.connect() as connection:
            found = connection.execute(
                sa.select(unknown_identity).where(_UNKNOWN.id == number)
            ).first()
        return UnknownIdentity(*found) if found else None


def _record(connection: sa.Connection, user_id: int, what: str, issuer: str) -> None:
    record_event(connection, AuditKind.USER_CHANGED, f"user {user_id} {what} {issuer}")
