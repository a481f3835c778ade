"""Protects forms and calls with a token that is bound to the visitor's session."""

from __future__ import annotations

from functools import lru_cache

import flask
from flask_wtf.csrf import CSRFProtect, generate_csrf
from werkzeug.wrappers import Response

COOKIE = "_csrf_token"
"""Where Dash looks for the token that its own calls carry."""
_FIELD = "csrf_token"
"""Where Flask-WTF keeps a token: in the session, and signed in the request."""
_KEPT = 1000
READING = ("GET", "HEAD", "OPTIONS")
"""The methods of requests that change nothing."""


def protect_forms(server: flask.Flask, secret: str) -> CSRFProtect:
    """Refuse every form and call without the token that its visitor was given.

    Returns the extension, so that blueprints which only read can be exempted: they answer such
    requests in their own way.
    """
    server.secret_key = secret
    server.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    server.config["WTF_CSRF_TIME_LIMIT"] = None  # a page may stay open all day

    @server.after_request
    def give_token_to_dash(response: Response) -> Response:
        token = flask.g.get("csrf_token")
        if token and response.mimetype == "text/html":
            secure = flask.request.is_secure
            response.set_cookie(COOKIE, token, samesite="Lax", secure=secure)
        return response

    return CSRFProtect(server)


def give_token() -> str:
    """Return the token for the forms of a page and for the calls that the page will make.

    It has no time limit, so the same session is given the same one: it is signed once.
    """
    given: str | None = flask.g.get(_FIELD)
    if given:
        return given
    made = flask.session.get(_FIELD)
    token = _sign_token(made) if made else str(generate_csrf())
    setattr(flask.g, _FIELD, token)
    return token


@lru_cache(_KEPT)
def _sign_token(_: str) -> str:
    """Sign the token of this request's session, which is the key under which it is kept."""
    return str(generate_csrf())
