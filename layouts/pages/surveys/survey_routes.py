"""The forms of staff surveys: check a file, keep it, remove it and take it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import flask
from pydantic import TypeAdapter
from werkzeug.wrappers import Response

from indicators.access.declared_needs import needs
from indicators.access.permissions import Permission, Viewer
from indicators.domain.errors import UserError
from indicators.ports.survey_reader import SurveyReader
from indicators.reports.surveys.survey_book import SurveyBook
from indicators.surveys.survey import HIGHEST_SCORE, NewSurvey, check_survey
from layouts.exports.file_response import build_download
from layouts.pages.surveys.survey_view import SURVEYS, CheckedSurvey, render_surveys
from layouts.site.flash_messages import MessageKind, answer_form
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.site.uploads.packed_upload import PackedUpload
from layouts.text.labels import choose_plural

Answer = Response | tuple[str, int]
_PACKED = PackedUpload(
    TypeAdapter(NewSurvey),
    "staff-survey",
    "survey",
    "Shorten the questions, or load it in two parts.",
)


def create_blueprint(
    site: Site, viewer: Callable[[], Viewer], render_plain: Callable[[PageView], str]
) -> flask.Blueprint:
    """Return the addresses of surveys; `render_plain` renders a page without scripts."""
    blueprint = flask.Blueprint("surveys", __name__, url_prefix=SURVEYS)

    def open_book() -> tuple[PageRequest, SurveyBook]:
        request = PageRequest(SURVEYS, None, viewer(), site.reports)
        return request, SurveyBook(site.reports, request.viewer)

    def show(status: int, error: UserError | None, checked: CheckedSurvey | None) -> Answer:
        request, book = open_book()
        messages = [(MessageKind.WRONG, str(error))] if error else []
        name = flask.request.form.get("name", "")
        page = render_surveys(
            site.frame, request, book, messages, can_upload=True, checked=checked, name=name
        )
        return render_plain(page), status

    @blueprint.get("/template.xlsx")
    @needs(Permission.LOAD_DATA)
    def download_template() -> Response:
        from layouts.pages.surveys.survey_template import write_template  # openpyxl

        programme = site.reports.catalogue.programme.name
        content = write_template(programme, datetime.now(UTC))
        return build_download(content, "staff-survey.xlsx")

    @blueprint.post("/check")
    @needs(Permission.LOAD_DATA)
    def receive() -> Answer:
        try:
            checked = _check(site.survey_reader)
        except UserError as error:
            return show(422, error, None)
        return show(200, None, checked)

    @blueprint.post("")
    @needs(Permission.LOAD_DATA)
    def add() -> Answer:
        _, book = open_book()
        try:
            new = _PACKED.unpack(flask.request.form.get("survey", ""))
            number = book.add(new, now=datetime.now(UTC))
        except UserError as error:
            return show(422, error, None)
        pairs = choose_plural(len(new.pairs), "pair", "pairs")
        said = f"The survey is kept with {len(new.pairs)} {pairs} of scores."
        return answer_form(f"{SURVEYS}/{number}", [(MessageKind.GOOD, said)])

    @blueprint.post("/<int:number>/<any(remove, restore):what>")
    @needs(Permission.UNDO_LOAD)
    def remove(number: int, what: str) -> Response:
        _, book = open_book()
        try:
            book.set_removed(number, what == "remove", now=datetime.now(UTC))
        except UserError as error:
            return answer_form(SURVEYS, [(MessageKind.WRONG, str(error))])
        said = "The survey is removed. You can take it back." if what == "remove" else "It is back."
        return answer_form(SURVEYS, [(MessageKind.GOOD, said)])

    return blueprint


def _check(reader: SurveyReader | None) -> CheckedSurvey:
    """Read the file of the form. Raises UserError if it, or something in the form, is wrong."""
    form, file = flask.request.form, flask.request.files.get("file")
    if reader is None or file is None or not file.filename:
        raise UserError("No file was chosen.", remedy="Choose the workbook of the survey first.")
    highest = form.get("highest", "").strip()
    if not highest.isdecimal() or not 1 <= int(highest) <= HIGHEST_SCORE:
        raise UserError(
            "“Highest score” is not a whole number.", remedy=f"Write 1 to {HIGHEST_SCORE}."
        )
    reading = reader.read(file.filename, file.stream, int(highest))
    name, asked = (" ".join(form.get(field, "").split()) for field in ("name", "asked"))
    new = NewSurvey(
        name,
        asked,
        int(highest),
        reading.file,
        reading.pairs,
        reading.rows_refused,
        reading.rows_blank,
    )
    if reading.pairs:
        check_survey(new)
    return CheckedSurvey(reading, new, _PACKED.pack(new))
