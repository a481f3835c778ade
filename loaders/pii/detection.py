"""Refuses a file that looks like a list of people instead of figures.

It is refused before anything of it is kept. The message names columns and never a value.
"""

from __future__ import annotations

from indicators.domain.errors import PersonalRecordsError
from loaders.pii.heading_evidence import is_plain_heading, split_heading_words
from loaders.pii.person_names import FORENAMES, SURNAMES
from loaders.pii.sampled_columns import find_header_row
from loaders.pii.sheet_evidence import find_signs
from loaders.pii.signs import Signs
from loaders.pii.value_evidence import trim_cell
from loaders.readers import limits
from loaders.readers.column_letters import format_column_letters
from loaders.readers.grid import Grid
from loaders.readers.sheet import Sheet


def refuse_people(grid: Grid) -> None:
    """Raise PersonalRecordsError if any sheet of the grid looks like a list of people."""
    found = [
        _describe_sheet(name, at, rows, signs)
        for at, (name, rows) in enumerate(grid.sheets.items(), 1)
        if (signs := find_signs(rows))
    ]
    if found:
        raise PersonalRecordsError(
            f"This looks like a list of people, not of figures: {'; '.join(found)}. "
            "Nothing of it was kept.",
            where=grid.file,
            remedy="Delete your copy, and ask the sender for counts by area and month only.",
        )


def _describe_sheet(name: str, at: int, rows: Sheet, signs: Signs) -> str:
    head = rows[find_header_row(rows)]
    parts = [f"sheet {_name_sheet_safely(name, at, rows)}"] if name else []
    for column, (why, _) in sorted(signs.items()):
        heading = trim_cell(head[column])
        shown = f" (“{' '.join(heading.split())}”)" if is_plain_heading(heading) else ""
        parts.append(f"column {format_column_letters(column)}{shown} {why}")
    return ", ".join(parts)


def _name_sheet_safely(name: str, at: int, rows: Sheet) -> str:
    """Return a sheet's name, or its number if the name may be a person's."""
    parts = set(split_heading_words(name).split())
    top = rows[: limits.HEADER_SEARCH_ROWS]
    held = {
        word for row in top for cell in row for word in split_heading_words(trim_cell(cell)).split()
    }
    return f"number {at}" if parts & (FORENAMES | SURNAMES | held) - _OURS else f"“{name}”"


_OURS = frozenset({"sheet", "data", "table", "records", "list", "export", "report"})
