"""One action, or the form for a new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from flask_wtf.csrf import generate_csrf

from indicators.actions.action import Action, ActionChange
from indicators.actions.action_fields import (
    STATUS_NAMES,
    ActionField,
    EffectUnit,
    ExpectedDirection,
)
from indicators.actions.escalation import Escalation
from indicators.actions.field_merge import FieldConflict
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.actions.action_evidence import build_board_rows
from indicators.reports.base import Reports
from indicators.reports.escalations.escalation_book import EscalationBook
from layouts.site.flash_messages import Message
from layouts.site.page_frame import PageFrame
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.text import load_labels
from layouts.text.workflow import action_text, escalation_text

NEW_ACTION = "/actions/new"


@dataclass(frozen=True, slots=True)
class FormState:
    """What a form shows: its values, messages above it, and fields that two people changed.

    It `is_refused` if the values were sent and not saved.
    """

    values: Mapping[str, str]
    messages: Iterable[Message] = ()
    conflicts: Iterable[FieldConflict] = ()
    is_refused: bool = False


def render_new_action(
    frame: PageFrame, request: PageRequest, book: ActionBook, state: FormState
) -> PageView:
    """Return the form for a new action."""
    return frame.render_page(
        "action_edit.html",
        request,
        title="New action",
        shown=None,
        action=None,
        ideas=_list_ideas(request, state.values["indicator"]),
        **_list_choices(request, book, state),
    )


def render_action(
    frame: PageFrame, request: PageRequest, book: ActionBook, action: Action, state: FormState
) -> PageView:
    """Return the page of one action: what it holds, its history, and the form to change it."""
    team_actions = book.list_actions(teams=[action.team])
    (row,) = build_board_rows(
        request.reports, [action], [*team_actions, action], request.today, request.viewer
    )
    return frame.render_page(
        "action_edit.html",
        request,
        title=action.what[:60],
        shown=None,
        action=action,
        row=row,
        history=list_history(request.reports, book.list_changes(action.id)),
        notes=book.list_notes(action.id)[::-1],
        ideas=(),
        escalations=list_escalations_of(request, action),
        escalation_text=escalation_text,
        facts=_list_facts(request.reports, action),
        **_list_choices(request, book, state),
    )


def list_escalations_of(request: PageRequest, action: Action) -> list[Escalation]:
    """Return the escalations of an action, the newest first."""
    book = EscalationBook(request.reports, request.viewer)
    found = book.list_escalations([action.team])
    return [each for each in found if each.action == action.id][::-1]


def _list_choices(request: PageRequest, book: ActionBook, state: FormState) -> dict[str, object]:
    catalogue = request.reports.catalogue
    team = state.values["team"]
    return {
        "form": state.values,
        "messages": list(state.messages),
        "conflicts": list(state.conflicts),
        "is_refused": state.is_refused,
        "teams": book.list_teams(),
        "areas": book.list_areas(team),
        "chosen_areas": state.values["areas"].split(";"),
        "indicators": catalogue.by_heading,
        "agencies": list(catalogue.agencies),
        "statuses": STATUS_NAMES,
        "directions": {d: action_text.DIRECTION_NAMES[d] for d in ExpectedDirection},
        "units": {u: action_text.UNIT_NAMES[u] for u in EffectUnit},
        "can_edit": book.can_edit,
        "text": action_text,
        "format_moment": load_labels.format_moment,
        "csrf_token": generate_csrf(),
    }


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What one person changed at once: each field with its value before and after, in words."""

    who: str
    changed_at: datetime
    batch: str
    is_first: bool
    fields: tuple[tuple[str, str, str], ...]


def list_history(reports: Reports, changes: Sequence[ActionChange]) -> list[HistoryEntry]:
    """Return the changes of an action, newest first, those made together in one entry."""
    entries = []
    for _, together in groupby(changes, key=lambda change: change.version):
        held = list(together)
        fields = tuple(
            (
                action_text.name_field(change.field),
                _name_value(reports, change.field, change.before),
                _name_value(reports, change.field, change.after),
            )
            for change in held
        )
        first = held[0]
        entries.append(
            HistoryEntry(first.who, first.changed_at, first.batch, first.version == 1, fields)
        )
    return entries[::-1]


def _name_value(reports: Reports, field: ActionField, text: str) -> str:
    """Return a field's value in words: places and indicators by their names."""
    if field in (ActionField.TEAM, ActionField.AREAS) and text:
        known = reports.places.localities
        return ", ".join(known[code].name if code in known else code for code in text.split(";"))
    if field is ActionField.INDICATOR and text in reports.catalogue.indicators:
        return reports.catalogue.indicators[text].name
    if field is ActionField.AGENCY and text in reports.catalogue.agencies:
        return reports.catalogue.agencies[text]
    return action_text.format_field(field, text)


def _list_facts(reports: Reports, action: Action) -> list[tuple[str, str]]:
    """Return the filled-in fields of an action for those who may not change it."""
    return [
        (action_text.name_field(field), _name_value(reports, field, text))
        for field, text in action.fields.items()
        if field is not ActionField.REMOVED and text
    ]


def _list_ideas(request: PageRequest, indicator: str) -> tuple[str, ...]:
    known = request.reports.catalogue.indicators
    return known[indicator].suggested_actions if indicator in known else ()
