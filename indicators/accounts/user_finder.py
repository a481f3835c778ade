"""Finds who makes a request: the user of a session, of a token or of the sample."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from indicators.access.permissions import Viewer
from indicators.access.roles import AccessContext, Person, Role, build_viewer
from indicators.accounts.session_service import SessionService
from indicators.accounts.signed_in import SignedIn
from indicators.accounts.token_service import TokenService
from indicators.domain.loads import DataState
from indicators.domain.people.users import User, UserDetails
from indicators.store.accounts.user_table import UserTable


def ignore_state(_: DataState) -> None:
    """Leave the state of the data to be read by what needs it."""


class UserFinder:
    """Finds users.

    `find_context` returns the places, services and agreements as they are. `note_state` is given
    the state of the data, which is read in one statement with a session.
    """

    def __init__(
        self,
        users: UserTable,
        sessions: SessionService,
        tokens: TokenService,
        find_context: Callable[[], AccessContext],
        note_state: Callable[[DataState], None] = ignore_state,
    ) -> None:
        self._users = users
        self._sessions = sessions
        self._tokens = tokens
        self._find_context = find_context
        self._note_state = note_state

    def find_by_session(self, session_id: str, now: datetime) -> SignedIn | None:
        """Return the user of a session that is not over."""
        found = self._sessions.find(session_id, now)
        if found is None:
            return None
        session, user, state = found
        self._note_state(state)
        seen_as = self._users.find(session.viewing_as) if session.viewing_as is not None else None
        if seen_as is not None and Role.ADMINISTRATOR in user.details.roles:
            return SignedIn(user, self.build_viewer(seen_as, now), session, seen_as)
        chosen = (session.role,) if session.role in user.details.roles else user.details.roles
        return SignedIn(user, self.build_viewer(user, now, chosen), session)

    def find_by_token(self, token: str, now: datetime) -> SignedIn | None:
        """Return the user that a program acts for, in the role of its token."""
        found = self._tokens.find(token, now)
        if found is None:
            return None
        kept, user = found
        return SignedIn(user, self.build_viewer(user, now, (kept.role,)))

    def build_viewer(
        self, user: User, now: datetime, roles: tuple[str, ...] | None = None
    ) -> Viewer:
        """Return the viewer that a user is in some of their roles, or in all."""
        person = describe_person(user.details, user.id, roles)
        return build_viewer(person, self._find_context(), now.date())

    def build_sample_viewer(self, user: User, now: datetime) -> Viewer:
        """Return the viewer that a sample user is: one without a number."""
        return build_viewer(describe_person(user.details, None), self._find_context(), now.date())


def describe_person(
    details: UserDetails, user_id: int | None, roles: tuple[str, ...] | None = None
) -> Person:
    """Return what decides what a user sees, in some of their roles or in all."""
    chosen = details.roles if roles is None else roles
    return Person(
        details.name,
        frozenset(Role(role) for role in chosen if role in list(Role)),
        details.organisation,
        details.team,
        details.service,
        user_id,
    )
