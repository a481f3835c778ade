"""Signing in: the password, the second factor, the return from a provider, and signing out."""

from __future__ import annotations

from datetime import UTC, datetime

import flask
from werkzeug.wrappers import Response

from indicators.access.declared_needs import public
from indicators.accounts.accounts import Accounts
from indicators.domain.errors import UserError
from indicators.domain.people.users import PendingSignIn, User
from layouts.accounts.account_forms import CodeForm, SignInForm
from layouts.accounts.account_pages import AccountPages
from layouts.accounts.sign_in.pending_cookie import find_pending, keep_pending, take_pending
from layouts.accounts.sign_in.qr_code import draw_qr_code
from layouts.accounts.sign_in.start_session import find_aim, start_session
from layouts.accounts.sign_in_links import SIGN_IN, find_start
from layouts.site.current_user import (
    SESSION_COOKIE,
    find_current_user,
    forget_cookie,
    forget_pending,
)
from layouts.site.safe_redirect import find_own_path
from layouts.site.sample_mode import CHOSEN, SampleMode

CODE, SET_UP = f"{SIGN_IN}/code", f"{SIGN_IN}/set-up"
PASSWORD_AND_CODE = "password and code"  # noqa: S105 - words for the list of sessions


def create_blueprint(
    accounts: Accounts, sample: SampleMode, pages: AccountPages
) -> flask.Blueprint:
    """Return the addresses of sign-in. All of them are open to everyone."""
    blueprint = flask.Blueprint("sign_in", __name__)
    _add_password_form(blueprint, accounts, pages)
    _add_code_form(blueprint, accounts, pages)
    _add_set_up_form(blueprint, accounts, pages)
    _add_sign_out(blueprint, accounts)
    _add_sample_choice(blueprint, sample)
    return blueprint


def show_sign_in(
    accounts: Accounts,
    pages: AccountPages,
    form: SignInForm,
    error: UserError | None = None,
) -> flask.Response:
    """Return the sign-in page, perhaps with what went wrong."""
    is_wrong = bool(error or form.errors)
    return pages.render_bare(
        "sign_in.html",
        "Sign in",
        status=422 if is_wrong else 200,
        form=form,
        error=error,
        providers=accounts.open_id.list_providers(),
        has_users=accounts.users.has_users(),
    )


def _add_password_form(blueprint: flask.Blueprint, accounts: Accounts, pages: AccountPages) -> None:
    @blueprint.get(SIGN_IN)
    @public
    def show() -> Response:
        form = SignInForm(next=find_own_path(flask.request.args.get("next", "")))
        user = find_current_user()
        if user and not user.is_sample:
            return flask.redirect(form.next.data, 303)
        return show_sign_in(accounts, pages, form)

    @blueprint.post(SIGN_IN)
    @public
    def check_password() -> Response:
        form, now = SignInForm(flask.request.form), datetime.now(UTC)
        if not form.validate():
            return show_sign_in(accounts, pages, form)
        address = flask.request.remote_addr or ""
        try:
            user = accounts.local.check_password(form.email.data, form.password.data, address, now)
        except UserError as error:
            return show_sign_in(accounts, pages, form, error)
        return ask_second_factor(accounts, user, find_own_path(form.next.data), now)


def ask_second_factor(
    accounts: Accounts, user: User, next_path: str, now: datetime, *, renew: bool = False
) -> Response:
    """Lead someone whose password was right to the code, or to the set-up of an app."""
    is_known = accounts.authenticator.is_set_up(user.id) and not renew
    secret = "" if is_known else accounts.authenticator.make_secret()
    pending = PendingSignIn(next_path, now, secret=secret, user_id=user.id)
    return keep_pending(accounts, pending, flask.redirect(CODE if is_known else SET_UP, 303))


def _find_waiting(accounts: Accounts, *, sets_up: bool) -> tuple[PendingSignIn, User] | None:
    """Return who waits to set up an app, or to type the code of one, and the sign-in."""
    pending = find_pending(accounts)
    if pending is None or pending.user_id is None or bool(pending.secret) is not sets_up:
        return None
    user = accounts.users.find(pending.user_id)
    return None if user is None or user.disabled_at else (pending, user)


def _add_code_form(blueprint: flask.Blueprint, accounts: Accounts, pages: AccountPages) -> None:
    def find_user() -> tuple[PendingSignIn, User] | None:
        return _find_waiting(accounts, sets_up=False)

    def show(form: CodeForm, error: UserError | None = None) -> Response:
        status = 422 if error or form.errors else 200
        return pages.render_bare(
            "second_factor.html", "Type your code", status=status, form=form, error=error
        )

    @blueprint.get(CODE)
    @public
    def show_code_form() -> Response:
        return show(CodeForm()) if find_user() else flask.redirect(SIGN_IN, 303)

    @blueprint.post(CODE)
    @public
    def check_code() -> Response:
        found, form, now = find_user(), CodeForm(flask.request.form), datetime.now(UTC)
        if found is None:
            return flask.redirect(SIGN_IN, 303)
        if not form.validate():
            return show(form)
        pending, user = found
        try:
            accounts.local.check_code(user, form.code.data, now)
        except UserError as error:
            return show(CodeForm(), error)
        if take_pending(accounts) is None:
            return flask.redirect(SIGN_IN, 303)
        return start_session(accounts, user, PASSWORD_AND_CODE, pending.next_path, now)


def _add_set_up_form(blueprint: flask.Blueprint, accounts: Accounts, pages: AccountPages) -> None:
    def find_user() -> tuple[PendingSignIn, User] | None:
        return _find_waiting(accounts, sets_up=True)

    def show(
        pending: PendingSignIn, user: User, form: CodeForm, error: UserError | None = None
    ) -> Response:
        programme = pages.programme
        address = accounts.authenticator.build_address(
            pending.secret, user.details.email, f"{programme.name} {programme.council}"
        )
        return pages.render_bare(
            "authenticator.html",
            "Set up your authenticator app",
            status=422 if error or form.errors else 200,
            form=form,
            error=error,
            key=accounts.authenticator.read_secret(pending.secret),
            picture=draw_qr_code(address),
        )

    @blueprint.get(SET_UP)
    @public
    def show_set_up() -> Response:
        found = find_user()
        return show(*found, CodeForm()) if found else flask.redirect(SIGN_IN, 303)

    @blueprint.post(SET_UP)
    @public
    def set_up() -> Response:
        found, form, now = find_user(), CodeForm(flask.request.form), datetime.now(UTC)
        if found is None:
            return flask.redirect(SIGN_IN, 303)
        pending, user = found
        if not form.validate():
            return show(pending, user, form)
        if not accounts.authenticator.is_code(pending.secret, form.code.data, now):
            wrong = UserError("The code is not right.", remedy="Type the next one of your app.")
            return show(pending, user, CodeForm(), wrong)
        if take_pending(accounts) is None:  # it ended meanwhile: the app that is there stays
            return flask.redirect(SIGN_IN, 303)
        codes = accounts.authenticator.set_up(user.id, pending.secret, form.code.data, now)
        page = pages.render_bare(
            "recovery_codes.html",
            "Keep your recovery codes",
            codes=codes,
            next_path=find_aim(accounts, user, pending.next_path, now),
        )
        return start_session(accounts, user, PASSWORD_AND_CODE, "", now, page)


def _add_sign_out(blueprint: flask.Blueprint, accounts: Accounts) -> None:
    @blueprint.post("/sign-out")
    @public
    def sign_out() -> Response:
        user = find_current_user()
        if user and user.session:
            accounts.sessions.end(user.session.id, user.user.id, datetime.now(UTC))
        flask.session.clear()
        response = forget_pending(flask.redirect(SIGN_IN, 303))
        forget_cookie(response, SESSION_COOKIE)
        # Not its storage: what was typed and could not be sent yet waits there for its writer.
        response.headers["Clear-Site-Data"] = '"cache"'
        return response


def _add_sample_choice(blueprint: flask.Blueprint, sample: SampleMode) -> None:
    @blueprint.post("/sample-user")
    @public
    def choose_sample_user() -> Response:
        chosen = flask.request.form.get("user", "")
        if sample.is_on() and chosen in sample.list_users():
            flask.session[CHOSEN] = chosen
            return flask.redirect(find_start(sample.find().viewer), 303)
        return flask.redirect(SIGN_IN, 303)
