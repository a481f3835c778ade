"""The columns of the action-plan sheet, and how a cell of each looks."""

from __future__ import annotations

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from indicators.actions.action_fields import ActionField
from indicators.actions.sheets.sheet_model import (
    FIGURE_HEADINGS,
    FILLED_IN,
    REFERENCE,
    SHEET_HEADINGS,
)
from layouts.exports import sheet_style

HEADINGS = (
    (SHEET_HEADINGS[ActionField.INDICATOR], 22),
    *zip(FIGURE_HEADINGS, (10, 11, 9, 12, 13, 16, 23, 12), strict=True),
    (REFERENCE, 7),
    (SHEET_HEADINGS[ActionField.WHAT], 30),
    (SHEET_HEADINGS[ActionField.OWNER], 13),
    (SHEET_HEADINGS[ActionField.AGENCY], 9),
    (SHEET_HEADINGS[ActionField.DUE], 12),
    (SHEET_HEADINGS[ActionField.STATUS], 11),
    (SHEET_HEADINGS[ActionField.MEASURE], 18),
    (SHEET_HEADINGS[ActionField.OUTCOME], 18),
)
"""The heading and the width of each column."""
HEADING_ROW = 10
DAY_FORMAT = "DD MMM YYYY"
COLUMNS = {heading: at for at, (heading, _) in enumerate(HEADINGS, 1)}
REFERENCE_COLUMN = COLUMNS[REFERENCE]
FIELD_COLUMNS = {field: COLUMNS[SHEET_HEADINGS[field]] for field in FILLED_IN}
"""The columns that people fill in."""
_FIGURES = tuple(COLUMNS[heading] for heading in ("12 months", "Target", "People"))


def make_alignment(column: int, vertical: str = "center") -> Alignment:
    """Return how a cell is aligned.

    Figures end where the next column's words begin, so the words are indented.
    """
    is_figure = column in _FIGURES
    return Alignment(
        horizontal="right" if is_figure else "left",
        vertical=vertical,
        wrap_text=True,
        indent=0 if is_figure or column == 1 else 1,
    )


def write_headings(sheet: Worksheet) -> None:
    """Write the row with the headings, and set the widths of the columns."""
    for column, (heading, width) in enumerate(HEADINGS, 1):
        cell = sheet_style.write_text(sheet, HEADING_ROW, column, heading)
        cell.font, cell.fill = sheet_style.make_font(bold=True), sheet_style.GROUND
        cell.border = sheet_style.UNDER_HEADING
        cell.alignment = make_alignment(column, vertical="bottom")
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet_style.fit_row(sheet, HEADING_ROW, HEADINGS)
