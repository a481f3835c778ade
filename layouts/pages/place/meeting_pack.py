"""The pack for a meeting as one PDF: a place's page, its areas' pages and its action sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial

import flask

from indicators.access.declared_needs import needs
from indicators.access.permissions import Permission, Viewer
from indicators.domain.catalogue import Service
from indicators.domain.localities import Locality
from indicators.domain.periods import format_day
from indicators.reports.models import PlaceReport
from indicators.reports.place_report import list_loads_behind
from layouts.exports.action_sheets.planned_rows import BLANK_ROWS
from layouts.exports.file_response import find_place_report, name_view
from layouts.exports.gate.export_gate import guard_export
from layouts.exports.pdf import PdfPart, write_pdf
from layouts.exports.pdf_downloads import Answer, PdfDownloads
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text import labels, priority_text
from layouts.text.area_basis_text import describe_area_basis
from layouts.text.load_labels import describe_loads


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
        places = [place]
        if len(report.tabs) > 2:  # a team of one area has the same figures as its area
            places += [tab for tab in report.tabs if tab.code != code]
        month = report.months.shown
        query = {**flask.request.args, "month": str(month)}
        return pdfs.answer(
            request,
            f"meeting-{code}-{month}{name_view(request.reports)}.pdf",
            len(places) + 2,
            partial(_write_pdf, site, request, report, places, query),
            (f"Back to {place.name}", request.link(path, month)),
            f"{request.reports.get_notes_version()} {request.day}",  # open actions, and what is due
        )

    return packs


def _write_pdf(
    site: Site,
    request: PageRequest,
    report: PlaceReport,
    places: list[Locality],
    query: dict[str, str],
) -> Iterator[bytes | None]:
    """Write the pack, a step for each page, one for the action sheet, one for the PDF."""
    parts = []
    for place in places:
        path, settings = f"/{place.kind}/{place.code}", request.reports.settings_key
        view = site.get_view(path, query, request.viewer, settings=settings)
        kind = request.reports.places.words[place.kind][0]
        parts.append(PdfPart(f"{place.name} ({kind})", view))
        yield None
    title = f"Meeting pack: {report.place.name}, {report.months.shown.name}"
    actions = site.frame.render_page(
        "meeting_actions.html",
        request,
        title=title,
        shown=report.months,
        report=report,
        agencies=[service.agency_name for service in _list_services(report)],
        priority_text=priority_text,
        blank_rows=BLANK_ROWS,
    )
    parts.append(PdfPart(f"Action sheet: {report.place.name}", actions))
    yield None
    yield write_pdf(title, _describe_pack(request, report), title, parts)


def _list_services(report: PlaceReport) -> list[Service]:
    """Return the services of a report, one for each agency."""
    return list({service.agency: service for service, _ in reversed(report.blocks)}.values())[::-1]


def _describe_pack(request: PageRequest, report: PlaceReport) -> list[str]:
    """Return the lines above the contents: month, source, and what kind of view it is."""
    reports, programme = request.reports, request.reports.catalogue.programme
    loads = describe_loads(
        list_loads_behind(reports, report), is_published=reports.scope.sees_only_published
    )
    created = format_day(datetime.now(UTC))
    lines = [
        f"Figures for the 12 months to {report.months.shown.name}.",
        f"{programme.name}, {programme.council}. Created {created} from {loads}.",
    ]
    if areas := describe_area_basis(reports):
        lines.append(areas)
    if reports.seen_on:
        lines.append(f"{labels.label_as_at(reports.seen_on)}. {labels.AS_AT}")
    if reports.has_synthetic():
        lines.append(f"Synthetic data. {labels.SYNTHETIC}")
    return lines
