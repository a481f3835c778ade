"""The tables of a meeting's minutes to download: who attended, and what was open at its end."""

from __future__ import annotations

from indicators.actions.sheets.sheet_model import format_reference
from indicators.domain.periods import format_day
from indicators.meetings.meeting import Meeting
from indicators.reports.meetings.meeting_book import MeetingBook
from layouts.site.page_request import PageRequest
from layouts.text.page_table import Cell, PageTable
from layouts.text.workflow import meeting_text

ATTENDANCE = "attendance"
OPEN_LIST = "open-list"


def build_attendance_table(request: PageRequest, number: int) -> PageTable:
    """Return a row for each agency, between the chair and the apologies."""
    held = MeetingBook(request.reports, request.viewer).find(number)
    agencies = request.reports.catalogue.agencies
    rows = (
        ("Chair", held.chair or meeting_text.NOT_NAMED),
        *((agencies.get(code, code), names) for code, names in held.list_attendance().items()),
        ("Apologies", held.apologies or meeting_text.NO_APOLOGIES),
    )
    return _build(request, held, ATTENDANCE, "Attendance", ("Agency", "Names"), rows)


def build_open_list_table(request: PageRequest, number: int) -> PageTable:
    """Return the actions that were open when the meeting closed; none before it did."""
    held = MeetingBook(request.reports, request.viewer).find(number)
    closing = held.closing.closing if held.closing else None
    rows = tuple(
        (
            format_reference(each.number),
            each.what,
            each.owner,
            meeting_text.format_due(each.due),
            each.status,
        )
        for each in (closing.open_actions if closing else ())
    )
    headings = ("Number", "Action", "Owner", "Due", "Status")
    return _build(request, held, OPEN_LIST, "Open list", headings, rows)


def _build(
    request: PageRequest,
    held: Meeting,
    name: str,
    title: str,
    headings: tuple[str, ...],
    rows: tuple[tuple[Cell, ...], ...],
) -> PageTable:
    return PageTable(
        title=f"{title}: {request.reports.places[held.team].name}",
        name=f"{name}-{held.team}-{held.day.isoformat()}",
        period=f"Meeting of {format_day(held.day)}",
        headings=headings,
        rows=rows,
    )
