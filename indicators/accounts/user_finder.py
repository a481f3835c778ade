"""Finds who makes a request: the user of a session, of a token or of the sample."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

from indicators.access.permissions import Viewer
from indicators.access.roles import AccessContext, Person, Role, build_viewer
from indicators.accounts.session_service import SessionService
from indicators.accounts.signed_in import SignedIn
from indicators.accounts.token_service import TokenService
from indicators.domain.loads import DataState
from indicators.domain.people.users import User, UserDetails
from indicators.store.accounts.session_table import UserInSession
from indicators.store.accounts.user_table import UserTable

_KEPT = 500
"""People that each process keeps: most requests are of someone who made one before."""


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
        who, state = found
        self._note_state(state)
        viewing_as, seen_as = who.session.viewing_as, None
        if viewing_as is not None and Role.ADMINISTRATOR in who.user.details.roles:
            seen_as = self._users.find(viewing_as)
        return _sign_in(who, seen_as, self._find_context(), now.date())

    def find_by_token(self, token: str, now: datetime) -> SignedIn | None:
        """Return the user that a program acts for, in the role of its token."""
        found = self._tokens.find(token, now)
        if found is None:
            return None
        kept, user = found
        context = self._find_context()
        person = describe_person(user.details, user.id, (kept.role,))
        return SignedIn(user, build_viewer(person, context, now.date()), context.agreements)

    def build_viewer(self, user: User, now: datetime) -> Viewer:
        """Return the viewer that a user is in all their roles."""
        person = describe_person(user.details, user.id)
        return build_viewer(person, self._find_context(), now.date())

    def find_sample(self, user: User, now: datetime) -> SignedIn:
        """Return a sample user as one who is signed in, with a viewer without a number."""
        return _sign_in_sample(user, self._find_context(), now.date())


@lru_cache(_KEPT)
def _sign_in(
    who: UserInSession, seen_as: User | None, context: AccessContext, day: date
) -> SignedIn:
    session, user = who.session, who.user
    if seen_as is not None:
        person = describe_person(seen_as.details, seen_as.id)
    else:
        chosen = (session.role,) if session.role in user.details.roles else user.details.roles
        person = describe_person(user.details, user.id, chosen)
    return SignedIn(user, build_viewer(person, context, day), context.agreements, session, seen_as)


@lru_cache(_KEPT)
def _sign_in_sample(user: User, context: AccessContext, day: date) -> SignedIn:
    viewer = build_viewer(describe_person(user.details, None), context, day)
    return SignedIn(user, viewer, context.agreements, is_sample=True)


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
