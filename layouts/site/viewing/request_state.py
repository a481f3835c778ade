"""The state of the data, read once for each request."""

from __future__ import annotations

import flask

from indicators.domain.loads import DataState
from indicators.reports.base import Reports
from layouts.site.csrf import READING


def find_state(reports: Reports) -> DataState:
    """Return the state of the data as this request sees it.

    A request that may change something reads it each time.
    """
    if not flask.has_request_context() or flask.request.method not in READING:
        return reports.read_state()
    if "data_state" not in flask.g:
        flask.g.data_state = reports.read_state()
    found: DataState = flask.g.data_state
    return found
