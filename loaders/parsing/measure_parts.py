"""The parts of figures as they were sent, column by column, and the cells that are wrong.

A column that is in order costs no Python per row; the odd cells are told one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.domain.refusal_texts import explain_refusal
from indicators.domain.refusals import RefusalCode, RefusalReason
from loaders.parsing.cell_values import (
    explain_bad_count,
    explain_bad_percent,
    read_count,
    read_counts,
    read_percents,
)
from loaders.parsing.header import Heading
from loaders.profiles.marks import CellState, Marks
from loaders.readers.sheet import Column, Flags


def combine_flags(flags: Sequence[Flags]) -> Flags:
    """True where any of the columns of flags is."""
    found: Flags = np.logical_or.reduce(flags)
    return found


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with figure `at`, in the cell at one row (from 0 in the body) of one column."""

    at: int
    row: int
    heading: Heading
    reason: RefusalReason


@dataclass(slots=True)
class MeasurePart:
    """One part of every figure. `number` is an int64 array, or for a percentage an object array of
    decimals as text; `state` holds `State` values. `headings` and `cells` are its columns as they
    stand in the body; `rows` says on which of its rows each figure's part is, where that is not
    the figure's own number (-1 where there is none).
    """

    number: Any
    state: NDArray[np.int8]
    headings: tuple[Heading, ...]
    cells: tuple[Column, ...]
    rows: NDArray[np.int64] | None = None

    @property
    def numbers(self) -> Flags:
        flags: Flags = self.state == CellState.NUMBER
        return flags

    def row(self, at: int) -> int:
        return at if self.rows is None else int(self.rows[at])


def add_up_columns(
    headings: tuple[Heading, ...], cells: tuple[Column, ...], marks: Marks
) -> MeasurePart:
    """A part of one or more columns of counts. Of marks among them the most telling stands."""
    columns = [read_counts(column, marks) for column in cells]
    if len(columns) == 1:
        return MeasurePart(*columns[0], headings, cells)
    states = np.stack([state for _, state in columns])
    blank = states == CellState.BLANK
    state = states.max(axis=0)
    state[blank.any(axis=0) & (states == CellState.NUMBER).any(axis=0)] = CellState.FAULT
    return MeasurePart(sum(number for number, _ in columns), state, headings, cells)


def read_percentages(
    headings: tuple[Heading, ...], cells: tuple[Column, ...], marks: Marks, proportion: bool
) -> MeasurePart:
    return MeasurePart(*read_percents(cells[0], marks, proportion), headings, cells)


def find_cell_faults(
    role: str, part: MeasurePart, rows: Flags, marks: Marks
) -> Iterator[CellFault]:
    """Each cell of a part that is not what it must be."""
    for at in np.flatnonzero(rows & (part.state == CellState.FAULT)).tolist():
        row = part.row(at)
        for heading, column in zip(part.headings, part.cells, strict=True):
            cell = column[row]
            if role == "percentage":
                yield CellFault(at, row, heading, explain_bad_percent(cell))
                continue
            state = read_count(cell, marks)[1]
            if state == CellState.FAULT:
                yield CellFault(at, row, heading, explain_bad_count(cell))
            elif state == CellState.BLANK:
                reason = explain_refusal(RefusalCode.PART_EMPTY)
                yield CellFault(at, row, heading, reason)


def repeat_fault(part: MeasurePart, rows: Flags, code: RefusalCode) -> Iterator[CellFault]:
    """Yield the same fault of a part at each of the rows."""
    reason = explain_refusal(code)
    for at in np.flatnonzero(rows).tolist():
        yield CellFault(at, part.row(at), part.headings[0], reason)


def find_missing_cells(part: MeasurePart, rows: Flags) -> Iterator[CellFault]:
    """A part that is not there, though others of its figure are: its cell is empty, or where parts
    stand on rows of their own, no row brings it.
    """
    no_row = explain_refusal(RefusalCode.PART_ROW_MISSING)
    for fault in repeat_fault(part, rows, RefusalCode.PART_EMPTY):
        cell = part.cells[0][fault.row]
        lacks_row = part.rows is not None and bool(str(cell).strip())
        yield replace(fault, reason=no_row) if lacks_row else fault
