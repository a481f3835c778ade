"""The guard for people's records: a file that looks like a list of people, and not of figures, is
refused before anything of it is kept, naming columns and never a value.
"""

from __future__ import annotations

from indicators.domain.errors import PersonalRecordsError
from loaders.pii.heading_evidence import is_plain_heading, split_heading_words
from loaders.pii.sampled_columns import find_header_row
from loaders.pii.sheet_evidence import find_signs
from loaders.pii.value_evidence import trim_cell
from loaders.pii.word_lists import FORENAMES
from loaders.readers import limits
from loaders.readers.column_letters import format_column_letters
from loaders.readers.grid import Grid
from loaders.readers.sheet import Sheet


def refuse_people(grid: Grid) -> None:
    """Raise PeoplesRecords where any sheet of the grid looks record-level."""
    told = [
        _told(name, at, rows, signs)
        for at, (name, rows) in enumerate(grid.sheets.items(), 1)
        if (signs := find_signs(rows))
    ]
    if told:
        raise PersonalRecordsError(
            f"This looks like a list of people, not of figures: {'; '.join(told)}. "
            "Nothing of it was kept.",
            where=grid.file,
            remedy="Delete your copy, and ask the sender for counts by area and month only.",
        )


def _told(name: str, at: int, rows: Sheet, signs: dict[int, str]) -> str:
    head = rows[find_header_row(rows)]
    parts = [f"sheet {_safe(name, at, rows)}"] if name else []
    for column, why in sorted(signs.items()):
        heading = trim_cell(head[column])
        shown = f" (“{' '.join(heading.split())}”)" if is_plain_heading(heading) else ""
        parts.append(f"column {format_column_letters(column)}{shown} {why}")
    return ", ".join(parts)


def _safe(name: str, at: int, rows: Sheet) -> str:
    """A sheet's name, or its place where the name may itself be somebody's."""
    parts = set(split_heading_words(name).split())
    top = rows[: limits.HEADER_SEARCH_ROWS]
    held = {
        word for row in top for cell in row for word in split_heading_words(trim_cell(cell)).split()
    }
    return f"number {at}" if parts & (FORENAMES | held) - _OURS else f"“{name}”"


_OURS = frozenset({"sheet", "data", "table", "records", "list", "export", "report"})
