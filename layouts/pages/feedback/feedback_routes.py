"""The forms that keep feedback: a new line, changes, taking one away or back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import flask
from werkzeug.wrappers import Response

from indicators.access.declared_needs import needs
from indicators.access.permissions import AccessError, Permission, Viewer
from indicators.domain.errors import UserError
from indicators.feedback.feedback import FeedbackConflictError
from indicators.feedback.feedback_fields import FeedbackField
from indicators.reports.feedback.feedback_book import FeedbackBook
from layouts.pages.feedback.feedback_form import (
    fill_feedback_form,
    read_sent_feedback,
    read_version,
    start_feedback_form,
)
from layouts.pages.feedback.feedback_view import (
    FEEDBACK,
    NEW_FEEDBACK,
    FeedbackFormState,
    render_feedback,
)
from layouts.site.flash_messages import MessageKind, answer_form
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site

Answer = Response | tuple[str, int]


def create_blueprint(
    site: Site, viewer: Callable[[], Viewer], render_plain: Callable[[PageView], str]
) -> flask.Blueprint:
    """Return the addresses of feedback; `render_plain` renders a page without scripts."""
    blueprint = flask.Blueprint("feedback", __name__, url_prefix=FEEDBACK)

    def open_request(path: str) -> tuple[PageRequest, FeedbackBook]:
        request = PageRequest(path, None, viewer(), site.reports)
        return request, FeedbackBook(site.reports, request.viewer)

    @blueprint.post("")
    @needs(Permission.EDIT_FEEDBACK)
    def add() -> Answer:
        request, book = open_request(NEW_FEEDBACK)
        fields = read_sent_feedback(flask.request.form)
        try:
            number = book.add(fields, now=datetime.now(UTC))
        except UserError as error:
            values = start_feedback_form({}) | {f.value: text for f, text in fields.items()}
            wrong = [(MessageKind.WRONG, str(error))]
            state = FeedbackFormState(values, wrong, is_refused=True)
            return render_plain(render_feedback(site.frame, request, book, state)), 422
        return _answer(number, "The feedback is saved.")

    def change(number: int, fields: Mapping[FeedbackField, str], said: str) -> Answer:
        request, book = open_request(f"{FEEDBACK}/{number}")
        current = book.find(number)
        base = read_version(flask.request.form, current.version)
        try:
            book.update(number, base, fields, now=datetime.now(UTC))
        except UserError as error:
            current = book.find(number)
            values = fill_feedback_form(current.fields, current.version)
            values |= {field.value: text for field, text in fields.items()}
            conflicts = error.conflicts if isinstance(error, FeedbackConflictError) else ()
            wrong, was_sent = [(MessageKind.WRONG, str(error))], FeedbackField.REMOVED not in fields
            state = FeedbackFormState(values, wrong, conflicts, was_sent)
            page = render_feedback(site.frame, request, book, state, current)
            return render_plain(page), 409 if conflicts else 422
        return _answer(number, said)

    @blueprint.post("/<int:number>")
    @needs(Permission.EDIT_FEEDBACK)
    def save(number: int) -> Answer:
        return change(number, read_sent_feedback(flask.request.form), "Saved.")

    @blueprint.post("/<int:number>/<any(remove, restore):what>")
    @needs(Permission.EDIT_FEEDBACK)
    def remove(number: int, what: str) -> Answer:
        is_removal = what == "remove"
        said = "The feedback is removed. It stays in the history." if is_removal else "It is back."
        return change(number, {FeedbackField.REMOVED: "yes" if is_removal else ""}, said)

    @blueprint.post("/<int:number>/undo")
    @needs(Permission.EDIT_FEEDBACK)
    def undo(number: int) -> Answer:
        return _undo(open_request(f"{FEEDBACK}/{number}")[1], number)

    return blueprint


def _undo(book: FeedbackBook, number: int) -> Response:
    """Undo a change, or say what was changed since."""
    try:
        book.undo(number, read_version(flask.request.form, 0), now=datetime.now(UTC))
    except AccessError:
        raise
    except UserError as error:
        return _answer(number, str(error), MessageKind.WRONG)
    return _answer(number, "Undone: it is as before that change.")


def _answer(number: int, text: str, kind: MessageKind = MessageKind.GOOD) -> Response:
    return answer_form(f"{FEEDBACK}/{number}", [(kind, text)])
