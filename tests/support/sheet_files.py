"""Action sheets as files: exported by the dashboard, edited as a champion does, and read again."""

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from indicators.access.permissions import PARTNER
from indicators.actions.sheets.sheet_model import SheetReading
from indicators.reports.base import Reports
from layouts.exports.action_plan import write_action_plan
from layouts.exports.action_sheets.sheet_columns import COLUMNS, HEADING_ROW
from loaders.action_sheets.action_sheet_file import ActionSheetFiles
from tests.support.action_sheets import EXPORTED, TEAM


def export_sheet(reports: Reports) -> bytes:
    """The team's sheet."""
    return write_action_plan(reports, TEAM, None, PARTNER, EXPORTED)


def edit_workbook(content: bytes, edit: Callable[[Worksheet], None]) -> bytes:
    """The workbook after an edit of its first sheet, saved as Excel does."""
    book = load_workbook(BytesIO(content))
    edit(book.worksheets[0])
    return save(book)


def save(book: Workbook) -> bytes:
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def read_content(reports: Reports, content: bytes, name: str = "sheet.xlsx") -> SheetReading:
    """The sheet as it is read."""
    return ActionSheetFiles().read(name, BytesIO(content), reports.catalogue.indicators)


def read_path(reports: Reports, path: Path) -> SheetReading:
    return read_content(reports, path.read_bytes(), path.name)


def find_row(sheet: Worksheet, reference: str) -> int:
    """The row with a reference; the first free row for “”."""
    for row in range(HEADING_ROW + 1, sheet.max_row + 1):
        value, what = (sheet.cell(row, COLUMNS[name]).value for name in ("Ref", "Action"))
        notice = sheet.cell(row, 2).value
        if (value or "") == reference and (reference or not (what or notice)):
            return row
    raise AssertionError(reference)


def write(sheet: Worksheet, reference: str, **given: object) -> int:
    """Write into the cells of an action's row: Owner="Ada"; in a free row for “”."""
    row = find_row(sheet, reference)
    for name, value in given.items():
        heading = name.replace("_", " ")
        cell: Any = sheet.cell(row, COLUMNS[heading])
        cell.value = value
        if isinstance(value, str) and value:
            cell.data_type = "s"
    return row


def list_rows(sheet: Worksheet) -> list[Sequence[object]]:
    """The cells of the table's rows."""
    return list(sheet.iter_rows(min_row=HEADING_ROW + 1, values_only=True))
