"""What people do on the data page: drop files, load or discard one, undo a load, download a file.

Plain forms, each answered with the address of the page that shows what became of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import flask
from werkzeug.datastructures import CombinedMultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from indicators.access.declared_needs import needs
from indicators.access.permissions import Permission, Viewer
from indicators.domain.errors import UserError
from indicators.ports.upload_service import UploadService
from layouts.exports.file_response import XLSX, build_download
from layouts.exports.gate.export_gate import ask_for_reason, guard_export
from layouts.exports.gate.export_reasons import find_reason
from layouts.pages.data.upload_forms import DeclarationForm, LoadForm, UploadForm
from layouts.site.flash_messages import Message, MessageKind, answer_form
from layouts.site.form_fields import ReasonedForm, list_errors
from layouts.text.load_history import format_undone
from layouts.text.load_labels import explain_not_loaded

PATH = "/data"
WAITING = "waiting"
"""The id of the list of files on the data page."""
DECLARING = "taken-for-people"
"""The id of the form for a file that was taken for a list of people."""
MEGABYTE = 1024 * 1024
_MOST_DRAINED = 256 * MEGABYTE


def create_blueprint(uploads: UploadService, viewer: Callable[[], Viewer]) -> flask.Blueprint:
    """Return the addresses under /data that change something or give a file."""
    blueprint = flask.Blueprint("uploads", __name__, url_prefix=PATH)
    _add_file_forms(blueprint, uploads, viewer)
    _add_load_forms(blueprint, uploads, viewer)
    _add_downloads(blueprint, uploads, viewer)

    @blueprint.errorhandler(UserError)
    def answer_user_error(error: UserError) -> Response:
        return answer_form(PATH, [describe_error(error)], WAITING)

    return blueprint


def _add_file_forms(
    blueprint: flask.Blueprint, uploads: UploadService, viewer: Callable[[], Viewer]
) -> None:
    @blueprint.post("/files")
    @needs(Permission.LOAD_DATA)
    def receive() -> Response:
        form = UploadForm(CombinedMultiDict([flask.request.form, flask.request.files]))
        if not form.validate():
            return answer_form(PATH, _describe_faults(list_errors(form)), WAITING)
        faults, notes = [], []
        for file in form.files.data:
            received = uploads.receive(
                file.filename,
                file.stream,
                who=form.who.data,
                now=_get_now(),
                viewer=viewer(),
                visitor=_identify_visitor(),
            )
            if received.problem:
                faults.append(f"{received.file}: {received.problem}")
            if received.other_name:
                same = f"{received.file} is the same file as {received.other_name}"
                notes.append((MessageKind.GOOD, f"{same}, which was waiting. It is listed once."))
        return answer_form(PATH, [*_describe_faults(faults), *notes], WAITING)

    @blueprint.post("/files/declared")
    @needs(Permission.DECLARE_COUNTS)
    def receive_declared() -> Response:
        form = DeclarationForm(CombinedMultiDict([flask.request.form, flask.request.files]))
        if not form.validate():
            return answer_form(PATH, _describe_faults(list_errors(form)), DECLARING)
        received = uploads.receive(
            form.file.data.filename,
            form.file.data.stream,
            who=form.who.data,
            now=_get_now(),
            viewer=viewer(),
            visitor=_identify_visitor(),
            counts=form.why.data,
        )
        if received.problem:
            fault = f"{received.file}: {received.problem}"
            return answer_form(PATH, _describe_faults([fault]), DECLARING)
        return answer_form(PATH, [], WAITING)

    @blueprint.post("/files/<sha256>/discard")
    @needs(Permission.LOAD_DATA)
    def discard(sha256: str) -> Response:
        file = uploads.preview(sha256, _get_now(), viewer()).staged.file
        uploads.discard(sha256, _get_now(), viewer())
        discarded = (MessageKind.GOOD, f"{file} is discarded. It was not loaded.")
        return answer_form(PATH, [discarded], WAITING)


def _add_load_forms(
    blueprint: flask.Blueprint, uploads: UploadService, viewer: Callable[[], Viewer]
) -> None:
    @blueprint.post("/files/<sha256>/load")
    @needs(Permission.LOAD_DATA)
    def load(sha256: str) -> Response:
        form = LoadForm(flask.request.form)
        report = uploads.load(
            sha256,
            now=_get_now(),
            rest=form.rest.data,
            confirmed=form.confirm.data or (),
            seen=form.seen.data,
            who=form.who.data,
            why=form.why.data,
            viewer=viewer(),
        )
        if report.load_id is not None and not report.failed:
            loaded = (MessageKind.GOOD, f"{report.file} is loaded.")
            return answer_form(f"{PATH}/load/{report.load_id}", [loaded])
        kind = MessageKind.WRONG if report.failed else MessageKind.GOOD
        return answer_form(
            PATH, [(kind, explain_not_loaded(report))], make_card_id(sha256), file=sha256
        )

    @blueprint.post("/load/<int:load_id>/undo")
    @needs(Permission.UNDO_LOAD)
    def undo(load_id: int) -> Response:
        form = ReasonedForm(flask.request.form)
        undone = uploads.undo(
            load_id, now=_get_now(), who=form.who.data, why=form.why.data, viewer=viewer()
        )
        messages = [(MessageKind.GOOD, line) for line in format_undone(undone)]
        return answer_form(f"{PATH}/load/{undone.event}", messages)


def _add_downloads(
    blueprint: flask.Blueprint, uploads: UploadService, viewer: Callable[[], Viewer]
) -> None:
    @blueprint.get("/files/<sha256>/send-back.xlsx")
    @needs(Permission.LOAD_DATA)
    @guard_export
    def send_back(sha256: str) -> Response:
        marked = uploads.send_back(sha256, _get_now(), viewer())
        return build_download(marked.content, marked.name, XLSX)

    @blueprint.get("/load/<int:load_id>/original")
    @needs(Permission.READ_ORIGINAL)
    def download_original(load_id: int) -> Response:
        if question := ask_for_reason():
            return question
        name, pieces = uploads.read_original(load_id, viewer(), find_reason())
        return build_download(pieces, name, "application/octet-stream")


def answer_too_large(_error: RequestEntityTooLarge) -> Response:
    """Answer a request that is larger than the server accepts."""
    drain_request()
    most = flask.current_app.config["MAX_CONTENT_LENGTH"] // MEGABYTE
    what = f"More than {most} MB was sent at once, so no file was kept."
    message = f"{what} Send fewer files, or a smaller one."
    path = PATH if flask.request.path.startswith(PATH) else flask.request.path
    return answer_form(path, _describe_faults([message]), WAITING)


def drain_request() -> None:
    """Read a request to its end: otherwise the browser shows a broken connection and no answer."""
    stream, left = flask.request.environ["wsgi.input"], flask.request.content_length or 0
    left = min(left, _MOST_DRAINED)
    while left > 0 and (piece := stream.read(min(left, MEGABYTE))):
        left -= len(piece)


def answer_at_card(messages: Iterable[Message], sha256: str) -> Response:
    """Lead from a form to the card of a file on the data page."""
    return answer_form(PATH, messages, make_card_id(sha256), file=sha256)


def make_card_id(sha256: str) -> str:
    """Return the id of a file's card on the data page."""
    return f"file-{sha256[:12]}"


def describe_error(error: UserError) -> Message:
    """Return the message for something that could not be done."""
    return MessageKind.WRONG, f"{error.what} {error.remedy}".strip()


def _describe_faults(faults: list[str]) -> list[Message]:
    return [(MessageKind.WRONG, fault) for fault in faults]


def _identify_visitor() -> str:
    """Return a keyed hash of the visitor's address, which says no more than that it is the same."""
    key = str(flask.current_app.secret_key).encode()
    address = (flask.request.remote_addr or "").encode()
    return hashlib.blake2b(address, key=key[:64], digest_size=8).hexdigest()


def _get_now() -> datetime:
    return datetime.now(UTC)
