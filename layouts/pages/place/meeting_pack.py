"""The pack for a meeting as one PDF: a place's page, its areas' pages and its action sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import flask

from indicators.access.declared_needs import needs
from indicators.access.permissions import Permission, Viewer
from indicators.domain.localities import Locality
from indicators.reports.models import PlaceReport
from indicators.reports.place_report import list_loads_behind
from layouts.exports.action_plan import find_place_report
from layouts.exports.action_sheets.sheet_columns import BLANK_ROWS
from layouts.exports.gate.export_gate import guard_export
from layouts.exports.pdf import write_pdf
from layouts.exports.pdf_downloads import Answer, PdfDownloads
from layouts.exports.sheet_style import describe_loads
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text import priority_text


def create_blueprint(
    site: Site, viewer: Callable[[], Viewer], render_plain: Callable[[PageView], str]
) -> flask.Blueprint:
    """Return /packs/meeting.pdf, which takes a place and the month, day and areas of its page."""
    packs = flask.Blueprint("meeting_packs", __name__, url_prefix="/packs")
    pdfs = PdfDownloads(site.reports, site.messages, render_plain)

    @packs.get("/meeting.pdf")
    @needs(Permission.VIEW_FIGURES)
    @guard_export
    def download_meeting_pack() -> Answer:
        code = flask.request.args.get("place", "")
        place = site.reports.for_viewer(viewer()).scope.require_place(code)
        path = f"/{place.kind}/{code}"
        request = site.parse_request(path, flask.request.args, viewer())
        report = find_place_report(request.reports, code, request.month, request.viewer)
        places = [place, *(tab for tab in report.tabs if tab.code != code)]
        month = report.months.shown
        query = {**flask.request.args, "month": str(month)}
        return pdfs.answer(
            request,
            f"meeting-{code}-{month}.pdf",
            len(places) + 2,
            partial(_write_pdf, site, request, report, places, query),
            (f"Back to {place.name}", request.link(path, month)),
        )

    return packs


def _write_pdf(
    site: Site,
    request: PageRequest,
    report: PlaceReport,
    places: list[Locality],
    query: dict[str, str],
) -> Iterator[bytes | None]:
    """Write the pack, a step for each page, one for contents and action sheet, one for the PDF."""
    views = []
    for place in places:
        views.append(site.get_view(f"/{place.kind}/{place.code}", query, request.viewer))
        yield None
    title = f"Meeting pack: {report.place.name}, {report.months.shown.name}"
    contents = site.frame.render_page(
        "meeting_contents.html",
        request,
        title=title,
        shown=report.months,
        report=report,
        places=places,
        loads=describe_loads(list_loads_behind(request.reports, report)),
    )
    actions = site.frame.render_page(
        "meeting_actions.html",
        request,
        title=title,
        shown=report.months,
        report=report,
        agencies=list(dict.fromkeys(service.agency for service, _ in report.blocks)),
        priority_text=priority_text,
        blank_rows=BLANK_ROWS,
    )
    yield None
    yield write_pdf(title, title, [contents, *views, actions])
