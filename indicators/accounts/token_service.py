"""Tokens of programs: shown once, for one role, until a date."""

from __future__ import annotations

from datetime import datetime, timedelta

from indicators.accounts.secret_texts import hash_token, make_token
from indicators.domain.errors import UserError
from indicators.domain.people.users import ApiToken, User
from indicators.store.accounts.token_table import TokenTable
from indicators.store.moments import strip_zone

PREFIX = "lpd_"
"""So that a token that was put somewhere by mistake is recognised."""
LONGEST_DAYS = 366


class TokenService:
    """The tokens of all users. Every `now` is a time with its zone."""

    def __init__(self, table: TokenTable) -> None:
        self._table = table

    def make(self, user: User, name: str, role: str, days: int, now: datetime) -> str:
        """Keep a token for a role that the user has. Returns its text, which is kept nowhere."""
        if role not in user.details.roles:
            raise UserError(
                "A token has no more rights than its user.",
                remedy="Choose a role that the user has.",
            )
        if not 1 <= days <= LONGEST_DAYS:
            raise UserError(
                f"A token lasts 1 to {LONGEST_DAYS} days.", remedy="Choose fewer, and renew it."
            )
        if not name:
            raise UserError("The token has no name.", remedy="Name the program that will use it.")
        token = PREFIX + make_token()
        ends_at = now + timedelta(days=days)
        self._table.add(user.id, hash_token(token), name=name, role=role, ends_at=ends_at, now=now)
        return token

    def find(self, token: str, now: datetime) -> tuple[ApiToken, User] | None:
        """Return a token and its user, while it lasts and the user has its role."""
        found = self._table.find(hash_token(token), now)
        if found is None or found[0].role not in found[1].details.roles:
            return None
        return found

    def list_tokens(self, user_id: int) -> list[ApiToken]:
        return self._table.list_tokens(user_id)

    def list_in_use(self, user_id: int, now: datetime) -> list[ApiToken]:
        """Return the tokens of a user that are neither revoked nor over."""
        moment = strip_zone(now)
        return [
            each
            for each in self.list_tokens(user_id)
            if each.revoked_at is None and each.ends_at > moment
        ]

    def revoke(self, number: int, user_id: int, now: datetime) -> None:
        """End a token of a user. Raises UserError if there is none."""
        if not self._table.revoke(number, user_id, now):
            raise UserError(
                "There is no such token in use.", remedy="Look at the list of tokens again."
            )
