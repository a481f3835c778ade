"""The addresses of sign-in, of the user's own account and of the administration of users."""

from __future__ import annotations

from collections.abc import Callable

import flask

from indicators.access.permissions import Viewer
from layouts.accounts import account_routes, user_routes
from layouts.accounts.account_pages import AccountPages
from layouts.accounts.sign_in import sign_in_routes
from layouts.accounts.sign_in.invitation_routes import add_invitation_routes
from layouts.accounts.sign_in.provider_routes import add_provider_routes
from layouts.accounts.site_access import SiteAccess


def register_account_routes(
    server: flask.Flask, access: SiteAccess, viewer: Callable[[], Viewer], pages: AccountPages
) -> None:
    """Add the pages of sign-in, of the own account and of users."""
    accounts = access.accounts
    sign_in = sign_in_routes.create_blueprint(accounts, access.sample, pages)
    add_provider_routes(sign_in, accounts, pages)
    add_invitation_routes(sign_in, accounts, pages)
    server.register_blueprint(sign_in)
    server.register_blueprint(account_routes.create_blueprint(accounts, pages))
    server.register_blueprint(user_routes.create_blueprint(accounts, viewer, pages))
