"""The first sheet of a pack: its sheets by name, each a link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from layouts.exports.figure_cells import write_header
from layouts.exports.packs.pack import Pack
from layouts.exports.sheet_style import make_font, set_up_print, write_text

CONTENTS = "Contents"
_LINK = "005EB8"


def fill_contents_sheet(sheet: Worksheet, pack: Pack, entries: Sequence[tuple[str, str]]) -> None:
    """Write what the pack is and its sheets: the name of each, which links to it, and its title."""
    first = write_header(sheet, pack.stated.lines, 2, 120)
    for row, (name, title) in enumerate(entries, first):
        cell: Any = write_text(sheet, row, 1, name)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!A1", tooltip=title)
        cell.font = make_font(color=_LINK)
        write_text(sheet, row, 2, title).font = make_font()
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 90
    set_up_print(sheet, 1, pack.stated.title)
