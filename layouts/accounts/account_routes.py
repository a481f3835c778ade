"""A user's own account: password, second factor, sessions, tokens and the role in use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import flask
from werkzeug.wrappers import Response

from indicators.access.declared_needs import signed_in
from indicators.access.roles import ROLE_NAMES
from indicators.accounts.accounts import Accounts
from indicators.domain.errors import UserError
from layouts.accounts.account_forms import ConfirmForm, PasswordForm, TokenForm
from layouts.accounts.account_pages import AccountPages
from layouts.accounts.own_session import get_own_session
from layouts.accounts.sign_in.sign_in_routes import ask_second_factor
from layouts.accounts.token_page import show_token
from layouts.site.current_user import get_current_user
from layouts.site.flash_messages import MessageKind, answer_form
from layouts.site.safe_redirect import redirect_within
from layouts.text.load_labels import format_moment

PATH = "/account"
ShowAccount = Callable[..., flask.Response]
"""Shows the page, perhaps with what went wrong, and with the forms that were filled in."""


def create_blueprint(accounts: Accounts, pages: AccountPages) -> flask.Blueprint:
    """Return the addresses under /account."""
    blueprint = flask.Blueprint("account", __name__, url_prefix=PATH)

    def show(error: UserError | None = None, **forms: Any) -> flask.Response:
        user, now = get_current_user(), datetime.now(UTC)
        number = user.user.id
        choices = accounts.admin.find_choices()
        given: dict[str, Any] = {
            "password_form": PasswordForm(),
            "confirm_form": ConfirmForm(),
            "token_form": TokenForm(),
        }
        return pages.render_framed(
            "account.html",
            "Your account",
            status=422 if error or forms else 200,
            **(given | forms),
            error=error,
            user=user,
            role_names=ROLE_NAMES,
            choices=choices,
            has_password=accounts.local.has_password(user.user),
            sessions=accounts.sessions.list_open(number, now) if user.session else [],
            tokens=accounts.tokens.list_tokens(number) if user.session else [],
            codes_left=accounts.authenticator.count_codes(number) if user.session else 0,
            format_moment=format_moment,
            moment=now.replace(tzinfo=None),
        )

    @blueprint.get("")
    @signed_in
    def show_account() -> Response:
        return show()

    _add_credential_forms(blueprint, accounts, pages, show)
    _add_session_forms(blueprint, accounts)
    _add_token_forms(blueprint, accounts, pages, show)
    return blueprint


def _add_credential_forms(
    blueprint: flask.Blueprint, accounts: Accounts, pages: AccountPages, show: ShowAccount
) -> None:
    @blueprint.post("/password")
    @signed_in
    def change_password() -> Response:
        user, session = get_own_session()
        form, now = PasswordForm(flask.request.form), datetime.now(UTC)
        if not form.validate() or not form.check_again():
            return show(password_form=form)
        try:
            accounts.local.change_password(user.user, form.old.data, form.new.data, now)
        except UserError as error:
            return show(error)
        accounts.sessions.end_all(user.user.id, now, but=session.id)
        done = "Your password is changed. You are signed out everywhere else."
        return answer_form(PATH, [(MessageKind.GOOD, done)])

    @blueprint.post("/authenticator")
    @signed_in
    def set_up_authenticator() -> Response:
        user, _ = get_own_session()
        form, now = ConfirmForm(flask.request.form), datetime.now(UTC)
        try:
            accounts.local.confirm_password(user.user, form.password.data, now)
        except UserError as error:
            return show(error)
        return ask_second_factor(accounts, user.user, PATH, now, renew=True)

    @blueprint.post("/recovery-codes")
    @signed_in
    def renew_recovery_codes() -> Response:
        user, _ = get_own_session()
        form, now = ConfirmForm(flask.request.form), datetime.now(UTC)
        try:
            accounts.local.confirm_password(user.user, form.password.data, now)
        except UserError as error:
            return show(error)
        codes = accounts.authenticator.renew_codes(user.user.id)
        title = "Keep your recovery codes"
        return pages.render_bare("recovery_codes.html", title, codes=codes, next_path=PATH)


def _add_session_forms(blueprint: flask.Blueprint, accounts: Accounts) -> None:
    @blueprint.post("/sessions/<int:number>/end")
    @signed_in
    def end_session(number: int) -> Response:
        user, _ = get_own_session()
        accounts.sessions.end(number, user.user.id, datetime.now(UTC))
        return answer_form(PATH, [(MessageKind.GOOD, "You are signed out there.")])

    @blueprint.post("/sessions/end-others")
    @signed_in
    def end_other_sessions() -> Response:
        user, session = get_own_session()
        accounts.sessions.end_all(user.user.id, datetime.now(UTC), but=session.id)
        return answer_form(PATH, [(MessageKind.GOOD, "You are signed out everywhere else.")])

    @blueprint.post("/role")
    @signed_in
    def choose_role() -> Response:
        user, session = get_own_session()
        role = flask.request.form.get("role", "")
        accounts.sessions.choose_role(session, role if role in user.user.details.roles else "")
        return redirect_within(flask.request.form.get("next", ""))

    @blueprint.post("/view-as/end")
    @signed_in
    def end_view_as() -> Response:
        _, session = get_own_session()
        accounts.sessions.end_view_as(session)
        return redirect_within("/users")


def _add_token_forms(
    blueprint: flask.Blueprint, accounts: Accounts, pages: AccountPages, show: ShowAccount
) -> None:
    @blueprint.post("/tokens")
    @signed_in
    def make_token() -> Response:
        user, _ = get_own_session()
        form, now = TokenForm(flask.request.form), datetime.now(UTC)
        if not form.validate():
            return show(token_form=form)
        try:
            token = accounts.tokens.make(
                user.user, form.name.data, form.role.data, form.days.data or 0, now
            )
        except UserError as error:
            return show(error)
        return show_token(pages, token, form, PATH)

    @blueprint.post("/tokens/<int:number>/revoke")
    @signed_in
    def revoke_token(number: int) -> Response:
        user, _ = get_own_session()
        accounts.tokens.revoke(number, user.user.id, datetime.now(UTC))
        return answer_form(PATH, [(MessageKind.GOOD, "The token is revoked.")])
