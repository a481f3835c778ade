"""Private addresses for programs that cannot sign in: feed readers and calendars."""

from __future__ import annotations

from datetime import datetime, timedelta

from indicators.accounts.secret_texts import hash_token, make_token
from indicators.domain.people.notifications import PrivateLink
from indicators.domain.people.users import User
from indicators.store.accounts.user_table import UserTable
from indicators.store.notifications.private_link_table import PrivateLinkTable

LASTS = timedelta(days=366)


class PrivateLinks:
    """The private addresses of all users. Every `now` is a time with its zone."""

    def __init__(self, table: PrivateLinkTable, users: UserTable) -> None:
        self._table = table
        self._users = users

    def make(self, user: User, now: datetime) -> str:
        """Return a new token, which is kept nowhere. The earlier one ends."""
        token = make_token()
        self._table.replace(user.id, hash_token(token), now + LASTS, now)
        return token

    def find(self, user: User, now: datetime) -> PrivateLink | None:
        """Return what is known of a user's addresses, if they have some."""
        return self._table.find(user.id, now)

    def find_user(self, token: str, now: datetime) -> User | None:
        """Return the user of a token, unless it is over or they are disabled."""
        number = self._table.find_user(hash_token(token), now)
        user = self._users.find(number) if number is not None else None
        return None if user is None or user.disabled_at else user

    def revoke(self, user: User, now: datetime) -> None:
        self._table.revoke(user.id, now)
