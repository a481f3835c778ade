"""The pack of the operational working group: its page as a workbook and as a PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial

import flask

from indicators.access.declared_needs import needs
from indicators.access.permissions import Permission, Viewer
from indicators.reports.working_group.group_models import GroupReport
from indicators.reports.working_group.group_report import build_group_report
from layouts.exports.file_response import build_download, build_no_figures_error, name_view
from layouts.exports.gate.export_gate import guard_export
from layouts.exports.pdf import PdfPart, write_pdf
from layouts.exports.pdf_downloads import Answer, PdfDownloads
from layouts.pages.working_group.group_tables import build_tables, describe_pack
from layouts.pages.working_group.group_view import PAGE, render_group
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text.workflow import group_text


def create_blueprint(
    site: Site, viewer: Callable[[], Viewer], render_plain: Callable[[PageView], str]
) -> flask.Blueprint:
    """Return /packs/working-group.xlsx and .pdf, which take the parameters of /working-group."""
    packs = flask.Blueprint("group_packs", __name__, url_prefix="/packs")
    pdfs = PdfDownloads(site.reports, site.messages, render_plain)

    @packs.get("/working-group.xlsx")
    @needs(Permission.VIEW_FIGURES)
    @guard_export
    def download_workbook() -> flask.Response:
        from layouts.exports.table_files import write_tables_workbook  # openpyxl is slow to import

        request, report = _read_report(site, viewer())
        now = datetime.now(UTC)
        content = write_tables_workbook(
            request.reports, describe_pack(report), build_tables(report), now
        )
        return build_download(content, _make_name(request, report, "xlsx"))

    @packs.get("/working-group.pdf")
    @needs(Permission.VIEW_FIGURES)
    @guard_export
    def download_pdf() -> Answer:
        request, report = _read_report(site, viewer())
        written = request.reports.get_notes_version(), request.reports.get_workflow_version()
        return pdfs.answer(
            request,
            _make_name(request, report, "pdf"),
            1,
            partial(_write_pdf, site, request, report),
            ("Back to the working group", request.link(PAGE, report.months.shown)),
            f"{written} {request.day}",  # actions, escalations, and what is due
        )

    return packs


def _read_report(site: Site, viewer: Viewer) -> tuple[PageRequest, GroupReport]:
    request = site.parse_request(PAGE, flask.request.args, viewer)
    report = build_group_report(request.reports, request.month, request.today, viewer)
    if report is None or not report.months.has_data:
        raise build_no_figures_error(request.reports)
    return request, report


def _write_pdf(site: Site, request: PageRequest, report: GroupReport) -> Iterator[bytes | None]:
    from layouts.exports.table_files import describe_table  # openpyxl is slow to import

    lines = describe_table(request.reports, describe_pack(report), datetime.now(UTC))
    title = f"{group_text.TITLE}, {report.months.shown.name}"
    view = render_group(site.frame, request, report)
    said = [f"{name}: {text}" for name, text in lines[1:]]
    yield write_pdf(title, said, title, [PdfPart(group_text.TITLE, view)])


def _make_name(request: PageRequest, report: GroupReport, ending: str) -> str:
    view = name_view(request.reports)
    synthetic = "-synthetic" if request.reports.has_synthetic() else ""
    return f"working-group-{report.months.shown}{view}{synthetic}.{ending}"
