"""People with an account, their sessions and their tokens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class UserDetails:
    """What an administrator says of a user. The usual role is first.

    `organisation`, `team` and `service` are codes; "" where the user has none.
    """

    name: str
    email: str
    organisation: str
    roles: tuple[str, ...]
    team: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True)
class User:
    """A person with an account. `disabled_at` is when the account was disabled (UTC)."""

    id: int
    details: UserDetails
    disabled_at: datetime | None = None

    @property
    def name(self) -> str:
        return self.details.name


@dataclass(frozen=True, slots=True)
class UserSession:
    """A place where a user is signed in. Times are UTC.

    `role` is the one the user chose, "" for the usual one. `viewing_as` is the user whose view an
    administrator looks at.
    """

    id: int
    user_id: int
    made_at: datetime
    seen_at: datetime
    browser: str
    network: str
    method: str
    role: str = ""
    viewing_as: int | None = None


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A key for a program, which acts for a user in one role. Times are UTC."""

    id: int
    user_id: int
    name: str
    role: str
    made_at: datetime
    ends_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnknownIdentity:
    """A person of an OpenID provider who is no user of this dashboard yet."""

    id: int
    issuer: str
    subject: str
    name: str
    email: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class PendingSignIn:
    """A sign-in under way: at an OpenID provider, or before the second factor.

    `secret` is the encrypted key of an authenticator app that is being set up. `invitation` is the
    hash of the link that a user followed to a provider.
    """

    next_path: str
    made_at: datetime
    provider: str = ""
    state: str = ""
    nonce: str = ""
    verifier: str = ""
    secret: str = ""
    invitation: str = ""
    user_id: int | None = None
