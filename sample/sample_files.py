"""Writes a file whole or not at all, and a workbook with the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

TITLE = Font(name="Arial", size=12, bold=True)
NOTE = Font(name="Arial", size=9, italic=True, color="555555")
PLAIN = Font(name="Arial", size=10)
BOLD = Font(name="Arial", size=10, bold=True)
HEADING_FILL = PatternFill("solid", fgColor="DCE6F1")
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LINE = Side(style="thin", color="BFBFBF")
THIN = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)

_LONG_AGO = (2021, 4, 1, 9, 0, 0)
_STAMP = b">2021-04-01T09:00:00Z<"


def write_whole(path: Path, content: bytes) -> None:
    """Write under another name first, so that no one reads half a file."""
    part = path.with_name(path.name + ".part")
    part.write_bytes(content)
    part.replace(path)


def save_reproducibly(workbook: Workbook) -> bytes:
    """Return the workbook without timestamps, so that the same figures give the same file."""
    workbook.properties.creator = "Synthetic sample"
    saved, still = io.BytesIO(), io.BytesIO()
    workbook.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(still, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb">[\d-]+T[\d:]+Z<", _STAMP, content)
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return still.getvalue()


def write_title(sheet: Worksheet, title: str, note: str) -> None:
    """Write title and note in the first two rows."""
    for row, (text, font) in enumerate(((title, TITLE), (note, NOTE)), start=1):
        sheet.cell(row, 1, text).font = font


def write_heading(
    sheet: Worksheet, row: int, column: int, text: str, *, down: int = 1, across: int = 1
) -> None:
    """Write a heading cell, merged over `down` rows and `across` columns."""
    cell = sheet.cell(row, column, text)
    cell.font, cell.fill, cell.alignment, cell.border = BOLD, HEADING_FILL, CENTRED, THIN
    if down > 1 or across > 1:
        sheet.merge_cells(
            start_row=row,
            end_row=row + down - 1,
            start_column=column,
            end_column=column + across - 1,
        )


def write_line(
    sheet: Worksheet, row: int, values: Iterable[str | int | float], font: Font = PLAIN
) -> None:
    """Write a row of figures, floats with one decimal."""
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column, value)
        cell.font = font
        if isinstance(value, float):
            cell.number_format = "0.0"
        elif isinstance(value, str) and column > 1:
            cell.alignment = Alignment(horizontal="right")


def set_widths(sheet: Worksheet, first: float, rest: float, columns: int) -> None:
    """Set the width of the first column and of the others."""
    sheet.column_dimensions["A"].width = first
    for column in range(2, columns + 1):
        sheet.column_dimensions[get_column_letter(column)].width = rest
