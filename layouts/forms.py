"""What guards the forms: a token in each, held to the visitor's session; and what a form did, told
on the page that follows it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

import flask
from flask_wtf.csrf import CSRFProtect, generate_csrf
from werkzeug.wrappers import Response

COOKIE = "_csrf_token"
"""Where Dash looks for the token that its own calls carry."""

GOOD, WRONG = "good", "wrong"
_TOLD, _LINES, _LENGTH = "told", 5, 450


def guard(server: flask.Flask, secret: str) -> CSRFProtect:
    """Let no form or call through that this visitor was not given the token for. What answers to
    nothing but reading can be exempted, so that it refuses what it is asked in its own words."""
    server.secret_key = secret
    server.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    server.config["WTF_CSRF_TIME_LIMIT"] = None  # a page may stay open all day

    @server.after_request
    def hand_on(response: Response) -> Response:
        """A page that was made with a token gives it to Dash as well."""
        token = flask.g.get("csrf_token")
        if token and response.mimetype == "text/html":
            secure = flask.request.is_secure
            response.set_cookie(COOKIE, token, samesite="Lax", secure=secure)
        return response

    return CSRFProtect(server)


def begin() -> None:
    """Give the visitor of a page a token, for the calls that the page will make."""
    generate_csrf()


def tell(lines: Iterable[tuple[str, str]], key: str = "") -> str:
    """Keep, in the visitor's own cookie, what became of a form: (GOOD or WRONG, a sentence). Told
    under the same key again it is added. Returns the key, for the address of the next page."""
    key = key if key.isalnum() and len(key) <= 32 else secrets.token_hex(4)
    before = told(key)
    cut = [(kind, text[:_LENGTH]) for kind, text in lines]
    flask.session[_TOLD] = [key, [*before, *cut][-_LINES:]]
    return key


def told(key: str) -> list[tuple[str, str]]:
    """What was told under a key, if it was told to this visitor."""
    held = flask.session.get(_TOLD)
    if not held or held[0] != key:
        return []
    return [(kind, text) for kind, text in held[1]]
