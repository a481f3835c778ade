"""The minutes of a meeting as a Word document that a screen reader can follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from indicators.actions.escalation import Escalation
from indicators.actions.sheets.sheet_model import format_reference
from indicators.domain.core import Verdict
from indicators.domain.periods import format_day
from indicators.meetings.meeting import Meeting, MeetingItem, MeetingRecord
from indicators.meetings.seen_item import SeenChart
from layouts.exports.chart_picture import draw_chart
from layouts.text.labels import VERDICTS
from layouts.text.workflow import escalation_text, meeting_text

LANGUAGE = "en-GB"
_CHART_WIDTH = Cm(8)
_WIDE, _NARROW = (Cm(4), Cm(13)), (Cm(2.2), Cm(5.8), Cm(3), Cm(3.4), Cm(2.6))
_CORRECTION = (Cm(4), Cm(4), Cm(9))


def write_minutes(held: Meeting, team: str, escalations: Mapping[int, Escalation]) -> bytes:
    """Return the minutes with all that is recorded so far. `escalations` are by their record."""
    document = Document()
    title = f"Minutes: {team} team, {format_day(held.day)}"
    _set_up(document, title)
    document.add_heading(title, level=0)
    document.add_paragraph(
        f"{meeting_text.describe_state(held)}. Figures: 12 months to {held.month.name}, "
        "as seen at the meeting."
    )
    document.add_heading("Attendance", level=1)
    attended = list(held.list_attendance().items())
    rows = [
        ("Chair", held.chair or "Not named"),
        *attended,
        ("Apologies", held.apologies or "None"),
    ]
    _add_table(document, "Who attended from each agency", ("Agency", "Names"), rows, _WIDE)
    document.add_heading("Items", level=1)
    for item in held.items:
        _add_item(document, held, item, escalations)
    _add_open_list(document, held)
    if held.corrections:
        document.add_heading("Corrections", level=1)
        made = [(format_day(r.made_at.date()), r.who, r.text) for r in held.corrections]
        _add_table(
            document,
            "Corrections of these minutes",
            ("Day", "Who", "Correction"),
            made,
            _CORRECTION,
        )
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def _set_up(document: Any, title: str) -> None:
    """Set title, language, font and page: the default document is American."""
    properties = document.core_properties
    properties.title, properties.language, properties.author = title, LANGUAGE, ""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    caption = document.styles["Caption"].font
    caption.size, caption.bold, caption.color.rgb = Pt(9), False, RGBColor(0x4C, 0x62, 0x72)
    defaults = document.styles.element.find(qn("w:docDefaults"))
    language = defaults.find(f".//{qn('w:lang')}")
    for name in ("w:val", "w:eastAsia", "w:bidi"):
        language.set(qn(name), LANGUAGE)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)


def _add_item(
    document: Any, held: Meeting, item: MeetingItem, escalations: Mapping[int, Escalation]
) -> None:
    document.add_heading(f"{item.position}. {item.seen.title}", level=2)
    verdict = VERDICTS[Verdict(item.seen.verdict)] if item.seen.verdict else ""
    words = [*item.seen.reasons, *item.seen.about, item.seen.figure, verdict, *item.seen.facts]
    if any(words):
        said = document.add_paragraph(". ".join(word for word in words if word) + ".")
        said.paragraph_format.keep_with_next = item.seen.chart is not None
    if item.seen.chart:
        _add_chart(document, item.seen.chart)
    for action in item.seen.actions:
        document.add_paragraph(f"Action: {action}", style="List Bullet")
    rows = [
        (
            meeting_text.RECORDS[record.kind] + (" (sent late)" if held.is_late(record) else ""),
            _describe_outcome(record, escalations),
        )
        for record in held.list_outcomes_of(item.id)
    ]
    if rows:
        about = f"Outcomes of item {item.position}"
        _add_table(document, about, ("Kind", "Outcome"), rows, _WIDE)
    else:
        document.add_paragraph("Nothing recorded.")


def _describe_outcome(record: MeetingRecord, escalations: Mapping[int, Escalation]) -> str:
    found = escalations.get(record.id)
    said = meeting_text.describe_record(record)
    return f"{said} ({escalation_text.describe_briefly(found)})" if found else said


def _add_chart(document: Any, chart: SeenChart) -> None:
    """Add the chart as a picture, with what it shows in words below and for screen readers."""
    picture = document.add_picture(BytesIO(draw_chart(chart)), width=_CHART_WIDTH)
    properties = picture._inline.docPr  # noqa: SLF001 - python-docx has no other way
    properties.set("descr", chart.label)
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    dashed = " (dashed)" if chart.target else ""
    caption = document.add_paragraph(f"{chart.label}{dashed}.", style="Caption")
    caption.paragraph_format.keep_with_next = True


def _add_open_list(document: Any, held: Meeting) -> None:
    left = held.closing.closing.open_actions if held.closing and held.closing.closing else ()
    document.add_heading("Open list for next month", level=1)
    if held.next_day:
        document.add_paragraph(f"Next meeting: {format_day(held.next_day)}.")
    if not left:
        document.add_paragraph("No open actions.")
        return
    headings = ("Number", "Action", "Owner", "Due", "Status")
    rows = [
        (
            format_reference(a.number),
            a.what,
            a.owner,
            meeting_text.format_due(a.due),
            a.status,
        )
        for a in left
    ]
    about = "Actions that were open when the meeting closed"
    _add_table(document, about, headings, rows, _NARROW)


def _add_table(
    document: Any,
    about: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[Cm],
) -> None:
    """Add a table whose header row is marked and repeated, with a description for readers."""
    table = document.add_table(rows=1, cols=len(headings), style="Table Grid")
    for name, value in (("w:tblCaption", about), ("w:tblDescription", about)):
        element = OxmlElement(name)
        element.set(qn("w:val"), value)
        table._tbl.tblPr.append(element)  # noqa: SLF001 - python-docx has no other way
    for cell, heading in zip(table.rows[0].cells, headings, strict=True):
        cell.text = heading
        cell.paragraphs[0].runs[0].bold = True
    header = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(header)  # noqa: SLF001 - as above
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        for cell in (column, *column.cells):
            cell.width = width
    document.add_paragraph()
