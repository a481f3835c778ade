"""What people do at the data page: drop a file, load it, discard it, undo a load, take one away.

Plain forms, each answered with the address of the page that tells what became of it. A script that
sends a file with progress asks for JSON and is told the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import flask
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from indicators.access.permissions import Viewer
from indicators.domain.errors import UserError
from indicators.ports.upload_service import UploadService
from layouts.exports.download_routes import XLSX, build_download
from layouts.site import forms
from layouts.text.load_history import format_undone
from layouts.text.load_labels import explain_not_loaded

PATH = "/data"
MEGABYTE = 1024 * 1024
_DRAINED = 256 * MEGABYTE
_WHO, _WHY = 80, 500


def create_blueprint(desk: UploadService, viewer: Callable[[], Viewer]) -> flask.Blueprint:
    """The addresses under /data that change something or give a file."""
    door = flask.Blueprint("desk", __name__, url_prefix=PATH)

    @door.errorhandler(UserError)
    def wrong(error: UserError) -> Response:
        return _told([(forms.WRONG, f"{error.what} {error.remedy}".strip())])

    @door.post("/files")
    def receive() -> Response:
        sent = [file for file in flask.request.files.getlist("files") if file.filename]
        lines = []
        for file in sent:
            received = desk.receive(
                file.filename or "", file.stream, who=_who(), now=_now(), viewer=viewer()
            )
            if received.problem:
                lines.append((forms.WRONG, f"{received.file}: {received.problem}"))
        if not sent:
            lines.append((forms.WRONG, "No file was chosen. Choose one first."))
        return _told(lines)

    @door.post("/files/<sha256>/load")
    def load(sha256: str) -> Response:
        form = flask.request.form
        report = desk.load(
            sha256,
            now=_now(),
            rest="rest" in form,
            confirmed=form.getlist("confirm"),
            who=_who(),
            why=_line("why", _WHY),
            viewer=viewer(),
        )
        if report.load_id is not None and not report.failed:
            return _to(f"{PATH}/load/{report.load_id}", [(forms.GOOD, f"{report.file} is loaded.")])
        kind = forms.WRONG if report.failed else forms.GOOD
        return _told([(kind, explain_not_loaded(report))], sha256)

    @door.post("/files/<sha256>/discard")
    def discard(sha256: str) -> Response:
        file = desk.preview(sha256, _now(), viewer()).staged.file
        desk.discard(sha256, _now(), viewer())
        return _told([(forms.GOOD, f"{file} is discarded; nothing of it was loaded.")])

    @door.get("/files/<sha256>/send-back.xlsx")
    def send_back(sha256: str) -> Response:
        marked = desk.send_back(sha256, _now(), viewer())
        return build_download(marked.content, marked.name, XLSX)

    @door.get("/load/<int:load_id>/original")
    def original(load_id: int) -> Response:
        name, pieces = desk.original(load_id, viewer())
        return build_download(pieces, name, "application/octet-stream")

    @door.post("/load/<int:load_id>/undo")
    def undo(load_id: int) -> Response:
        undone = desk.undo(load_id, now=_now(), who=_who(), why=_line("why", _WHY), viewer=viewer())
        lines = [(forms.GOOD, line) for line in format_undone(undone)]
        return _to(f"{PATH}/load/{undone.event}", lines)

    return door


def answer_too_large(error: RequestEntityTooLarge) -> Response:
    """More was sent at once than is taken in. It is read to its end first, or the browser would see
    a broken connection and not what is said here.
    """
    coming, left = flask.request.environ["wsgi.input"], flask.request.content_length or 0
    left = min(left, _DRAINED)
    while left > 0 and (piece := coming.read(min(left, MEGABYTE))):
        left -= len(piece)
    most = flask.current_app.config["MAX_CONTENT_LENGTH"] // MEGABYTE
    what = f"More than {most} MB was sent at once, so nothing of it was kept."
    return _told([(forms.WRONG, f"{what} Send fewer files, or a smaller one.")])


def make_card_id(sha256: str) -> str:
    """Return the id of a file's card on the data page."""
    return f"file-{sha256[:12]}"


def _told(lines: Iterable[tuple[str, str]], sha256: str = "") -> Response:
    """Return to the data page, to the card of a file if its hash is given."""
    if not sha256:
        return _to(PATH, list(lines), part="waiting")
    return _to(PATH, list(lines), query=f"&file={sha256}", part=make_card_id(sha256))


def _to(path: str, lines: list[tuple[str, str]], *, query: str = "", part: str = "") -> Response:
    key = forms.tell(lines, flask.request.args.get("told", ""))
    address = f"{path}?told={key}{query}" + (f"#{part}" if part else "")
    if _wants_json():
        return flask.jsonify(told=[text for _, text in lines], key=key, address=address)
    return flask.redirect(address, 303)


def _wants_json() -> bool:
    return flask.request.headers.get("Accept") == "application/json"


def _who() -> str:
    return _line("who", _WHO)


def _line(name: str, most: int) -> str:
    """What was typed, as one line."""
    return " ".join(flask.request.form.get(name, "").split())[:most]


def _now() -> datetime:
    return datetime.now(UTC)
