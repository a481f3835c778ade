"""The answer to a form of someone who was signed out meanwhile, with what they typed."""

from __future__ import annotations

import flask

from layouts.accounts.account_pages import AccountPages
from layouts.accounts.sign_in_links import build_sign_in_address, find_sender

_FORM = "application/x-www-form-urlencoded"
_NOT_SHOWN = {"csrf_token", "password", "old", "new", "again", "code", "seen"}


def render_signed_out(pages: AccountPages) -> flask.Response:
    """Return a page that says so and shows the text again, so that it can be copied."""
    typed = {}
    if flask.request.mimetype == _FORM:
        typed = {
            name: text
            for name, text in flask.request.form.items()
            if text.strip() and name not in _NOT_SHOWN
        }
    return pages.render_bare(
        "signed_out.html",
        "You were signed out",
        status=401,
        typed=typed,
        address=build_sign_in_address(find_sender()),
    )
