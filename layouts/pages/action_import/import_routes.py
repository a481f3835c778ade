"""The forms of the page of imports: a file, applying what was shown, undoing an import."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import NoReturn

import flask
from pydantic import TypeAdapter
from werkzeug.wrappers import Response

from indicators.access.declared_needs import needs
from indicators.access.permissions import Permission, Viewer
from indicators.actions.sheets.difference_model import Choice
from indicators.actions.sheets.sheet_model import SheetReading
from indicators.domain.errors import UserError
from indicators.domain.localities import Locality
from indicators.ports.action_sheet_reader import ActionSheetReader
from indicators.reports.actions.sheet_import import DifferenceMovedError, SheetImports
from layouts.pages.action_import.import_view import (
    APPLIED,
    ShownDifference,
    find_team,
    make_path,
    render_import,
)
from layouts.site.flash_messages import MessageKind, answer_form
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.site.uploads.packed_upload import PackedUpload
from layouts.text.workflow.sheet_difference_text import count_changes

Answer = Response | tuple[str, int]
_OWN_FIELDS = {"csrf_token", "sheet", "seen"}
"""The fields of the form that are no answers."""
_PACKED = PackedUpload(
    TypeAdapter(SheetReading),
    "action-sheet",
    "sheet",
    "Import it on the command line: python app.py actions import FILE.",
)


def create_blueprint(
    site: Site,
    reader: ActionSheetReader,
    viewer: Callable[[], Viewer],
    render_plain: Callable[[PageView], str],
) -> flask.Blueprint:
    """Return the addresses of imports; `render_plain` renders a page without scripts."""
    prefix = f"/{site.reports.home_kind}/<code>/actions/import"
    blueprint = flask.Blueprint("action_imports", __name__, url_prefix=prefix)

    def open_form(code: str) -> _ImportForm:
        request = PageRequest(flask.request.path, None, viewer(), site.reports)
        return _ImportForm(site, request, find_team(request, code), render_plain)

    @blueprint.post("")
    @needs(Permission.EDIT_ACTIONS)
    def receive(code: str) -> Answer:
        return open_form(code).show_difference(reader)

    @blueprint.post("/apply")
    @needs(Permission.EDIT_ACTIONS)
    def apply(code: str) -> Answer:
        return open_form(code).apply()

    @blueprint.post("/undo")
    @needs(Permission.EDIT_ACTIONS)
    def undo(code: str) -> Answer:
        return open_form(code).undo()

    return blueprint


class _ImportForm:
    """One form that was sent from the page of a team's imports."""

    def __init__(
        self,
        site: Site,
        request: PageRequest,
        team: Locality,
        render_plain: Callable[[PageView], str],
    ) -> None:
        self._site, self._request, self._team = site, request, team
        self._render_plain = render_plain
        self._imports = SheetImports(site.reports, request.viewer)

    def show_difference(self, reader: ActionSheetReader) -> Answer:
        """Show what the file changes, or why it cannot be read."""
        file = flask.request.files.get("file")
        try:
            if file is None or not file.filename:
                _refuse_no_file()
            indicators = self._site.reports.catalogue.indicators
            reading = reader.read(file.filename, file.stream, indicators)
            self._imports.check_team(reading, self._team.code)
            difference = self._imports.compare(reading)
            shown = ShownDifference(reading, difference, _PACKED.pack(reading))
        except UserError as error:
            return self._answer_page(422, error)
        return self._answer_page(200, None, shown)

    def apply(self) -> Answer:
        """Apply what was shown; show the new difference if it is another by now."""
        form = flask.request.form
        answers = {key: value for key, value in form.items() if key not in _OWN_FIELDS}
        try:
            reading = _PACKED.unpack(form.get("sheet", ""))
            self._imports.check_team(reading, self._team.code)
            applied = self._imports.apply(
                reading,
                answers,
                seen=form.get("seen", ""),
                now=datetime.now(UTC),
                default=Choice.KEEP,
            )
        except DifferenceMovedError as error:
            shown = ShownDifference(reading, error.difference, form["sheet"])
            return self._answer_page(409, error, shown)
        except UserError as error:
            return self._answer_page(422, error)
        return self._lead_back(f"Applied {count_changes(applied.changes)}.", applied=applied.batch)

    def undo(self) -> Answer:
        """Undo an import, or say what was changed since."""
        try:
            self._imports.undo(flask.request.form.get("batch", ""), datetime.now(UTC))
        except UserError as error:
            return self._lead_back(str(error), MessageKind.WRONG)
        return self._lead_back("The import is undone.")

    def _answer_page(
        self, status: int, error: UserError | None, shown: ShownDifference | None = None
    ) -> Answer:
        messages = [(MessageKind.WRONG, str(error))] if error else []
        view = render_import(self._site.frame, self._request, self._team, messages, shown)
        return self._render_plain(view), status

    def _lead_back(
        self, text: str, kind: MessageKind = MessageKind.GOOD, applied: str = ""
    ) -> Response:
        query = {APPLIED: applied} if applied else {}
        return answer_form(make_path(self._team), [(kind, text)], **query)


def _refuse_no_file() -> NoReturn:
    raise UserError("No file was chosen.", remedy="Choose the action sheet first.")
