"""Pages for what goes wrong away from the live page, such as a download or a form.

They look like the others but have no scripts.
"""

from __future__ import annotations

from collections.abc import Callable

import flask
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from indicators.access.permissions import PermissionDeniedError, Viewer
from indicators.domain.errors import UserError
from layouts.accounts.sign_in_links import build_sign_in_address, find_sender
from layouts.pages.data import upload_routes
from layouts.site.current_user import NotSignedInError, find_current_viewer
from layouts.site.message_pages import HOME
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.web.request_limits import UPLOAD_ENDPOINTS

NOBODY = Viewer("nobody")
"""May do nothing: an error before sign-in has a page too."""
READING = ("GET", "HEAD")
SENT_IN_VAIN = (
    "What you sent was perhaps not carried out. A file is loaded as a whole or not at all: look at "
    "the history on the Data page before you send anything again."
)


def register_error_pages(
    server: flask.Flask,
    site: Site,
    render_plain: Callable[[PageView], str],
) -> None:
    """Answer errors with a page; `render_plain` renders it without scripts."""

    def build_request() -> PageRequest:
        return PageRequest(flask.request.path, None, find_current_viewer() or NOBODY, site.reports)

    @server.errorhandler(NotSignedInError)
    def lead_to_sign_in(_: NotSignedInError) -> Response:
        return flask.redirect(build_sign_in_address(find_sender()), 303)

    @server.errorhandler(UserError)
    def answer_user_error(error: UserError) -> tuple[str, int]:
        view = site.messages.show(
            build_request(),
            "That cannot be done",
            error.what,
            remedy=error.remedy,
            links=[(HOME, "/")],
        )
        return render_plain(view), 403 if isinstance(error, PermissionDeniedError) else 400

    @server.errorhandler(413)
    def answer_too_large(error: RequestEntityTooLarge) -> Response | tuple[str, int]:
        if flask.request.endpoint in UPLOAD_ENDPOINTS:
            return upload_routes.answer_too_large(error)
        view = site.messages.show(
            build_request(),
            "Nothing was changed",
            "More was sent than a form of this dashboard holds.",
            remedy="Shorten the text, or upload it as a file on the Data page.",
            links=[("Data", upload_routes.PATH), (HOME, "/")],
        )
        return render_plain(view), 413

    @server.errorhandler(CSRFError)
    def answer_wrong_token(_: CSRFError) -> tuple[str, int]:
        view = site.messages.show(
            build_request(),
            "Nothing was changed",
            "The form was not sent from a page of this dashboard, or the page is from before your "
            "browser was closed.",
            remedy="Let your browser keep this site’s cookies, open the page again, and send it.",
            links=[("Data", upload_routes.PATH), (HOME, "/")],
        )
        return render_plain(view), 400

    @server.errorhandler(500)
    def answer_failure(_: Exception) -> tuple[str, int]:
        sent = flask.request.method not in READING
        view = site.messages.show(
            build_request(),
            "Something went wrong",
            SENT_IN_VAIN if sent else "The page could not be shown. Opening it changed nothing.",
            remedy=("" if sent else "Try again. ")
            + f"If it happens again, tell your administrator this number: {flask.g.request_id}.",
            links=[("Data", upload_routes.PATH), (HOME, "/")],
        )
        return render_plain(view), 500
