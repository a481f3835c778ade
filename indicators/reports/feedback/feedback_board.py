"""The board of feedback: filtered, what waits longest first, with counts by theme."""

from __future__ import annotations

from collections import Counter

from indicators.access.permissions import Viewer
from indicators.feedback.feedback import Feedback, FeedbackState, sort_feedback
from indicators.feedback.feedback_fields import FeedbackField
from indicators.reports.base import Reports
from indicators.reports.feedback.feedback_book import FeedbackBook
from indicators.reports.feedback.feedback_models import (
    FeedbackBoard,
    FeedbackFilter,
    FeedbackRow,
    FeedbackView,
    ThemeCount,
)


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
        count_themes(every, book),
        tuple(book.list_teams()),
        book.themes,
        book.can_edit,
    )


def count_themes(every: list[Feedback], book: FeedbackBook) -> tuple[ThemeCount, ...]:
    """Return the themes that anything was said about, the most frequent first."""
    totals = Counter(each.theme for each in every)
    states = Counter((each.theme, each.state) for each in every)
    return tuple(
        ThemeCount(code, book.name_theme(code), total, {s: states[code, s] for s in FeedbackState})
        for code, total in totals.most_common()
    )
