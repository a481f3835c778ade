"""The rows of a draft's table, and what its cells hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from indicators.ports.profile_drafts import DraftTable
from loaders.parsing.cell_values import read_count, read_percent, read_rate
from loaders.parsing.header import Header, read_header
from loaders.periods.period_formats import is_without_year, parse_period
from loaders.profiles.marks import USUAL_MARKS, CellState
from loaders.readers.sheet import Rows

ROWS_USED = 400
"""Rows below the header that are used."""


@dataclass(frozen=True, slots=True)
class TableBody:
    """The first rows below a header that have an area and at least one other cell."""

    header: Header
    rows: Rows

    def list_cells(self, index: int) -> list[Any]:
        """Return the filled cells of a column."""
        return [row[index] for row in self.rows if is_filled_at(row, index)]


def read_draft_header(draft: DraftTable, rows: Rows) -> Header:
    """Return the header that a draft chose, within the rows of the sheet."""
    if not rows:
        return Header(0, 0, ())
    bottom = min(max(draft.header_row, 1), len(rows)) - 1
    top = max(0, bottom - max(draft.rows_above, 0))
    return read_header(rows, top, bottom - top + 1)


def read_draft_body(draft: DraftTable, rows: Rows) -> TableBody:
    """Return the header that a draft chose, and the rows below it that are used."""
    header = read_draft_header(draft, rows)
    below = rows[header.below : header.below + ROWS_USED]
    area = draft.area
    kept = [
        row
        for row in below
        if (draft.fill_down or area is None or is_filled_at(row, area)) and count_filled(row) > 1
    ]
    return TableBody(header, kept)


def is_numeric(cell: object) -> bool:
    """Return whether a cell holds a count, a percentage or a rate."""
    return CellState.NUMBER in (
        read_count(cell, USUAL_MARKS)[1],
        read_percent(cell, USUAL_MARKS, proportion=False)[1],
        read_rate(cell, USUAL_MARKS, 1, 1)[1],
    )


def measure_share(cells: Sequence[Any], test: Callable[[Any], object]) -> float:
    """Return the share of cells that pass the test, 0 if there are none."""
    return sum(bool(test(cell)) for cell in cells) / len(cells) if cells else 0.0


def count_filled(row: Sequence[Any]) -> int:
    """Return how many cells of a row are filled."""
    return sum(bool(str(cell).strip()) for cell in row)


def is_filled_at(row: Sequence[Any], index: int) -> bool:
    """Return whether a row has a filled cell in a column."""
    return index < len(row) and bool(str(row[index]).strip())


def find_period_part(cells: Sequence[object]) -> int | None:
    """Return which of a heading's cells is a period, perhaps without its year, or None."""
    for test in (parse_period, is_without_year):
        for at, cell in enumerate(cells):
            if test(cell):
                return at
    return None
