"""The history of one action as a table to download."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.actions.sheets.sheet_model import format_reference
from indicators.reports.actions.action_book import ActionBook
from layouts.pages.actions.action_view import HistoryEntry, list_history
from layouts.site.page_request import PageRequest
from layouts.text.page_table import PageTable
from layouts.text.workflow.history_table import HistoryLine, build_history_table


def build_action_history(request: PageRequest, number: int) -> PageTable:
    """Return a row for each changed field, newest first. Raises UnknownActionError."""
    book = ActionBook(request.reports, request.viewer)
    action = book.find(number)
    entries = list_history(request.reports, book.list_changes(number))
    reference = format_reference(number)
    lines = (line for entry in entries for line in _list_lines(entry))
    return build_history_table(f"{reference}, {action.what}", f"action-{reference}", lines)


def _list_lines(entry: HistoryEntry) -> Iterator[HistoryLine]:
    who = f"{entry.who} ({entry.batch})" if entry.batch else entry.who
    if entry.is_first:
        yield HistoryLine(entry.changed_at, who, "Action added")
        return
    for name, before, after in entry.fields:
        yield HistoryLine(entry.changed_at, who, name, before, after)
