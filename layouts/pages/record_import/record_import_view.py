"""The page of uploads: the form for a file, and the difference that it makes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_wtf.csrf import generate_csrf

from indicators.records.record_period import RecordPeriod
from indicators.records.record_sheet import RecordSheet
from indicators.records.sheet_comparison import LineState, RecordSheetDifference
from indicators.reports.records.record_import import RecordImports
from layouts.site.flash_messages import Message
from layouts.site.page_frame import PageFrame
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.text.workflow import record_text

STATES = {
    LineState.CHANGED: "is applied",
    LineState.EMPTIED: "emptied in the workbook",
    LineState.CONFLICT: "changed on both sides",
}


@dataclass(frozen=True, slots=True)
class ShownRecordSheet:
    """A workbook that was read, the difference that it makes, and the workbook for the form."""

    sheet: RecordSheet
    difference: RecordSheetDifference
    packed: str


def render_record_import(
    frame: PageFrame,
    request: PageRequest,
    kind: str,
    messages: Iterable[Message] = (),
    shown: ShownRecordSheet | None = None,
) -> PageView:
    """Return the page, with the difference of a workbook if there is one."""
    definition = RecordImports(request.reports, kind, request.viewer).definition
    return frame.render_page(
        "record_import.html",
        request,
        title=f"Upload: {definition.name}",
        shown=None,
        definition=definition,
        form_path=f"/records/{definition.code}/import",
        messages=list(messages),
        sheet=shown,
        states=STATES,
        localities=request.reports.places.localities,
        name_period=lambda code: RecordPeriod.parse(definition.per, code).name,
        text=record_text,
        csrf_token=generate_csrf(),
    )
