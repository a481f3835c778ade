"""Figures, verdicts and lines of text as cells of a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from textwrap import wrap
from typing import Any

from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from indicators.domain.core import Unit, Verdict
from indicators.domain.indicator import Indicator
from indicators.figures.figure import Figure
from layouts.exports.sheet_style import GROUND, LINE, LINE_HEIGHT, make_font, write_text
from layouts.text import labels

SYMBOLS = {Verdict.TICK: "✓", Verdict.NA: "N/A", Verdict.CROSS: "✗"}
COLOURS = {
    Verdict.TICK: ("007F3B", "E3F3EA"),
    Verdict.NA: ("7A4A00", "FFF4D6"),
    Verdict.CROSS: ("B3261E", "FBE5E3"),
}
_TITLE_HEIGHT = 22
_NUMBER_WIDTH = 8
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)


def write_header(
    sheet: Worksheet, lines: Sequence[str], columns: int, letters: int, first: int = 1
) -> int:
    """Write the lines at the top, the first as title, and return the row after a blank one."""
    write_lines(sheet, 1, lines, columns, letters, first)
    sheet.cell(1, first).font = make_font(bold=True, size=16)
    sheet.row_dimensions[1].height = _TITLE_HEIGHT * len(wrap(lines[0], letters * 2 // 3))
    return len(lines) + 2


def write_lines(
    sheet: Worksheet, row: int, lines: Sequence[str], columns: int, letters: int, first: int = 1
) -> None:
    """Write each line in a row of merged columns, which hold `letters` letters.

    The height is set because spreadsheets do not adjust merged rows.
    """
    for at, line in enumerate(lines, row):
        cell = write_text(sheet, at, first, line)
        cell.font, cell.alignment = make_font(), Alignment(wrap_text=True, vertical="top")
        sheet.merge_cells(None, at, first, at, first + columns - 1)
        sheet.row_dimensions[at].height = LINE_HEIGHT * len(wrap(line, letters))


def write_across(
    sheet: Worksheet, row: int, column: int, words: str, columns: int, *, bold: bool = False
) -> None:
    """Write a heading across several columns."""
    cell = write_text(sheet, row, column, words)
    cell.font, cell.alignment = (
        make_font(bold=bold),
        Alignment(horizontal="left") if bold else CENTRED,
    )
    for at in range(column, column + columns):
        sheet.cell(row, at).fill, sheet.cell(row, at).border = GROUND, LINE
    sheet.merge_cells(None, row, column, row, column + columns - 1)


def write_figure_cell(
    sheet: Worksheet, row: int, column: int, figure: Figure, indicator: Indicator
) -> None:
    """Write the figure as a number with the decimals it is shown with, or its mark."""
    if figure.shown is None:
        cell = write_text(sheet, row, column, labels.format_figure(figure, indicator))
        cell.font, cell.alignment = make_font(color="4C6272"), Alignment(horizontal="right")
        return
    write_number_cell(sheet, row, column, figure.shown, indicator)


def write_number_cell(
    sheet: Worksheet, row: int, column: int, number: Decimal, indicator: Indicator
) -> None:
    """Write a number with its decimals, a percentage as a proportion."""
    decimals = max(0, -int(number.as_tuple().exponent))
    places = f".{'0' * decimals}" if decimals else ""
    if indicator.unit is Unit.PERCENT:
        cell = sheet.cell(row, column, number / 100)
        cell.number_format = f"0{places}%"
    else:
        cell = sheet.cell(row, column, number)
        unit = labels.format_unit(indicator)
        cell.number_format = f'#,##0{places}"{unit}"' if unit else f"#,##0{places}"
    cell.font = make_font()


def choose_width(width: float, indicator: Indicator) -> float:
    """Return the width of a column of figures, with room for the base of a rate.

    A spreadsheet shows no number at all in a cell that is too narrow for it.
    """
    if indicator.unit is not Unit.RATE:
        return width
    return max(width, _NUMBER_WIDTH + len(labels.format_unit(indicator)))


def write_verdict_cell(
    sheet: Worksheet, row: int, column: int, figure: Figure, *, word: bool = False
) -> None:
    """Write the verdict's symbol, with its word where there is room, or why there is none."""
    if figure.verdict is None:
        if word:
            write_text(sheet, row, column, labels.label_verdict(figure)).font = make_font(
                color="4C6272"
            )
        return
    symbol, name = SYMBOLS[figure.verdict], labels.VERDICTS[figure.verdict]
    text = f"{symbol} {name}" if word and symbol != name else symbol
    cell: Any = write_text(sheet, row, column, text)
    cell.font, cell.alignment = make_font(bold=True), Alignment(horizontal="center")


def colour_verdicts(sheet: Worksheet, cells: str) -> None:
    """Add colours that follow the symbols: green, amber, red."""
    for verdict, (ink, ground) in COLOURS.items():
        symbol, name = SYMBOLS[verdict], labels.VERDICTS[verdict]
        for text in dict.fromkeys((symbol, f"{symbol} {name}")):
            sheet.conditional_formatting.add(
                cells,
                CellIsRule(
                    operator="equal",
                    formula=[f'"{text}"'],
                    font=Font(color=ink, bold=True),
                    fill=PatternFill(bgColor=ground),
                ),
            )
