"""Read the parts of a measure (numerator, denominator and so on) column by column.

A column without faults costs no Python per row; only faulty cells are explained one by one.
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
    explain_bad_rate,
    flag_up_to_one,
    has_percent_sign,
    read_count,
    read_counts,
    read_percents,
    read_rates,
)
from loaders.parsing.header import Heading
from loaders.profiles.marks import CellState, Marks
from loaders.profiles.profile_schema import MeasureSpec
from loaders.readers.sheet import Column, Flags

_EXPLAIN = {"percentage": explain_bad_percent, "rate": explain_bad_rate}
"""Why a cell is refused in the parts that are not counts."""


def combine_flags(flags: Sequence[Flags]) -> Flags:
    """Return a column of flags that is true where any of `flags` is."""
    found: Flags = np.logical_or.reduce(flags)
    return found


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with figure `at`, in the cell of one body row (from 0) and column."""

    at: int
    row: int
    heading: Heading
    reason: RefusalReason


@dataclass(slots=True)
class MeasurePart:
    """One part of every figure of a measure.

    `number` is an int64 array, or for a percentage an object array of decimals as text. `state`
    holds `CellState` values. `headings` and `cells` are the part's columns in the body. `rows`
    holds the body row of each figure's part, -1 where there is none; it is None where the figure's
    number is the row.
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

    def get_row(self, at: int) -> int:
        return at if self.rows is None else int(self.rows[at])


def add_up_columns(
    headings: tuple[Heading, ...], cells: tuple[Column, ...], marks: Marks
) -> MeasurePart:
    """Return a part from one or more columns of counts; the highest of their states counts."""
    columns = [read_counts(column, marks) for column in cells]
    if len(columns) == 1:
        return MeasurePart(*columns[0], headings, cells)
    states = np.stack([state for _, state in columns])
    blank = states == CellState.BLANK
    state = states.max(axis=0)
    state[blank.any(axis=0) & (states == CellState.NUMBER).any(axis=0)] = CellState.FAULT
    return MeasurePart(sum(number for number, _ in columns), state, headings, cells)


def read_percentages(
    headings: tuple[Heading, ...], cells: tuple[Column, ...], marks: Marks, measure: MeasureSpec
) -> MeasurePart:
    """Return a part from a column of percentages, or of proportions.

    Without counts to compare with, a number up to 1 in a column that also has percent signs may be
    a percentage or a share, so it is a fault.
    """
    percents, state = read_percents(cells[0], marks, measure.proportion)
    if not (measure.proportion or measure.numerator) and len(cells[0]):
        signs = cells[0].map_to_array(has_percent_sign, bool)
        if signs.any():
            state[flag_up_to_one(percents, state) & ~signs] = CellState.FAULT
    return MeasurePart(percents, state, headings, cells)


def read_rate_column(
    headings: tuple[Heading, ...], cells: tuple[Column, ...], marks: Marks, base: int, wanted: int
) -> MeasurePart:
    """Return a part from a column of rates, converted from one base to another."""
    return MeasurePart(*read_rates(cells[0], marks, base, wanted), headings, cells)


def find_sent(parts: dict[str, MeasurePart]) -> MeasurePart | None:
    """Return the part that holds a percentage or rate as it was sent."""
    return parts.get("percentage") or parts.get("rate")


def find_cell_faults(
    role: str, part: MeasurePart, rows: Flags, marks: Marks
) -> Iterator[CellFault]:
    """Yield each cell of a part that cannot be read as its role requires."""
    for at in np.flatnonzero(rows & (part.state == CellState.FAULT)).tolist():
        row = part.get_row(at)
        for heading, column in zip(part.headings, part.cells, strict=True):
            cell = column[row]
            written = marks.split_status(cell)[0]
            if role in _EXPLAIN:
                yield CellFault(at, row, heading, _EXPLAIN[role](written, marks.profile))
                continue
            state = read_count(cell, marks)[1]
            if state == CellState.FAULT:
                yield CellFault(at, row, heading, explain_bad_count(written, marks.profile))
            elif state == CellState.BLANK:
                reason = explain_refusal(RefusalCode.PART_EMPTY)
                yield CellFault(at, row, heading, reason)


def repeat_fault(
    part: MeasurePart, rows: Flags, code: RefusalCode, **values: str
) -> Iterator[CellFault]:
    """Yield the same fault of a part at each of the rows; `values` are for its sentences."""
    reason = explain_refusal(code, **values)
    for at in np.flatnonzero(rows).tolist():
        yield CellFault(at, part.get_row(at), part.headings[0], reason)


def find_missing_cells(part: MeasurePart, rows: Flags) -> Iterator[CellFault]:
    """Yield a fault where a part is missing although other parts of its figure are there.

    Its cell is empty, or, where each part has rows of its own, there is no such row.
    """
    no_row = explain_refusal(RefusalCode.PART_ROW_MISSING)
    for fault in repeat_fault(part, rows, RefusalCode.PART_EMPTY):
        cell = part.cells[0][fault.row]
        lacks_row = part.rows is not None and bool(str(cell).strip())
        yield replace(fault, reason=no_row) if lacks_row else fault
