"""The audit log as a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import flask

from indicators.access.declared_needs import needs
from indicators.access.permissions import Permission, Viewer
from indicators.reports.auditing.audit_book import AuditBook
from layouts.exports.audit_csv import write_audit_csv
from layouts.exports.file_response import build_download
from layouts.exports.gate.export_gate import get_recorder
from layouts.pages.audit.audit_choices import ASKS, PATH, read_filter
from layouts.site.audited_address import describe_address
from layouts.site.site import Site


def create_blueprint(site: Site, viewer: Callable[[], Viewer]) -> flask.Blueprint:
    """Return /audit/events.csv, which takes the filters of the page."""
    blueprint = flask.Blueprint("audit", __name__, url_prefix=PATH)
    book = AuditBook(site.reports.audit_log)

    @blueprint.get("/events.csv")
    @needs(Permission.READ_AUDIT_LOG)
    def download() -> flask.Response:
        wanted = read_filter(flask.request.args)
        get_recorder().record_export(describe_address(flask.request.path, flask.request.args, ASKS))
        events = write_audit_csv(book.read_all(wanted, viewer()), site.reports.list_user_names())
        name = f"audit-log-{datetime.now(UTC):%Y-%m-%d}.csv"
        return build_download(events, name, "text/csv")

    return blueprint
