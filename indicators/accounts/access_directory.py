"""Where pages find the agreements and the users of a site."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indicators.access.roles import AccessContext
from indicators.domain.people.users import User
from indicators.domain.sharing.agreements import Agreements


@dataclass(frozen=True, slots=True)
class AccessDirectory:
    """The places, services and agreements as they are now, and every user."""

    find_context: Callable[[], AccessContext]
    list_users: Callable[[], Sequence[User]]

    def find_agreements(self) -> Agreements:
        """Return the agreements as their file has them now."""
        return self.find_context().agreements
