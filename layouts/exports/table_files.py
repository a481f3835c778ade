"""A table of a page as CSV and as a workbook, both with lines about it above the figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from indicators.domain.periods import format_day
from indicators.reports.base import Reports
from layouts.exports import sheet_style
from layouts.exports.csv_export import escape_formula
from layouts.exports.figure_cells import (
    choose_width,
    colour_verdicts,
    write_number_cell,
    write_verdict_cell,
)
from layouts.text import labels, load_labels
from layouts.text.area_basis_text import describe_area_basis, name_area_basis
from layouts.text.page_table import Cell, NumberCell, PageTable, TableSource, VerdictCell

_NARROWEST, _NARROWEST_WORDS, _WIDEST = 9, 16, 44
_ROOM = 4
"""Letters between a text and the edge of its column."""
_WIDEST_PAGE = 260
"""Letters of a sheet that are still readable on one page of A4 landscape."""
_SCALE = 65
_FIGURE_WIDTH, _VERDICT_WIDTH, _UPRIGHT_HEIGHT = 6.3, 4.4, 200
"""The columns and the headings of a table that is printed on one page."""
_MOST_ON_A_PAGE = 40


def describe_table(reports: Reports, table: PageTable, now: datetime) -> list[tuple[str, str]]:
    """Return what the table shows and where it comes from, as names and texts."""
    programme = reports.catalogue.programme
    lines = [
        ("Table", table.title),
        ("Period", table.period),
        ("Areas", describe_area_basis(reports)),
        ("As at", f"{format_day(reports.seen_on)}" if reports.seen_on else ""),
        ("Source", f"{programme.name}, {programme.council}"),
        ("Loads", _describe_loads(reports, table.source)),
        ("Created", format_day(now)),
        ("Synthetic data", labels.SYNTHETIC if reports.has_synthetic() else ""),
        *(("Note", note) for note in table.notes),
    ]
    return [(name, text) for name, text in lines if text]


def _describe_loads(reports: Reports, source: TableSource | None) -> str:
    if source is None:
        return ""
    codes = [indicator.code for indicator in source.indicators]
    return load_labels.describe_loads(
        reports.list_loads_in_span(list(source.places), codes, source.span),
        is_published=reports.scope.sees_only_published,
    )


def write_table_csv(reports: Reports, table: PageTable, now: datetime) -> str:
    """Return the lines about the table, an empty line, the headings and the rows."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows(
        (name, escape_formula(line)) for name, line in describe_table(reports, table, now)
    )
    writer.writerow(())
    writer.writerow(map(escape_formula, table.headings))
    writer.writerows(map(_format_cell, row) for row in table.rows)
    return text.getvalue()


def _format_cell(cell: Cell) -> str:
    if isinstance(cell, NumberCell):
        return format(cell.value, "f")
    if isinstance(cell, VerdictCell):
        return labels.label_verdict(cell.figure)
    return str(cell) if isinstance(cell, int | Decimal) else escape_formula(cell)


def write_table_workbook(reports: Reports, table: PageTable, now: datetime) -> bytes:
    """Return an .xlsx with the table on its first sheet and the lines about it on a second."""
    return write_tables_workbook(reports, table, {"Table": table}, now)


def write_tables_workbook(
    reports: Reports, about: PageTable, tables: Mapping[str, PageTable], now: datetime
) -> bytes:
    """Return an .xlsx with a sheet for each table, by its name, and the lines `about` them."""
    programme = reports.catalogue.programme.name
    workbook = sheet_style.create_workbook(about.title, programme, now)
    for name, table in tables.items():
        _fill_sheet(workbook.create_sheet(name), reports, table)
    lines = describe_table(reports, about, now)
    sheet_style.write_about_sheet(workbook.create_sheet("About"), lines)
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def _fill_sheet(sheet: Worksheet, reports: Reports, table: PageTable) -> None:
    heading = _write_title(sheet, reports, table)
    for at, row in enumerate(table.rows, heading + 1):
        for column, cell in enumerate(row, 1):
            _write_cell(sheet, at, column, cell)
    _write_headings(sheet, heading, table)
    for at, row in enumerate(table.rows, heading + 1):
        _fit_row(sheet, at, [cell if isinstance(cell, str) else "" for cell in row])
    last = heading + len(table.rows)
    end = get_column_letter(len(table.headings))
    colour_verdicts(sheet, f"A{heading + 1}:{end}{max(last, heading + 1)}")
    sheet.auto_filter.ref = f"A{heading}:{end}{last}"
    sheet.freeze_panes = f"B{heading + 1}"
    sheet_style.set_up_print(sheet, heading, f"{table.title}, {table.period}")
    if table.printed:
        _fit_one_page(sheet, heading, last, table)
    elif _measure_sheet(sheet) > _WIDEST_PAGE:
        sheet.sheet_properties.pageSetUpPr = None
        sheet.page_setup.scale, sheet.print_title_cols = _SCALE, "A:A"


def _fit_one_page(sheet: Worksheet, heading: int, last: int, table: PageTable) -> None:
    """Print the first columns on one page: narrow, with upright headings and verdicts as symbols.

    The other columns stay on the sheet, to be filtered and sorted.
    """
    for column in range(2, table.printed + 1):
        words = sheet.cell(heading, column)
        words.alignment = Alignment(text_rotation=90, wrap_text=True, vertical="bottom")
        words.font = sheet_style.make_font(bold=True, size=9)
        is_verdict = any(isinstance(row[column - 1], VerdictCell) for row in table.rows)
        width = _VERDICT_WIDTH if is_verdict else _FIGURE_WIDTH
        sheet.column_dimensions[get_column_letter(column)].width = width
        for at, row in enumerate(table.rows, heading + 1):
            cell, side = row[column - 1], "center" if is_verdict else "right"
            if isinstance(cell, VerdictCell):
                write_verdict_cell(sheet, at, column, cell.figure)
            sheet.cell(at, column).alignment = Alignment(horizontal=side, shrink_to_fit=True)
    for at in range(heading + 1, last + 1):
        sheet.row_dimensions[at].height = sheet_style.LINE_HEIGHT
    sheet.row_dimensions[heading].height = _UPRIGHT_HEIGHT
    sheet.print_area = f"A1:{get_column_letter(table.printed)}{last}"
    sheet.page_setup.fitToHeight = 1 if len(table.rows) <= _MOST_ON_A_PAGE else 0
    sheet.page_margins.left = sheet.page_margins.right = 0.25


def _fit_row(sheet: Worksheet, row: int, texts: Sequence[str]) -> None:
    widths = [
        sheet.column_dimensions[get_column_letter(column)].width
        for column in range(1, len(texts) + 1)
    ]
    sheet_style.fit_row(sheet, row, list(zip(texts, widths, strict=True)))


def _measure_sheet(sheet: Worksheet) -> float:
    return sum(dimension.width for dimension in sheet.column_dimensions.values())


def _write_title(sheet: Worksheet, reports: Reports, table: PageTable) -> int:
    """Write the title and what must not be missed, and return the row of the headings."""
    facts = [table.period]
    if reports.seen_on:
        facts.append(labels.label_as_at(reports.seen_on))
    if areas := name_area_basis(reports):
        facts.append(areas)
    lines = [table.title, ". ".join(facts)]
    if reports.has_synthetic():
        lines.append(f"Synthetic data. {labels.SYNTHETIC}")
    for at, line in enumerate(lines, 1):
        sheet_style.write_text(sheet, at, 1, line).font = sheet_style.make_font(
            bold=at == 1, size=16 if at == 1 else 11
        )
    return len(lines) + 2


def _write_headings(sheet: Worksheet, row: int, table: PageTable) -> None:
    for column, heading in enumerate(table.headings, 1):
        cells = [each[column - 1] for each in table.rows]
        cell = sheet_style.write_text(sheet, row, column, heading)
        cell.font, cell.fill = sheet_style.make_font(bold=True), sheet_style.GROUND
        cell.border = sheet_style.UNDER_HEADING
        cell.alignment = _align(column, cells, vertical="bottom")
        for below in range(row + 1, row + 1 + len(cells)):
            sheet.cell(below, column).alignment = _align(column, cells)
    for column, width in enumerate(_choose_widths(table), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    _fit_row(sheet, row, table.headings)


def _choose_widths(table: PageTable) -> list[float]:
    """Return the width of each column: words wrap as early as it takes to print one page wide.

    Where even that is not enough, words keep their room and the sheet is several pages wide.
    """
    widths = [
        max(
            max([_measure(heading), *(_measure_cell(row[at]) for row in table.rows)]) + _ROOM,
            _NARROWEST,
        )
        for at, heading in enumerate(table.headings)
    ]
    for widest in range(_WIDEST, _NARROWEST_WORDS - 1, -1):
        fitted = [min(width, widest) for width in widths]
        if sum(fitted) <= _WIDEST_PAGE:
            return fitted
    return [min(width, _WIDEST) for width in widths]


def _align(column: int, cells: Sequence[Cell], vertical: str = "top") -> Alignment:
    """Return the alignment of a whole column: figures right, verdicts centred, words left."""
    if any(isinstance(cell, int | Decimal | NumberCell) for cell in cells):
        return Alignment(horizontal="right", vertical=vertical, wrap_text=True)
    if any(isinstance(cell, VerdictCell) for cell in cells):
        return Alignment(horizontal="center", vertical=vertical, wrap_text=True)
    indent = 1 if column > 1 else 0
    return Alignment(horizontal="left", vertical=vertical, wrap_text=True, indent=indent)


def _measure(text: str) -> int:
    """Return the letters of the longest word, which a heading never breaks."""
    return max(map(len, text.split()), default=0)


def _measure_cell(cell: Cell) -> float:
    if isinstance(cell, NumberCell):
        return choose_width(_NARROWEST - _ROOM, cell.indicator)
    if isinstance(cell, VerdictCell):
        return len(labels.label_verdict(cell.figure)) + _ROOM
    return len(str(cell))


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, NumberCell):
        write_number_cell(sheet, row, column, cell.value, cell.indicator)
    elif isinstance(cell, VerdictCell):
        write_verdict_cell(sheet, row, column, cell.figure, word=True)
    elif isinstance(cell, int):
        sheet_style.write_count(sheet, row, column, cell)
    elif isinstance(cell, Decimal):
        sheet_style.write_decimal(sheet, row, column, cell)
    else:
        sheet_style.write_text(sheet, row, column, cell).font = sheet_style.make_font()
    sheet.cell(row, column).border = sheet_style.LINE
