"""The forms that rehearse a new arrangement of areas."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import flask
from werkzeug.wrappers import Response

from indicators.access.declared_needs import needs
from indicators.access.permissions import Permission, Viewer
from indicators.domain.errors import UserError
from indicators.domain.settings.boundary_draft import BoundaryDraft
from indicators.reports.settings.draft_book import DraftBook
from layouts.pages.settings.arrangement_view import ARRANGEMENTS, render_arrangements
from layouts.pages.settings.change_form import Answer, ChangeForm, lead_back, list_wrong
from layouts.site.flash_messages import MessageKind, answer_form
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.site.viewing.current_settings import get_draft_secret, keep_draft

_CHOSEN = {
    "look": "Every page that you open in this browser now has this arrangement.",
    "leave": "Pages are as everyone sees them again. The draft is kept.",
}
_PASTED = "pasted.toml"
_LONGEST_NAME = 100


def create_blueprint(
    site: Site, viewer: Callable[[], Viewer], render_plain: Callable[[PageView], str]
) -> flask.Blueprint:
    """Return the addresses of arrangements; `render_plain` renders a page without scripts."""
    blueprint = flask.Blueprint("arrangements", __name__, url_prefix=ARRANGEMENTS)

    @blueprint.post("")
    @needs(Permission.CHANGE_SETTINGS)
    def load() -> Answer:
        request = PageRequest(ARRANGEMENTS, None, viewer(), site.reports)
        text = flask.request.form.get("text", "")
        try:
            name, text = _read_sent(text)
            secret = DraftBook(site.reports, viewer()).load(name, text, datetime.now(UTC))
        except UserError as error:
            everyone, wrong = site.find_reports_for_all(), list_wrong(error)
            view = render_arrangements(site.frame, everyone, request, wrong, text)
            return render_plain(view), 422
        keep_draft(secret, is_looking=False)
        return _lead("It is loaded as a draft. Look at pages with it, then accept or discard it.")

    @blueprint.post("/<any(look, leave):what>")
    @needs(Permission.CHANGE_SETTINGS)
    def choose_view(what: str) -> Response:
        keep_draft(get_draft_secret(), is_looking=what == "look")
        return _lead(_CHOSEN[what])

    @blueprint.post("/accept")
    @needs(Permission.CHANGE_SETTINGS)
    def accept() -> Response:
        book, form = DraftBook(site.reports, viewer()), ChangeForm(flask.request.form)
        now = datetime.now(UTC)
        try:
            draft = _require_draft(book)
            book.accept(draft, form.read_note_from(now.date()), now)
        except UserError as error:
            return lead_back(ARRANGEMENTS, error)
        keep_draft("", is_looking=False)
        return answer_form(
            "/settings",
            [(MessageKind.GOOD, f"The arrangement counts from {draft.key.month.name} on.")],
            kind="boundaries",
        )

    @blueprint.post("/discard")
    @needs(Permission.CHANGE_SETTINGS)
    def discard() -> Response:
        book = DraftBook(site.reports, viewer())
        if draft := book.find(get_draft_secret()):
            book.discard(draft, datetime.now(UTC))
        keep_draft("", is_looking=False)
        return _lead("The draft is discarded. Nothing was changed.")

    return blueprint


def _read_sent(pasted: str) -> tuple[str, str]:
    """Return the name and text of the arrangement that was sent: a file, or what was pasted.

    Raises UserError for a file that is no text.
    """
    file = flask.request.files.get("file")
    if file is None or not file.filename:
        return _PASTED, pasted
    name = file.filename.replace("\\", "/").rpartition("/")[2][:_LONGEST_NAME]
    try:
        return name, file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserError(
            "The file is not UTF-8 text.", where=name, remedy="Save it as UTF-8."
        ) from None


def _require_draft(book: DraftBook) -> BoundaryDraft:
    found = book.find(get_draft_secret())
    if found is None:
        raise UserError("There is no draft.", remedy="Load the arrangement again.")
    return found


def _lead(text: str) -> Response:
    return answer_form(ARRANGEMENTS, [(MessageKind.GOOD, text)])
