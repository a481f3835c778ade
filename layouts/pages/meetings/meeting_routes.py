"""The forms of meetings, and the page for the meeting itself, which keeps working offline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from http import HTTPStatus

import flask
from werkzeug.wrappers import Response

from indicators.access.declared_needs import needs
from indicators.access.permissions import Permission, Viewer
from indicators.domain.errors import UserError
from indicators.meetings.meeting import MeetingStateError, NewMeeting, NewRecord
from indicators.meetings.meeting_kinds import ATTENDANCE, OUTCOMES, RecordKind
from indicators.reports.meetings.agenda_report import build_agenda
from indicators.reports.meetings.meeting_book import MeetingBook
from layouts.pages.meetings.seen_items import build_items
from layouts.site import csrf, flash_messages
from layouts.site.flash_messages import JSON, MessageKind, answer_form
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text.workflow import meeting_text

Answer = Response | tuple[Response, int]


def create_blueprint(
    site: Site, viewer: Callable[[], Viewer], render_plain: Callable[[PageView], str]
) -> flask.Blueprint:
    """Return the addresses of meetings; `render_plain` renders a page without other scripts."""
    blueprint = flask.Blueprint("meetings", __name__)

    @blueprint.get("/team/<code>/meeting")
    @needs(Permission.VIEW_FIGURES)
    def show_mode(code: str) -> tuple[str, int]:  # noqa: ARG001 - the page reads the path
        # Not in the live page: that is rendered twice, and asks the server for every step.
        path, query = flask.request.path, flask.request.args
        csrf.give_token()
        flash_messages.begin_page(path, query, is_live=False)
        view = site.serve_view(path, query, viewer())
        return render_plain(view), view.status

    @blueprint.post("/team/<code>/meeting")
    @needs(Permission.EDIT_ACTIONS)
    def start(code: str) -> Response:
        book, back = MeetingBook(site.reports, viewer()), f"/team/{code}/meeting"
        today = datetime.now(UTC)
        try:
            agreements, held = site.find_agreements(), book.list_meetings(code)
            agenda = build_agenda(site.reports, code, viewer(), today.date(), agreements, held)
            if agenda is None:
                raise UserError("There are no figures yet.", remedy="Load the months first.")
            chair = flask.request.form.get("chair", "")
            new = NewMeeting(code, agenda.month, today.date(), agenda.data_version, chair)
            book.start(new, build_items(agenda, today.date()), now=today)
        except UserError as error:
            return answer_form(back, [(MessageKind.WRONG, str(error))])
        return flask.redirect(back, HTTPStatus.SEE_OTHER)

    @blueprint.post("/meetings/<int:number>/records")
    @needs(Permission.EDIT_ACTIONS)
    def record(number: int) -> Answer:
        book = MeetingBook(site.reports, viewer())
        team = book.find(number).team
        new = _read_records()
        try:
            kept = [book.record(number, each, now=datetime.now(UTC)) for each in new]
        except UserError as error:
            return _answer_refusal(number, team, new, error)
        if flask.request.headers.get("Accept") == JSON:
            return flask.jsonify(saved=[meeting_text.describe_record(each) for each in kept])
        return answer_form(*_find_next(number, team, new))

    return blueprint


def _read_records() -> list[NewRecord]:
    """Return what a form records: one thing, or the attendance of every agency at once."""
    sent = flask.request.form
    given, client = sent.get("kind", ""), sent.get("client", "")
    kind = RecordKind(given) if given in list(RecordKind) else RecordKind.DECISION
    if kind in ATTENDANCE:
        rows = zip(sent.getlist("agency"), sent.getlist("names"), strict=False)
        found = [
            NewRecord(RecordKind.ATTENDED, f"{client} {at}", names, agency=agency)
            for at, (agency, names) in enumerate(rows)
            if names.strip()
        ]
        absent = sent.get("apologies", "")
        return [*found, *([NewRecord(RecordKind.APOLOGIES, client, absent)] if absent else [])]
    item = sent.get("item", "")
    return [
        NewRecord(
            kind,
            client,
            sent.get("text", ""),
            int(item) if item.isdecimal() and len(item) < 18 else None,
            sent.get("day", ""),
            sent.get("owner", "") if kind is RecordKind.ACTION else "",
        )
    ]


def _answer_refusal(number: int, team: str, new: Sequence[NewRecord], error: UserError) -> Answer:
    if flask.request.headers.get("Accept") == JSON:
        late = isinstance(error, MeetingStateError)
        status = HTTPStatus.CONFLICT if late else HTTPStatus.UNPROCESSABLE_ENTITY
        return flask.jsonify(error=str(error)), status
    path, _, fragment = _find_next(number, team, new)
    return answer_form(path, [(MessageKind.WRONG, str(error))], fragment)


def _find_next(
    number: int, team: str, new: Sequence[NewRecord]
) -> tuple[str, list[flash_messages.Message], str]:
    """Return where a form leads: back to the item in a meeting, else to the minutes."""
    kinds = {each.kind for each in new}
    text = "The meeting is closed." if RecordKind.CLOSED in kinds else "Saved."
    said = [(MessageKind.GOOD, text)]
    if kinds <= {*OUTCOMES, *ATTENDANCE}:
        item = new[0].item if new else None
        return f"/team/{team}/meeting", said, f"item-{item}" if item else ""
    return f"/meetings/{number}", said, ""
