"""The history of one entry as a table to download: who changed what, and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from layouts.text import load_labels
from layouts.text.page_table import PageTable

HISTORY = "history"
HEADINGS = ("When (UTC)", "Who", "What", "Before", "After")


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change: a field with its text before and after, or a step without a field."""

    at: datetime
    who: str
    what: str
    before: str = ""
    after: str = ""


def build_history_table(title: str, name: str, lines: Iterable[HistoryLine]) -> PageTable:
    """Return a row for each change, in the order of the page."""
    return PageTable(
        title=f"History: {title}",
        name=f"history-{name}",
        period="Every change, newest first",
        headings=HEADINGS,
        rows=tuple(
            (load_labels.format_moment(line.at), line.who, line.what, line.before, line.after)
            for line in lines
        ),
    )
