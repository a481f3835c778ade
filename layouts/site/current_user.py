"""Who makes the request, for its length."""

from __future__ import annotations

import flask
from werkzeug.wrappers import Response

from indicators.access.audience import SignInNeededError
from indicators.access.permissions import NOBODY, Viewer
from indicators.accounts.signed_in import SignedIn

SESSION_COOKIE = "dashboard_session"
PENDING_COOKIE = "dashboard_sign_in"


def set_current_user(found: SignedIn | None) -> None:
    """Note who makes the request, or that it is nobody."""
    flask.g.signed_in = found
    flask.g.viewer = found.viewer if found else NOBODY


def set_current_viewer(viewer: Viewer) -> None:
    """Note a viewer who has no account."""
    flask.g.signed_in = None
    flask.g.viewer = viewer


def find_current_user() -> SignedIn | None:
    """Return who is signed in, or None."""
    found: SignedIn | None = flask.g.get("signed_in")
    return found


def get_current_user() -> SignedIn:
    """Return who is signed in. Raises SignInNeededError."""
    found = find_current_user()
    if found is None:
        raise SignInNeededError
    return found


def get_current_viewer() -> Viewer:
    """Return the viewer of this request: nobody, unless they were found."""
    viewer: Viewer = flask.g.get("viewer", NOBODY)
    return viewer


def keep_cookie(response: Response, name: str, value: str) -> None:
    """Give a browser a random id, which no script can read and no other site can send."""
    response.set_cookie(
        name, value, httponly=True, samesite="Lax", secure=flask.request.is_secure, path="/"
    )


def forget_pending(response: Response) -> Response:
    """Remove the id from the browser."""
    response.delete_cookie(PENDING_COOKIE)
    return response
