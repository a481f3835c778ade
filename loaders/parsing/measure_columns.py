"""The parts of figures as they were sent, column by column, and the cells that are wrong.

A column that is in order costs no Python per row; the odd cells are told one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loaders.parsing.cell_values import count_fault, counts, percent_fault, percents, read_count
from loaders.parsing.header import Heading
from loaders.profiles.marks import Marks, State
from loaders.readers.sheet import Column, Flags

EMPTY = (
    "It is empty, though the figure's other parts are there.",
    "Fill it in, or mark it [x] where it is not available.",
)

NO_ROW = (
    "No row brings this part of the figure, though its other parts are there.",
    "Add the row, with [x] where its number is not available.",
)


def any_of(flags: Sequence[Flags]) -> Flags:
    """True where any of the columns of flags is."""
    found: Flags = np.logical_or.reduce(flags)
    return found


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with figure `at`, in the cell at one row (from 0 in the body) of one column."""

    at: int
    row: int
    heading: Heading
    why: str
    remedy: str


@dataclass(slots=True)
class Sent:
    """One part of every figure. `number` is an int64 array, or for a percentage an object array of
    decimals as text; `state` holds `State` values. `headings` and `cells` are its columns as they
    stand in the body; `rows` says on which of its rows each figure's part is, where that is not
    the figure's own number (-1 where there is none)."""

    number: Any
    state: NDArray[np.int8]
    headings: tuple[Heading, ...]
    cells: tuple[Column, ...]
    rows: NDArray[np.int64] | None = None

    @property
    def numbers(self) -> Flags:
        flags: Flags = self.state == State.NUMBER
        return flags

    def row(self, at: int) -> int:
        return at if self.rows is None else int(self.rows[at])


def added_up(headings: tuple[Heading, ...], cells: tuple[Column, ...], marks: Marks) -> Sent:
    """A part of one or more columns of counts. Of marks among them the most telling stands."""
    columns = [counts(column, marks) for column in cells]
    if len(columns) == 1:
        return Sent(*columns[0], headings, cells)
    states = np.stack([state for _, state in columns])
    blank = states == State.BLANK
    state = states.max(axis=0)
    state[blank.any(axis=0) & (states == State.NUMBER).any(axis=0)] = State.FAULT
    return Sent(sum(number for number, _ in columns), state, headings, cells)


def as_percentage(
    headings: tuple[Heading, ...], cells: tuple[Column, ...], marks: Marks, proportion: bool
) -> Sent:
    return Sent(*percents(cells[0], marks, proportion), headings, cells)


def cell_faults(role: str, part: Sent, rows: Flags, marks: Marks) -> Iterator[Fault]:
    """Each cell of a part that is not what it must be."""
    for at in np.flatnonzero(rows & (part.state == State.FAULT)).tolist():
        row = part.row(at)
        for heading, column in zip(part.headings, part.cells, strict=True):
            cell = column[row]
            if role == "percentage":
                yield Fault(at, row, heading, *percent_fault(cell))
                continue
            state = read_count(cell, marks)[1]
            if state == State.FAULT:
                yield Fault(at, row, heading, *count_fault(cell))
            elif state == State.BLANK:
                yield Fault(at, row, heading, *EMPTY)


def at_each(part: Sent, rows: Flags, why: str, remedy: str) -> Iterator[Fault]:
    """The same fault of a part at each of the rows."""
    for at in np.flatnonzero(rows).tolist():
        yield Fault(at, part.row(at), part.headings[0], why, remedy)


def at_each_empty(part: Sent, rows: Flags) -> Iterator[Fault]:
    """A part that is not there, though others of its figure are: its cell is empty, or where parts
    stand on rows of their own, no row brings it."""
    for fault in at_each(part, rows, *EMPTY):
        cell = part.cells[0][fault.row]
        lacks_row = part.rows is not None and bool(str(cell).strip())
        yield replace(fault, why=NO_ROW[0], remedy=NO_ROW[1]) if lacks_row else fault
