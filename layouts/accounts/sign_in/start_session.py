"""The moment at which someone is signed in."""

from __future__ import annotations

from datetime import datetime

import flask
from werkzeug.wrappers import Response

from indicators.accounts.accounts import Accounts
from indicators.accounts.visitor import Visitor
from indicators.domain.people.users import User
from layouts.accounts.sign_in_links import find_start
from layouts.site.current_user import SESSION_COOKIE, find_current_user, forget_pending, keep_cookie
from layouts.site.safe_redirect import HOME, find_own_path


def start_session(
    accounts: Accounts,
    user: User,
    method: str,
    next_path: str,
    now: datetime,
    page: Response | None = None,
) -> Response:
    """Begin a session under a new id, and lead on: to a page, or to a path.

    Whatever the browser had before is worth nothing afterwards.
    """
    before = find_current_user()
    if before and before.session:
        accounts.sessions.end(before.session.id, before.user.id, now)
    request = flask.request
    visitor = Visitor(request.remote_addr or "", request.headers.get("User-Agent", ""))
    session_id = accounts.sessions.begin(user, method, visitor, now)
    flask.session.clear()
    if page is None:
        page = flask.redirect(find_aim(accounts, user, next_path, now), 303)
    keep_cookie(page, SESSION_COOKIE, session_id)
    return forget_pending(page)


def find_aim(accounts: Accounts, user: User, next_path: str, now: datetime) -> str:
    """Return where a user goes after signing in: what was asked for, or their own start."""
    aim = find_own_path(next_path)
    return find_start(accounts.finder.build_viewer(user, now)) if aim == HOME else aim
