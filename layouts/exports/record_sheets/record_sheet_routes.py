"""The download of a record's workbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import flask

from indicators.access.declared_needs import needs
from indicators.access.permissions import Permission, Viewer
from indicators.reports.base import Reports
from layouts.exports.file_response import build_download
from layouts.exports.gate.export_gate import guard_export


def create_blueprint(
    find_reports: Callable[[], Reports], viewer: Callable[[], Viewer]
) -> flask.Blueprint:
    """Return the address. An unknown record, team or period is a UserError."""
    sheets = flask.Blueprint("record_sheets", __name__, url_prefix="/sheets")

    @sheets.get("/record.xlsx")
    @needs(Permission.VIEW_FIGURES)
    @guard_export
    def download_record() -> flask.Response:
        from layouts.exports.record_sheets.record_workbook import write_record_workbook  # openpyxl

        asked = (flask.request.args.get(name, "") for name in ("record", "place", "period"))
        code, team, period = asked
        limited = find_reports().limit_to(viewer())
        workbook, name = write_record_workbook(
            limited, code, team, period, viewer(), datetime.now(UTC)
        )
        return build_download(workbook, name)

    return sheets
