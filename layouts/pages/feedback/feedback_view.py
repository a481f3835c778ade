"""One line of feedback, or the form for a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby

from flask_wtf.csrf import generate_csrf

from indicators.feedback.feedback import ChangedTwice, Feedback
from indicators.feedback.feedback_fields import SOURCE_NAMES, FeedbackField
from indicators.reports.feedback.feedback_book import FeedbackBook
from layouts.site.flash_messages import Message
from layouts.site.page_frame import PageFrame
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.text import load_labels
from layouts.text.workflow import feedback_text

FEEDBACK = "/feedback"
NEW_FEEDBACK = f"{FEEDBACK}/new"
FormatValue = Callable[[FeedbackField, str], str]


@dataclass(frozen=True, slots=True)
class FeedbackFormState:
    """What a form shows: its values, messages above it, and fields that two people changed.

    It `is_refused` if the values were sent and not saved.
    """

    values: Mapping[str, str]
    messages: Iterable[Message] = ()
    conflicts: Sequence[ChangedTwice] = ()
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class FeedbackEntry:
    """What one person changed at once: each field with its text before and after, in words.

    It `can_undo` if it is no first entry and nothing of it was changed again since.
    """

    version: int
    who: str
    changed_at: datetime
    is_first: bool
    can_undo: bool
    fields: tuple[tuple[str, str, str], ...]


def render_feedback(
    frame: PageFrame,
    request: PageRequest,
    book: FeedbackBook,
    state: FeedbackFormState,
    feedback: Feedback | None = None,
) -> PageView:
    """Return the page of a line of feedback with its history, or of a new one without."""
    messages = list(state.messages)
    format_value = partial(_format, request, book)
    return frame.render_page(
        "feedback_edit.html",
        request,
        title=feedback.said[:60] if feedback else "New feedback",
        shown=None,
        feedback=feedback,
        form=state.values,
        messages=messages,
        is_refused=state.is_refused,
        conflicts=state.conflicts,
        teams=book.list_teams(),
        themes=book.themes,
        sources=SOURCE_NAMES,
        can_edit=book.can_edit,
        team=request.reports.places[feedback.team] if feedback else None,
        facts=_list_facts(feedback, format_value) if feedback else (),
        history=list_feedback_history(request, book, feedback) if feedback else (),
        text=feedback_text,
        format_value=format_value,
        format_moment=load_labels.format_moment,
        csrf_token=generate_csrf(),
    )


def _format(request: PageRequest, book: FeedbackBook, field: FeedbackField, text: str) -> str:
    if field is FeedbackField.THEME and text:
        return book.name_theme(text)
    known = request.reports.places.localities
    if field is FeedbackField.TEAM and text in known:
        return known[text].name
    return feedback_text.format_value(field, text)


def _list_facts(feedback: Feedback, format_value: FormatValue) -> list[tuple[str, str]]:
    return [
        (feedback_text.name_field(field), format_value(field, text))
        for field, text in feedback.fields.items()
        if field is not FeedbackField.REMOVED and text
    ]


def list_feedback_history(
    request: PageRequest, book: FeedbackBook, feedback: Feedback
) -> list[FeedbackEntry]:
    """Return the changes, newest first, those made together in one entry."""
    entries = []
    changes = book.list_changes(feedback.id)
    for version, together in groupby(changes, key=lambda change: change.version):
        held = list(together)
        fields = tuple(
            (
                feedback_text.name_field(each.field),
                _format(request, book, each.field, each.before),
                _format(request, book, each.field, each.after),
            )
            for each in held
        )
        is_first = version == 1
        is_last = all(feedback.fields[each.field] == each.after for each in held)
        entry = FeedbackEntry(
            version, held[0].who, held[0].changed_at, is_first, is_last and not is_first, fields
        )
        entries.append(entry)
    return entries[::-1]
