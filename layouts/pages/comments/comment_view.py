"""The page with the comments on an indicator in a place, and the form for a new one."""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf.csrf import generate_csrf
from wtforms.validators import Length

from indicators.domain.chart_entries.figure_comment import LONGEST_COMMENT
from indicators.reports.overview.comment_book import CommentBook
from layouts.site.flash_messages import Message
from layouts.site.form_fields import SignedForm, TextField
from layouts.site.page_frame import PageFrame
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.text import load_labels

LONGEST_SENT = 20_000
"""Characters of a comment that are read at all: one that is too long is given back whole."""


class CommentForm(SignedForm):
    """A comment on the figure of a month."""

    month = TextField(validators=[Length(max=7)])
    text = TextField(validators=[Length(max=LONGEST_SENT, message="The comment is too long.")])


def render_comments(
    frame: PageFrame,
    request: PageRequest,
    book: CommentBook,
    messages: Iterable[Message],
    form: CommentForm | None = None,
) -> PageView:
    """Return the page; a `form` that could not be kept is shown as it was filled in."""
    return frame.render_page(
        "comments.html",
        request,
        title=f"Comments on {book.indicator.name}, {book.place.name}",
        shown=None,
        messages=list(messages),
        book=book,
        comments=book.list_every(),
        months=book.list_months(),
        is_refused=form is not None,
        form=form or CommentForm(month=str(request.month or "")),
        longest=LONGEST_COMMENT,
        format_moment=load_labels.format_moment,
        csrf_token=generate_csrf(),
    )
