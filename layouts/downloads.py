"""Files to take away: the action-plan sheets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import flask

from indicators.model import Lens
from indicators.periods import Month, parse_day
from indicators.reports import Reports
from layouts.sheets.action_plan import file_name, nothing_to_write, plan_of, plans_of_all

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def blueprint(reports: Reports) -> flask.Blueprint:
    """The addresses under /sheets/. A place or month not known is a UserError."""
    sheets = flask.Blueprint("sheets", __name__, url_prefix="/sheets")

    @sheets.get("/action-plan.xlsx")
    def one() -> flask.Response:
        seen = _seen(reports)
        code, month = flask.request.args.get("place", ""), _month(seen)
        workbook = plan_of(seen, code, month, datetime.now(UTC))
        return download(workbook, file_name(seen, code, month))

    @sheets.get("/action-plans.xlsx")
    def every() -> flask.Response:
        seen = _seen(reports)
        month = _month(seen)
        workbook = plans_of_all(seen, month, datetime.now(UTC))
        return download(workbook, file_name(seen, "all-teams", month))

    return sheets


def _seen(reports: Reports) -> Reports:
    """The reports on the day, and through the lens, that the address names."""
    asked = flask.request.args
    seen = reports.as_at(parse_day(asked["as_at"]) if asked.get("as_at") else None)
    return seen.through(Lens.TODAY) if asked.get("areas") == Lens.TODAY else seen


def _month(reports: Reports) -> Month:
    asked = flask.request.args.get("month")
    months = reports.months(Month.parse(asked) if asked else None)
    if months is None:
        raise nothing_to_write(reports)
    return months.shown


def download(content: bytes | Iterable[bytes], name: str, kind: str = XLSX) -> flask.Response:
    """A file to take away, in one piece or piece by piece; no cache keeps it."""
    response = flask.Response(content, mimetype=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response
