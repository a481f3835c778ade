"""The administration of users: for those who may manage users."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import flask
from werkzeug.wrappers import Response

from indicators.access.declared_needs import needs
from indicators.access.permissions import Permission, PermissionDeniedError, Viewer, require
from indicators.access.roles import ROLE_NAMES
from indicators.accounts.accounts import Accounts
from indicators.accounts.user_admin import LINK_LASTS
from indicators.domain.errors import UserError
from indicators.domain.people.users import User
from layouts.accounts.account_forms import TokenForm, UserForm, fill_user_form
from layouts.accounts.account_pages import AccountPages
from layouts.accounts.own_session import SampleAccountError, get_own_session
from layouts.accounts.sign_in_links import USERS, find_start
from layouts.accounts.token_page import show_token
from layouts.site.current_user import get_current_user
from layouts.site.flash_messages import MessageKind, answer_form
from layouts.text.load_labels import format_moment


def create_blueprint(
    accounts: Accounts, viewer: Callable[[], Viewer], pages: AccountPages
) -> flask.Blueprint:
    """Return the addresses under /users."""
    blueprint = flask.Blueprint("users", __name__, url_prefix=USERS)

    @blueprint.before_request
    def check_permission() -> None:
        require(viewer(), Permission.MANAGE_USERS)
        if flask.request.method == "POST":
            get_own_session()  # a sample user changes no account: it would outlive the sample

    _add_list(blueprint, accounts, viewer, pages)
    _add_user_form(blueprint, accounts, viewer, pages)
    _add_changes(blueprint, accounts, viewer, pages)
    _add_links(blueprint, accounts, viewer)
    return blueprint


def _add_list(
    blueprint: flask.Blueprint,
    accounts: Accounts,
    viewer: Callable[[], Viewer],
    pages: AccountPages,
) -> None:
    @blueprint.get("")
    @needs(Permission.MANAGE_USERS)
    def list_users() -> Response:
        return pages.render_framed(
            "users.html",
            "Users",
            users=accounts.admin.list_users(viewer()),
            unknown=accounts.admin.list_unknown(viewer(), datetime.now(UTC)),
            role_names=ROLE_NAMES,
            choices=accounts.admin.find_choices(),
            format_moment=format_moment,
            is_sample=get_current_user().is_sample,
        )

    def show_form(form: UserForm, error: UserError | None = None) -> flask.Response:
        status = 422 if error or form.errors else 200
        title = "Add a user"
        return pages.render_framed("add_user.html", title, status=status, form=form, error=error)

    @blueprint.get("/add")
    @needs(Permission.MANAGE_USERS)
    def show_add() -> Response:
        form = UserForm()
        form.offer(accounts.admin.find_choices())
        return show_form(form)

    @blueprint.post("/add")
    @needs(Permission.MANAGE_USERS)
    def add() -> Response:
        form, now = UserForm(flask.request.form), datetime.now(UTC)
        form.offer(accounts.admin.find_choices())
        if not form.validate():
            return show_form(form)
        try:
            user = accounts.admin.add(form.read(), viewer(), now)
        except UserError as error:
            return show_form(form, error)
        return _show_link(accounts, pages, user, viewer(), now)


def _add_user_form(
    blueprint: flask.Blueprint,
    accounts: Accounts,
    viewer: Callable[[], Viewer],
    pages: AccountPages,
) -> None:
    def show(user: User, form: UserForm, error: UserError | None = None, **more: Any) -> Response:
        now = datetime.now(UTC)
        return pages.render_framed(
            "user.html",
            user.name,
            status=422 if error or form.errors else 200,
            form=form,
            error=error,
            user=user,
            token_form=more.get("token_form") or TokenForm(),
            issuers=accounts.admin.list_issuers(user.id, viewer()),
            unknown=accounts.admin.list_unknown(viewer(), now),
            tokens=accounts.tokens.list_tokens(user.id),
            role_names=ROLE_NAMES,
            format_moment=format_moment,
            moment=now.replace(tzinfo=None),
        )

    @blueprint.get("/<int:number>")
    @needs(Permission.MANAGE_USERS)
    def show_user(number: int) -> Response:
        user = accounts.admin.get_user(number, viewer())
        return show(user, fill_user_form(user, accounts.admin.find_choices()))

    @blueprint.post("/<int:number>")
    @needs(Permission.MANAGE_USERS)
    def change(number: int) -> Response:
        user, form = accounts.admin.get_user(number, viewer()), UserForm(flask.request.form)
        choices = accounts.admin.find_choices()
        form.offer(choices.keep_organisation(user.details.organisation))
        if not form.validate():
            return show(user, form)
        try:
            accounts.admin.change(number, form.read(), viewer())
        except UserError as error:
            return show(user, form, error)
        return _answer(number, "The changes are saved. They count from the next page on.")

    @blueprint.post("/<int:number>/tokens")
    @needs(Permission.MANAGE_USERS)
    def make_token(number: int) -> Response:
        user, form = accounts.admin.get_user(number, viewer()), TokenForm(flask.request.form)
        now, filled = datetime.now(UTC), fill_user_form(user, accounts.admin.find_choices())
        if not form.validate():
            return show(user, filled, token_form=form)
        try:
            token = accounts.tokens.make(
                user, form.name.data, form.role.data, form.days.data or 0, now
            )
        except UserError as error:
            return show(user, filled, error)
        return show_token(pages, token, form, f"{USERS}/{number}")

    @blueprint.post("/<int:number>/tokens/<int:token>/revoke")
    @needs(Permission.MANAGE_USERS)
    def revoke_token(number: int, token: int) -> Response:
        accounts.tokens.revoke(token, number, datetime.now(UTC))
        return _answer(number, "The token is revoked.")


def _add_changes(
    blueprint: flask.Blueprint,
    accounts: Accounts,
    viewer: Callable[[], Viewer],
    pages: AccountPages,
) -> None:
    @blueprint.post("/<int:number>/disable")
    @needs(Permission.MANAGE_USERS)
    def disable(number: int) -> Response:
        accounts.admin.disable(number, viewer(), datetime.now(UTC))
        return _answer(number, "The user is disabled and signed out everywhere.")

    @blueprint.post("/<int:number>/enable")
    @needs(Permission.MANAGE_USERS)
    def enable(number: int) -> Response:
        accounts.admin.enable(number, viewer())
        return _answer(number, "The user can sign in again.")

    @blueprint.post("/<int:number>/link")
    @needs(Permission.MANAGE_USERS)
    def make_link(number: int) -> Response:
        user = accounts.admin.get_user(number, viewer())
        return _show_link(accounts, pages, user, viewer(), datetime.now(UTC))

    @blueprint.post("/<int:number>/view-as")
    @needs(Permission.MANAGE_USERS)
    def view_as(number: int) -> Response:
        require(viewer(), Permission.VIEW_AS_USER)
        seen = accounts.admin.get_user(number, viewer())
        _, session = get_own_session()
        accounts.sessions.view_as(session, seen.id)
        now = datetime.now(UTC)
        return flask.redirect(find_start(accounts.finder.build_viewer(seen, now)), 303)

    @blueprint.errorhandler(UserError)
    def answer_user_error(error: UserError) -> Response:
        number = (flask.request.view_args or {}).get("number")
        is_refused = isinstance(error, PermissionDeniedError | SampleAccountError)
        if flask.request.method != "POST" or number is None or is_refused:
            return pages.render_error(error)
        path = f"{USERS}/{number}"
        return answer_form(path, [(MessageKind.WRONG, str(error))])


def _add_links(
    blueprint: flask.Blueprint, accounts: Accounts, viewer: Callable[[], Viewer]
) -> None:
    @blueprint.post("/<int:number>/identities")
    @needs(Permission.MANAGE_USERS)
    def link(number: int) -> Response:
        chosen = flask.request.form.get("identity", type=int, default=0)
        accounts.admin.link(number, chosen, viewer(), datetime.now(UTC))
        return _answer(number, "The identity is linked: this user can sign in with it now.")

    @blueprint.post("/<int:number>/identities/unlink")
    @needs(Permission.MANAGE_USERS)
    def unlink(number: int) -> Response:
        given = flask.request.form
        issuer, subject = given.get("issuer", ""), given.get("subject", "")
        accounts.admin.unlink(number, issuer, subject, viewer(), datetime.now(UTC))
        return _answer(number, "The identity is no longer linked.")


def _show_link(
    accounts: Accounts, pages: AccountPages, user: User, viewer: Viewer, now: datetime
) -> flask.Response:
    """Return the one page that shows a user's new link."""
    token = accounts.admin.invite(user.id, viewer, now)
    return pages.render_framed(
        "new_link.html",
        "Send this link",
        user=user,
        invitation=flask.url_for("sign_in.show_invitation", token=token, _external=True),
        days=LINK_LASTS.days,
        tokens=accounts.tokens.list_in_use(user.id, now),
    )


def _answer(number: int, text: str) -> Response:
    return answer_form(f"{USERS}/{number}", [(MessageKind.GOOD, text)])
