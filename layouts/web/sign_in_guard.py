"""Finds out who asks before anything is answered, and answers nobody but at the sign-in pages."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus

import flask
from werkzeug.wrappers import Response

from indicators.access.permissions import PARTNER, Permission
from indicators.accounts.signed_in import SignedIn
from indicators.domain.errors import UserError
from layouts.accounts.account_pages import AccountPages
from layouts.accounts.no_access_page import has_access, render_no_access
from layouts.accounts.sign_in_links import build_sign_in_address, find_sender, find_start
from layouts.accounts.signed_out_page import render_signed_out
from layouts.accounts.site_access import SiteAccess
from layouts.api.problems import build_problem
from layouts.site.current_user import (
    SESSION_COOKIE,
    find_current_user,
    set_current_user,
    set_current_viewer,
)
from layouts.site.flash_messages import JSON
from layouts.site.safe_redirect import HOME

READING = ("GET", "HEAD", "OPTIONS")
DASH, API = "/_dash-", "/api/"
_BEARER = "Bearer "
_STATIC = ("/assets/", "/_dash-component-suites/", "/_favicon.ico", "/healthz")
"""Scripts, styles and the health check: the same for everyone, and nobody is looked up for them."""
_OPEN_BLUEPRINT = "sign_in"
_ACCOUNT_BLUEPRINT = "account"
_ALLOWED_WHILE_VIEWING = ("account.end_view_as",)


class ReadOnlyError(UserError):
    """A change while an administrator looks at what another user sees."""


def guard_sign_in(server: flask.Flask, access: SiteAccess | None, pages: AccountPages) -> None:
    """Find who asks at each request. Register it before anything that reads a body.

    Without `access` everyone is a partner: for tests of other things, and never in `app.py`.
    """

    @server.before_request
    def check_user() -> Response | tuple[str, int] | None:
        if flask.request.path.startswith(_STATIC):
            return None
        if access is None:
            set_current_viewer(PARTNER)
            return None
        _find_user(access)
        user = find_current_user()
        if _is_open():
            return None
        if user is None:
            return _refuse_nobody(pages)
        _refuse_changes_while_viewing(user)
        return _lead_on(access, pages, user)


def _find_user(access: SiteAccess) -> None:
    now, finder = datetime.now(UTC), access.accounts.finder
    session_id = flask.request.cookies.get(SESSION_COOKIE, "")
    authorization = flask.request.headers.get("Authorization", "")
    found = None
    if flask.request.path.startswith(API) and authorization.startswith(_BEARER):
        found = finder.find_by_token(authorization.removeprefix(_BEARER).strip(), now)
    elif session_id:
        found = finder.find_by_session(session_id, now)
    if found is None and not authorization and access.sample.is_on():
        found = access.sample.find()
    set_current_user(found)


def _is_open() -> bool:
    """Return whether a request is for something that nobody has to be signed in for."""
    return flask.request.blueprint == _OPEN_BLUEPRINT


def _refuse_nobody(pages: AccountPages) -> Response | tuple[str, int]:
    request = flask.request
    if request.path.startswith(API):
        what = "Send a token in the header Authorization: Bearer, or sign in."
        response = build_problem(HTTPStatus.UNAUTHORIZED, what)
        response.headers["WWW-Authenticate"] = "Bearer"
        return response
    if request.path.startswith(DASH):
        return "You are not signed in.\n", HTTPStatus.UNAUTHORIZED
    if request.method in READING:
        return flask.redirect(build_sign_in_address(request.full_path.rstrip("?")), 303)
    if request.headers.get("Accept") == JSON:
        what = "You were signed out, so nothing was sent. Sign in and send it again."
        answer = flask.jsonify(messages=[what], address=build_sign_in_address(find_sender()))
        answer.status_code = HTTPStatus.UNAUTHORIZED
        return answer
    return render_signed_out(pages)


def _lead_on(access: SiteAccess, pages: AccountPages, user: SignedIn) -> Response | None:
    """Answer a user who may see nothing yet, or whose role begins elsewhere than at home."""
    path = flask.request.path
    if flask.request.blueprint == _ACCOUNT_BLUEPRINT:
        return None
    if not has_access(user.viewer):
        if path.startswith(API):
            what = "This user has no role that sees figures."
            return build_problem(HTTPStatus.FORBIDDEN, what)
        return render_no_access(access.accounts, pages, user.seen_as or user.user)
    start = find_start(user.viewer)
    is_elsewhere = path == HOME and Permission.VIEW_FIGURES not in user.viewer.permissions
    return flask.redirect(start, 303) if is_elsewhere and start != HOME else None


def _refuse_changes_while_viewing(user: SignedIn) -> None:
    """Raise ReadOnlyError for a change while an administrator sees another user's view."""
    is_change = flask.request.method not in READING
    is_page_call = flask.request.path.startswith(DASH)  # a live page reads by posting
    if user.seen_as is None or not is_change or is_page_call:
        return
    if flask.request.endpoint not in _ALLOWED_WHILE_VIEWING:
        raise ReadOnlyError(
            "Nothing was changed: you are looking at what another user sees.",
            remedy="End it at the top of the page first.",
        )
