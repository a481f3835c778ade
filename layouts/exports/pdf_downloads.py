"""A PDF that takes seconds: written in the background, while the same address asks again."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus

import flask

from indicators.domain.errors import UserError
from indicators.reports.auditing.small_numbers import note_small_numbers
from indicators.reports.base import Reports
from layouts.exports.file_response import build_download
from layouts.exports.pdf_queue import WAIT, PdfQueue, Steps
from layouts.site.message_pages import MessagePages
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView

Answer = flask.Response | tuple[str, int, dict[str, str]]


class PdfDownloads:
    """Answers with a PDF, or with a page that asks again until it is written."""

    def __init__(
        self, reports: Reports, messages: MessagePages, render_plain: Callable[[PageView], str]
    ) -> None:
        """`render_plain` renders the page that asks again, without scripts."""
        self._reports, self._messages = reports, messages
        self._render_plain = render_plain
        self._queue = PdfQueue(reports)
        self._started = secrets.token_hex(8)  # code and the council's files are read once

    def answer(
        self,
        request: PageRequest,
        name: str,
        steps: int,
        work: Steps,
        back: tuple[str, str],
        state: str = "",
    ) -> Answer:
        """Return the PDF that the address asks for. `back` is the link to the page it is from.

        `state` changes with what is in the PDF besides the data.

        Raises UserError if it could not be written.
        """
        if request.viewer.exact:
            note_small_numbers()  # they are read in the background, where nobody watches
        jobs = self._reports.pdf_jobs
        key = self._make_key(request, state)
        job = jobs.find(key, datetime.now(UTC))
        if job and job.problem:
            jobs.forget(key)
            raise UserError(job.problem)
        if job and job.content:
            return build_download(job.content, name, "application/pdf")
        if job is None:
            self._queue.begin(key, steps, work)
        done = f"Step {job.step + 1} of {job.steps}." if job and job.step else "It waits its turn."
        view = self._messages.show(
            request,
            "The PDF is being written",
            f"{done} The download begins by itself when it is ready. This page stays as it is.",
            links=[("Try now", flask.request.full_path), back],
        )
        return self._render_plain(view), HTTPStatus.ACCEPTED, WAIT

    def _make_key(self, request: PageRequest, state: str) -> str:
        """Return a hash of all that decides what is in the PDF."""
        parts = [
            self._started,
            flask.request.path,
            request.reports.get_version(),
            request.reports.get_released_version(),
            request.reports.get_notes_version(),
            request.reports.settings_key,
            request.viewer.cache_key,
            sorted(flask.request.args.items()),
            self._reports.catalogue.programme.name,
            state,
        ]
        return hashlib.sha256(repr(parts).encode()).hexdigest()
