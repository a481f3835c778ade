"""How many uploads, files and API calls one person may make. Sign-in has a throttle of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus

import flask
from werkzeug.wrappers import Response

from indicators.access.permissions import Viewer
from indicators.store.limits.rate_limits import RateCounts, RateLimit
from layouts.api.problems import build_problem
from layouts.site.flash_messages import JSON
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text.labels import choose_plural
from layouts.web.request_limits import UPLOAD_ENDPOINTS

TEN_MINUTES = 600
UPLOADS = RateLimit("upload", 300, TEN_MINUTES)
EXPORTS = RateLimit("export", 600, TEN_MINUTES)
API_CALLS = RateLimit("api", 3000, TEN_MINUTES)
ENDPOINTS = {
    **dict.fromkeys(UPLOAD_ENDPOINTS, UPLOADS),
    "uploads.send_back": EXPORTS,
    "uploads.download_original": EXPORTS,
    "packs.download_workbook": EXPORTS,
    "group_packs.download_workbook": EXPORTS,
    "minutes.download_document": EXPORTS,
    "minutes.download_sheet": EXPORTS,
    "sharing.download": EXPORTS,
    "audit.download": EXPORTS,
    "surveys.download_template": EXPORTS,
    "record_sheets.download_record": EXPORTS,
    "settings.download": EXPORTS,
    "agreements.download": EXPORTS,
    "setup.download": EXPORTS,
}
"""A PDF is asked for again until it is written, and its queue has a limit of its own."""
PRIVATE = RateLimit("private", 600, TEN_MINUTES)
BLUEPRINTS = {
    "private": PRIVATE,
    "unsubscribe": PRIVATE,
    "sheets": EXPORTS,
    "calendars": EXPORTS,
    "tables": EXPORTS,
    "api": API_CALLS,
}


def limit_rates(
    server: flask.Flask,
    site: Site,
    viewer: Callable[[], Viewer],
    render_plain: Callable[[PageView], str],
) -> None:
    """Answer 429 to what is too much. Register it behind what finds out who makes a request."""
    counts = RateCounts(site.reports.table.engine)

    @server.before_request
    def check_rate() -> Response | None:
        limit = find_limit(flask.request)
        if limit is None:
            return None
        who = f"user {viewer().user}" if viewer().user else f"from {flask.request.remote_addr}"
        seconds = counts.take(limit, who, datetime.now(UTC))
        return _refuse(seconds) if seconds else None

    def _refuse(seconds: int) -> Response:
        response = _build_refusal(seconds)
        response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        response.headers["Retry-After"] = str(seconds)
        return response

    def _build_refusal(seconds: int) -> flask.Response:
        what = "You have asked for too much in too short a time, so this was not done."
        minutes = -(-seconds // 60)
        remedy = f"Try again in {minutes} {choose_plural(minutes, 'minute', 'minutes')}."
        if flask.request.blueprint == "api":
            return build_problem(HTTPStatus.TOO_MANY_REQUESTS, f"{what} {remedy}")
        if flask.request.headers.get("Accept") == JSON:
            return flask.jsonify(messages=[f"{what} {remedy}"], address=flask.request.path)
        request = PageRequest(flask.request.path, None, viewer(), site.reports)
        view = site.messages.show(
            request, "Too many requests", what, remedy=remedy, links=[("Home", "/")]
        )
        return flask.Response(render_plain(view))


def find_limit(request: flask.Request) -> RateLimit | None:
    """Return the limit of a request, or None."""
    return ENDPOINTS.get(request.endpoint or "") or BLUEPRINTS.get(request.blueprint or "")
