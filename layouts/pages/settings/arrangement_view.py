"""The page on which a new arrangement of areas is rehearsed."""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf.csrf import generate_csrf

from indicators.domain.errors import UserError
from indicators.domain.periods import format_day
from indicators.domain.places import Places
from indicators.domain.settings.boundary_draft import BoundaryDraft
from indicators.reports.base import Reports
from indicators.reports.settings.draft_book import DraftBook
from indicators.reports.settings.planned_change import LONGEST_REASON
from layouts.site.flash_messages import Message
from layouts.site.page_frame import PageFrame
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.viewing.current_settings import get_draft_secret, is_looking_at_draft
from layouts.text import load_labels
from layouts.text.settings import boundary_text

ARRANGEMENTS = "/settings/arrangements"


def render_arrangements(
    frame: PageFrame,
    reports: Reports,
    request: PageRequest,
    messages: Iterable[Message],
    typed: str = "",
) -> PageView:
    """Return the page; `typed` is an arrangement that was not kept.

    `reports` have the places as they are for everyone.
    """
    book = DraftBook(reports, request.viewer)
    secret, rule = get_draft_secret(), book.read_rule()
    draft = book.find(secret)
    lines, fault = _describe_draft(book, draft, reports.places) if draft else ([], "")
    return frame.render_page(
        "arrangements.html",
        request,
        title="Rehearse an arrangement",
        shown=None,
        messages=list(messages),
        own_draft=draft,
        is_gone=bool(secret) and draft is None,
        days_kept=rule.days,
        kept_until=format_day(draft.made_at + rule.age) if draft else "",
        lines=lines,
        fault=fault,
        is_looking=is_looking_at_draft(),
        typed=typed,
        longest_reason=LONGEST_REASON,
        format_moment=load_labels.format_moment,
        csrf_token=generate_csrf(),
    )


def _describe_draft(book: DraftBook, draft: BoundaryDraft, before: Places) -> tuple[list[str], str]:
    """Return what a draft changes in lines, or why it does not fit any more."""
    try:
        after = book.apply(draft)
    except UserError as error:
        return [], str(error)
    return boundary_text.describe_boundary_change(before, after, draft.key.month), ""
