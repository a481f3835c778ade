"""Use without sign-in: only with the sample, and only on the computer that serves it."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import flask

from indicators.access.roles import AccessContext
from indicators.accounts.sample_users import USUAL, build_sample_users
from indicators.accounts.signed_in import SignedIn
from indicators.accounts.user_finder import UserFinder
from indicators.domain.people.users import User

CHOSEN = "sample_user"
"""Where the visitor's session keeps which sample user they are."""
LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")
"""The names of this computer for itself, as an address has them."""
_FORWARDED = ("forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "client-ip")
"""What a proxy adds to a request, besides X-Forwarded-For and its like."""


@dataclass(frozen=True, slots=True)
class SampleMode:
    """Decides for each request whether it needs no sign-in.

    `is_local` says that the server listens on a loopback address and has no proxy in front of it.
    `holds_only_sample` says whether synthetic figures, and none but these, are loaded now.
    """

    is_local: bool
    holds_only_sample: Callable[[], bool]
    find_context: Callable[[], AccessContext]
    finder: UserFinder

    def is_on(self) -> bool:
        """Return whether this request needs no sign-in."""
        return self.is_local and is_from_this_computer() and self.holds_only_sample()

    def list_users(self) -> Mapping[str, User]:
        """Return the sample users by code."""
        return build_sample_users(self.find_context(), datetime.now(UTC).date())

    def find(self) -> SignedIn:
        """Return the sample user that the visitor chose, or the usual one."""
        users = self.list_users()
        user = users.get(flask.session.get(CHOSEN, USUAL), users[USUAL])
        return self.finder.find_sample(user, datetime.now(UTC))


def is_from_this_computer() -> bool:
    """Return whether a request comes from this computer, by its own name, through no proxy."""
    host = flask.request.host.lower()
    name = host[: host.index("]") + 1] if host.startswith("[") else host.partition(":")[0]
    headers = [header.lower() for header in flask.request.headers.keys()]  # noqa: SIM118
    is_forwarded = any(h in _FORWARDED or h.startswith("x-forwarded") for h in headers)
    return (
        name in LOOPBACK_HOSTS
        and not is_forwarded
        and _is_loopback(flask.request.remote_addr or "")
    )


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
