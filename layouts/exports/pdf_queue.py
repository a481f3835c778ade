"""Writes PDFs in the background, one at a time in each process; the database has the progress."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from indicators.domain.errors import UserError
from indicators.reports.base import Reports

MOST_UNDER_WAY = 10
WAIT = {"Refresh": "2", "Retry-After": "2", "Cache-Control": "no-store"}
"""Browsers ask again for the same address after two seconds, without any script."""
_LOG = logging.getLogger(__name__)
Steps = Callable[[], Iterator[bytes | None]]
"""Works one step at a time. Yields None after each but the last, which yields the PDF."""


class PdfQueue:
    """The PDFs that this process writes. Every other process sees them in the database."""

    def __init__(self, reports: Reports) -> None:
        self._reports = reports
        self._writer: ThreadPoolExecutor | None = None
        self._waiting: dict[str, None] = {}

    def begin(self, key: str, steps: int, work: Steps) -> None:
        """Let `work` be done, unless it is already. Raises UserError if too much is waiting."""
        now = datetime.now(UTC)
        if self._reports.pdf_jobs.begin(key, steps, now, MOST_UNDER_WAY):
            self._waiting[key] = None
            self._get_writer().submit(self._write, key, work)
        elif self._reports.pdf_jobs.find(key, now) is None:
            raise UserError(
                f"{MOST_UNDER_WAY} PDFs are being written, and no more at once.",
                remedy="Try again in a minute.",
            )

    def _get_writer(self) -> ThreadPoolExecutor:
        """Return the thread that writes; a process starts its own, after any fork."""
        if self._writer is None:
            self._writer = ThreadPoolExecutor(1, thread_name_prefix="pdf")
        return self._writer

    def _write(self, key: str, work: Steps) -> None:
        content, problem, jobs = None, "", self._reports.pdf_jobs
        self._waiting.pop(key, None)
        try:
            for step, done in enumerate(work(), 1):
                content = done
                jobs.note_step(key, step, list(self._waiting), datetime.now(UTC))
        except UserError as error:
            problem = str(error)
        except Exception as error:  # noqa: BLE001 - the page that waits says that it failed
            _LOG.error("pdf failed", extra={"fields": {"error": type(error).__name__}})
            problem = "The PDF could not be written. It was logged."
        jobs.finish(key, None if problem else content, problem, datetime.now(UTC))
