"""The workbook that a survey is written into: one row for each pair of scores, and no names."""

from __future__ import annotations

import io
from datetime import datetime

from layouts.exports import sheet_style

HEADINGS = ("Profession", "Question", "Before", "After")
_ABOUT = [
    ("What it is", "The scores of a staff survey, before and after."),
    ("One row", "What one person scored at one question: before, and after."),
    ("Profession", "Such as Midwife or Health visitor. Never a name, an e-mail or a staff number."),
    ("Question", "What was asked, in the same words on every row."),
    ("Scores", "Numbers from 0 to the highest score, which you say when you upload the file."),
    ("Missing", "A row with only one of the two scores is refused. Leave it out."),
]


def write_template(creator: str, now: datetime) -> bytes:
    """Return the empty workbook, with how to fill it in on a second sheet."""
    workbook = sheet_style.create_workbook("Staff survey", creator, now)
    sheet = workbook.create_sheet("Scores")
    for column, (heading, width) in enumerate(zip(HEADINGS, (30, 44, 10, 10), strict=True), 1):
        cell = sheet_style.write_text(sheet, 1, column, heading)
        cell.font, cell.fill = sheet_style.make_font(bold=True), sheet_style.GROUND
        cell.border = sheet_style.UNDER_HEADING
        sheet.column_dimensions["ABCD"[column - 1]].width = width
    sheet.freeze_panes = "A2"
    sheet_style.write_about_sheet(workbook.create_sheet("About"), _ABOUT)
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()
