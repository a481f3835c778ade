"""The link by which a new user sets the first password, or signs in with a provider instead."""

from __future__ import annotations

from datetime import UTC, datetime

import flask
from werkzeug.wrappers import Response

from indicators.access.declared_needs import public
from indicators.access.password_rules import WeakPasswordError
from indicators.accounts.accounts import Accounts
from indicators.accounts.secret_texts import hash_token
from indicators.accounts.user_admin import LINK_LASTS
from indicators.domain.errors import UserError
from layouts.accounts.account_forms import FirstPasswordForm
from layouts.accounts.account_pages import AccountPages
from layouts.accounts.sign_in.provider_start import send_to_provider
from layouts.accounts.sign_in.sign_in_routes import ask_second_factor
from layouts.site.safe_redirect import HOME

INVITATION = "/invitation"


def add_invitation_routes(
    blueprint: flask.Blueprint, accounts: Accounts, pages: AccountPages
) -> None:
    """Add the addresses of links to the blueprint of sign-in."""

    def show(token: str, form: FirstPasswordForm, error: UserError | None = None) -> Response:
        user = accounts.local.find_invited(token, datetime.now(UTC))
        if user is None:
            return pages.render_bare(
                "invitation_over.html", "This link is over", status=404, days=LINK_LASTS.days
            )
        return pages.render_bare(
            "invitation.html",
            "Choose how you sign in",
            status=422 if error or form.errors else 200,
            form=form,
            error=error,
            token=token,
            user=user,
            providers=accounts.open_id.list_providers(),
        )

    @blueprint.get(f"{INVITATION}/<token>")
    @public
    def show_invitation(token: str) -> Response:
        return show(token, FirstPasswordForm())

    @blueprint.post(f"{INVITATION}/<token>")
    @public
    def accept_invitation(token: str) -> Response:
        form, now = FirstPasswordForm(flask.request.form), datetime.now(UTC)
        if not form.validate() or not form.check_again():
            return show(token, form)
        try:
            user = accounts.local.accept_invitation(token, form.new.data, now)
        except WeakPasswordError as error:
            return show(token, FirstPasswordForm(), error)
        if user is None:
            return show(token, form)
        return ask_second_factor(accounts, user, HOME, now)

    @blueprint.post(f"{INVITATION}/<token>/with/<provider>")
    @public
    def accept_with_provider(token: str, provider: str) -> Response:
        if accounts.local.find_invited(token, datetime.now(UTC)) is None:
            return show(token, FirstPasswordForm())
        return send_to_provider(accounts, provider, HOME, hash_token(token))
