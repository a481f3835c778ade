"""The answer to someone who is not signed in, in the way of what asked."""

from __future__ import annotations

from http import HTTPStatus

import flask

from layouts.accounts.account_pages import AccountPages
from layouts.accounts.sign_in_links import build_sign_in_address, find_sender
from layouts.accounts.signed_out_page import render_signed_out
from layouts.site.csrf import READING
from layouts.site.flash_messages import JSON

DASH = "/_dash-"
"""What the addresses begin with that a live page calls."""


def answer_nobody(pages: AccountPages) -> flask.Response:
    """Lead a browser to sign-in; answer 401 to a live page, a script and a form.

    A page or a file that was asked for comes after sign-in.
    """
    request = flask.request
    if request.path.startswith(DASH):
        return flask.Response("You are not signed in.\n", HTTPStatus.UNAUTHORIZED)
    if request.method in READING:
        address = build_sign_in_address(request.full_path.rstrip("?"))
        return flask.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": address})
    if request.headers.get("Accept") == JSON:
        what = "You were signed out, so nothing was sent. Sign in and send it again."
        answer = flask.jsonify(messages=[what], address=build_sign_in_address(find_sender()))
        answer.status_code = HTTPStatus.UNAUTHORIZED
        return answer
    return render_signed_out(pages)
