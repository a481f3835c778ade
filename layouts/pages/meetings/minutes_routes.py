"""What a meeting leaves as files: its minutes to edit and as PDF, and its action sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC

import flask

from indicators.access.declared_needs import needs
from indicators.access.permissions import Permission, Viewer
from indicators.meetings.meeting import Meeting, MeetingStateError
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.escalations.escalation_book import EscalationBook
from indicators.reports.meetings.meeting_book import MeetingBook
from layouts.exports.file_response import DOCX, build_download
from layouts.exports.gate.export_gate import guard_export
from layouts.exports.pdf import PdfPart, write_pdf
from layouts.exports.pdf_downloads import Answer, PdfDownloads
from layouts.pages.meetings.minutes_view import name_minutes, render_minutes
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site


def create_blueprint(
    site: Site, viewer: Callable[[], Viewer], render_plain: Callable[[PageView], str]
) -> flask.Blueprint:
    """Return /meetings/<number>/minutes.docx, minutes.pdf and action-sheet.xlsx."""
    blueprint = flask.Blueprint("minutes", __name__, url_prefix="/meetings/<int:number>")
    pdfs = PdfDownloads(site.reports, site.messages, render_plain)

    def open_minutes(number: int) -> tuple[PageRequest, MeetingBook, Meeting, str]:
        request = PageRequest(f"/meetings/{number}", None, viewer(), site.reports)
        book = MeetingBook(site.reports, request.viewer)
        held = book.find(number)
        return request, book, held, f"minutes-{held.team}-{held.day}"

    @blueprint.get("/minutes.docx")
    @needs(Permission.VIEW_FIGURES)
    @guard_export
    def download_document(number: int) -> flask.Response:
        from layouts.exports.minutes_document import write_minutes  # slow to import

        request, _, held, name = open_minutes(number)
        team = site.reports.places[held.team].name
        escalations = EscalationBook(request.reports, request.viewer).map_records(held.team)
        return build_download(write_minutes(held, team, escalations), f"{name}.docx", DOCX)

    @blueprint.get("/minutes.pdf")
    @needs(Permission.VIEW_FIGURES)
    @guard_export
    def download_pdf(number: int) -> Answer:
        request, book, held, name = open_minutes(number)
        view = render_minutes(site.frame, request, book, held)
        lines = f"Results as of {held.month.name}, as seen at the meeting"
        title = name_minutes(site.reports.places[held.team], held)

        def write() -> Iterator[bytes | None]:
            yield write_pdf(title, [lines], title, [PdfPart(title, view)])

        version = f"{len(held.records)} records"
        back = ("Back to the minutes", request.path)
        return pdfs.answer(request, f"{name}.pdf", 1, write, back, version)

    @blueprint.get("/action-sheet.xlsx")
    @needs(Permission.VIEW_FIGURES)
    @guard_export
    def download_sheet(number: int) -> flask.Response:
        request, _, held, _ = open_minutes(number)
        content = _write_closing_sheet(request, held)
        return build_download(content, f"action-sheet-{held.team}-{held.day}.xlsx")

    return blueprint


def _write_closing_sheet(request: PageRequest, held: Meeting) -> bytes:
    """Return the action sheet as it was when the meeting closed: its data, its actions.

    It is written again from records that never change, and so for each viewer with what they see.
    """
    if held.closed_at is None:
        raise MeetingStateError(
            "The meeting is still open, so it has no action sheet yet.",
            remedy="Close it first, or download the sheet of today on the team's page.",
        )
    then = request.reports.after(held.data_version)
    left = ActionBook(request.reports, request.viewer).list_open_at(held.team, held.closed_at)
    closed = held.closed_at.replace(tzinfo=UTC)
    from layouts.exports.action_plan import write_action_plan  # openpyxl is slow to import

    return write_action_plan(then, held.team, held.month, request.viewer, closed, left)
