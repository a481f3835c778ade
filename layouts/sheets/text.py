"""Cells that hold words: text stays text, even where it starts like a formula."""

from __future__ import annotations

from typing import Any

from openpyxl.worksheet.worksheet import Worksheet


def write_text(sheet: Worksheet, row: int, column: int, value: str) -> Any:
    cell = sheet.cell(row, column, value)
    if value[:1] in ("=", "+", "-", "@"):
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell
