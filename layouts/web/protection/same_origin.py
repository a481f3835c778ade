"""Refuses what a page of another site makes a browser send.

Forms and calls have a token as well. This is decided before a body is read, and holds for every
address that is ever added.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import flask
from werkzeug.wrappers import Response

from indicators.access.permissions import AccessError
from layouts.site.csrf import READING

_OWN_SITES = ("same-origin", "none")
"""What browsers say of a request from a page of this server, or from the address bar."""


class ForeignPageError(AccessError):
    """A form or a call that a page of another site sent."""

    def __init__(self) -> None:
        super().__init__(
            "This was sent by a page of another site, so nothing was changed.",
            remedy="Open the dashboard and do it there.",
        )


def refuse_other_sites(
    server: flask.Flask, answer_refusal: Callable[[AccessError], Response]
) -> None:
    """Check every request that may change something. Register it before anything reads a body."""

    @server.before_request
    def check_sender() -> Response | None:
        request = flask.request
        if request.method in READING or is_from_here(request):
            return None
        return answer_refusal(ForeignPageError())


def is_from_here(request: flask.Request) -> bool:
    """Return whether a request is from a page of this server, or from a program.

    Programs send neither header. The scheme is not compared: a proxy may have taken TLS off.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in _OWN_SITES:
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc.lower() == request.host.lower()
