"""Who asks, for the length of one request."""

from __future__ import annotations

import flask
from werkzeug.wrappers import Response

from indicators.access.permissions import Viewer
from indicators.accounts.signed_in import SignedIn
from indicators.domain.errors import UserError

SESSION_COOKIE = "dashboard_session"
PENDING_COOKIE = "dashboard_sign_in"


class NotSignedInError(UserError):
    """A request of nobody for something that is not for everyone."""

    def __init__(self) -> None:
        super().__init__("You are not signed in.", remedy="Sign in first.")


def set_current_user(found: SignedIn | None) -> None:
    """Note who asks, or that it is nobody who is known."""
    flask.g.signed_in = found
    flask.g.viewer = found.viewer if found else None


def set_current_viewer(viewer: Viewer) -> None:
    """Note a viewer who has no account."""
    flask.g.signed_in = None
    flask.g.viewer = viewer


def find_current_user() -> SignedIn | None:
    """Return who is signed in, or None."""
    found: SignedIn | None = flask.g.get("signed_in")
    return found


def get_current_user() -> SignedIn:
    """Return who is signed in. Raises NotSignedInError."""
    found = find_current_user()
    if found is None:
        raise NotSignedInError
    return found


def find_current_viewer() -> Viewer | None:
    """Return the viewer of this request, or None."""
    viewer: Viewer | None = flask.g.get("viewer")
    return viewer


def get_current_viewer() -> Viewer:
    """Return the viewer of this request. Raises NotSignedInError: nobody is no viewer."""
    viewer = find_current_viewer()
    if viewer is None:
        raise NotSignedInError
    return viewer


def keep_cookie(response: Response, name: str, value: str) -> None:
    """Give a browser a random id, which no script can read and no other site can send."""
    response.set_cookie(
        name, value, httponly=True, samesite="Lax", secure=flask.request.is_secure, path="/"
    )
