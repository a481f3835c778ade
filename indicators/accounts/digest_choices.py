"""Which digests users get by e-mail, and the links in these by which they get no more."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from itsdangerous import BadSignature, URLSafeSerializer

from indicators.domain.people.users import User
from indicators.store.accounts.user_table import UserTable
from indicators.store.notifications.subscription_table import SubscriptionTable

_PURPOSE = "no more digests"


class DigestChoices:
    """The digests of all users. `secret` is the server's."""

    def __init__(self, table: SubscriptionTable, users: UserTable, secret: str) -> None:
        self._table = table
        self._users = users
        self._signer = URLSafeSerializer(secret, salt=_PURPOSE)

    def list_teams(self, user: User) -> list[str]:
        """Return the teams whose digests a user gets."""
        return self._table.list_teams(user.id)

    def choose(self, user: User, teams: Collection[str], now: datetime) -> None:
        """Keep which digests a user gets from now on."""
        self._table.choose(user.id, teams, now)

    def list_subscribers(self) -> list[tuple[User, list[str]]]:
        """Return the users who get digests, but for those who are disabled, with their teams."""
        teams = self._table.list_every()
        users = self._users.list_users()
        return [(u, teams[u.id]) for u in users if u.id in teams and not u.disabled_at]

    def sign_end(self, user: User, team: str) -> str:
        """Return the text of a link that ends a user's digests of a team. It has no end."""
        return str(self._signer.dumps([user.id, team]))

    def read_end(self, signed: str) -> tuple[int, str] | None:
        """Return the user and the team of a link; None if we did not sign it."""
        try:
            user, team = self._signer.loads(signed)
        except (BadSignature, ValueError, TypeError):
            return None
        return int(user), str(team)

    def end(self, user: int, team: str) -> None:
        """Send a user no more digests of a team."""
        self._table.end(user, team)
