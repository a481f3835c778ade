"""The records of the programme: their list, every team's, and the form of one team."""

from __future__ import annotations

from datetime import date
from typing import Any

from indicators.access.permissions import Permission, Viewer
from indicators.domain.core import LocalityKind
from indicators.domain.errors import UserError
from indicators.domain.localities import Locality
from indicators.reports.base import Reports
from indicators.reports.records.count_report import build_count_report
from indicators.reports.records.record_book import RecordBook, UnknownRecordError
from indicators.reports.records.record_overview import list_records
from indicators.reports.records.score_report import build_score_report
from indicators.reports.records.team_record import build_team_record
from layouts.charts.image_source import describe_image_source
from layouts.pages.records.record_charts import build_count_chart, build_score_line
from layouts.pages.records.record_downloads import (
    RECORD,
    STEPS,
    TREND,
    build_record_table,
    build_steps_table,
    build_trend_table,
)
from layouts.pages.records.record_view import fill_form, render_team_record
from layouts.pages.records.team_record_tables import (
    ENTRIES,
    RECORDS,
    build_entries_table,
    build_record_history,
    build_records_table,
)
from layouts.site.flash_messages import read_messages
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text.workflow import record_text
from layouts.text.workflow.history_table import HISTORY

ASKS = ("period",)


def _list_own_places(request: PageRequest) -> list[Locality]:
    """Return the viewer's own team, if they have one."""
    places = request.reports.places
    own = places.localities.get(request.viewer.team)
    return [own] if own and own.kind is LocalityKind.TEAM else []


def _show_scores(
    reports: Reports, kind: str, period: str, today: date, viewer: Viewer
) -> dict[str, Any]:
    report = build_score_report(reports, kind, period, today, viewer)
    lines = {each.team.code: build_score_line(report.definition, each) for each in report.teams}
    return {"report": report, "lines": lines}


def _show_counts(
    reports: Reports, kind: str, period: str, today: date, viewer: Viewer
) -> dict[str, Any]:
    report = build_count_report(reports, kind, period, today, viewer)
    source = describe_image_source(reports, today)
    return {"report": report, "drawing": build_count_chart(report, source)}


def register(site: Site) -> None:
    """Add the pages. What they show changes with every entry, so they are not cached."""

    def show_list(request: PageRequest) -> PageView:
        return site.frame.render_page(
            "records.html",
            request,
            title="Records",
            shown=None,
            own_places=_list_own_places(request),
            records=list_records(request.reports, request.today, request.viewer),
            text=record_text,
        )

    def show_kind(request: PageRequest, kind: str) -> PageView:
        definition = RecordBook(request.reports, request.viewer).find_definition(kind)
        asked = request.query.get("period", "")
        given = request.reports, kind, asked, request.today, request.viewer
        return site.frame.render_page(
            "record_scores.html" if definition.scores else "record_counts.html",
            request,
            title=definition.name,
            shown=None,
            **(_show_scores(*given) if definition.scores else _show_counts(*given)),
            definition=definition,
            text=record_text,
            has_sheets=site.record_reader is not None,
            messages=read_messages(),
        )

    def show_team(request: PageRequest, kind: str, code: str) -> PageView:
        asked = request.query.get("period", "")
        record = build_team_record(
            request.reports, kind, code, asked, request.today, request.viewer
        )
        return render_team_record(
            site.frame,
            request,
            record,
            fill_form(record),
            read_messages(),
            has_sheets=site.record_reader is not None,
        )

    def refuse_unknown(request: PageRequest, error: UserError) -> PageView:
        links = [("All records", request.link("/records"))]
        return site.messages.show(request, error.what, error.remedy, links=links, status=404)

    def show_kind_or_refuse(request: PageRequest, kind: str) -> PageView:
        try:
            return show_kind(request, kind)
        except UnknownRecordError as error:
            return refuse_unknown(request, error)

    def show_team_or_refuse(request: PageRequest, kind: str, code: str) -> PageView:
        try:
            return show_team(request, kind, code)
        except UnknownRecordError as error:
            return refuse_unknown(request, error)

    seen = Permission.VIEW_FIGURES
    tables = {RECORD: build_record_table, TREND: build_trend_table, STEPS: build_steps_table}
    listed = {RECORDS: build_records_table}
    site.add("/records", show_list, needs=seen, cached=False, tables=listed)
    site.add(
        "/records/<kind>", show_kind_or_refuse, needs=seen, asks=ASKS, cached=False, tables=tables
    )
    of_a_team = {ENTRIES: build_entries_table, HISTORY: build_record_history}
    site.add(
        "/records/<kind>/<code>",
        show_team_or_refuse,
        needs=seen,
        asks=ASKS,
        cached=False,
        tables=of_a_team,
    )
