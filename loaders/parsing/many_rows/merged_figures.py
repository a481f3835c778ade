"""Numbers in merged cells: each counts once, and only where it is clear whose figure it is.

A mark, such as [x], counts for every cell that it covers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from indicators.domain.refusal_texts import explain_refusal
from indicators.domain.refusals import RefusalCode
from loaders.parsing.cell_values import read_count, read_percent, strip_brackets
from loaders.parsing.header import Heading
from loaders.parsing.row_places import BLANK
from loaders.parsing.sheet_table import SheetTable
from loaders.profiles.marks import CellState
from loaders.readers.column_letters import format_column_letters
from loaders.readers.layout.hidden_cells import empty_rows
from loaders.readers.sheet import Column, Flags


@dataclass(frozen=True, slots=True)
class MergedNumber:
    """A number in a merged cell: the body rows it covers, and the columns of figures."""

    rows: range
    columns: tuple[int, ...]
    cells: str


def find_merged_numbers(table: SheetTable) -> list[MergedNumber]:
    """Return the numbers in merged cells that cover a figure and another cell of the table."""
    if not table.layout.merged:
        return []
    return list(_find_numbers(table))


def _find_numbers(table: SheetTable) -> Iterator[MergedNumber]:
    figures, below = table.columns.figures, table.header.below
    for top, left, bottom, right in table.layout.merged:
        columns = tuple(index for index in figures if left <= index <= right)
        rows = range(top - below, min(bottom - below + 1, len(table.body)))
        if top < below or not columns or not rows or len(rows) * len(columns) < 2:
            continue
        if _is_number(table.body.columns[columns[0]][rows[0]], table):
            first, last = format_column_letters(left), format_column_letters(right)
            yield MergedNumber(rows, columns, f"{first}{top + 1}:{last}{bottom + 1}")


def _is_number(cell: object, table: SheetTable) -> bool:
    plain, marks = strip_brackets(cell), table.reader.marks
    states = read_count(plain, marks)[1], read_percent(plain, marks, proportion=False)[1]
    return CellState.NUMBER in states


def keep_first_row(column: Column, index: int, merged: list[MergedNumber]) -> Column:
    """Return a column of figures with each merged number on the first of its rows alone."""
    later = [row for one in merged if index in one.columns for row in one.rows[1:]]
    return empty_rows(column, np.array(later, np.int64)) if later else column


def list_unclear(table: SheetTable, merged: list[MergedNumber]) -> list[MergedNumber]:
    """Return the numbers that are merged across figures, or across places, periods or kinds."""
    return [one for one in merged if len(one.columns) > 1 or not _is_one_figure(table, one.rows)]


def flag_covered(table: SheetTable, merged: list[MergedNumber]) -> Flags:
    """Flag the rows that merged numbers cover."""
    rows = np.zeros(len(table.body), bool)
    for one in merged:
        rows[one.rows.start : one.rows.stop] = True
    return rows


def refuse_unclear(table: SheetTable, unclear: list[MergedNumber], kept: Flags) -> None:
    """Refuse the kept rows of numbers when it is not clear whose figure they are."""
    for one in unclear:
        reason = explain_refusal(RefusalCode.NUMBER_IN_MERGED_CELL, cells=one.cells)
        heading = next(h for h in table.header.headings if h.index == one.columns[0])
        for row in one.rows:
            if kept[row]:
                table.refuse(row, heading, reason)


def _is_one_figure(table: SheetTable, rows: range) -> bool:
    """Return whether all rows with a place are of one place, one period and one kind."""
    placed = [row for row in rows if table.areas.place[row] != BLANK]
    columns = (table.cells(heading) for heading in _list_key_headings(table))
    return len({int(table.areas.place[row]) for row in placed}) <= 1 and all(
        len({str(column[row]) for row in placed}) <= 1 for column in columns
    )


def _list_key_headings(table: SheetTable) -> Iterator[Heading]:
    """Yield the columns that say which figure a row holds, except the place's."""
    if table.columns.period:
        yield table.columns.period
    for source in table.columns.sources:
        for filters in (source.where, *source.role_where.values()):
            yield from (one.heading for one in filters)
