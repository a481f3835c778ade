"""Sessions: begun at sign-in with a new random id, found at each request, ended in several ways."""

from __future__ import annotations

from datetime import datetime

from indicators.access.session_rules import IDLE, LONGEST, is_over, must_note
from indicators.accounts.secret_texts import hash_token, make_token
from indicators.accounts.visitor import Visitor
from indicators.domain.loads import DataState
from indicators.domain.people.users import User, UserSession
from indicators.store.accounts.session_table import SessionTable, UserInSession
from indicators.store.moments import strip_zone


class SessionService:
    """The sessions of all users. Every `now` is a time with its zone."""

    def __init__(self, table: SessionTable) -> None:
        self._table = table

    def begin(self, user: User, method: str, visitor: Visitor, now: datetime) -> str:
        """Begin a session. Returns its id, which only the user's browser keeps."""
        token = make_token()
        seen = {"browser": visitor.browser, "network": visitor.network}
        self._table.begin(user.id, hash_token(token), **seen, method=method, now=now)
        return token

    def find(self, token: str, now: datetime) -> tuple[UserInSession, DataState] | None:
        """Return the session with an id, its user and the state of the data, unless it is over."""
        found = self._table.find(hash_token(token))
        if found is None:
            return None
        session, at = found[0].session, strip_zone(now)
        if is_over(session.made_at, session.seen_at, at):
            self._table.end(session.id, session.user_id, now)
            return None
        if must_note(session.seen_at, at):
            self._table.note_seen(session.id, now)
        return found

    def list_open(self, user_id: int, now: datetime) -> list[UserSession]:
        """Return where a user is signed in, the session used last first."""
        return self._table.list_open(user_id, now - LONGEST, now - IDLE)

    def choose_role(self, session: UserSession, role: str) -> None:
        self._table.choose_role(session.id, role)

    def view_as(self, session: UserSession, user_id: int) -> None:
        """Let a session see what another user sees."""
        self._table.view_as(session.id, user_id)

    def end_view_as(self, session: UserSession) -> None:
        """Let a session see its own user's view again."""
        self._table.end_view_as(session.id)

    def end(self, number: int, user_id: int, now: datetime) -> None:
        """End one session of a user."""
        self._table.end(number, user_id, now)

    def end_all(self, user_id: int, now: datetime, *, but: int = 0) -> None:
        """End every session of a user, except one."""
        self._table.end_all(user_id, now, but=but)
