"""One log line for each request, and one for each failure.

No personal data: the rule of the route stands for the path, and the query, cookies, forms and the
texts of exceptions are left out. Each line has its data in `fields`, which the command line writes
as JSON.
"""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Callable
from time import perf_counter
from types import TracebackType
from typing import Any

import flask

from indicators.domain.operations.request_id import REQUEST_ID

HEADER = "X-Request-ID"
"""Carries the id of a request, so that what a user reports can be found in the log."""
NO_ROUTE = "-"
_MOST_FRAMES = 20
_LOG = logging.getLogger(__name__)

_ExceptionInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class LoggedFlask(flask.Flask):
    """Flask, with a log of failures that holds no path and no text of an exception.

    No function here is asynchronous, so none is looked at before it is called.
    """

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func

    def log_exception(self, exc_info: _ExceptionInfo) -> None:
        kind, _, trace = exc_info
        frames = traceback.extract_tb(trace, limit=-_MOST_FRAMES)
        fields = _describe_request() | {
            "error": kind.__name__ if kind else "",
            "trace": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
        }
        _LOG.error("failure", extra={"fields": fields})


def register_request_log(server: flask.Flask) -> None:
    """Log every request. Register it before anything else that sees requests or responses."""

    @server.before_request
    def start() -> None:
        flask.g.started = perf_counter()
        flask.g.request_id = secrets.token_hex(8)
        REQUEST_ID.set(flask.g.request_id)

    @server.teardown_request
    def end(_: BaseException | None) -> None:
        REQUEST_ID.set("")  # the thread goes on to other work

    @server.after_request
    def log(response: flask.Response) -> flask.Response:
        response.headers[HEADER] = flask.g.request_id
        fields = _describe_request() | {
            "status": response.status_code,
            "bytes": response.calculate_content_length(),
            "ms": round((perf_counter() - flask.g.started) * 1000, 1),
        }
        _LOG.info("request", extra={"fields": fields})
        return response


def note_page_rule(rule: str) -> None:
    """Note which page this request renders: Dash has one route for all of them."""
    flask.g.page_rule = rule


def find_route() -> str:
    """Return the rule of the request's route or page, which holds no value of its address."""
    rule = flask.request.url_rule
    return flask.g.get("page_rule") or (rule.rule if rule else NO_ROUTE)


def _describe_request() -> dict[str, Any]:
    return {
        "request": flask.g.get("request_id", NO_ROUTE),
        "method": flask.request.method,
        "route": find_route(),
    }
