"""Someone who is signed in: a user, and the viewer they are."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.access.permissions import Viewer
from indicators.domain.people.users import User, UserSession
from indicators.domain.sharing.agreements import Agreements


@dataclass(frozen=True, slots=True, eq=False)
class SignedIn:
    """A user and the viewer they are at the moment.

    It is compared by identity, and is the same for as long as the user, the session, the agreements
    and the day are. So caches can be kept by it.

    `agreements` are those that decided what the viewer sees. `session` is None for programs and
    sample users. `seen_as` is the user whose view an administrator looks at: nothing can be changed
    meanwhile.
    """

    user: User
    viewer: Viewer
    agreements: Agreements
    session: UserSession | None = None
    seen_as: User | None = None
    is_sample: bool = False
