"""What people do where profiles are made: correct a draft, save it, change or remove a profile,
record another spelling of a place. Plain forms, each answered with a page or the address of one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

import flask
from werkzeug.wrappers import Response

from indicators.access.permissions import Viewer
from indicators.domain.errors import UserError
from indicators.ports.profile_drafts import DraftResult, ProfileBuilderService, ProfileDraft
from layouts.pages.profiles.profile_form import assign_column, parse_draft
from layouts.pages.profiles.profile_view import LIST_PATH, PATH, ProfileQuestion, page
from layouts.pages.profiles.profiles_page import show_text
from layouts.site import forms
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site

DATA = "/data"
_WHO, _TEXT = 80, 200_000


def create_blueprint(
    site: Site,
    desk: ProfileBuilderService,
    viewer: Callable[[], Viewer],
    show: Callable[[PageView], str],
) -> flask.Blueprint:
    """The addresses that change something. `show` makes a page that stands alone."""
    door = flask.Blueprint("profile_maker", __name__, url_prefix=DATA)

    @door.post("/profile")
    def correct() -> str:
        sha256, sheet, draft = _asked()
        now, lines = datetime.now(UTC), []
        if column := flask.request.form.get("apply"):
            choice = flask.request.form.get("is", "")
            draft = assign_column(draft, sheet, _number(column) or 0, choice)
        if row := flask.request.form.get("record"):
            lines.append(_recorded(desk, row, now, viewer()))
        drafted = _drafted(desk, sha256, draft, sheet, now, viewer())
        column = flask.request.form.get("column", "")
        asking = ProfileQuestion(sha256, _number(column), lines, _who())
        return show(page(site, _at(site, PATH, viewer()), drafted, asking))

    @door.post("/profile/save")
    def save() -> Response | tuple[str, int]:
        sha256, sheet, draft = _asked()
        now = datetime.now(UTC)
        try:
            desk.save(sha256, draft, who=_who(), now=now, viewer=viewer())
        except UserError as error:
            drafted = desk.preview_draft(sha256, draft, sheet, now, viewer())
            asking = ProfileQuestion(sha256, None, [_wrong(error)], _who())
            return show(page(site, _at(site, PATH, viewer()), drafted, asking)), 422
        line = f"The profile “{draft.about}” is saved. Files like this one are now read by it."
        return _to(DATA, (forms.GOOD, line), sha256)

    @door.post("/profiles/<code>")
    def change(code: str) -> Response | tuple[str, int]:
        toml = flask.request.form.get("toml", "")[:_TEXT].replace("\r\n", "\n")
        try:
            desk.save_text(code, toml, who=_who(), now=datetime.now(UTC), viewer=viewer())
        except UserError as error:
            asked = _at(site, f"{LIST_PATH}/{code}", viewer())
            return show(show_text(site, asked, code, toml, str(error))), 422
        return _to(LIST_PATH, (forms.GOOD, f"The profile “{code}” is saved."))

    @door.post("/profiles/<code>/remove")
    def remove(code: str) -> Response:
        try:
            desk.remove(code, who=_who(), now=datetime.now(UTC), viewer=viewer())
        except UserError as error:
            return _to(LIST_PATH, _wrong(error))
        line = f"The profile “{code}” is used no more. What was loaded by it stays."
        return _to(LIST_PATH, (forms.GOOD, line))

    @door.post("/profiles/<code>/use-again")
    def use_again(code: str) -> Response:
        try:
            desk.use_again(code, who=_who(), now=datetime.now(UTC), viewer=viewer())
        except UserError as error:
            return _to(LIST_PATH, _wrong(error))
        return _to(LIST_PATH, (forms.GOOD, f"The profile “{code}” is used again."))

    @door.post("/spellings")
    def record() -> Response:
        form, now = flask.request.form, datetime.now(UTC)
        line = _record(desk, form.get("spelling", ""), form.get("place", ""), now, viewer())
        sha256 = form.get("file", "")
        return _to(DATA, line, sha256)

    @door.post("/spellings/<int:number>/remove")
    def take_back(number: int) -> Response:
        try:
            gone = desk.remove_spelling(number, who=_who(), now=datetime.now(UTC), viewer=viewer())
        except UserError as error:
            return _to(LIST_PATH, _wrong(error))
        line = f"“{gone.spelling}” is no longer a spelling of {gone.place}."
        return _to(LIST_PATH, (forms.GOOD, line))

    return door


def _asked() -> tuple[str, str, ProfileDraft]:
    form = flask.request.form
    return form.get("file", ""), form.get("sheet", ""), parse_draft(form)


def _drafted(
    desk: ProfileBuilderService,
    sha256: str,
    draft: ProfileDraft,
    sheet: str,
    now: datetime,
    viewer: Viewer,
) -> DraftResult:
    """Where a row was clicked, what nobody has chosen yet is guessed from there."""
    if "row" in flask.request.form:
        return desk.change_header(sha256, draft, sheet, now, viewer)
    return desk.preview_draft(sha256, draft, sheet, now, viewer)


def _recorded(
    desk: ProfileBuilderService, row: str, now: datetime, viewer: Viewer
) -> tuple[str, str]:
    form = flask.request.form
    return _record(desk, form.get(f"u{row}.text", ""), form.get(f"u{row}.place", ""), now, viewer)


def _record(
    desk: ProfileBuilderService, text: str, place: str, now: datetime, viewer: Viewer
) -> tuple[str, str]:
    try:
        if not place:
            raise UserError(f"No place was chosen for “{text}”.", remedy="Choose one first.")
        name = desk.record_spelling(text, place, who=_who(), now=now, viewer=viewer)
    except UserError as error:
        return _wrong(error)
    return forms.GOOD, f"“{text}” is recorded as another spelling of {name}."


def _wrong(error: UserError) -> tuple[str, str]:
    return forms.WRONG, f"{error.what} {error.remedy}".strip()


def _to(path: str, line: tuple[str, str], sha256: str = "") -> Response:
    """Return to a page; to the card of a file that waits if its hash is given."""
    card = f"&{urlencode({'file': sha256})}#file-{quote(sha256[:12])}" if sha256 else ""
    return flask.redirect(f"{path}?told={forms.tell([line])}{card}", 303)


def _at(site: Site, path: str, viewer: Viewer) -> PageRequest:
    return PageRequest(
        path, None, viewer, site.reports, {"file": flask.request.form.get("file", "")}
    )


def _number(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 8 else None


def _who() -> str:
    return " ".join(flask.request.form.get("who", "").split())[:_WHO]
