"""Refuses a file that looks like a list of people instead of figures.

It is refused before anything of it is kept. The message names columns and never a value.
"""

from __future__ import annotations

from collections.abc import Callable

from indicators.domain.errors import PersonalRecordsError
from loaders.pii import value_evidence as values
from loaders.pii.heading_evidence import is_plain_heading, split_heading_words
from loaders.pii.person_names import FORENAMES, SURNAMES
from loaders.pii.sampled_columns import find_header_row
from loaders.pii.sheet_evidence import find_signs
from loaders.pii.signs import Signs
from loaders.readers import limits
from loaders.readers.column_letters import format_column_letters
from loaders.readers.grid import Grid
from loaders.readers.sheet import Sheet


def refuse_people(grid: Grid, is_declared: Callable[[], bool] = lambda: False) -> None:
    """Raise PersonalRecordsError if any sheet of the grid looks like a list of people.

    A person may have declared that it holds counts: `is_declared` is asked only where that matters.
    """
    error = find_people(grid)
    if error and (error.certain or not is_declared()):
        raise error


def find_people(grid: Grid) -> PersonalRecordsError | None:
    """Return why a grid looks like a list of people, or None."""
    signs = {name: found for name, rows in grid.sheets.items() if (found := find_signs(rows))}
    if not signs:
        return None
    certain = any(sign.certain for found in signs.values() for sign in found.values())
    certain = certain or any(map(_has_valid_number, grid.sheets.values()))
    described = "; ".join(
        _describe_sheet(name, at, rows, signs[name])
        for at, (name, rows) in enumerate(grid.sheets.items(), 1)
        if name in signs
    )
    return PersonalRecordsError(
        f"This looks like a list of people, not of figures: {described}. It was not kept.",
        where=grid.file,
        remedy=_DELETE if certain else f"{_DELETE} {_DECLARE}",
        certain=certain,
    )


_DELETE = "Delete your copy, and ask the sender for counts by area and month only."
_DECLARE = (
    "If it does hold counts, say so with your name and a reason: on the data page at “Taken for a "
    "list of people”, or with load --these-are-counts."
)


def _has_valid_number(rows: Sheet) -> bool:
    """Return whether any cell, on any row, holds a valid NHS number."""
    return any(
        values.count_nhs_numbers(map(values.trim_cell, column.list_different()))[1]
        for column in rows.columns
    )


def _describe_sheet(name: str, at: int, rows: Sheet, signs: Signs) -> str:
    head = rows[find_header_row(rows)]
    parts = [f"sheet {_name_sheet_safely(name, at, rows)}"] if name else []
    for column, (why, _) in sorted(signs.items()):
        heading = values.trim_cell(head[column])
        shown = f" (“{' '.join(heading.split())}”)" if is_plain_heading(heading) else ""
        parts.append(f"column {format_column_letters(column)}{shown} {why}")
    return ", ".join(parts)


def _name_sheet_safely(name: str, at: int, rows: Sheet) -> str:
    """Return a sheet's name, or its number if the name may be a person's."""
    parts = set(split_heading_words(name).split())
    top = rows[: limits.HEADER_SEARCH_ROWS]
    held = {
        word
        for row in top
        for cell in row
        for word in split_heading_words(values.trim_cell(cell)).split()
    }
    return f"number {at}" if parts & (FORENAMES | SURNAMES | held) - _OURS else f"“{name}”"


_OURS = frozenset({"sheet", "data", "table", "records", "list", "export", "report"})
