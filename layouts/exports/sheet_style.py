"""What every workbook has in common: text that stays text, sheets' names, the look of a cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from textwrap import shorten, wrap
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from layouts.exports.csv_export import starts_like_formula

GROUND = PatternFill("solid", fgColor="F0F4F5")
LINE = Border(bottom=Side("thin", color="D8DDE0"))
_THIN = Side("thin", color="AEB7BD")
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
UNDER_HEADING = Border(bottom=Side("medium", color="212B32"))
LINE_HEIGHT = 14.5
_TALLEST = 409.0
"""Points that a row may have at most: Excel calls a file with a taller one broken."""
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ABOUT_WIDTHS = 24, 100
_FILLED = 0.88
"""The part of a column's width that a line of text fills, with its indent and wide letters."""


def make_font(*, bold: bool = False, size: int = 11, color: str = "212B32") -> Font:
    """Return the sheets' font."""
    return Font(name="Arial", bold=bold, size=size, color=color)


def create_workbook(title: str, creator: str, now: datetime) -> Workbook:
    """Return a workbook without sheets, with its title, creator and time."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.title, workbook.properties.creator = title, creator
    workbook.properties.created = workbook.properties.modified = now.replace(tzinfo=None)
    return workbook


def write_text(sheet: Worksheet, row: int, column: int, value: str) -> Any:
    """Write text as text, even where it starts like a formula or reads like an error.

    Control characters that a workbook cannot hold are left out.
    """
    text = _UNWRITABLE.sub("", value)
    cell: Any = sheet.cell(row, column, text)
    if text:
        cell.data_type = "s"
    cell.quotePrefix = starts_like_formula(text)
    return cell


class GrowingRow(RowDimension):
    """A row with a height on opening that still grows with what is typed into it.

    openpyxl marks every height as chosen by the user, and such a row never changes.
    """

    @property
    def customHeight(self) -> bool:  # noqa: N802 - openpyxl's name
        return False


def fit_row(
    sheet: Worksheet, row: int, texts: Sequence[tuple[str, float]], least: float = 0
) -> None:
    """Give a row the height of its wrapped texts, each with the width of its column.

    Spreadsheets do not adjust rows on opening.
    """
    lines = max(
        (
            len(wrap(line, max(int(width * _FILLED), 1))) or 1
            for text, width in texts
            for line in text.split("\n") or [""]
        ),
        default=1,
    )
    height = min(max(least, lines * LINE_HEIGHT + 2), _TALLEST)
    sheet.row_dimensions[row] = GrowingRow(sheet, index=row, ht=height)


def write_count(sheet: Worksheet, row: int, column: int, count: int) -> None:
    """Write a whole number, in groups of three digits."""
    cell: Any = sheet.cell(row, column, count)
    cell.number_format, cell.font = "#,##0", make_font()


def write_decimal(sheet: Worksheet, row: int, column: int, value: Decimal) -> None:
    """Write a number with the decimals it has."""
    cell: Any = sheet.cell(row, column, value)
    decimals = len(f"{value:f}".partition(".")[2])
    cell.number_format, cell.font = f"0.{'0' * decimals}" if decimals else "0", make_font()


def write_about_sheet(sheet: Worksheet, lines: Sequence[tuple[str, str]]) -> None:
    """Write what a workbook shows and where it comes from, a line each."""
    for at, (name, text) in enumerate(lines, 1):
        write_text(sheet, at, 1, name).font = make_font(bold=True)
        cell = write_text(sheet, at, 2, text)
        cell.font, cell.alignment = make_font(), Alignment(wrap_text=True, vertical="top")
        sheet.cell(at, 1).alignment = Alignment(vertical="top", wrap_text=True)
        fit_row(sheet, at, [(name, _ABOUT_WIDTHS[0]), (text, _ABOUT_WIDTHS[1])])
    for column, width in zip("AB", _ABOUT_WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes, one in width
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def make_sheet_name(name: str, taken: set[str]) -> str:
    """Return a unique sheet name of at most 31 allowed characters."""
    clean = shorten("".join(c for c in name if c not in "[]:*?/\\'"), 31, placeholder="")
    clean = clean.rstrip(" ,") or "Sheet"
    candidate, number = clean, 2
    while candidate.lower() in taken:
        candidate = f"{clean[:27]} {number}"
        number += 1
    taken.add(candidate.lower())
    return candidate


def set_up_print(sheet: Worksheet, heading_row: int, foot: str) -> None:
    """Set A4 landscape, one page wide, headings on every page, a footer with page numbers."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, footer=0.3)
    sheet.print_title_rows = f"{heading_row}:{heading_row}"
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(
        # Excel calls a file broken whose footer is longer than 255 characters.
        left=_HeaderFooterPart(shorten(foot, 200, placeholder=" ...").replace("&", "&&")),
        right=_HeaderFooterPart("Page &P of &N"),
    )
