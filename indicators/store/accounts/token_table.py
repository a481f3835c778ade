"""The tokens of programs, as hashes."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from indicators.domain.audit.audit_event import AuditKind
from indicators.domain.people.users import ApiToken, User
from indicators.store.accounts.account_schema import api_token, user_account
from indicators.store.accounts.user_table import COLUMNS as USER_COLUMNS
from indicators.store.accounts.user_table import read_user
from indicators.store.audit_log import record_event
from indicators.store.database import open_write_transaction
from indicators.store.moments import strip_zone

_TOKEN = api_token.c
_COLUMNS = [
    _TOKEN[name] for name in ("id", "user_id", "name", "role", "made_at", "ends_at", "revoked_at")
]


class TokenTable:
    """Reads and changes tokens. Every `now` is a time with its zone."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def add(
        self, user_id: int, hashed: str, *, name: str, role: str, ends_at: datetime, now: datetime
    ) -> None:
        made = {"user_id": user_id, "hash": hashed, "name": name, "role": role}
        times = {"made_at": strip_zone(now), "ends_at": strip_zone(ends_at)}
        with open_write_transaction(self.engine) as connection:
            kept = sa.insert(api_token).values(**made, **times).returning(_TOKEN.id)
            number = connection.execute(kept).scalar_one()
            what = f"token {number} of user {user_id}, role {role}"
            record_event(connection, AuditKind.TOKEN_MADE, what)

    def find(self, hashed: str, now: datetime) -> tuple[ApiToken, User] | None:
        """Return a token in force and its user, unless they are disabled."""
        wanted = (
            sa.select(*_COLUMNS, *USER_COLUMNS)
            .join(user_account, user_account.c.id == _TOKEN.user_id)
            .where(
                _TOKEN.hash == hashed,
                _TOKEN.revoked_at.is_(None),
                _TOKEN.ends_at > strip_zone(now),
                user_account.c.disabled_at.is_(None),
            )
        )
        with self.engine.connect() as connection:
            row = connection.execute(wanted).first()
        if row is None:
            return None
        return ApiToken(*row[: len(_COLUMNS)]), read_user(row[len(_COLUMNS) :])

    def list_tokens(self, user_id: int) -> list[ApiToken]:
        """Return every token of a user, the newest first."""
        wanted = sa.select(*_COLUMNS).where(_TOKEN.user_id == user_id).order_by(_TOKEN.id.desc())
        with self.engine.connect() as connection:
            return [ApiToken(*row) for row in connection.execute(wanted)]

    def revoke(self, number: int, user_id: int, now: datetime) -> bool:
        """End a token of a user. Returns False if there is none in force."""
        which = (_TOKEN.id == number, _TOKEN.user_id == user_id, _TOKEN.revoked_at.is_(None))
        ended = sa.update(api_token).where(*which).values(revoked_at=strip_zone(now))
        with open_write_transaction(self.engine) as connection:
            is_ended = bool(connection.execute(ended).rowcount)
            if is_ended:
                what = f"token {number} of user {user_id}"
                record_event(connection, AuditKind.TOKEN_REVOKED, what)
            return is_ended
