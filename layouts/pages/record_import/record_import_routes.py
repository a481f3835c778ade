"""The forms of the page of uploads: a file, and applying what was shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import flask
from pydantic import TypeAdapter
from werkzeug.wrappers import Response

from indicators.access.declared_needs import needs
from indicators.access.permissions import AccessError, Permission, Viewer
from indicators.domain.errors import UserError
from indicators.ports.record_sheet_reader import RecordSheetReader
from indicators.records.record_sheet import RecordSheet
from indicators.reports.records.record_import import RecordImports, RecordSheetMovedError
from layouts.pages.record_import.record_import_view import ShownRecordSheet, render_record_import
from layouts.site.flash_messages import MessageKind, answer_form
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.site.uploads.packed_upload import PackedUpload
from layouts.text.workflow import record_text

Answer = Response | tuple[str, int]
_FROM_SHEET = "sheet"
"""The answer that takes the value of the workbook."""
_PACKED = PackedUpload(
    TypeAdapter(RecordSheet), "record-sheet", "workbook", "Upload the one of each team."
)


def create_blueprint(
    site: Site,
    reader: RecordSheetReader,
    viewer: Callable[[], Viewer],
    render_plain: Callable[[PageView], str],
) -> flask.Blueprint:
    """Return the addresses of uploads; `render_plain` renders a page without scripts."""
    blueprint = flask.Blueprint("record_imports", __name__, url_prefix="/records/<kind>/import")

    def show(
        kind: str, status: int, error: UserError | None, shown: ShownRecordSheet | None = None
    ) -> Answer:
        request = PageRequest(flask.request.path, None, viewer(), site.reports)
        messages = [(MessageKind.WRONG, str(error))] if error else []
        view = render_record_import(site.frame, request, kind, messages, shown)
        return render_plain(view), status

    @blueprint.post("")
    @needs(Permission.ENTER_RECORDS)
    def receive(kind: str) -> Answer:
        imports, file = RecordImports(site.reports, kind, viewer()), flask.request.files.get("file")
        try:
            if file is None or not file.filename:
                raise UserError("No file was chosen.", remedy="Choose the workbook first.")
            sheet = reader.read(file.filename, file.stream)
            shown = ShownRecordSheet(sheet, imports.compare(sheet), _PACKED.pack(sheet))
        except AccessError:
            raise
        except UserError as error:
            return show(kind, 422, error)
        return show(kind, 200, None, shown)

    @blueprint.post("/apply")
    @needs(Permission.ENTER_RECORDS)
    def apply(kind: str) -> Answer:
        imports, form = RecordImports(site.reports, kind, viewer()), flask.request.form
        answers = frozenset(key for key, value in form.items() if value == _FROM_SHEET)
        try:
            sheet = _PACKED.unpack(form.get("sheet", ""))
            seen, now = form.get("seen", ""), datetime.now(UTC)
            applied = imports.apply(sheet, answers, seen=seen, now=now)
        except AccessError:
            raise
        except RecordSheetMovedError as error:
            shown = ShownRecordSheet(sheet, error.difference, form["sheet"])
            return show(kind, 409, error, shown)
        except UserError as error:
            return show(kind, 422, error)
        said = [(MessageKind.GOOD, record_text.describe_saved(applied))]
        return answer_form(f"/records/{kind}", said)

    return blueprint
