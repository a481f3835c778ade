"""Find the one period, or the one year, that all rows of a table share.

It is in the name of the sheet or file, in a title above the table, or next to a label there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indicators.domain.core import Frequency
from loaders.parsing.table_periods.period_reader import PeriodReader, WrittenPeriod
from loaders.periods.period_formats import find_year
from loaders.periods.period_search import find_period_reading
from loaders.profiles.marks import mark_key
from loaders.profiles.profile_schema import PeriodOrigin, PeriodSpec
from loaders.readers.cell_text import format_cell
from loaders.readers.column_letters import format_column_letters
from loaders.readers.sheet import Sheet, is_filled

_TITLE_CELLS = 3
"""A row with more different cells than this is a table, and not a title."""


def list_title_cells(above: Sheet) -> list[tuple[object, str]]:
    """Return the cells of the title rows directly above a table, with their addresses as “A2”.

    Rows of another table end them. A merged cell counts once.
    """
    titles: list[tuple[object, str]] = []
    for at in reversed(range(len(above))):
        filled = [(cell, index) for index, cell in enumerate(above[at]) if is_filled(cell)]
        if len({format_cell(cell) for cell, _ in filled}) > _TITLE_CELLS:
            break
        first = {format_cell(cell): (cell, index) for cell, index in reversed(filled)}
        titles += [(c, f"{format_column_letters(i)}{at + 1}") for c, i in first.values()]
    return titles[::-1]


def build_period_reader(spec: PeriodSpec, sheet: str, file: str, above: Sheet) -> PeriodReader:
    """Return what reads the periods of a table, as its profile says."""
    year = _find_shared_year(spec, sheet, file, above)
    return PeriodReader(spec.year_ends, year, widened=spec.stands_for is not None)


def _find_shared_year(spec: PeriodSpec, sheet: str, file: str, above: Sheet) -> str | None:
    """Return the year of months that are written without one, from where the profile says."""
    texts = {
        PeriodOrigin.SHEET: [sheet],
        PeriodOrigin.FILE: [strip_ending(file)],
        PeriodOrigin.TITLE: [format_cell(cell) for cell, _ in list_title_cells(above)],
    }
    wanted = texts.get(spec.year_from, []) if spec.year_from else []
    found = (find_year(text, spec.year_ends) for text in wanted)
    return next((year for year in found if year), None)


def find_shared_period(
    spec: PeriodSpec,
    reader: PeriodReader,
    every: Frequency | None,
    sheet: str,
    file: str,
    above: Sheet,
) -> WrittenPeriod | None:
    """Return the period that a table has from the place its profile names."""
    if spec.shared_origin is PeriodOrigin.SHEET:
        cells: list[object] = [sheet]
    elif spec.shared_origin is PeriodOrigin.FILE:
        cells = [strip_ending(file)]
    elif spec.shared_origin is PeriodOrigin.TITLE:
        cells = [cell for cell, _ in list_title_cells(above)]
    else:
        cells = [cell for cell, _ in find_labelled(above, spec.label or ())]
    for cell in cells:
        reading = reader.read(cell, every) or find_period_reading(
            format_cell(cell), every, reader.year_ends
        )
        if reading:
            return WrittenPeriod(format_cell(cell), reading)
    return None


def strip_ending(file: str) -> str:
    """Return the name of a file without its ending."""
    return file.rpartition(".")[0] or file


def find_labelled(above: Sheet, labels: Sequence[str]) -> Iterator[tuple[object, str]]:
    """Yield what follows each label, with the cell of the label as “A2”.

    It may be in the label's own cell, in the next filled cell of its row, or below it. Underscores
    in a label are spaces.
    """
    keys = tuple(mark_key(text).replace("_", " ") for text in labels)
    for at, row in enumerate(above):
        for index, cell in enumerate(row):
            words = mark_key(str(cell)).replace("_", " ")
            label = next((text for text in keys if words.startswith(text)), None)
            if label is None:
                continue
            where = f"{format_column_letters(index)}{at + 1}"
            yield mark_key(str(cell))[len(label) :].strip(" :"), where
            yield next((other for other in row[index + 1 :] if str(other).strip()), ""), where
            yield above[at + 1][index] if at + 1 < len(above) else "", where


def describe_source(spec: PeriodSpec, sheet: str, file: str, above: Sheet) -> str:
    """Describe where a table's one period was expected, and what is written there."""
    origin = spec.shared_origin
    if origin in (PeriodOrigin.SHEET, PeriodOrigin.FILE):
        return f"the {origin}'s name, “{sheet if origin is PeriodOrigin.SHEET else file}”"
    if origin is PeriodOrigin.TITLE:
        return "the cells above the table"
    labelled = find_labelled(above, spec.label or ())
    filled = ((format_cell(cell), at) for cell, at in labelled if str(cell).strip())
    written, where = next(filled, ("", ""))
    return f"cell {where}, “{written}”" if where else f"a cell with {' or '.join(spec.label or ())}"
