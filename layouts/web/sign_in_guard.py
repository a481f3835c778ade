"""Finds the user of a request before anything answers it; others decide what they may use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus

import flask
from werkzeug.wrappers import Response

from indicators.access.permissions import PARTNER, Permission, Viewer
from indicators.accounts.signed_in import SignedIn
from indicators.domain.errors import UserError
from layouts.accounts.account_pages import AccountPages
from layouts.accounts.answer_nobody import DASH
from layouts.accounts.no_access_page import has_access, render_no_access
from layouts.accounts.sign_in_links import find_page_without_figures
from layouts.accounts.site_access import SiteAccess
from layouts.api.problems import build_problem, is_for_programs
from layouts.site.csrf import READING
from layouts.site.current_user import (
    SESSION_COOKIE,
    read_cookie,
    set_current_user,
    set_current_viewer,
)
from layouts.site.safe_redirect import HOME

_BEARER = "Bearer "
_STATIC = (
    "/assets/",
    "/scripts/",
    "/_dash-component-suites/",
    "/_favicon.ico",
    "/healthz",
    "/readyz",
)
"""Scripts, styles and checks of health: the same for everyone, so nobody is looked up for them."""
_OPEN_BLUEPRINTS, _OWN_BLUEPRINT = ("sign_in", "private", "unsubscribe"), "account"
_ALLOWED_WHILE_VIEWING = ("account.end_view_as",)


class ReadOnlyError(UserError):
    """A change while an administrator looks at what another user sees."""


def guard_sign_in(
    server: flask.Flask,
    access: SiteAccess | None,
    pages: AccountPages,
    is_set_up_due: Callable[[Viewer], bool],
) -> None:
    """Find the user of each request. Register it before anything that reads a body.

    `is_set_up_due(viewer)` says whether they have a council to set up.
    Without `access` everyone is a partner: for tests of other things, and never in `app.py`.
    """

    @server.before_request
    def check_user() -> Response | None:
        if flask.request.path.startswith(_STATIC):
            return None
        if access is None:
            set_current_viewer(PARTNER)
            return None
        user = _find_user(access)
        set_current_user(user)
        if user is None or flask.request.blueprint in _OPEN_BLUEPRINTS:
            return None
        _refuse_changes_while_viewing(user)
        return _lead_on(access, pages, is_set_up_due, user)


def _find_user(access: SiteAccess) -> SignedIn | None:
    now, finder = datetime.now(UTC), access.accounts.finder
    session_id = read_cookie(SESSION_COOKIE)
    authorization = flask.request.headers.get("Authorization", "")
    if authorization:
        if not is_for_programs(flask.request.path) or not authorization.startswith(_BEARER):
            return None
        return finder.find_by_token(authorization.removeprefix(_BEARER).strip(), now)
    found = finder.find_by_session(session_id, now) if session_id else None
    if found is None and access.sample.is_on():
        return access.sample.find()
    return found


def _lead_on(
    access: SiteAccess,
    pages: AccountPages,
    is_set_up_due: Callable[[Viewer], bool],
    user: SignedIn,
) -> Response | None:
    """Answer a user who may see nothing yet, or whose role begins elsewhere than at home."""
    path = flask.request.path
    if flask.request.blueprint == _OWN_BLUEPRINT:
        return None
    if not has_access(user.viewer):
        if is_for_programs(path):
            what = "This user has no role that sees figures."
            return build_problem(HTTPStatus.FORBIDDEN, what)
        return render_no_access(access.accounts, pages, user.seen_as or user.user)
    if path != HOME or Permission.VIEW_FIGURES in user.viewer.permissions:
        return None
    start = find_page_without_figures(user.viewer, is_set_up_due=is_set_up_due(user.viewer))
    return flask.redirect(start, 303) if start != HOME else None


def _refuse_changes_while_viewing(user: SignedIn) -> None:
    """Raise ReadOnlyError for a change while an administrator sees another user's view."""
    if user.seen_as is None or flask.request.method in READING:
        return
    if flask.request.path.startswith(DASH):  # a live page reads by posting
        return
    if flask.request.endpoint not in _ALLOWED_WHILE_VIEWING:
        raise ReadOnlyError(
            "Nothing was changed: you are looking at what another user sees.",
            remedy="End it at the top of the page first.",
        )
