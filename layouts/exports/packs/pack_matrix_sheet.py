"""The first sheet of a pack: every place by every indicator."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from indicators.domain.indicator import Indicator
from indicators.figures.figure import Figure
from indicators.reports.comparison_models import Comparison
from indicators.stats.spc import VariationIcon
from layouts.exports.figure_cells import (
    choose_width,
    colour_verdicts,
    write_across,
    write_figure_cell,
    write_header,
    write_verdict_cell,
)
from layouts.exports.packs.pack import Pack
from layouts.exports.sheet_style import LINE, LINE_HEIGHT, make_font, set_up_print, write_text
from layouts.text import labels

MATRIX = "Matrix"
PLACE_WIDTH = 24
"""The width of the column of place names on an indicator's sheet, in letters."""
_COLUMNS_EACH = 2
"""Columns for one indicator: figure and verdict."""
_WIDTHS = (6.3, 4.4)
_NARROW_PLACE = 18
_MOST_ON_A_PAGE = 40
"""Places that are still readable on one page."""
_REAL_CHANGES = {
    VariationIcon.IMPROVEMENT_HIGH: "+",
    VariationIcon.IMPROVEMENT_LOW: "+",
    VariationIcon.CONCERN_HIGH: "\N{MINUS SIGN}",
    VariationIcon.CONCERN_LOW: "\N{MINUS SIGN}",
    VariationIcon.NEUTRAL_HIGH: "*",
    VariationIcon.NEUTRAL_LOW: "*",
}
REAL_CHANGES_ARE = (
    "After the verdict: + real improvement, \N{MINUS SIGN} real deterioration, * another real "
    "change in single months."
)


def write_matrix_sheet(workbook: Workbook, pack: Pack) -> None:
    """Add the matrix to a workbook."""
    sheet, compared = workbook.create_sheet(MATRIX), pack.matrix.comparison
    # The first column is printed on every page, so its text must fit.
    write_text(sheet, 1, 1, pack.creator).font = make_font(bold=True)
    sheet.cell(1, 1).alignment = Alignment(shrink_to_fit=True, vertical="center")
    lines = [*pack.stated.lines, REAL_CHANGES_ARE]
    row = write_header(sheet, lines, _COLUMNS_EACH * len(compared.indicators), 170, first=2)
    column = 2
    for service, indicators in compared.groups:
        write_across(sheet, row, column, service.name, _COLUMNS_EACH * len(indicators), bold=True)
        for indicator in indicators:
            write_across(
                sheet, row + 1, column, indicator.short_name or indicator.name, _COLUMNS_EACH
            )
            write_across(sheet, row + 2, column, _format_target(pack, indicator), _COLUMNS_EACH)
            for at, width in enumerate((choose_width(_WIDTHS[0], indicator), _WIDTHS[1])):
                sheet.column_dimensions[get_column_letter(column + at)].width = width
            column += _COLUMNS_EACH
    sheet.row_dimensions[row + 1].height = 2 * LINE_HEIGHT
    write_text(sheet, row + 1, 1, pack.words[0].capitalize()).font = make_font(bold=True)
    write_text(sheet, row + 2, 1, "Target").font = make_font()
    first = row + 3
    for at, place in enumerate(compared.shown):
        _write_matrix_row(sheet, first + at, place.name, pack, place.code)
    city = first + len(compared.shown)
    _write_matrix_row(sheet, city, compared.whole.name, pack, None)
    for cell in sheet[city]:
        cell.font = make_font(bold=True)
    for at, (benchmark, figures) in enumerate(_list_benchmarks_with_figures(compared), city + 1):
        write_text(sheet, at, 1, benchmark).font = make_font()
        for nth, indicator in enumerate(compared.indicators):
            if figures[indicator.code].value is not None:
                write_figure_cell(
                    sheet, at, 2 + nth * _COLUMNS_EACH, figures[indicator.code], indicator
                )
    colour_verdicts(sheet, f"B{first}:{get_column_letter(column)}{city}")
    sheet.column_dimensions["A"].width = _NARROW_PLACE
    sheet.freeze_panes = f"B{first}"
    set_up_print(sheet, row + 1, pack.stated.title)
    sheet.page_setup.fitToHeight = 1 if len(compared.shown) <= _MOST_ON_A_PAGE else 0
    sheet.page_margins.left = sheet.page_margins.right = 0.25
    sheet.print_title_cols, sheet.print_title_rows = "A:A", f"{row}:{row + 2}"


def _list_benchmarks_with_figures(compared: Comparison) -> list[tuple[str, Mapping[str, Figure]]]:
    """Return the benchmarks that have any figure, by name."""
    return [
        (place.name, figures)
        for place, figures in compared.benchmarks
        if any(figure.value is not None for figure in figures.values())
    ]


def _write_matrix_row(sheet: Worksheet, row: int, name: str, pack: Pack, code: str | None) -> None:
    compared = pack.matrix.comparison
    write_text(sheet, row, 1, name).font = make_font()
    for nth, indicator in enumerate(compared.indicators):
        column = 2 + nth * _COLUMNS_EACH
        figure = compared.city[indicator.code]
        if code is not None:
            cell = pack.matrix.cells[code][indicator.code]
            figure = cell.figure
            icon = cell.signal.icon
            if icon and (mark := _REAL_CHANGES.get(icon)):
                # The cell holds the verdict alone, so that it can still be filtered and coloured.
                sheet.cell(row, column + 1).number_format = f'@" {mark}"'
        write_figure_cell(sheet, row, column, figure, indicator)
        write_verdict_cell(sheet, row, column + 1, figure)
        for at, side in ((column, "right"), (column + 1, "center")):
            sheet.cell(row, at).alignment = Alignment(horizontal=side, shrink_to_fit=True)
    for written in sheet[row]:
        written.border = LINE


def _format_target(pack: Pack, indicator: Indicator) -> str:
    target = pack.matrix.comparison.city[indicator.code].target_in_force
    return labels.format_target(target, indicator) or "no target"
