"""The forms of the page of imports: a file, applying what was shown, undoing an import."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import NoReturn

import flask
from werkzeug.wrappers import Response

from indicators.access.declared_needs import needs
from indicators.access.permissions import Permission, Viewer
from indicators.actions.sheets.difference_model import Choice
from indicators.domain.errors import UserError
from indicators.domain.localities import Locality
from indicators.ports.action_sheet_reader import ActionSheetReader
from indicators.reports.actions.sheet_import import DifferenceMovedError, SheetImports
from layouts.pages.action_import.import_view import (
    ShownDifference,
    find_team,
    make_path,
    render_import,
)
from layouts.pages.action_import.packed_sheet import pack_sheet, unpack_sheet
from layouts.site.flash_messages import Message, MessageKind, answer_form
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text.workflow.sheet_difference_text import count_changes

Answer = Response | tuple[str, int]
_OWN_FIELDS = {"csrf_token", "sheet", "seen"}
"""The fields of the form that are no answers."""


def create_blueprint(
    site: Site,
    reader: ActionSheetReader,
    viewer: Callable[[], Viewer],
    render_plain: Callable[[PageView], str],
) -> flask.Blueprint:
    """Return the addresses of imports; `render_plain` renders a page without scripts."""
    prefix = f"/{site.reports.home_kind}/<code>/actions/import"
    blueprint = flask.Blueprint("action_imports", __name__, url_prefix=prefix)

    def open_team(code: str) -> tuple[PageRequest, Locality]:
        request = PageRequest(flask.request.path, None, viewer(), site.reports)
        return request, find_team(request, code)

    def answer_page(
        request: PageRequest,
        team: Locality,
        status: int,
        messages: list[Message],
        shown: ShownDifference | None = None,
    ) -> Answer:
        return render_plain(render_import(site.frame, request, team, messages, shown)), status

    @blueprint.post("")
    @needs(Permission.EDIT_ACTIONS)
    def receive(code: str) -> Answer:
        request, team = open_team(code)
        imports = SheetImports(site.reports, request.viewer)
        file = flask.request.files.get("file")
        try:
            if file is None or not file.filename:
                _refuse_no_file()
            reading = reader.read(
                file.filename, file.stream, site.reports.catalogue.indicators
            )
            imports.check_team(reading, team.code)
            shown = ShownDifference(reading, imports.compare(reading), pack_sheet(reading))
        except UserError as error:
            return answer_page(request, team, 422, [(MessageKind.WRONG, str(error))])
        return answer_page(request, team, 200, [], shown)

    @blueprint.post("/apply")
    @needs(Permission.EDIT_ACTIONS)
    def apply(code: str) -> Answer:
        request, team = open_team(code)
        imports = SheetImports(site.reports, request.viewer)
        form = flask.request.form
        answers = {key: value for key, value in form.items() if key not in _OWN_FIELDS}
        try:
            reading = unpack_sheet(form.get("sheet", ""))
            imports.check_team(reading, team.code)
            applied = imports.apply(
                reading,
                answers,
                seen=form.get("seen", ""),
                now=datetime.now(UTC),
                default=Choice.KEEP,
            )
        except DifferenceMovedError as error:
            shown = ShownDifference(reading, error.difference, form["sheet"])
            return answer_page(request, team, 409, [(MessageKind.WRONG, str(error))], shown)
        except UserError as error:
            return answer_page(request, team, 422, [(MessageKind.WRONG, str(error))])
        return _answer(team, f"Applied {count_changes(applied.changes)}.")

    @blueprint.post("/undo")
    @needs(Permission.EDIT_ACTIONS)
    def undo(code: str) -> Answer:
        request, team = open_team(code)
        batch = flask.request.form.get("batch", "")
        try:
            SheetImports(site.reports, request.viewer).undo(batch, datetime.now(UTC))
        except UserError as error:
            return _answer(team, str(error), MessageKind.WRONG)
        return _answer(team, "The import is undone.")

    return blueprint


def _refuse_no_file() -> NoReturn:
    raise UserError("No file was chosen.", remedy="Choose the action sheet first.")


def _answer(team: Locality, text: str, kind: MessageKind = MessageKind.GOOD) -> Response:
    return answer_form(make_path(team), [(kind, text)])
