"""The sessions of users. One that has ended stays, so that it can be looked up later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from indicators.domain.audit.actor import get_actor
from indicators.domain.audit.audit_event import AuditEvent, AuditKind
from indicators.domain.loads import DataState
from indicators.domain.people.users import User, UserSession
from indicators.store.accounts.account_schema import user_account, user_session
from indicators.store.accounts.pending_table import end_pending
from indicators.store.accounts.user_table import COLUMNS as USER_COLUMNS
from indicators.store.accounts.user_table import read_user
from indicators.store.audit_log import append_event, record_event
from indicators.store.database import open_write_transaction
from indicators.store.moments import read_moment, strip_zone
from indicators.store.page_reads.data_state import STATE_COLUMNS, build_data_state
from indicators.store.page_reads.direct_query import DirectQuery

_SESSION = user_session.c
_COLUMNS = [
    _SESSION[name]
    for name in (
        "id",
        "user_id",
        "made_at",
        "seen_at",
        "browser",
        "network",
        "method",
        "role",
        "viewing_as",
    )
]

_FIND = DirectQuery(
    sa.select(*STATE_COLUMNS, *_COLUMNS, *USER_COLUMNS)
    .join(user_account, user_account.c.id == _SESSION.user_id)
    .where(
        _SESSION.hash == sa.bindparam("hash"),
        _SESSION.ended_at.is_(None),
        user_account.c.disabled_at.is_(None),
    )
)
"""Every request asks it. What a page needs to know of the data comes with it."""
_KEPT = 500
"""Sessions that each process keeps as they were read last."""


@dataclass(frozen=True, slots=True, eq=False)
class UserInSession:
    """A session and its user: the same object for as long as nothing of either changes."""

    session: UserSession
    user: User


class SessionTable:
    """Reads and changes sessions. Every `now` is a time with its zone."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def begin(
        self,
        user_id: int,
        hashed: str,
        *,
        browser: str,
        network: str,
        method: str,
        now: datetime,
    ) -> None:
        at = strip_zone(now)
        made = {"user_id": user_id, "hash": hashed, "made_at": at, "seen_at": at}
        seen = {"browser": browser, "network": network, "method": method}
        with open_write_transaction(self.engine) as connection:
            connection.execute(sa.insert(user_session).values(**made, **seen))
            # Until now the request was nobody's.
            actor = replace(get_actor(), who=f"user:{user_id}")
            what = f"user {user_id} by {method}"
            append_event(connection, AuditEvent(AuditKind.SIGN_IN, what, now, actor))

    def find(self, hashed: str) -> tuple[UserInSession, DataState] | None:
        """Return the session with a hash with its user, and the state of the data.

        None if it has ended or they are disabled.
        """
        row = _FIND.read_first(self.engine, hash=hashed)
        if row is None:
            return None
        state, found = row[: len(STATE_COLUMNS)], row[len(STATE_COLUMNS) :]
        return _read_found(found), build_data_state(*state)

    def list_open(
        self, user_id: int, made_since: datetime, seen_since: datetime
    ) -> list[UserSession]:
        """Return the sessions of a user that are not over, the one seen last first."""
        wanted = sa.select(*_COLUMNS).where(
            _SESSION.user_id == user_id,
            _SESSION.ended_at.is_(None),
            _SESSION.made_at > strip_zone(made_since),
            _SESSION.seen_at > strip_zone(seen_since),
        )
        with self.engine.connect() as connection:
            rows = connection.execute(wanted.order_by(_SESSION.seen_at.desc(), _SESSION.id.desc()))
            return [UserSession(*row) for row in rows]

    def note_seen(self, number: int, now: datetime) -> None:
        self._change(_SESSION.id == number, seen_at=strip_zone(now))

    def choose_role(self, number: int, role: str) -> None:
        self._change(_SESSION.id == number, role=role)

    def view_as(self, number: int, user_id: int) -> None:
        """Let a session look at what another user sees."""
        looking = sa.update(user_session).where(_SESSION.id == number)
        with open_write_transaction(self.engine) as connection:
            connection.execute(looking.values(viewing_as=user_id))
            record_event(connection, AuditKind.VIEW_AS_STARTED, f"user {user_id}")

    def end_view_as(self, number: int) -> None:
        """Let a session look at its own user's view again."""
        looking = sa.update(user_session).where(_SESSION.id == number)
        with open_write_transaction(self.engine) as connection:
            seen = connection.scalar(sa.select(_SESSION.viewing_as).where(_SESSION.id == number))
            if seen is not None:
                connection.execute(looking.values(viewing_as=None))
                record_event(connection, AuditKind.VIEW_AS_ENDED, f"user {seen}")

    def end(self, number: int, user_id: int, now: datetime) -> None:
        """End a session of a user."""
        which = sa.and_(_SESSION.id == number, _SESSION.user_id == user_id)
        with open_write_transaction(self.engine) as connection:
            _end(connection, which, user_id, now)

    def end_all(self, user_id: int, now: datetime, *, but: int = 0) -> None:
        """End the sessions of a user, all but one, and what would become a session."""
        which = sa.and_(_SESSION.user_id == user_id, _SESSION.id != but)
        with open_write_transaction(self.engine) as connection:
            end_pending(connection, user_id)
            _end(connection, which, user_id, now)

    def _change(self, which: sa.ColumnElement[bool], **values: Any) -> None:
        with open_write_transaction(self.engine) as connection:
            connection.execute(sa.update(user_session).where(which).values(**values))


@lru_cache(_KEPT)
def _read_found(row: tuple[Any, ...]) -> UserInSession:
    """Return what a row says. It is read for each request, and looked at once."""
    number, user_id, made_at, seen_at, *rest = row[: len(_COLUMNS)]
    session = UserSession(number, user_id, read_moment(made_at), read_moment(seen_at), *rest)
    return UserInSession(session, read_user(row[len(_COLUMNS) :]))


def _end(
    connection: sa.Connection, which: sa.ColumnElement[bool], user_id: int, now: datetime
) -> None:
    open_ones = sa.update(user_session).where(which, _SESSION.ended_at.is_(None))
    if ended := connection.execute(open_ones.values(ended_at=strip_zone(now))).rowcount:
        record_event(connection, AuditKind.SIGN_OUT, f"user {user_id}, sessions: {ended}")
