"""The minutes of a meeting, and what its templates share with the meeting itself."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from flask_wtf.csrf import generate_csrf

from indicators.domain.localities import Locality
from indicators.domain.periods import format_day
from indicators.meetings.meeting import Meeting
from indicators.meetings.meeting_kinds import MeetingState, MinutesState
from indicators.reports.escalations.escalation_book import EscalationBook
from indicators.reports.meetings.meeting_book import MeetingBook
from layouts.site.flash_messages import Message
from layouts.site.page_frame import PageFrame
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.text import labels
from layouts.text.workflow import escalation_text, meeting_text


def render_minutes(
    frame: PageFrame,
    request: PageRequest,
    book: MeetingBook,
    held: Meeting,
    messages: Iterable[Message] = (),
) -> PageView:
    """Return the minutes of a meeting as far as they are recorded, ready to print."""
    team = request.reports.places[held.team]
    return frame.render_page(
        "minutes.html",
        request,
        title=name_minutes(team, held),
        shown=None,
        team=team,
        meeting=held,
        escalations=EscalationBook(request.reports, request.viewer).map_records(held.team),
        is_open=held.state is MeetingState.OPEN,
        can_agree=held.state is MeetingState.CLOSED and held.minutes is MinutesState.DRAFT,
        can_approve=held.minutes is MinutesState.AGREED and book.has_later(held),
        can_run=book.can_run(held.team),
        **list_tools(messages),
    )


def name_minutes(team: Locality, held: Meeting) -> str:
    """Return the title of the minutes of a meeting."""
    return f"Minutes: {team.name}, {format_day(held.day)}"


def list_tools(messages: Iterable[Message]) -> dict[str, object]:
    """Return what the templates of meetings need besides the meeting."""
    return {
        "verdicts": labels.VERDICTS,
        "text": meeting_text,
        "escalation_text": escalation_text,
        "format_day": format_day,
        "make_client": lambda: secrets.token_hex(8),
        "messages": messages,
        "csrf_token": generate_csrf(),
    }
