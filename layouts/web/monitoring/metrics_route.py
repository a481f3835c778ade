"""/metrics: for Prometheus, with the token of an administrator."""

from __future__ import annotations

from datetime import UTC, datetime
from time import perf_counter

import flask
from prometheus_client import CONTENT_TYPE_LATEST

from indicators.access.declared_needs import needs
from indicators.access.permissions import Permission
from indicators.reports.base import Reports
from indicators.reports.operations.installation_state import read_state
from indicators.store.operations.statement_times import watch_statements
from layouts.api.problems import METRICS
from layouts.web.monitoring.installation_metrics import InstallationMetrics
from layouts.web.monitoring.server_metrics import ServerMetrics
from layouts.web.request_log import find_route


def register_metrics(server: flask.Flask, reports: Reports) -> None:
    """Count requests and queries from here on, and answer at /metrics."""
    metrics, engine = ServerMetrics(), reports.table.engine
    watch_statements(engine, metrics.queries.observe)

    @server.after_request
    def observe(response: flask.Response) -> flask.Response:
        labels = (flask.request.method, find_route(), str(response.status_code))
        metrics.requests.labels(*labels).observe(perf_counter() - flask.g.started)
        return response

    def count_failure(_server: flask.Flask, **_: object) -> None:
        metrics.failures.inc()

    flask.got_request_exception.connect(count_failure, server, weak=False)

    @server.get(METRICS)
    @needs(Permission.VIEW_STATUS)
    def answer_metrics() -> flask.Response:
        state = read_state(engine, datetime.now(UTC))
        found = InstallationMetrics(state, reports.get_version() if state.is_ready else 0)
        return flask.Response(metrics.write(found), content_type=CONTENT_TYPE_LATEST)
