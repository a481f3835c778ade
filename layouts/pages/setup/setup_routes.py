"""The forms of the set-up: save a step, take it back, finish, and download the files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

import flask
from werkzeug.wrappers import Response

from indicators.access.declared_needs import needs
from indicators.access.permissions import AccessError, Permission, Viewer
from indicators.configuration.new_council.council_plan import CouncilPlan
from indicators.configuration.new_council.missing_parts import SetUpStep
from indicators.domain.errors import ConfigurationError, UserError
from indicators.domain.operations.saved_set_up import StepConflictError, StoredStep
from indicators.reports.council_setup.setup_book import SetUpBook, SetUpState
from layouts.exports.file_response import build_download
from layouts.pages.setup.place_values import count_places, read_area_file
from layouts.pages.setup.setup_steps import FINISH, PATH, STEPS, find_next_path, make_step_path
from layouts.pages.setup.setup_view import render_finish, render_step
from layouts.pages.setup.typed_values import TICK
from layouts.site.flash_messages import (
    Message,
    MessageKind,
    answer_form,
    begin_page,
    read_messages,
)
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site

Answer = Response | tuple[str, int]
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The time of every file in an archive, so that the same files make the same archive."""


def create_blueprint(
    site: Site,
    book: SetUpBook,
    viewer: Callable[[], Viewer],
    render_plain: Callable[[PageView], str],
) -> flask.Blueprint:
    """Return the addresses below /setup; `render_plain` renders a page without scripts.

    These pages have no live page, so that nothing replaces what somebody has begun to type.
    """
    blueprint = flask.Blueprint("setup", __name__, url_prefix=PATH)
    pages = _SetUpPages(site, book, viewer, render_plain)

    @blueprint.get("/<step>")
    @needs(Permission.SET_UP_COUNCIL)
    def show_step(step: str) -> str | Response:
        return pages.show_step(_find_step(step))

    @blueprint.post("/<step>")
    @needs(Permission.SET_UP_COUNCIL)
    def save(step: str) -> Answer:
        return _SentStep(pages, _find_step(step)).save()

    @blueprint.post("/<step>/undo")
    @needs(Permission.SET_UP_COUNCIL)
    def undo(step: str) -> Answer:
        return pages.undo(_find_step(step))

    @blueprint.get("/finish")
    @needs(Permission.SET_UP_COUNCIL)
    def show_finish() -> str:
        return pages.show_finish()

    @blueprint.post("/finish")
    @needs(Permission.SET_UP_COUNCIL)
    def finish() -> Answer:
        return pages.finish()

    @blueprint.get("/data.zip")
    @needs(Permission.SET_UP_COUNCIL)
    def download() -> Response:
        files = book.read_finished_files()
        if not files:
            return flask.redirect(FINISH, HTTPStatus.SEE_OTHER)
        return build_download(pack_files(files), "data.zip", "application/zip")

    return blueprint


@dataclass(frozen=True)
class _SetUpPages:
    """The pages of one site, and the forms that need no page of their own."""

    site: Site
    book: SetUpBook
    viewer: Callable[[], Viewer]
    render_plain: Callable[[PageView], str]

    def make_request(self, path: str) -> PageRequest:
        return PageRequest(path, None, self.viewer(), self.site.reports)

    def show_step(self, step: SetUpStep) -> str | Response:
        if self.book.find_state() is SetUpState.HAS_FIGURES:
            return flask.redirect(PATH, HTTPStatus.SEE_OTHER)
        request, messages = self.make_request(make_step_path(step)), _begin_page()
        view = render_step(self.site.frame, request, self.book, step, messages)
        return self.render_plain(view)

    def show_finish(self) -> str:
        request, messages = self.make_request(FINISH), _begin_page()
        return self.render_plain(render_finish(self.site.frame, request, self.book, messages))

    def undo(self, step: SetUpStep) -> Response:
        path = make_step_path(step)
        try:
            self.book.undo(step, _read_version(), self.viewer(), now=datetime.now(UTC))
        except AccessError:
            raise
        except UserError as error:
            return answer_form(path, _list_wrong(error))
        return answer_form(path, [(MessageKind.GOOD, "The step is as it was before.")])

    def finish(self) -> Response:
        try:
            self.book.finish(self.viewer(), now=datetime.now(UTC))
        except AccessError:
            raise
        except UserError as error:
            return answer_form(FINISH, _list_wrong(error))
        said = "The set-up is finished. Every page is that of your council now."
        return answer_form(PATH, [(MessageKind.GOOD, said)])


def pack_files(files: Mapping[str, str]) -> bytes:
    """Return the files as an archive with the folder `data`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in files.items():
            archive.writestr(zipfile.ZipInfo(f"data/{path}", _FIRST_DAY), text.encode())
    return packed.getvalue()


class _SentStep:
    """The form of a step that was sent."""

    def __init__(self, pages: _SetUpPages, step: SetUpStep) -> None:
        self._pages, self._book, self._step = pages, pages.book, step
        sent = flask.request.form.items()
        self._values = {name: value.replace("\r\n", "\n") for name, value in sent}

    def save(self) -> Answer:
        """Save the step and lead to the next, or show the form again with what is wrong."""
        before, saved = self._book.read_plan()
        try:
            plan = self._read(before)
            viewer, now = self._pages.viewer(), datetime.now(UTC)
            others = self._find_others(before, plan, saved)
            self._book.save(self._step, plan, _read_version(), viewer, now=now, others=others)
        except AccessError:
            raise
        except StepConflictError as error:
            return self._show_again(error, error.newest.version), HTTPStatus.CONFLICT
        except UserError as error:
            return self._show_again(error, _read_version()), HTTPStatus.UNPROCESSABLE_ENTITY
        said = f"{STEPS[self._step].name}: saved."
        if self._step in (SetUpStep.AREAS, SetUpStep.TEAMS, SetUpStep.HUBS):
            said += f" Now: {count_places(plan)}."
        return answer_form(find_next_path(self._step), [(MessageKind.GOOD, said)])

    def _read(self, before: CouncilPlan) -> CouncilPlan:
        file = flask.request.files.get("file")
        if self._step is SetUpStep.AREAS and file and file.filename:
            tables = self._book.place_tables
            return read_area_file(file.filename, file.read(), self._values, before, tables)
        return STEPS[self._step].read(self._values, before, self._book.shipped)

    def _find_others(
        self, before: CouncilPlan, after: CouncilPlan, saved: Mapping[SetUpStep, StoredStep]
    ) -> dict[SetUpStep, int]:
        """Return the other steps that a list of areas changes, each with its version."""
        pairs = {
            SetUpStep.TEAMS: (before.teams, after.teams),
            SetUpStep.HUBS: (before.hubs, after.hubs),
        }
        return {
            step: saved[step].version if step in saved else 0
            for step, (was, is_now) in pairs.items()
            if step is not self._step and was != is_now
        }

    def _show_again(self, error: UserError, version: int) -> str:
        request, frame = (
            self._pages.make_request(make_step_path(self._step)),
            self._pages.site.frame,
        )
        filled = STEPS[self._step].fill(self._book.read_plan()[0], self._book.shipped)
        unticked = {name: "" for name in filled if name.startswith(TICK)}
        values = unticked | self._values
        view = render_step(
            frame, request, self._book, self._step, _list_wrong(error), values, version
        )
        return self._pages.render_plain(view)


def _find_step(name: str) -> SetUpStep:
    """Return a step by its address, or answer that there is no such page."""
    return SetUpStep(name) if name in list(SetUpStep) else flask.abort(HTTPStatus.NOT_FOUND)


def _begin_page() -> list[Message]:
    """Return the messages for the page of this request."""
    begin_page(flask.request.path, flask.request.args, is_live=False)
    return read_messages()


def _list_wrong(error: UserError) -> list[Message]:
    faults = error.faults if isinstance(error, ConfigurationError) else [error]
    return [(MessageKind.WRONG, str(fault)) for fault in faults]


def _read_version() -> int:
    sent = flask.request.form.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0
