"""The history of one line of feedback as a table to download."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.reports.feedback.feedback_book import FeedbackBook
from layouts.pages.feedback.feedback_view import FeedbackEntry, list_feedback_history
from layouts.site.page_request import PageRequest
from layouts.text.page_table import PageTable
from layouts.text.workflow.history_table import HistoryLine, build_history_table


def build_feedback_history(request: PageRequest, number: int) -> PageTable:
    """Return a row for each changed field, newest first. Raises UnknownFeedbackError."""
    book = FeedbackBook(request.reports, request.viewer)
    feedback = book.find(number)
    entries = list_feedback_history(request, book, feedback)
    lines = (line for entry in entries for line in _list_lines(entry))
    return build_history_table(f"feedback {number}", f"feedback-{number}", lines)


def _list_lines(entry: FeedbackEntry) -> Iterator[HistoryLine]:
    if entry.is_first:
        yield HistoryLine(entry.changed_at, entry.who, "Feedback added")
        return
    for name, before, after in entry.fields:
        yield HistoryLine(entry.changed_at, entry.who, name, before, after)
