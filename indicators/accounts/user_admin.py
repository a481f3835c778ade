"""Adding, changing and disabling users, and the links by which they set their passwords."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from indicators.access.permissions import Permission, Viewer, require
from indicators.access.roles import AccessContext, Role
from indicators.accounts.secret_texts import hash_token, make_token
from indicators.domain.catalogue import name_agencies
from indicators.domain.core import LocalityKind
from indicators.domain.errors import UserError
from indicators.domain.people.users import UnknownIdentity, User, UserDetails
from indicators.store.accounts.credential_table import CredentialTable
from indicators.store.accounts.identity_table import IdentityTable
from indicators.store.accounts.session_table import SessionTable
from indicators.store.accounts.user_table import UserTable
from indicators.store.notifications.private_link_table import PrivateLinkTable

LINK_LASTS = timedelta(days=3)
UNKNOWN_SHOWN_FOR = timedelta(days=30)


class UnknownUserError(UserError):
    """A user who is not there."""

    def __init__(self) -> None:
        super().__init__("There is no such user.", remedy="Look at the list of users again.")


@dataclass(frozen=True, slots=True)
class AccountChoices:
    """The organisations, teams and services that a user can have: names by code."""

    organisations: Mapping[str, str]
    teams: Mapping[str, str]
    services: Mapping[str, str]
    withdrawn: Mapping[str, str]

    def name_organisation(self, code: str) -> str:
        """Return the name of a user's organisation, also of one that was withdrawn."""
        known = {**self.organisations, **self.withdrawn}
        return known.get(code, code) or "none"

    def keep_organisation(self, code: str) -> AccountChoices:
        """Return the choices with the organisation that a user has."""
        if not code or code in self.organisations:
            return self
        kept = {**self.organisations, code: self.name_organisation(code)}
        return replace(self, organisations=kept)


class UserAdmin:
    """What administrators do. Each asks for the permission to manage users."""

    def __init__(
        self,
        users: UserTable,
        identities: IdentityTable,
        credentials: CredentialTable,
        sessions: SessionTable,
        private_links: PrivateLinkTable,
        find_choices: Callable[[], AccountChoices],
    ) -> None:
        self._users = users
        self._identities = identities
        self._credentials = credentials
        self._sessions = sessions
        self._private_links = private_links
        self.find_choices = find_choices

    def list_users(self, viewer: Viewer) -> list[User]:
        require(viewer, Permission.MANAGE_USERS)
        return self._users.list_users()

    def get_user(self, user_id: int, viewer: Viewer) -> User:
        """Return a user. Raises UnknownUserError."""
        require(viewer, Permission.MANAGE_USERS)
        user = self._users.find(user_id)
        if user is None:
            raise UnknownUserError
        return user

    def find_by_email(self, email: str, viewer: Viewer) -> User:
        """Return the user of an e-mail address. Raises UnknownUserError."""
        require(viewer, Permission.MANAGE_USERS)
        user = self._users.find_by_email(email)
        if user is None:
            raise UnknownUserError
        return user

    def add(self, details: UserDetails, viewer: Viewer, now: datetime) -> User:
        """Keep a new user, who still needs a link or an identity to sign in."""
        require(viewer, Permission.MANAGE_USERS)
        self._check(details)
        return self._users.add(details, now)

    def change(self, user_id: int, details: UserDetails, viewer: Viewer) -> None:
        user = self.get_user(user_id, viewer)
        self._check(details, kept=user.details.organisation)
        if Role.ADMINISTRATOR not in details.roles:
            self._keep_an_administrator(user)
        self._users.change(user_id, details)

    def disable(self, user_id: int, viewer: Viewer, now: datetime) -> None:
        """Disable a user: sessions and tokens end at once."""
        user = self.get_user(user_id, viewer)
        self._keep_an_administrator(user)
        self._users.disable(user_id, now)

    def enable(self, user_id: int, viewer: Viewer) -> None:
        self._users.enable(self.get_user(user_id, viewer).id)

    def invite(self, user_id: int, viewer: Viewer, now: datetime) -> str:
        """Return a new link's token, by which a user sets a password and an app, once.

        Password, app, recovery codes, sessions and private addresses of the user end at once.
        Tokens stay: the programs that have them would stop, and an administrator can revoke them.
        """
        user = self.get_user(user_id, viewer)
        token = make_token()
        self._credentials.invite(user.id, hash_token(token), now, now + LINK_LASTS)
        self._sessions.end_all(user.id, now)
        self._private_links.revoke(user.id, now)
        return token

    def list_issuers(self, user_id: int, viewer: Viewer) -> list[tuple[str, str]]:
        """Return the issuer and subject of each identity that leads to a user."""
        return self._identities.list_issuers(self.get_user(user_id, viewer).id)

    def list_unknown(self, viewer: Viewer, now: datetime) -> list[UnknownIdentity]:
        """Return who came from a provider lately without an account here, the last first."""
        require(viewer, Permission.MANAGE_USERS)
        return self._identities.list_unknown(now - UNKNOWN_SHOWN_FOR)

    def link(self, user_id: int, number: int, viewer: Viewer, now: datetime) -> None:
        """Let the identity of a number lead to a user."""
        user = self.get_user(user_id, viewer)
        found = self._identities.find_unknown(number)
        if found is None:
            raise UserError(
                "This person is not on the list any more.", remedy="Look at the list again."
            )
        self._identities.link(found.issuer, found.subject, user.id, now)

    def unlink(
        self, user_id: int, issuer: str, subject: str, viewer: Viewer, now: datetime
    ) -> None:
        """Let an identity lead to nobody. The sessions of its user end."""
        user = self.get_user(user_id, viewer)
        self._identities.unlink(issuer, subject, user.id)
        self._sessions.end_all(user.id, now)

    def _check(self, details: UserDetails, kept: str = "") -> None:
        """Raise UserError for what nobody can have; `kept` is the organisation that a user has."""
        choices = self.find_choices().keep_organisation(kept)
        if not details.name or "@" not in details.email:
            raise UserError("A user has a name and an e-mail address.", remedy="Fill in both.")
        for code, known, what in (
            (details.organisation, choices.organisations, "organisation"),
            (details.team, choices.teams, "team"),
            (details.service, choices.services, "service"),
        ):
            if code and code not in known:
                raise UserError(
                    f"There is no {what} “{code}”.", remedy=f"Use one of {', '.join(known)}."
                )
        for role in details.roles:
            if role not in list(Role):
                raise UserError(f"There is no role “{role}”.", remedy=f"Use {', '.join(Role)}.")

    def _keep_an_administrator(self, user: User) -> None:
        """Refuse to take the last administrator away."""
        others = (
            each
            for each in self._users.list_users()
            if each.id != user.id
            and not each.disabled_at
            and Role.ADMINISTRATOR in each.details.roles
        )
        if Role.ADMINISTRATOR in user.details.roles and not user.disabled_at and not any(others):
            raise UserError(
                "This is the last administrator.",
                remedy="Make another user an administrator first.",
            )


def list_choices(context: AccessContext) -> AccountChoices:
    """Return what a user can belong to: the agencies and further organisations, teams, services."""
    organisations = name_agencies(context.services)
    organisations |= {each.code: each.name for each in context.agreements.organisations}
    teams = {team.code: team.name for team in context.places.list_by_kind(LocalityKind.TEAM)}
    services = {service.code: service.name for service in context.services}
    withdrawn = {each.code: f"{each.name} (withdrawn)" for each in context.agreements.withdrawn}
    return AccountChoices(organisations, teams, services, withdrawn)
