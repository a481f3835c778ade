"""The page of one team's record: its form, what was before, and what was saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_wtf.csrf import generate_csrf

from indicators.records.record_definition import RecordDefinition
from indicators.records.record_values import CellConflict
from indicators.reports.records.record_models import TeamRecord
from layouts.site.flash_messages import Message
from layouts.site.page_frame import PageFrame
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.text import load_labels
from layouts.text.workflow import record_text


@dataclass(frozen=True, slots=True)
class TypedField:
    """What a form shows in a field: the value, the evidence and the version they were seen at."""

    value: str
    evidence: str
    version: str


TypedFields = Mapping[str, TypedField]


def fill_form(record: TeamRecord) -> TypedFields:
    """Return what the form starts with: what the team entered."""
    return {
        each.field.code: TypedField(
            record_text.format_value(each.current),
            each.current.entered.evidence if each.current else "",
            str(each.current.version) if each.current else "0",
        )
        for each in record.fields
    }


def read_typed_fields(definition: RecordDefinition, sent: Mapping[str, str]) -> TypedFields:
    """Return what a form sent."""
    return {
        code: TypedField(
            sent.get(f"value-{code}", ""),
            sent.get(f"evidence-{code}", ""),
            sent.get(f"version-{code}", "0"),
        )
        for code in definition.fields
    }


def make_path(record: TeamRecord) -> str:
    """Return the address of a team's record."""
    return f"/records/{record.definition.code}/{record.team.code}"


def render_team_record(
    frame: PageFrame,
    request: PageRequest,
    record: TeamRecord,
    typed: TypedFields,
    messages: Iterable[Message] = (),
    conflicts: Iterable[CellConflict] = (),
    *,
    has_sheets: bool,
    is_refused: bool = False,
) -> PageView:
    """Return the page. It `is_refused` if what is `typed` was sent and not saved."""
    return frame.render_page(
        "record_team.html",
        request,
        title=f"{record.definition.name}: {record.team.name}",
        shown=None,
        record=record,
        definition=record.definition,
        form_path=make_path(record),
        typed=typed,
        messages=list(messages),
        is_refused=is_refused,
        conflicts=list(conflicts),
        has_sheets=has_sheets,
        text=record_text,
        format_moment=load_labels.format_moment,
        csrf_token=generate_csrf(),
    )
