"""The commissioner's pack as a workbook: the matrix, a sheet for each indicator, the method.

Figures are numbers with a format, and no less exact than they are shown; verdicts are symbols with
colours that follow them, so that a sheet stays true when it is sorted, filtered or printed grey.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from textwrap import wrap

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from indicators.domain.catalogue import Indicator
from indicators.domain.core import Unit
from indicators.figures.figure import Figure
from indicators.reports.benchmarking import calculate_standings
from indicators.reports.comparison import Comparison, Matrix
from indicators.stats.rules import round_half_away
from layouts.exports import pack_method
from layouts.exports.figure_cells import (
    colour_verdicts,
    write_across,
    write_figure_cell,
    write_header,
    write_lines,
    write_number_cell,
    write_verdict_cell,
)
from layouts.exports.pack_method import PackDescription
from layouts.exports.sheet_style import (
    GROUND,
    LINE,
    LINE_HEIGHT,
    UNDER_HEADING,
    create_workbook,
    make_font,
    make_sheet_name,
    set_up_print,
    write_text,
)
from layouts.text import comparison_text, icon_labels, labels

MATRIX = "Matrix"
NOTES = "Notes"
_A_FIGURE = 3
"""Columns of the matrix for one indicator: the figure, its verdict, its variation."""
_WIDTHS = (8, 6, 9)
_PLACE = 24
"""How wide the column of the places' names is, in letters, as all widths."""
_PAGE = 112
"""So many letters stand on a line of A4 landscape, unscaled."""


@dataclass(frozen=True, slots=True)
class Pack:
    """What goes into one: `words` are what one and many of the places are called, and `creator`
    gives it out.
    """

    matrix: Matrix
    words: tuple[str, str]
    stated: PackDescription
    creator: str
    now: datetime


def write_pack_workbook(pack: Pack) -> bytes:
    """The pack as an .xlsx."""
    workbook = create_workbook(pack.stated.title, pack.creator, pack.now)
    _matrix_sheet(workbook, pack)
    taken = {MATRIX.lower(), NOTES.lower()}
    for indicator in pack.matrix.comparison.indicators:
        name = make_sheet_name(indicator.short_name or indicator.name, taken)
        _indicator_sheet(workbook.create_sheet(name), pack, indicator)
    _notes_sheet(workbook.create_sheet(NOTES), pack)
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


# The matrix


def _matrix_sheet(workbook: Workbook, pack: Pack) -> None:
    sheet, compared = workbook.create_sheet(MATRIX), pack.matrix.comparison
    # The first column is printed on every page, so it holds nothing that would be cut off there.
    write_text(sheet, 1, 1, pack.creator).font = make_font(bold=True)
    sheet.cell(1, 1).alignment = Alignment(shrink_to_fit=True, vertical="center")
    row = write_header(sheet, pack.stated.lines, 15, 120, first=2)
    column = 2
    for service, indicators in compared.groups:
        write_across(sheet, row, column, service.name, _A_FIGURE * len(indicators), bold=True)
        for indicator in indicators:
            write_across(sheet, row + 1, column, indicator.short_name or indicator.name, _A_FIGURE)
            write_across(sheet, row + 2, column, _held_against(pack, indicator), _A_FIGURE)
            for at, width in enumerate(_WIDTHS):
                sheet.column_dimensions[get_column_letter(column + at)].width = width
            column += _A_FIGURE
        sheet.col_breaks.append(Break(id=column - 1))
    write_text(sheet, row + 1, 1, pack.words[0].capitalize()).font = make_font(bold=True)
    write_text(sheet, row + 2, 1, "Target").font = make_font()
    first = row + 3
    for at, place in enumerate(compared.shown):
        _matrix_row(sheet, first + at, place.name, pack, place.code)
    city = first + len(compared.shown)
    _matrix_row(sheet, city, compared.whole.name, pack, None)
    for cell in sheet[city]:
        cell.font = make_font(bold=True)
    for at, (benchmark, figures) in enumerate(_with_figures(compared), city + 1):
        write_text(sheet, at, 1, benchmark).font = make_font()
        for nth, indicator in enumerate(compared.indicators):
            if figures[indicator.code].value is not None:
                write_figure_cell(
                    sheet, at, 2 + nth * _A_FIGURE, figures[indicator.code], indicator
                )
    colour_verdicts(sheet, f"B{first}:{get_column_letter(column)}{city}")
    sheet.column_dimensions["A"].width = _PLACE
    sheet.freeze_panes = f"B{first}"
    set_up_print(sheet, row + 1, pack.stated.title)
    # Seventeen indicators do not fit one page's width: each service has its own page.
    sheet.sheet_properties.pageSetUpPr = None
    sheet.page_setup.scale, sheet.print_title_cols = _scale(compared), "A:A"
    sheet.print_title_rows = f"{row}:{row + 2}"


def _scale(compared: Comparison) -> int:
    """Per cent at which the widest service fits a page of A4 landscape, and can still be read."""
    most = max(len(indicators) for _, indicators in compared.groups)
    return max(45, min(70, 100 * _PAGE // (_PLACE + most * sum(_WIDTHS))))


def _with_figures(compared: Comparison) -> list[tuple[str, Mapping[str, Figure]]]:
    """The benchmarks that have any figure, by name."""
    return [
        (place.name, figures)
        for place, figures in compared.benchmarks
        if any(figure.value is not None for figure in figures.values())
    ]


def _matrix_row(sheet: Worksheet, row: int, name: str, pack: Pack, code: str | None) -> None:
    compared = pack.matrix.comparison
    write_text(sheet, row, 1, name).font = make_font()
    for nth, indicator in enumerate(compared.indicators):
        column = 2 + nth * _A_FIGURE
        figure = compared.city[indicator.code]
        if code is not None:
            cell = pack.matrix.cells[code][indicator.code]
            figure = cell.figure
            if cell.signal.icon:
                short = icon_labels.get_icon_label(cell.signal.icon).short
                write_text(sheet, row, column + 2, short).font = make_font(size=9)
        write_figure_cell(sheet, row, column, figure, indicator)
        write_verdict_cell(sheet, row, column + 1, figure)
    for written in sheet[row]:
        written.border = LINE


def _held_against(pack: Pack, indicator: Indicator) -> str:
    target = pack.matrix.comparison.city[indicator.code].target
    return labels.format_target(target, indicator) or "no target"


# A sheet for one indicator

_FIGURES = ("Figure", "Numerator", "Denominator", "95% interval from", "95% interval to", "Target")
_HEADINGS = (
    ("Figure", 9),
    ("Verdict", 11),
    ("Numerator", 11),
    ("Denominator", 13),
    ("95% interval from", 10),
    ("95% interval to", 10),
    ("Target", 8),
    ("Funnel limits", 20),
    ("Variation", 24),
    ("Assurance", 26),
    ("Change since last year", 18),
    ("People needed", 20),
)
_WORDS_FROM = 9
"""The first of the columns that hold words."""


def _indicator_sheet(sheet: Worksheet, pack: Pack, indicator: Indicator) -> None:
    compared, stated = pack.matrix.focus_on(indicator), pack.stated
    lines = [
        f"{indicator.name}: {indicator.question}",
        comparison_text.summarise_gap(compared, pack.words),
        f"{stated.title}. {stated.filters}",
    ]
    heading = write_header(sheet, lines, len(_HEADINGS) + 1, 180)
    _headings(sheet, heading, pack.words[0].capitalize())
    last = heading
    for last, standing in enumerate(calculate_standings(compared), heading + 1):
        cell = pack.matrix.cells[standing.place.code][indicator.code]
        _indicator_row(sheet, last, standing.place.name, cell.figure, indicator)
        for column, bound in enumerate(standing.interval or (), 6):
            write_number_cell(sheet, last, column, round_half_away(Fraction(bound), 1), indicator)
        words = (
            comparison_text.describe_funnel_position(compared, standing),
            icon_labels.label_variation(cell.signal, compared.month),
            icon_labels.label_assurance(cell.signal),
            labels.format_change(cell.change, indicator),
            labels.describe_people_needed(cell.figure, indicator),
        )
        _words(sheet, last, words)
    beside = [(compared.whole.name, compared.city), *_elsewhere(compared, indicator)]
    for row, (name, figures) in enumerate(beside, last + 1):
        # What stands beside is a reference, and not judged.
        judged = name == compared.whole.name
        _indicator_row(sheet, row, name, figures[indicator.code], indicator, judged=judged)
        sheet.cell(row, 1).font = make_font(bold=judged)
    colour_verdicts(sheet, f"C{heading + 1}:C{last + len(beside)}")
    below = [*pack_method.describe_definition(indicator, compared.month), *stated.lines[1:]]
    write_lines(sheet, last + len(beside) + 2, below, len(_HEADINGS) + 1, 190)
    sheet.auto_filter.ref = f"A{heading}:{get_column_letter(len(_HEADINGS) + 1)}{last}"
    sheet.freeze_panes = f"B{heading + 1}"
    set_up_print(sheet, heading, f"{indicator.name}. {stated.title}")


def _headings(sheet: Worksheet, row: int, place: str) -> None:
    for column, (name, width) in enumerate(((place, _PLACE), *_HEADINGS), start=1):
        cell = write_text(sheet, row, column, name)
        cell.font, cell.fill, cell.border = make_font(bold=True), GROUND, UNDER_HEADING
        side = "right" if name in _FIGURES else "center" if name == "Verdict" else "left"
        indent = 1 if column >= _WORDS_FROM else 0
        cell.alignment = Alignment(
            horizontal=side, wrap_text=True, vertical="bottom", indent=indent
        )
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[row].height = 3 * LINE_HEIGHT


def _words(sheet: Worksheet, row: int, words: Sequence[str]) -> None:
    """What is said of a row, on as many lines as its longest words take."""
    high = 1
    for column, said in enumerate(words, _WORDS_FROM):
        cell = write_text(sheet, row, column, said)
        cell.font = make_font()
        cell.alignment = Alignment(horizontal="left", vertical="top", indent=1, wrap_text=True)
        high = max(high, len(wrap(said, _HEADINGS[column - 2][1] - 3)))
    sheet.row_dimensions[row].height = high * LINE_HEIGHT
    for column in range(1, _WORDS_FROM):
        side = sheet.cell(row, column).alignment.horizontal
        sheet.cell(row, column).alignment = Alignment(horizontal=side, vertical="top")


def _elsewhere(
    compared: Comparison, indicator: Indicator
) -> list[tuple[str, Mapping[str, Figure]]]:
    """The benchmarks that have the indicator, by name."""
    return [
        (place.name, figures)
        for place, figures in compared.benchmarks
        if figures[indicator.code].value is not None
    ]


def _indicator_row(
    sheet: Worksheet,
    row: int,
    name: str,
    figure: Figure,
    indicator: Indicator,
    *,
    judged: bool = True,
) -> None:
    write_text(sheet, row, 1, name).font = make_font()
    write_figure_cell(sheet, row, 2, figure, indicator)
    if figure.value is not None and figure.sum.counted and indicator.unit is not Unit.COUNT:
        for column, count in ((4, figure.sum.numerator), (5, figure.sum.denominator)):
            cell = sheet.cell(row, column, count)
            cell.number_format, cell.font = "#,##0", make_font()
    if judged:
        write_verdict_cell(sheet, row, 3, figure, word=True)
        if figure.target:
            write_number_cell(sheet, row, 8, figure.target.value, indicator)
    for column in range(1, len(_HEADINGS) + 2):
        sheet.cell(row, column).border = LINE


# The notes


def _notes_sheet(sheet: Worksheet, pack: Pack) -> None:
    first = write_header(sheet, ["Notes on method", *pack.stated.lines], 2, 120)
    said_of = pack_method.list_notes(pack.matrix.comparison, pack.stated.loads)
    for row, (what, said) in enumerate(said_of, first):
        write_text(sheet, row, 1, what).font = make_font(bold=True)
        write_text(sheet, row, 2, said).font = make_font()
        for column in (1, 2):
            sheet.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
        lines = max(len(wrap(what, 26)), len(wrap(said, 112)))
        sheet.row_dimensions[row].height = lines * LINE_HEIGHT + 3
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 30, 110
    set_up_print(sheet, 1, pack.stated.title)
