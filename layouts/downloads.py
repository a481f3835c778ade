"""Files to take away: the action-plan sheets."""

from __future__ import annotations

from datetime import UTC, datetime

import flask

from indicators.errors import UserError
from indicators.periods import Month
from indicators.reports import Reports
from layouts.sheets.action_plan import file_name, plan_of, plans_of_all

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def blueprint(reports: Reports) -> flask.Blueprint:
    """The addresses under /sheets/. A place or month not known is a UserError."""
    sheets = flask.Blueprint("sheets", __name__, url_prefix="/sheets")

    @sheets.get("/action-plan.xlsx")
    def one() -> flask.Response:
        code, month = flask.request.args.get("place", ""), _month(reports)
        workbook = plan_of(reports, code, month, datetime.now(UTC))
        return _download(workbook, file_name(code, month))

    @sheets.get("/action-plans.xlsx")
    def every() -> flask.Response:
        month = _month(reports)
        return _download(
            plans_of_all(reports, month, datetime.now(UTC)), file_name("all-teams", month)
        )

    return sheets


def _month(reports: Reports) -> Month:
    asked = flask.request.args.get("month")
    months = reports.months(Month.parse(asked) if asked else None)
    if months is None:
        raise UserError(
            "Nothing has been loaded yet, so there is no plan to write.",
            remedy="Load extracts first: python app.py load FILE...",
        )
    return months.shown


def _download(workbook: bytes, name: str) -> flask.Response:
    response = flask.Response(workbook, mimetype=XLSX)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response
