"""The session of who makes a request, for changes that a sample user cannot make."""

from __future__ import annotations

from indicators.accounts.signed_in import SignedIn
from indicators.domain.errors import UserError
from indicators.domain.people.users import UserSession
from layouts.site.current_user import get_current_user


class SampleAccountError(UserError):
    """A change of an account by a sample user, who has none."""

    def __init__(self) -> None:
        super().__init__(
            "A sample user has no account to change.",
            remedy="Sign in, or make an account with: python app.py users add",
        )


def get_own_session() -> tuple[SignedIn, UserSession]:
    """Return who is signed in and where. Raises SampleAccountError for a sample user."""
    user = get_current_user()
    if user.session is None:
        raise SampleAccountError
    return user, user.session
