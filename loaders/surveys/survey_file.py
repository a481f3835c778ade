"""Reads a staff survey from a workbook or a CSV file. What looks like people is refused."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from indicators.domain.errors import PersonalRecordsError
from indicators.surveys.survey import SurveyReading
from indicators.surveys.survey_refusals import RefusedSurveyError, SurveyRefusalCode
from loaders.pii.detection import find_people
from loaders.readers import limits
from loaders.readers.cell_text import format_cell
from loaders.readers.column_letters import format_column_letters
from loaders.readers.details.limited_copy import copy_limited
from loaders.readers.file_names import make_safe_name
from loaders.readers.grid import Grid, read_grid
from loaders.readers.sheet import Sheet
from loaders.readers.tolerant_names import Likeness, make_name_key
from loaders.surveys.survey_rows import SurveyColumns, read_rows

HEADINGS = ("Profession", "Question", "Before", "After")
_KEYS = [make_name_key(each, Likeness.REDUCED) for each in HEADINGS]
_MOST_BYTES = 8 * limits.MEGABYTE


class SurveyFiles:
    """Reads surveys from files. It implements `indicators.ports.survey_reader`."""

    def read(self, name: str, content: IO[bytes], highest: int) -> SurveyReading:
        with TemporaryDirectory(prefix="survey-", ignore_cleanup_errors=True) as folder:
            path = Path(folder) / make_safe_name(name)
            copy_limited(path, content, _MOST_BYTES)
            grid = read_grid(path)
        if found := find_people(grid):
            raise _refuse_people(grid, found)
        sheet, heading, columns = _find_table(grid)
        return read_rows(grid.file, grid.sheets[sheet], heading, columns, highest)


def _refuse_people(grid: Grid, found: PersonalRecordsError) -> RefusedSurveyError:
    # The sentence names columns and no value; the remedy is about files of figures.
    seen = found.what.partition(": ")[2].removesuffix(" It was not kept.")
    return RefusedSurveyError(SurveyRefusalCode.SURVEY_NAMES_PEOPLE, grid.file, f"Seen: {seen}")


def _find_table(grid: Grid) -> tuple[str, int, SurveyColumns]:
    """Return the sheet, the row of the headings and the columns of the only table."""
    found = [
        (name, at)
        for name, sheet in grid.sheets.items()
        for at, row in enumerate(sheet[: limits.HEADER_SEARCH_ROWS])
        if set(_KEYS) <= {make_name_key(format_cell(cell), Likeness.REDUCED) for cell in row}
    ]
    if not found:
        raise RefusedSurveyError(SurveyRefusalCode.SURVEY_TABLE_MISSING, grid.file)
    if len(found) > 1:
        raise RefusedSurveyError(SurveyRefusalCode.SURVEY_TABLE_TWICE, grid.file)
    ((name, at),) = found
    return name, at, _find_columns(grid, grid.sheets[name], at)


def _find_columns(grid: Grid, sheet: Sheet, heading: int) -> SurveyColumns:
    keys = [make_name_key(format_cell(cell), Likeness.REDUCED) for cell in sheet[heading]]
    others = [
        format_column_letters(at)
        for at in range(len(sheet.columns))
        if (at >= len(keys) or keys[at] not in _KEYS or keys.index(keys[at]) < at)
        and any(format_cell(row[at]).strip() for row in sheet[heading:])
    ]
    if others:
        raise RefusedSurveyError(
            SurveyRefusalCode.SURVEY_OTHER_COLUMN,
            grid.file,
            f"It is column {', '.join(others)}.",
        )
    return SurveyColumns(*(keys.index(key) for key in _KEYS))
