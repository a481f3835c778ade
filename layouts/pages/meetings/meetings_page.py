"""The meetings of a team: the list, the meeting itself, and the minutes of one."""

from __future__ import annotations

from flask_wtf.csrf import generate_csrf

from indicators.access.permissions import Permission
from indicators.actions.action_fields import ActionField
from indicators.domain.localities import Locality
from indicators.domain.periods import format_day
from indicators.meetings.meeting import Meeting
from indicators.meetings.meeting_kinds import OUTCOMES, RecordKind, TopicKind
from indicators.meetings.meeting_slots import suggest_next_day
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.meetings.agenda_report import build_agenda
from indicators.reports.meetings.meeting_book import MeetingBook
from indicators.reports.meetings.meeting_planner import MeetingPlanner
from layouts.pages.meetings.minutes_tables import (
    ATTENDANCE,
    OPEN_LIST,
    build_attendance_table,
    build_open_list_table,
)
from layouts.pages.meetings.minutes_view import list_tools, render_minutes
from layouts.pages.meetings.seen_items import build_items
from layouts.site.flash_messages import read_messages
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text.page_table import PageTable
from layouts.text.workflow import meeting_text

MODE = "/team/<code>/meeting"
HELD = "meetings"
USUAL = tuple(kind for kind in OUTCOMES if kind is not RecordKind.MINUTES_APPROVED)
"""What any item can end with."""


def register(site: Site) -> None:
    """Add the pages. They have forms, so they are not cached."""

    def show_list(request: PageRequest, code: str) -> PageView:
        team, book = site.reports.places[code], MeetingBook(site.reports, request.viewer)
        return (
            _show_list(site, request, team, book) if book.is_seen(code) else refuse(request, team)
        )

    def show_mode(request: PageRequest, code: str) -> PageView:
        team, book = site.reports.places[code], MeetingBook(site.reports, request.viewer)
        if not book.is_seen(code):
            return refuse(request, team)
        held = book.find_open(code)
        if held is None:
            return _show_start(site, request, team, book)
        return _show_mode(site, request, team, book, held)

    def show_minutes(request: PageRequest, number: int) -> PageView:
        book = MeetingBook(site.reports, request.viewer)
        return render_minutes(site.frame, request, book, book.find(number), read_messages())

    def refuse(request: PageRequest, place: Locality) -> PageView:
        return site.messages.show(
            request,
            f"There are no meetings of {place.name} here",
            "Only teams have meetings, and you see those of teams whose figures you see exactly.",
            links=[(place.name, request.link(f"/{place.kind}/{place.code}"))],
            status=404,
        )

    seen = Permission.VIEW_FIGURES
    site.add(MODE, show_mode, needs=seen, cached=False)
    site.add(
        "/team/<code>/meetings",
        show_list,
        needs=seen,
        cached=False,
        tables={HELD: _build_held_table},
    )
    minuted = {ATTENDANCE: build_attendance_table, OPEN_LIST: build_open_list_table}
    site.add("/meetings/<int:number>", show_minutes, needs=seen, cached=False, tables=minuted)


def _build_held_table(request: PageRequest, code: str) -> PageTable | None:
    """Return a row for each meeting of a team, the newest first; None if it is not seen."""
    book = MeetingBook(request.reports, request.viewer)
    if not book.is_seen(code):
        return None
    return PageTable(
        title=f"Meetings: {request.reports.places[code].name}",
        name=f"meetings-{code}",
        period=f"Meetings up to {format_day(request.today)}",
        headings=("Meeting", "Figures", "Outcomes", "Minutes"),
        rows=tuple(
            (
                format_day(each.day),
                f"12 months to {each.month.name}",
                meeting_text.count_outcomes(each),
                meeting_text.describe_state(each),
            )
            for each in book.list_meetings(code)
        ),
    )


def _show_list(site: Site, request: PageRequest, team: Locality, book: MeetingBook) -> PageView:
    planner = MeetingPlanner(site.reports, request.viewer)
    return site.frame.render_page(
        "meetings.html",
        request,
        title=f"Meetings: {team.name}",
        shown=None,
        team=team,
        meetings=book.list_meetings(team.code),
        can_run=book.can_run(team.code),
        planned=planner.find_planned(team.code),
        last_plan=planner.find_last_plan(team.code),
        text=meeting_text,
        format_day=format_day,
        messages=read_messages(),
        csrf_token=generate_csrf(),
    )


def _show_start(site: Site, request: PageRequest, team: Locality, book: MeetingBook) -> PageView:
    """Return the agenda as it would be now, and the button that starts the meeting."""
    agreements = site.find_agreements()
    before = book.list_meetings(team.code)
    agenda = build_agenda(site.reports, team.code, request.viewer, request.day, agreements, before)
    if agenda is None:
        return site.messages.show_nothing_loaded(request)
    return site.frame.render_page(
        "meeting_start.html",
        request,
        title=f"Start a meeting: {team.name}",
        shown=None,
        team=team,
        agenda=agenda,
        items=build_items(agenda, request.day),
        last=before[0] if before else None,
        can_run=book.can_run(team.code),
        format_day=format_day,
        messages=read_messages(),
        csrf_token=generate_csrf(),
    )


def _show_mode(
    site: Site, request: PageRequest, team: Locality, book: MeetingBook, held: Meeting
) -> PageView:
    code, viewer = team.code, request.viewer
    before = [each for each in book.list_meetings(code) if each.id != held.id]
    actions = ActionBook(site.reports, viewer).list_actions(teams=[code])
    planned = MeetingPlanner(site.reports, viewer).find_planned(code)
    return site.frame.render_page(
        "meeting.html",
        request,
        title=f"Meeting: {team.name}",
        shown=None,
        team=team,
        meeting=held,
        can_run=book.can_run(team.code),
        next_day=planned.day if planned else suggest_next_day(held.day),
        last_attendance=before[0].list_attendance() if before else {},
        owners=sorted({each.fields[ActionField.OWNER] for each in actions} - {""}),
        kinds=USUAL,
        list_kinds=lambda item: OUTCOMES if item.kind is TopicKind.MINUTES else USUAL,
        fills={RecordKind.MINUTES_APPROVED: "Approved"},
        agencies=site.reports.catalogue.agencies,
        **list_tools(read_messages()),
    )
