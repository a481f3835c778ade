"""Pages for what goes wrong away from the live page, such as a download or a form.

They look like the others but have no scripts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import flask
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import InternalServerError, RequestEntityTooLarge
from werkzeug.wrappers import Response

from indicators.access.audience import SignInNeededError
from indicators.access.permissions import AccessError, Viewer
from indicators.domain.errors import UserError
from layouts.api import problems
from layouts.pages.data import upload_routes
from layouts.site.csrf import READING
from layouts.site.message_pages import HOME
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.web.protection.refused_address import note_refusal
from layouts.web.request_limits import UPLOAD_ENDPOINTS

SENT_IN_VAIN = (
    "What you sent was perhaps not carried out. A file is loaded as a whole or not at all: look at "
    "the history on the Data page before you send anything again."
)
OPENED_IN_VAIN = "The page could not be shown. Opening it changed nothing."
_SHOW_MESSAGES = ("uploads", "action_imports")
"""Their pages show what became of a file that was sent."""


def build_refusal(
    site: Site,
    viewer: Callable[[], Viewer],
    render_plain: Callable[[PageView], str],
    answer_nobody: Callable[[], Response] | None,
) -> Callable[[AccessError], Response]:
    """Return what answers those who may not have what they asked for: 401, or 403 with the rule.

    `answer_nobody` leads to sign-in, where there is one.
    """

    def answer_refusal(error: AccessError) -> Response:
        path = flask.request.path
        if problems.is_for_programs(path):
            return problems.answer_refusal(error)
        if answer_nobody and isinstance(error, SignInNeededError):
            return answer_nobody()
        request = PageRequest(path, None, viewer(), site.reports)
        if isinstance(error, SignInNeededError):
            view = site.messages.show_sign_in(request, error)
        else:
            view = site.messages.show_not_permitted(request, error)
        return flask.Response(render_plain(view), view.status)

    return answer_refusal


def register_error_pages(
    server: flask.Flask,
    site: Site,
    viewer: Callable[[], Viewer],
    render_plain: Callable[[PageView], str],
    render_failure: Callable[[Mapping[str, Any]], str],
    answer_refusal: Callable[[AccessError], Response],
) -> None:
    """Answer errors with a page; `render_plain` renders it without scripts.

    `render_failure` renders what is said of a failure without reading anything. `answer_refusal`
    answers those who may not have what they asked for.
    """

    def build_request() -> PageRequest:
        return PageRequest(flask.request.path, None, viewer(), site.reports)

    server.register_error_handler(AccessError, answer_refusal)

    @server.errorhandler(UserError)
    def answer_user_error(error: UserError) -> tuple[str, int]:
        view = site.messages.show(
            build_request(),
            "That cannot be done",
            error.what,
            remedy=error.remedy,
            links=[(HOME, "/")],
        )
        return render_plain(view), 400

    @server.errorhandler(413)
    def answer_too_large(error: RequestEntityTooLarge) -> Response | tuple[str, int]:
        is_upload = flask.request.endpoint in UPLOAD_ENDPOINTS
        if is_upload and flask.request.blueprint in _SHOW_MESSAGES:
            return upload_routes.answer_too_large(error)
        remedy = "Shorten the text, or upload it as a file on the Data page."
        if is_upload:
            upload_routes.drain_request()
            remedy = "Go back and send a smaller file."
        view = site.messages.show(
            build_request(),
            "Nothing was changed",
            "More was sent than a form of this dashboard holds.",
            remedy=remedy,
            links=[("Data", upload_routes.PATH), (HOME, "/")],
        )
        return render_plain(view), 413

    @server.errorhandler(CSRFError)
    def answer_wrong_token(_: CSRFError) -> tuple[str, int]:
        note_refusal(flask.request.path, {})
        view = site.messages.show(
            build_request(),
            "Nothing was changed",
            "The page was open before you signed in or before your browser was closed, or the form "
            "was not sent from a page of this dashboard.",
            remedy="Go back: what you wrote is still there. Copy it, reload the page, and send it "
            "again. Your browser must keep this site’s cookies.",
            links=[("Data", upload_routes.PATH), (HOME, "/")],
        )
        return render_plain(view), 400

    @server.errorhandler(500)
    def answer_failure(error: InternalServerError) -> flask.Response:
        sent = flask.request.method not in READING
        away = site.is_away(error.original_exception)
        says: dict[str, Any] = {
            "heading": "The database cannot be reached" if away else "Something went wrong",
            "what": SENT_IN_VAIN if sent else OPENED_IN_VAIN,
            "remedy": ("" if sent else "Try again in a minute. " if away else "Try again. ")
            + f"If it happens again, tell your administrator this number: {flask.g.request_id}.",
            "links": [("Data", upload_routes.PATH), (HOME, "/")],
        }
        if away:
            return flask.Response(
                render_failure(says), 503, {"Retry-After": problems.RETRY_SECONDS}
            )
        try:
            page = render_plain(site.messages.show(build_request(), **says))
        except Exception:  # noqa: BLE001 - it is logged already: what failed is what every page reads
            page = render_failure(says)
        return flask.Response(page, 500)
