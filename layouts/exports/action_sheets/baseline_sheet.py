"""The hidden sheet that says what an action-plan sheet held when it was exported."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl import Workbook

from indicators.actions.action_fields import STATUS_NAMES, ActionField, ActionStatus
from indicators.actions.sheets.sheet_model import (
    BASELINE_HEADINGS,
    BASELINE_LINES,
    BASELINE_TITLE,
    SHEET_FORMAT,
    SHEET_HEADINGS,
    BaselineRow,
    SheetBaseline,
    format_reference,
)
from indicators.domain.indicator import Indicator
from layouts.exports import sheet_style

BASELINE = "Baseline"
"""Its name; it is found by its first cell."""


def add_baseline(
    workbook: Workbook, baseline: SheetBaseline, indicators: Mapping[str, Indicator]
) -> None:
    """Add the hidden, protected sheet. Every cell is text, so that no program changes it."""
    sheet = workbook.create_sheet(BASELINE)
    sheet.sheet_state = "hidden"
    sheet.protection.sheet = True
    values = (
        str(SHEET_FORMAT),
        baseline.team,
        baseline.month,
        baseline.exported_at.isoformat(),
        baseline.export,
    )
    sheet_style.write_text(sheet, 1, 1, BASELINE_TITLE)
    for at, (name, value) in enumerate(zip(BASELINE_LINES, values, strict=True), 2):
        sheet_style.write_text(sheet, at, 1, name)
        sheet_style.write_text(sheet, at, 2, value)
    table = [BASELINE_HEADINGS, *(_list_texts(row, indicators) for row in baseline.rows)]
    for at, texts in enumerate(table, len(values) + 2):
        for column, text in enumerate(texts, 1):
            sheet_style.write_text(sheet, at, column, text)


def _list_texts(row: BaselineRow, indicators: Mapping[str, Indicator]) -> list[str]:
    code = row.cells[ActionField.INDICATOR]
    shown = {
        **row.cells,
        ActionField.INDICATOR: indicators[code].name if code in indicators else "",
        ActionField.STATUS: STATUS_NAMES[ActionStatus(row.cells[ActionField.STATUS])],
    }
    known = (format_reference(row.number), str(row.version), row.check, code)
    return [*known, *(shown[field] for field in SHEET_HEADINGS)]
