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


def find_user_name() -> str:
    """Return the name of a user who signed in, or "" for everyone else."""
    found = find_current_user() if flask.has_request_context() else None
    return found.user.name if found and found.session else ""


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


def is_viewer_known() -> bool:
    """Return whether it was looked up who makes the request."""
    return "viewer" in flask.g


def keep_cookie(response: Response, name: str, value: str) -> None:
    """Give a browser a random id, which no script can read and no other site can send."""
    response.set_cookie(
        name_cookie(name),
        value,
        httponly=True,
        samesite="Lax",
        secure=flask.request.is_secure,
        path="/",
    )


def read_cookie(name: str) -> str:
    """Return what a browser was given under a name, or ""."""
    return flask.request.cookies.get(name_cookie(name), "")


def forget_cookie(response: Response, name: str) -> None:
    """Remove what a browser was given under a name."""
    response.delete_cookie(name_cookie(name), secure=flask.request.is_secure)


def name_cookie(name: str) -> str:
    """Return a cookie's name. Over TLS no other server of the same domain can set it."""
    return f"__Host-{name}" if flask.request.is_secure else name


def forget_pending(response: Response) -> Response:
    """Remove the id from the browser."""
    forget_cookie(response, PENDING_COOKIE)
    return response
