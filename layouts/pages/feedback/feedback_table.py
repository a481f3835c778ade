"""The board of feedback, and its counts by theme, as tables to download."""

from __future__ import annotations

from indicators.domain.periods import format_day
from indicators.feedback.feedback import FeedbackState
from indicators.feedback.feedback_fields import FeedbackField
from indicators.reports.feedback.feedback_board import build_feedback_board
from indicators.reports.feedback.feedback_models import FeedbackBoard, FeedbackFilter, FeedbackView
from layouts.site.page_request import PageRequest
from layouts.text.page_table import PageTable
from layouts.text.workflow import feedback_text

LINES, THEMES = "feedback", "themes"


def read_feedback_filter(request: PageRequest) -> FeedbackFilter:
    """Return what the address limits the board to; an unknown view is the open feedback."""
    query, view = request.query, request.query.get("state", "")
    return FeedbackFilter(
        query.get("team", ""),
        query.get("theme", ""),
        query.get("source", ""),
        FeedbackView(view) if view in list(FeedbackView) else FeedbackView.OPEN,
    )


def build_lines_table(request: PageRequest) -> PageTable | None:
    """Return the lines in the order of the board."""
    board = _build(request)
    return PageTable(
        title="Parent feedback",
        name="parent-feedback",
        period=f"As of {format_day(request.today)}",
        headings=(
            *("Number", "Team", "Heard from", "Theme", "What parents said", "Heard on"),
            *("What we did, or why not", "Parents were informed on", "State"),
        ),
        rows=tuple(
            (
                row.feedback.id,
                row.team.name,
                feedback_text.name_source(row.feedback),
                row.theme,
                row.feedback.said,
                row.feedback.fields[FeedbackField.HEARD],
                row.feedback.done,
                row.feedback.fields[FeedbackField.INFORMED],
                feedback_text.STATE_NAMES[row.feedback.state],
            )
            for row in board.rows
        ),
    )


def build_themes_table(request: PageRequest) -> PageTable | None:
    """Return how much was said about each theme."""
    board = _build(request)
    return PageTable(
        title="Parent feedback by theme",
        name="parent-feedback-themes",
        period=f"As of {format_day(request.today)}",
        headings=("Theme", "Lines", *(feedback_text.STATE_NAMES[each] for each in FeedbackState)),
        rows=tuple(
            (each.name, each.total, *(each.by_state[state] for state in FeedbackState))
            for each in board.themes
        ),
    )


def _build(request: PageRequest) -> FeedbackBoard:
    chosen = read_feedback_filter(request)
    return build_feedback_board(request.reports, chosen, request.viewer)
