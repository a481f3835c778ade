"""The forms of escalations: a new one, a reply, and withdrawing, closing or opening one again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import flask
from werkzeug.wrappers import Response

from indicators.access.declared_needs import needs
from indicators.access.permissions import AccessError, Permission, Viewer
from indicators.actions.escalation import EscalationStep, NewEscalation
from indicators.domain.errors import UserError
from indicators.reports.escalations.escalation_book import EscalationBook
from layouts.pages.escalations.escalation_view import (
    FIELDS,
    NEW_ESCALATION,
    render_escalation,
    render_new_escalation,
)
from layouts.site.flash_messages import MessageKind, answer_form
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site

Answer = Response | tuple[str, int]
_SAID = {
    EscalationStep.REPLY: "The reply is saved. It is on the team's next agenda.",
    EscalationStep.WITHDRAWN: "The escalation is withdrawn. You can take that back.",
    EscalationStep.CLOSED: "The escalation is closed.",
    EscalationStep.REOPENED: "The escalation is open again.",
}


def create_blueprint(
    site: Site, viewer: Callable[[], Viewer], render_plain: Callable[[PageView], str]
) -> flask.Blueprint:
    """Return the addresses of escalations; `render_plain` renders a page without scripts."""
    blueprint = flask.Blueprint("escalations", __name__, url_prefix="/escalations")

    def open_request(path: str) -> tuple[PageRequest, EscalationBook]:
        request = PageRequest(path, None, viewer(), site.reports)
        return request, EscalationBook(site.reports, request.viewer)

    @blueprint.post("")
    @needs(Permission.EDIT_ACTIONS)
    def add() -> Answer:
        request, book = open_request(NEW_ESCALATION)
        sent = {name: flask.request.form.get(name, "") for name in (*FIELDS, "client")}
        try:
            number = book.add(_read_new(sent), now=datetime.now(UTC))
        except AccessError:
            raise
        except UserError as error:
            wrong = [(MessageKind.WRONG, str(error))]
            page = render_new_escalation(site.frame, request, book, sent, wrong, is_refused=True)
            return render_plain(page), 422
        return answer_form(f"/escalations/{number}", [(MessageKind.GOOD, "It is escalated.")])

    @blueprint.post("/<int:number>/reply")
    @needs(Permission.ANSWER_ESCALATIONS)
    def reply(number: int) -> Answer:
        return take(number, EscalationStep.REPLY)

    @blueprint.post("/<int:number>/withdraw")
    @needs(Permission.EDIT_ACTIONS)
    def withdraw(number: int) -> Answer:
        return take(number, EscalationStep.WITHDRAWN)

    # The team and the heads of service may both do this: the book decides.
    @blueprint.post("/<int:number>/<any(close, reopen):what>")
    @needs(Permission.VIEW_FIGURES)
    def end(number: int, what: str) -> Answer:
        return take(number, EscalationStep.CLOSED if what == "close" else EscalationStep.REOPENED)

    def take(number: int, step: EscalationStep) -> Answer:
        request, book = open_request(f"/escalations/{number}")
        return _take(site, request, book, number, step, render_plain)

    return blueprint


def _take(
    site: Site,
    request: PageRequest,
    book: EscalationBook,
    number: int,
    step: EscalationStep,
    render_plain: Callable[[PageView], str],
) -> Answer:
    """Take a step, or show the page as it is now with the reason why not."""
    form = flask.request.form
    text, seen = form.get("text", ""), form.get("seen", "")
    try:
        book.add_step(
            number,
            step,
            text,
            client=form.get("client", ""),
            seen=int(seen) if seen.isdecimal() else -1,
            now=datetime.now(UTC),
        )
    except AccessError:
        raise
    except UserError as error:
        wrong, found = [(MessageKind.WRONG, str(error))], book.find(number)
        typed = text if step is EscalationStep.REPLY else ""
        page = render_escalation(site.frame, request, book, found, wrong, typed)
        return render_plain(page), 409
    return answer_form(request.path, [(MessageKind.GOOD, _SAID[step])])


def _read_new(sent: dict[str, str]) -> NewEscalation:
    action = sent["action"]
    return NewEscalation(
        sent["team"],
        sent["what"],
        sent["reason"],
        sent["client"],
        sent["indicator"],
        sent["service"],
        int(action) if action.isdecimal() and len(action) < 18 else None,
    )
