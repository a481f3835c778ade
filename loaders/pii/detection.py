"""The guard for people's records: a file that looks like a list of people, and not of figures, is
refused before anything of it is kept, naming columns and never a value."""

from __future__ import annotations

from indicators.domain.errors import PeoplesRecords
from loaders.pii.heading_evidence import may_be_told, plain
from loaders.pii.sampled_columns import header_row
from loaders.pii.sheet_evidence import signs_of
from loaders.pii.value_evidence import as_text
from loaders.pii.word_lists import FORENAMES
from loaders.readers import limits
from loaders.readers.column_letters import column_letter
from loaders.readers.grid import Grid
from loaders.readers.sheet import Sheet


def refuse_people(grid: Grid) -> None:
    """Raise PeoplesRecords where any sheet of the grid looks record-level."""
    told = [
        _told(name, at, rows, signs)
        for at, (name, rows) in enumerate(grid.sheets.items(), 1)
        if (signs := signs_of(rows))
    ]
    if told:
        raise PeoplesRecords(
            f"This looks like a list of people, not of figures: {'; '.join(told)}. "
            "Nothing of it was kept.",
            where=grid.file,
            remedy="Delete your copy, and ask the sender for counts by area and month only.",
        )


def _told(name: str, at: int, rows: Sheet, signs: dict[int, str]) -> str:
    head = rows[header_row(rows)]
    parts = [f"sheet {_safe(name, at, rows)}"] if name else []
    for column, why in sorted(signs.items()):
        heading = as_text(head[column])
        shown = f" (“{' '.join(heading.split())}”)" if may_be_told(heading) else ""
        parts.append(f"column {column_letter(column)}{shown} {why}")
    return ", ".join(parts)


def _safe(name: str, at: int, rows: Sheet) -> str:
    """A sheet's name, or its place where the name may itself be somebody's."""
    parts = set(plain(name).split())
    top = rows[: limits.HEADER_SEARCH_ROWS]
    held = {word for row in top for cell in row for word in plain(as_text(cell)).split()}
    return f"number {at}" if parts & (FORENAMES | held) - _OURS else f"“{name}”"


_OURS = frozenset({"sheet", "data", "table", "records", "list", "export", "report"})
