"""The board of parent feedback, the page of one line, and the form for a new one."""

from __future__ import annotations

from flask_wtf.csrf import generate_csrf

from indicators.access.permissions import Permission
from indicators.feedback.feedback import FeedbackState, UnknownFeedbackError
from indicators.feedback.feedback_fields import SOURCE_NAMES
from indicators.reports.feedback.feedback_board import build_feedback_board
from indicators.reports.feedback.feedback_book import FeedbackBook
from indicators.reports.feedback.feedback_models import FeedbackView
from layouts.pages.feedback.feedback_form import fill_feedback_form, start_feedback_form
from layouts.pages.feedback.feedback_history_table import build_feedback_history
from layouts.pages.feedback.feedback_table import (
    LINES,
    THEMES,
    build_lines_table,
    build_themes_table,
    read_feedback_filter,
)
from layouts.pages.feedback.feedback_view import (
    FEEDBACK,
    NEW_FEEDBACK,
    FeedbackFormState,
    render_feedback,
)
from layouts.site.flash_messages import read_messages
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text.workflow import feedback_text
from layouts.text.workflow.history_table import HISTORY


def register(site: Site) -> None:
    """Add the pages. They have forms, so they are not cached."""

    def show_board(request: PageRequest) -> PageView:
        chosen = read_feedback_filter(request)
        return site.frame.render_page(
            "feedback.html",
            request,
            title="Parent feedback",
            shown=None,
            board=build_feedback_board(request.reports, chosen, request.viewer),
            chosen=chosen,
            views=FeedbackView,
            states=FeedbackState,
            sources=SOURCE_NAMES,
            text=feedback_text,
            messages=read_messages(),
            csrf_token=generate_csrf(),
        )

    def show_new(request: PageRequest) -> PageView:
        book = FeedbackBook(request.reports, request.viewer)
        values = start_feedback_form(request.query)
        return render_feedback(site.frame, request, book, FeedbackFormState(values))

    def show_line(request: PageRequest, number: int) -> PageView:
        book = FeedbackBook(request.reports, request.viewer)
        try:
            found = book.find(number)
        except UnknownFeedbackError as error:
            return site.messages.show(
                request, error.what, error.remedy, links=[("All feedback", FEEDBACK)], status=404
            )
        values = fill_feedback_form(found.fields, found.version)
        state = FeedbackFormState(values, read_messages())
        return render_feedback(site.frame, request, book, state, found)

    seen, edited = Permission.VIEW_FIGURES, Permission.EDIT_FEEDBACK
    asked = ("team", "theme", "source", "state")
    tables = {LINES: build_lines_table, THEMES: build_themes_table}
    site.add(FEEDBACK, show_board, needs=seen, asks=asked, cached=False, tables=tables)
    site.add(NEW_FEEDBACK, show_new, needs=edited, asks=asked[:3], cached=False)
    kept = {HISTORY: build_feedback_history}
    site.add(f"{FEEDBACK}/<int:number>", show_line, needs=seen, cached=False, tables=kept)
