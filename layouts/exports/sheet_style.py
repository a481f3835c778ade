"""What every workbook has in common: text that stays text, sheets' names, the look of a cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from textwrap import shorten
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from indicators.domain.loads import Load
from layouts.text import labels

GROUND = PatternFill("solid", fgColor="F0F4F5")
LINE = Border(bottom=Side("thin", color="D8DDE0"))
UNDER_HEADING = Border(bottom=Side("medium", color="212B32"))
LINE_HEIGHT = 14.5


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
    """Write text as text, even where it starts like a formula.

    Control characters that a workbook cannot hold are left out.
    """
    cell = sheet.cell(row, column, ILLEGAL_CHARACTERS_RE.sub("", value))
    if value[:1] in ("=", "+", "-", "@"):
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


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


def describe_loads(loads: Sequence[Load]) -> str:
    """Return the newest load of each service by name, and how many earlier ones there are."""
    newest = {load.service: load for load in reversed(loads)}.values()
    named = labels.join_names(f"{load.file} (load {load.id})" for load in newest)
    if not loads:
        return "no loads"
    earlier = len(loads) - len(newest)
    return f"{named}, and {earlier} earlier" if earlier else named


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
