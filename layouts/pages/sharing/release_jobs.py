"""Work on releases that takes seconds: done in the background, while a page asks again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus

import flask

from indicators.access.permissions import Viewer
from indicators.domain.errors import UserError
from indicators.reports.base import Reports
from layouts.exports.pdf_queue import WAIT, PdfQueue, Steps
from layouts.pages.sharing.sharing_address import PATH
from layouts.site.message_pages import MessagePages
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView


class ReleaseJobs:
    """The jobs of one process. Every other process sees how far they are."""

    def __init__(
        self,
        find_reports: Callable[[], Reports],
        messages: MessagePages,
        viewer: Callable[[], Viewer],
        render_plain: Callable[[PageView], str],
    ) -> None:
        self._find_reports, self._messages = find_reports, messages
        self._viewer, self._render_plain = viewer, render_plain
        self._queue = PdfQueue(find_reports())

    def begin(self, key: str, steps: int, work: Steps) -> None:
        """Begin a job, unless it is under way or done."""
        self._queue.begin(key, steps, work)

    def take_result(self, key: str) -> bytes | None:
        """Return the result of a job, or None without one yet. Raises UserError if it failed."""
        job = self._find_reports().pdf_jobs.find(key, datetime.now(UTC))
        if job and job.problem:
            self._find_reports().pdf_jobs.forget(key)
            raise UserError(job.problem)
        return job.content if job else None

    def wait(self, key: str, heading: str) -> flask.typing.ResponseReturnValue:
        """Return a page that asks again for the same address. Raises UserError without a job."""
        job = self._find_reports().pdf_jobs.find(key, datetime.now(UTC))
        if job is None:
            raise UserError("This is no longer being worked on.", remedy="Check the month again.")
        done = f"Step {job.step + 1} of {job.steps}." if job.step else "It waits its turn."
        view = self._messages.show(
            PageRequest(PATH, None, self._viewer(), self._find_reports()),
            heading,
            f"{done} The result is shown by itself when it is ready.",
            links=[("Try now", flask.request.full_path), ("Sharing", PATH)],
        )
        return self._render_plain(view), HTTPStatus.ACCEPTED, WAIT
