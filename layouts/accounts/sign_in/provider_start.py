"""The way to an OpenID provider."""

from __future__ import annotations

from datetime import UTC, datetime

import flask
from werkzeug.wrappers import Response

from indicators.accounts.accounts import Accounts
from layouts.accounts.sign_in.pending_cookie import keep_pending


def send_to_provider(
    accounts: Accounts, provider: str, next_path: str, invitation: str = ""
) -> Response:
    """Lead a browser to a provider. Raises UserError if the provider does not answer."""
    address, pending = accounts.open_id.begin(
        provider, find_return(provider), next_path, datetime.now(UTC), invitation
    )
    return keep_pending(accounts, pending, flask.redirect(address, 303))


def find_return(provider: str) -> str:
    """Return the address to which the provider sends a browser back."""
    return flask.url_for("sign_in.finish", provider=provider, _external=True)
