"""Files to take away: action-plan sheets, and the figures of an indicator's page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import flask

from indicators.access.permissions import Viewer
from indicators.domain.core import AreaBasis
from indicators.domain.periods import Month, parse_day
from indicators.reports.base import Reports
from indicators.reports.indicator_report import build_indicator_report
from layouts.exports import indicator_workbook as indicator_sheet
from layouts.exports.action_plan import (
    build_no_figures_error,
    make_file_name,
    write_action_plan,
    write_all_action_plans,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def create_blueprint(reports: Reports, viewer: Callable[[], Viewer]) -> flask.Blueprint:
    """The addresses under /sheets/. A place or month not known is a UserError."""
    sheets = flask.Blueprint("sheets", __name__, url_prefix="/sheets")

    @sheets.get("/action-plan.xlsx")
    def one() -> flask.Response:
        seen = _seen(reports)
        code, month = flask.request.args.get("place", ""), _month(seen)
        workbook = write_action_plan(seen, code, month, viewer(), datetime.now(UTC))
        return build_download(workbook, make_file_name(seen, code, month))

    @sheets.get("/action-plans.xlsx")
    def every() -> flask.Response:
        seen = _seen(reports)
        month = _month(seen)
        workbook = write_all_action_plans(seen, month, viewer(), datetime.now(UTC))
        return build_download(workbook, make_file_name(seen, "all-teams", month))

    @sheets.get("/indicator.<any(xlsx, csv):form>")
    def indicator(form: str) -> flask.Response:
        asked = flask.request.args
        seen = _seen(reports)
        code, place, by = (asked.get(name, "") for name in ("indicator", "place", "by"))
        report = build_indicator_report(seen, code, place, by, _month(seen), viewer())
        if report is None:
            raise build_no_figures_error(seen)
        at = "-todays-areas" if seen.today() else ""
        at += f"-as-at-{seen.seen_on}" if seen.seen_on else ""
        parts = (report.indicator.code, report.place.code, report.by, report.months.shown)
        name = f"{'-'.join(map(str, parts))}{at}.{form}".replace("_", "-")
        now = datetime.now(UTC)
        if form == "csv":
            text = indicator_sheet.write_indicator_csv(seen, report, now)
            return build_download(text.encode("utf-8-sig"), name, "text/csv")
        return build_download(indicator_sheet.write_indicator_workbook(seen, report, now), name)

    return sheets


def _seen(reports: Reports) -> Reports:
    """The reports on the day, and through the lens, that the address names."""
    asked = flask.request.args
    seen = reports.as_at(parse_day(asked["as_at"]) if asked.get("as_at") else None)
    return seen.with_area_basis(AreaBasis.TODAY) if asked.get("areas") == AreaBasis.TODAY else seen


def _month(reports: Reports) -> Month:
    asked = flask.request.args.get("month")
    months = reports.find_months(Month.parse(asked) if asked else None)
    if months is None:
        raise build_no_figures_error(reports)
    return months.shown


def build_download(content: bytes | Iterable[bytes], name: str, kind: str = XLSX) -> flask.Response:
    """A file to take away, in one piece or piece by piece; no cache keeps it."""
    response = flask.Response(content, mimetype=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response
