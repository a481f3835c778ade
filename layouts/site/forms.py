"""What guards the forms: a token in each, held to the visitor's session; and what a form did, told
on the page that follows it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

import flask
from flask_wtf.csrf import CSRFProtect, generate_csrf
from werkzeug.wrappers import Response

COOKIE = "_csrf_token"
"""Where Dash looks for the token that its own calls carry."""

GOOD, WRONG = "good", "wrong"
_TOLD = "told"
_ROOM, _SHORTEST = 2250, 90
"""Characters of what is told that a cookie has room for, and what each sentence may keep at least:
of many files sent at once, each is named with the beginning of its reason."""


def guard(server: flask.Flask, secret: str) -> CSRFProtect:
    """Let no form or call through that this visitor was not given the token for. What answers to
    nothing but reading can be exempted, so that it refuses what it is asked in its own words.
    """
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
    under the same key again it is added. Returns the key, for the address of the next page.
    """
    key = key if key.isalnum() and len(key) <= 32 else secrets.token_hex(4)
    before, left = _held(key)
    every = [*before, *lines]
    most = max(_ROOM // max(len(every), 1), _SHORTEST)
    kept = [(kind, _cut(text, most)) for kind, text in every[: _ROOM // _SHORTEST]]
    flask.session[_TOLD] = [key, kept, left + len(every) - len(kept)]
    return key


def told(key: str) -> list[tuple[str, str]]:
    """What was told under a key, if it was told to this visitor."""
    lines, left = _held(key)
    more = f"There was more to tell of {left} others. Send those that do not wait below once more."
    return [*lines, (WRONG, more)] if left else lines


def _held(key: str) -> tuple[list[tuple[str, str]], int]:
    """What the visitor's cookie holds under a key, and for how much more it had no room."""
    held = flask.session.get(_TOLD)
    if not held or held[0] != key:
        return [], 0
    return [(kind, text) for kind, text in held[1]], held[2]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
