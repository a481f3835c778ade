"""The gate of every file with figures: it is recorded, and small numbers need a reason."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import ParamSpec

import flask
from werkzeug.wrappers import Response

from indicators.reports.auditing.audit_recorder import AuditRecorder
from indicators.reports.auditing.small_numbers import watch_figures
from layouts.exports.gate.export_reasons import build_question_address, find_reason
from layouts.site.audited_address import describe_address

_EXTENSION = "export_gate"
ASKS = (
    "place",
    "indicator",
    "by",
    "view",
    "service",
    "hub",
    "columns",
    "quarter",
    "record",
    "period",
    "format",
    "kind",
    "from",
    "to",
)
"""The parameters of files, besides those of every page."""
_Args = ParamSpec("_Args")


def register_gate(server: flask.Flask, recorder: AuditRecorder) -> None:
    """Let the files of a server be recorded here."""
    server.extensions[_EXTENSION] = recorder


def get_recorder() -> AuditRecorder:
    """Return what records the files of this server."""
    recorder: AuditRecorder = flask.current_app.extensions[_EXTENSION]
    return recorder


def guard_export(
    build: Callable[_Args, flask.typing.ResponseReturnValue],
) -> Callable[_Args, Response]:
    """Record the file that a route builds, and first ask why if it holds exact small numbers."""

    @wraps(build)
    def release(*args: _Args.args, **kwargs: _Args.kwargs) -> Response:
        with watch_figures() as read:
            response = flask.make_response(build(*args, **kwargs))
        reason = find_reason()
        if read.has_small_numbers and not reason and response.status_code < 400:
            return flask.redirect(build_question_address(), HTTPStatus.SEE_OTHER)
        if response.status_code == HTTPStatus.OK:
            get_recorder().record_export(describe_file(), reason)
        return response

    return release


def ask_for_reason() -> Response | None:
    """Return what leads to the question why, or None if it is answered."""
    return None if find_reason() else flask.redirect(build_question_address(), 303)


def describe_file() -> str:
    """Return the address of this request as the audit log keeps it."""
    return describe_address(flask.request.path, flask.request.args, ASKS)
