"""The board of feedback: filtered, what waits longest first, with counts by theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from indicators.access.permissions import Viewer
from indicators.domain.localities import Locality
from indicators.feedback.feedback import Feedback, FeedbackState, sort_feedback
from indicators.feedback.feedback_fields import FeedbackField
from indicators.reports.base import Reports
from indicators.reports.feedback.feedback_book import FeedbackBook


class FeedbackView(StrEnum):
    """Which feedback a board shows."""

    OPEN = FeedbackState.OPEN.value
    TO_TELL = FeedbackState.TO_TELL.value
    ANSWERED = FeedbackState.ANSWERED.value
    ALL = "all"


@dataclass(frozen=True, slots=True)
class FeedbackFilter:
    """What a board is limited to; an empty text stands for all."""

    team: str = ""
    theme: str = ""
    source: str = ""
    view: FeedbackView = FeedbackView.OPEN


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """A line of feedback with the names of its team and its theme."""

    feedback: Feedback
    team: Locality
    theme: str


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """How much was said about a theme, and how much of it waits for an answer."""

    code: str
    name: str
    total: int
    by_state: Mapping[FeedbackState, int]


@dataclass(frozen=True, slots=True)
class FeedbackBoard:
    """The rows of a board, how many there are of each, and what can be chosen."""

    rows: tuple[FeedbackRow, ...]
    counts: Mapping[FeedbackView, int]
    themes: tuple[ThemeCount, ...]
    teams: tuple[Locality, ...]
    choices: Mapping[str, str]
    can_edit: bool


def build_feedback_board(reports: Reports, chosen: FeedbackFilter, viewer: Viewer) -> FeedbackBoard:
    """Return the board that a viewer sees."""
    book = FeedbackBook(reports, viewer)
    every = [
        each
        for each in book.list_feedback(chosen.team)
        if chosen.source in ("", each.fields[FeedbackField.SOURCE])
    ]
    about = [each for each in every if chosen.theme in ("", each.theme)]
    counts = Counter(FeedbackView(each.state) for each in about)
    counts[FeedbackView.ALL] = len(about)
    shown = [each for each in about if chosen.view in (FeedbackView.ALL, each.state.value)]
    return FeedbackBoard(
        tuple(
            FeedbackRow(each, reports.places[each.team], book.name_theme(each.theme))
            for each in sort_feedback(shown)
        ),
        {view: counts[view] for view in FeedbackView},
        _count_themes(every, book),
        tuple(book.list_teams()),
        book.themes,
        book.can_edit,
    )


def _count_themes(every: list[Feedback], book: FeedbackBook) -> tuple[ThemeCount, ...]:
    """Return the themes that anything was said about, the most frequent first."""
    totals = Counter(each.theme for each in every)
    states = Counter((each.theme, each.state) for each in every)
    return tuple(
        ThemeCount(code, book.name_theme(code), total, {s: states[code, s] for s in FeedbackState})
        for code, total in totals.most_common()
    )
