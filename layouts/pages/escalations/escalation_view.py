"""One escalation with its replies, or the form for a new one."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_wtf.csrf import generate_csrf

from indicators.actions.action import Action, UnknownActionError
from indicators.actions.escalation import (
    Escalation,
    EscalationRecord,
    EscalationState,
    EscalationStep,
)
from indicators.actions.sheets.sheet_model import format_reference
from indicators.domain.periods import format_day
from indicators.reports.escalations.escalation_book import EscalationBook
from indicators.reports.escalations.escalation_rows import build_escalation_rows
from layouts.site.flash_messages import Message
from layouts.site.page_frame import PageFrame
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.text import load_labels
from layouts.text.workflow import escalation_text

NEW_ESCALATION = "/escalations/new"
FIELDS = ("team", "indicator", "service", "what", "reason", "action")


@dataclass(frozen=True, slots=True)
class StepEntry:
    """One step in the history of an escalation, with the state before it and after."""

    record: EscalationRecord
    before: EscalationState
    after: EscalationState


def render_new_escalation(
    frame: PageFrame,
    request: PageRequest,
    book: EscalationBook,
    values: Mapping[str, str],
    messages: Iterable[Message] = (),
    *,
    is_refused: bool = False,
) -> PageView:
    """Return the form for a new escalation: of an action, or of a risk that is none yet.

    It `is_refused` if the values were sent and not saved.
    """
    catalogue = request.reports.catalogue
    form = dict.fromkeys(FIELDS, "") | {"client": secrets.token_hex(8)} | dict(values)
    return frame.render_page(
        "escalation_new.html",
        request,
        title="Escalate",
        shown=None,
        form=form,
        is_refused=is_refused,
        about=_find_action(book, form["action"]),
        teams=book.actions.list_teams(),
        indicators=catalogue.by_heading,
        all_services=list(request.reports.scope.whole.services.values()),
        **_list_tools(messages),
    )


def render_escalation(
    frame: PageFrame,
    request: PageRequest,
    book: EscalationBook,
    found: Escalation,
    messages: Iterable[Message] = (),
    reply: str = "",
) -> PageView:
    """Return the page of one escalation. `reply` is what was typed and is not saved yet."""
    (row,) = build_escalation_rows(request.reports, [found], request.today)
    can = {step.value: book.can_take(found, step) for step in EscalationStep}
    return frame.render_page(
        "escalation.html",
        request,
        title=f"Escalation: {found.what[:60]}",
        shown=None,
        row=row,
        found=found,
        action=_find_action(book, str(found.action or "")),
        entries=list_entries(found),
        can=can,
        reply_typed=reply,
        client=secrets.token_hex(8),
        **_list_tools(messages),
    )


def list_entries(found: Escalation) -> list[StepEntry]:
    """Return every step, the newest first."""
    states = found.list_states()
    steps = zip(found.records, states, states[1:], strict=False)
    return [StepEntry(*each) for each in steps][::-1]


def _find_action(book: EscalationBook, number: str) -> Action | None:
    """Return the action that an escalation is about, if the viewer sees it."""
    if not number.isdecimal() or len(number) >= 18:
        return None
    try:
        return book.actions.find(int(number))
    except UnknownActionError:
        return None


def _list_tools(messages: Iterable[Message]) -> dict[str, object]:
    return {
        "text": escalation_text,
        "format_reference": format_reference,
        "format_moment": load_labels.format_moment,
        "format_day": format_day,
        "messages": list(messages),
        "csrf_token": generate_csrf(),
    }
