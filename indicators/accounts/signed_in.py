"""Someone who is signed in: a user, and the viewer they are."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.access.permissions import Viewer
from indicators.domain.people.users import User, UserSession


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A user and the viewer they are at the moment.

    `session` is None for programs and sample users. `seen_as` is the user whose view an
    administrator looks at: nothing can be changed meanwhile.
    """

    user: User
    viewer: Viewer
    session: UserSession | None = None
    seen_as: User | None = None
    is_sample: bool = False
