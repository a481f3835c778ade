"""The commissioner's pack as a workbook: contents, matrix, a sheet for each indicator, method.

Figures are numbers with a format and all the decimals shown. Verdicts are symbols whose colours
follow from conditional formats, so a sheet stays right when sorted, filtered or printed in grey.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from fractions import Fraction
from textwrap import wrap

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from indicators.domain.core import Unit
from indicators.domain.indicator import Indicator
from indicators.figures.figure import Figure
from indicators.reports.benchmarking import calculate_standings
from indicators.reports.comparison_matrix import focus_on
from indicators.reports.comparison_models import Comparison
from indicators.stats.rules import round_half_away
from layouts.exports.figure_cells import (
    choose_width,
    colour_verdicts,
    write_figure_cell,
    write_header,
    write_lines,
    write_number_cell,
    write_verdict_cell,
)
from layouts.exports.packs import pack_method
from layouts.exports.packs.pack import Pack
from layouts.exports.packs.pack_contents_sheet import CONTENTS, fill_contents_sheet
from layouts.exports.packs.pack_matrix_sheet import MATRIX, PLACE_WIDTH, write_matrix_sheet
from layouts.exports.packs.pack_sheet_chart import ROWS, add_chart
from layouts.exports.sheet_style import (
    GROUND,
    LINE,
    LINE_HEIGHT,
    UNDER_HEADING,
    create_workbook,
    make_font,
    make_sheet_name,
    set_up_print,
    write_count,
    write_text,
)
from layouts.text import assurance_text, comparison_text, icon_labels, labels, short_labels

NOTES = "Notes"
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
    ("95% interval of the change", 18),
    ("People needed", 20),
)
_WORDS_FROM = 9
"""The first column with words."""


def write_pack_workbook(pack: Pack) -> bytes:
    """Return the pack as an .xlsx."""
    workbook = create_workbook(pack.stated.title, pack.creator, pack.now)
    contents = workbook.create_sheet(CONTENTS)
    write_matrix_sheet(workbook, pack)
    taken = {CONTENTS.lower(), MATRIX.lower(), NOTES.lower()}
    entries = [(MATRIX, f"Every indicator by {pack.words[0]}")]
    for indicator in pack.matrix.comparison.indicators:
        name = make_sheet_name(indicator.short_name or indicator.name, taken)
        _write_indicator_sheet(workbook.create_sheet(name), pack, indicator)
        entries.append((name, f"{indicator.name}: {indicator.question}"))
    _write_notes_sheet(workbook.create_sheet(NOTES), pack)
    entries.append((NOTES, "Method, definitions, targets and loads"))
    fill_contents_sheet(contents, pack, entries)
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def _write_indicator_sheet(sheet: Worksheet, pack: Pack, indicator: Indicator) -> None:
    compared, stated = focus_on(pack.matrix, indicator), pack.stated
    lines = [
        f"{indicator.name}: {indicator.question}",
        f"{comparison_text.summarise_gap(compared, pack.words)} "
        f"{comparison_text.name_gap_places(compared)}".rstrip(),
        f"{stated.title}. {stated.filters}",
    ]
    heading = write_header(sheet, lines, len(_HEADINGS) + 1, 180)
    _write_headings(sheet, heading, pack.words[0].capitalize(), indicator)
    last = heading
    for last, standing in enumerate(calculate_standings(compared), heading + 1):
        cell = pack.matrix.cells[standing.place.code][indicator.code]
        _write_indicator_row(sheet, last, standing.place.name, cell.figure, indicator)
        for column, bound in enumerate(standing.interval or (), 6):
            write_number_cell(sheet, last, column, round_half_away(Fraction(bound), 1), indicator)
        words = (
            comparison_text.describe_funnel_position(compared, standing),
            icon_labels.label_variation(cell.signal, compared.month),
            assurance_text.label_assurance(cell.signal),
            labels.format_change(cell.change, indicator),
            labels.format_change_interval(cell.change),
            short_labels.describe_people_for_next(cell.figure, indicator),
        )
        _write_words(sheet, last, words)
    references = [(compared.whole.name, compared.city), *_list_benchmarks_with(compared, indicator)]
    for row, (name, figures) in enumerate(references, last + 1):
        # Benchmarks are for reference and have no verdict.
        rated = name == compared.whole.name
        _write_indicator_row(sheet, row, name, figures[indicator.code], indicator, rated=rated)
        sheet.cell(row, 1).font = make_font(bold=rated)
    colour_verdicts(sheet, f"C{heading + 1}:C{last + len(references)}")
    below = [
        *comparison_text.list_decimals_notes(pack.matrix, [indicator]),
        *pack_method.describe_definition(indicator, compared.month),
        *stated.lines[1:],
    ]
    drawn = last + len(references) + 2
    if last > heading:
        add_chart(sheet, indicator, heading, last, drawn)
    write_lines(sheet, drawn + ROWS + 1, below, len(_HEADINGS) + 1, 190)
    sheet.auto_filter.ref = f"A{heading}:{get_column_letter(len(_HEADINGS) + 1)}{last}"
    sheet.freeze_panes = f"B{heading + 1}"
    set_up_print(sheet, heading, f"{indicator.name}. {stated.title}")


def _write_headings(sheet: Worksheet, row: int, place: str, indicator: Indicator) -> None:
    for column, (name, width) in enumerate(((place, PLACE_WIDTH), *_HEADINGS), start=1):
        cell = write_text(sheet, row, column, name)
        cell.font, cell.fill, cell.border = make_font(bold=True), GROUND, UNDER_HEADING
        side = "right" if name in _FIGURES else "center" if name == "Verdict" else "left"
        indent = 1 if column >= _WORDS_FROM else 0
        cell.alignment = Alignment(
            horizontal=side, wrap_text=True, vertical="bottom", indent=indent
        )
        wide = choose_width(width, indicator) if name in _FIGURES else width
        sheet.column_dimensions[get_column_letter(column)].width = wide
    sheet.row_dimensions[row].height = 3 * LINE_HEIGHT


def _write_words(sheet: Worksheet, row: int, words: Sequence[str]) -> None:
    """Write the words of a row, with as many lines as the longest needs."""
    high = 1
    for column, text in enumerate(words, _WORDS_FROM):
        cell = write_text(sheet, row, column, text)
        cell.font = make_font()
        cell.alignment = Alignment(horizontal="left", vertical="top", indent=1, wrap_text=True)
        high = max(high, len(wrap(text, _HEADINGS[column - 2][1] - 3)))
    sheet.row_dimensions[row].height = high * LINE_HEIGHT
    for column in range(1, _WORDS_FROM):
        side = sheet.cell(row, column).alignment.horizontal
        sheet.cell(row, column).alignment = Alignment(horizontal=side, vertical="top")


def _list_benchmarks_with(
    compared: Comparison, indicator: Indicator
) -> list[tuple[str, Mapping[str, Figure]]]:
    """Return the benchmarks that have the indicator, by name."""
    return [
        (place.name, figures)
        for place, figures in compared.benchmarks
        if figures[indicator.code].value is not None
    ]


def _write_indicator_row(
    sheet: Worksheet,
    row: int,
    name: str,
    figure: Figure,
    indicator: Indicator,
    *,
    rated: bool = True,
) -> None:
    write_text(sheet, row, 1, name).font = make_font()
    write_figure_cell(sheet, row, 2, figure, indicator)
    if figure.value is not None and figure.sum.counted and indicator.unit is not Unit.COUNT:
        for column, count in ((4, figure.sum.numerator), (5, figure.sum.denominator)):
            write_count(sheet, row, column, count)
    if rated:
        write_verdict_cell(sheet, row, 3, figure, word=True)
        if figure.target:
            write_number_cell(sheet, row, 8, figure.target.value, indicator)
    for column in range(1, len(_HEADINGS) + 2):
        sheet.cell(row, column).border = LINE


def _write_notes_sheet(sheet: Worksheet, pack: Pack) -> None:
    first = write_header(sheet, ["Notes on method", *pack.stated.lines], 2, 120)
    notes = pack_method.list_notes(pack.matrix.comparison, pack.stated.loads)
    for row, (heading, text) in enumerate(notes, first):
        write_text(sheet, row, 1, heading).font = make_font(bold=True)
        write_text(sheet, row, 2, text).font = make_font()
        for column in (1, 2):
            sheet.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
        lines = max(len(wrap(heading, 26)), len(wrap(text, 112)))
        sheet.row_dimensions[row].height = lines * LINE_HEIGHT + 3
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 30, 110
    set_up_print(sheet, 1, pack.stated.title)
