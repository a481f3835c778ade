"""Downloads: action-plan sheets, and the figures of an indicator's page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import flask

from indicators.access.declared_needs import needs
from indicators.access.permissions import Permission, Viewer
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.reports.indicator_report import build_indicator_report
from layouts.exports.file_response import (
    PPTX,
    build_download,
    build_no_figures_error,
    make_file_name,
    name_view,
)
from layouts.exports.gate.export_gate import guard_export
from layouts.site.request_params import RequestParams, parse_params


def create_blueprint(
    find_reports: Callable[[], Reports], viewer: Callable[[], Viewer]
) -> flask.Blueprint:
    """Return the addresses under /sheets/. An unknown place or month is a UserError."""
    sheets = flask.Blueprint("sheets", __name__, url_prefix="/sheets")

    @sheets.get("/action-plan.xlsx")
    @needs(Permission.VIEW_FIGURES)
    @guard_export
    def download_action_plan() -> flask.Response:
        from layouts.exports.action_plan import write_action_plan  # openpyxl is slow to import

        selected, params = _select(find_reports(), viewer())
        code, month = flask.request.args.get("place", ""), _choose_month(selected, params)
        workbook = write_action_plan(selected, code, month, viewer(), datetime.now(UTC))
        return build_download(workbook, make_file_name(selected, code, month))

    @sheets.get("/slides.pptx")
    @needs(Permission.VIEW_FIGURES)
    @guard_export
    def download_slides() -> flask.Response:
        from layouts.exports.slides.slide_deck import write_slides  # slow to import

        selected, params = _select(find_reports(), viewer())
        code, month = flask.request.args.get("place", ""), _choose_month(selected, params)
        deck = write_slides(selected, code, month, viewer(), datetime.now(UTC))
        name = make_file_name(selected, code, month).replace("action-plan-", "slides-")
        return build_download(deck, f"{name.removesuffix('.xlsx')}.pptx", PPTX)

    @sheets.get("/action-plans.xlsx")
    @needs(Permission.VIEW_FIGURES)
    @guard_export
    def download_all_action_plans() -> flask.Response:
        from layouts.exports.action_plan import write_all_action_plans

        selected, params = _select(find_reports(), viewer())
        month = _choose_month(selected, params)
        workbook = write_all_action_plans(selected, month, viewer(), datetime.now(UTC))
        return build_download(workbook, make_file_name(selected, "all-teams", month))

    @sheets.get("/indicator.<any(xlsx, csv):form>")
    @needs(Permission.VIEW_FIGURES)
    @guard_export
    def download_indicator(form: str) -> flask.Response:
        from layouts.exports import indicator_workbook

        selected, params = _select(find_reports(), viewer())
        query = flask.request.args
        code, place, by = (query.get(name, "") for name in ("indicator", "place", "by"))
        month = _choose_month(selected, params)
        report = build_indicator_report(selected, code, place, by, month, viewer())
        if report is None:
            raise build_no_figures_error(selected)
        parts = (report.indicator.code, report.place.code, report.by, report.months.shown)
        name = f"{'-'.join(map(str, parts))}{name_view(selected)}.{form}".replace("_", "-")
        now = datetime.now(UTC)
        if form == "csv":
            text = indicator_workbook.write_indicator_csv(selected, report, now)
            return build_download(text.encode("utf-8-sig"), name, "text/csv")
        workbook = indicator_workbook.write_indicator_workbook(selected, report, now)
        return build_download(workbook, name)

    return sheets


def _select(reports: Reports, viewer: Viewer) -> tuple[Reports, RequestParams]:
    """Return the reports that the address asks for, and its parameters."""
    params = parse_params(flask.request.args)
    selected = reports.as_at(params.as_at).with_area_basis(params.areas)
    return selected.for_viewer(viewer), params


def _choose_month(reports: Reports, params: RequestParams) -> Month:
    """Return the month that the address names, or the latest. Raises UserError without figures."""
    months = reports.find_months(params.month)
    if months is None:
        raise build_no_figures_error(reports)
    return months.shown
