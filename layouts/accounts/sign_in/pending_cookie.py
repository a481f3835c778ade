"""A sign-in under way, which a browser knows by a random id."""

from __future__ import annotations

from datetime import UTC, datetime

from werkzeug.wrappers import Response

from indicators.accounts.accounts import Accounts
from indicators.accounts.secret_texts import hash_token, make_token
from indicators.domain.people.users import PendingSignIn
from layouts.site.current_user import PENDING_COOKIE, keep_cookie, read_cookie


def keep_pending(accounts: Accounts, pending: PendingSignIn, response: Response) -> Response:
    """Keep a sign-in under a new id, which the response gives to the browser."""
    token = make_token()
    accounts.pending.keep(hash_token(token), pending)
    keep_cookie(response, PENDING_COOKIE, token)
    return response


def find_pending(accounts: Accounts) -> PendingSignIn | None:
    """Return the sign-in of this browser."""
    token = read_cookie(PENDING_COOKIE)
    return accounts.pending.find(hash_token(token), datetime.now(UTC)) if token else None


def take_pending(accounts: Accounts) -> PendingSignIn | None:
    """Return the sign-in of this browser and forget it."""
    token = read_cookie(PENDING_COOKIE)
    return accounts.pending.take(hash_token(token), datetime.now(UTC)) if token else None
