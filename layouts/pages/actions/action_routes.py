"""The forms that keep actions: new ones, changes, notes, and taking one away or back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import flask
from werkzeug.wrappers import Response

from indicators.access.declared_needs import needs
from indicators.access.permissions import Permission, Viewer
from indicators.actions.action_fields import ActionField
from indicators.actions.field_merge import ActionConflictError
from indicators.domain.errors import UserError
from indicators.reports.actions.action_book import ActionBook
from layouts.pages.actions.action_form import fill_form, read_sent_fields, start_form
from layouts.pages.actions.action_view import (
    NEW_ACTION,
    FormState,
    render_action,
    render_new_action,
)
from layouts.site.flash_messages import MessageKind, answer_form
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.safe_redirect import find_own_path
from layouts.site.site import Site

Answer = Response | tuple[str, int]


def create_blueprint(
    site: Site, viewer: Callable[[], Viewer], render_plain: Callable[[PageView], str]
) -> flask.Blueprint:
    """Return the addresses of actions; `render_plain` renders a page without scripts."""
    blueprint = flask.Blueprint("actions", __name__, url_prefix="/actions")

    def open_request(path: str) -> tuple[PageRequest, ActionBook]:
        request = PageRequest(path, None, viewer(), site.reports)
        return request, ActionBook(site.reports, request.viewer)

    @blueprint.post("")
    @needs(Permission.EDIT_ACTIONS)
    def add() -> Answer:
        request, book = open_request(NEW_ACTION)
        fields = read_sent_fields(flask.request.form)
        try:
            number = book.add(fields, now=datetime.now(UTC))
        except UserError as error:
            values = start_form({}) | {field.value: text for field, text in fields.items()}
            values["began"] = flask.request.form.get("began", "")
            state = FormState(values, [(MessageKind.WRONG, str(error))], is_refused=True)
            return render_plain(render_new_action(site.frame, request, book, state)), 422
        return _answer(number, "The action is saved.")

    @blueprint.post("/<int:number>")
    @needs(Permission.EDIT_ACTIONS)
    def change(number: int) -> Answer:
        request, book = open_request(f"/actions/{number}")
        fields = read_sent_fields(flask.request.form)
        return _change(site, request, book, number, fields, render_plain)

    @blueprint.post("/<int:number>/notes")
    @needs(Permission.EDIT_ACTIONS)
    def add_note(number: int) -> Answer:
        _, book = open_request(f"/actions/{number}")
        try:
            book.add_note(number, flask.request.form.get("text", ""), now=datetime.now(UTC))
        except UserError as error:
            return _answer(number, str(error), MessageKind.WRONG)
        return _answer(number, "The note is saved.")

    @blueprint.post("/<int:number>/<any(remove, restore):what>")
    @needs(Permission.EDIT_ACTIONS)
    def remove(number: int, what: str) -> Answer:
        request, book = open_request(f"/actions/{number}")
        fields = {ActionField.REMOVED: "yes" if what == "remove" else ""}
        return _change(site, request, book, number, fields, render_plain)

    return blueprint


def _change(
    site: Site,
    request: PageRequest,
    book: ActionBook,
    number: int,
    fields: Mapping[ActionField, str],
    render_plain: Callable[[PageView], str],
) -> Answer:
    """Change an action, or show the form again with what is wrong or was changed meanwhile."""
    version = flask.request.form.get("version", "")
    current = book.find(number)
    base_version = int(version) if version.isdecimal() else current.version
    try:
        book.update(number, base_version, fields, now=datetime.now(UTC))
    except UserError as error:
        current = book.find(number)
        values = fill_form(current.fields, current.version)
        values |= {field.value: text for field, text in fields.items()}
        conflicts = error.conflicts if isinstance(error, ActionConflictError) else ()
        wrong, was_sent = [(MessageKind.WRONG, str(error))], ActionField.REMOVED not in fields
        state = FormState(values, wrong, conflicts, was_sent)
        page = render_action(site.frame, request, book, current, state)
        return render_plain(page), 409 if conflicts else 422
    said = "The action is removed. It stays in the history." if _is_removal(fields) else "Saved."
    return _answer(number, said)


def _is_removal(fields: Mapping[ActionField, str]) -> bool:
    return bool(fields.get(ActionField.REMOVED))


def _answer(number: int, text: str, kind: MessageKind = MessageKind.GOOD) -> Response:
    """Lead back to where the form was: the board if it says so, else the action's page."""
    back = find_own_path(flask.request.form.get("back", ""), f"/actions/{number}")
    return answer_form(back, [(kind, text)])
