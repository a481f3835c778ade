"""Figures from the parts that were sent: counts over counts, percentages as written, or a mark.

Works on whole columns. A part that is in order costs no Python per row; the odd ones are told one
by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loaders.cells import Marks, State, count_fault, counts, percent_fault, percents, read_count
from loaders.header import Heading
from loaders.shape import Measure

Flags = NDArray[np.bool_]


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
    cells: tuple[list[Any], ...]
    rows: NDArray[np.int64] | None = None

    @property
    def numbers(self) -> Flags:
        flags: Flags = self.state == State.NUMBER
        return flags

    def row(self, at: int) -> int:
        return at if self.rows is None else int(self.rows[at])


@dataclass(slots=True)
class Figures:
    """What a measure's parts come to, one a row: `counted` where numerator (and denominator) hold
    people, else `value` where a percentage was sent, else `state` says why there is no figure."""

    numerator: NDArray[np.int64]
    denominator: NDArray[np.int64]
    weighed: Flags
    counted: Flags
    value: Any
    state: NDArray[np.int8]
    notes: dict[int, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def added_up(headings: tuple[Heading, ...], cells: tuple[list[Any], ...], marks: Marks) -> Sent:
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
    headings: tuple[Heading, ...], cells: tuple[list[Any], ...], marks: Marks, proportion: bool
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
                yield Fault(at, row, heading, *_EMPTY)


_EMPTY = (
    "It is empty, though the figure's other parts are there.",
    "Fill it in, or mark it [x] where it is not available.",
)


def work_out(measure: Measure, parts: dict[str, Sent], rows: Flags, marks: Marks) -> Figures:
    """The figures of `measure` from its parts by role, and every fault in `rows`."""
    faults = [f for role, part in parts.items() for f in cell_faults(role, part, rows, marks)]
    sound = rows.copy()
    sound[[fault.at for fault in faults]] = False
    if "numerator" in parts and "denominator" in parts:
        figures = _of_counts(parts, sound)
    elif "numerator" in parts:
        figures = _of_one_count(parts["numerator"])
    else:
        figures = _of_percentage(parts, sound)
    if "known" in parts:
        _withhold_unknown(measure, parts, figures, sound)
    if "percentage" in parts and "numerator" in parts:
        _check_percentage(measure, parts, figures, sound)
    figures.faults[:0] = faults
    return figures


def _nothing(length: int) -> Any:
    return np.full(length, None, object)


def _of_one_count(numerator: Sent) -> Figures:
    length = len(numerator.state)
    return Figures(
        numerator.number,
        np.zeros(length, np.int64),
        np.zeros(length, bool),
        numerator.numbers,
        _nothing(length),
        numerator.state,
    )


def _of_percentage(parts: dict[str, Sent], rows: Flags) -> Figures:
    sent, over = parts["percentage"], parts.get("denominator")
    length = len(sent.state)
    state = sent.state.copy()
    weighed = np.zeros(length, bool)
    if over is not None:
        weighed = over.numbers & sent.numbers & (over.number > 0)
        state[over.numbers & (over.number == 0)] = State.NOT_APPLICABLE
    return Figures(
        np.zeros(length, np.int64),
        over.number if over is not None else np.zeros(length, np.int64),
        weighed,
        np.zeros(length, bool),
        sent.number,
        state,
    )


def _of_counts(parts: dict[str, Sent], rows: Flags) -> Figures:
    some, over = parts["numerator"], parts["denominator"]
    length = len(some.state)
    state = np.maximum(some.state, over.state)
    nobody = over.numbers & (over.number == 0) & (some.number == 0) & (some.state < State.FAULT)
    state[nobody] = State.NOT_APPLICABLE
    value, weighed = _nothing(length), over.numbers.copy()
    if (sent := parts.get("percentage")) is not None:
        instead = (state != State.NUMBER) & ~nobody & sent.numbers & (state < State.FAULT)
        value = np.where(instead, sent.number, None)
        state[instead] = State.NUMBER
    counted = some.numbers & over.numbers & (over.number > 0)
    figures = Figures(some.number, over.number, weighed, counted, value, state)
    empty = (state == State.BLANK) & (some.numbers | over.numbers)
    for part in (some, over):
        figures.faults += _each(part, rows & empty & (part.state == State.BLANK), *_EMPTY)
    figures.faults += _each(
        some,
        rows & some.numbers & over.numbers & (some.number > over.number),
        "It is more than the number it is counted out of.",
        "Correct one of the two.",
    )
    return figures


def _each(part: Sent, rows: Flags, why: str, remedy: str) -> Iterator[Fault]:
    for at in np.flatnonzero(rows).tolist():
        yield Fault(at, part.row(at), part.headings[0], why, remedy)


def _withhold_unknown(
    measure: Measure, parts: dict[str, Sent], figures: Figures, rows: Flags
) -> None:
    known, over, least = parts["known"], parts["denominator"], measure.known
    given = figures.counted & rows & (figures.state == State.NUMBER)
    figures.faults += _each(known, given & (known.state == State.BLANK), *_EMPTY)
    both = given & known.numbers
    figures.faults += _each(
        known,
        both & ((known.number > over.number) | (figures.numerator > known.number)),
        "The number whose status is known lies between the numerator and the denominator.",
        "Correct one of them.",
    )
    few = both & (known.number * 100 < (least.at_least_pct if least else 0) * over.number)
    marked = given & (known.state > State.BLANK) & (known.state < State.FAULT)
    figures.state[few] = State.NOT_AVAILABLE
    figures.state[marked] = known.state[marked]
    for row in np.flatnonzero(few).tolist():
        figures.notes[row] = (
            f"Status is known for {known.number[row]} of {over.number[row]}, under "
            f"{least.at_least_pct if least else 0}%: not published."
        )


def _check_percentage(
    measure: Measure, parts: dict[str, Sent], figures: Figures, rows: Flags
) -> None:
    """A sent percentage must be its counts', rounded either way at half of its last decimal."""
    sent = parts["percentage"]
    at = np.flatnonzero(rows & figures.counted & sent.numbers)
    if not len(at):
        return
    some, over = figures.numerator[at], figures.denominator[at]
    slack, decimals = 0.5 * 10.0**-measure.decimals, measure.decimals + 1
    off = np.abs(sent.number[at].astype(float) - 100 * some / over) - slack
    for place in np.flatnonzero(off > -1e-7).tolist():
        one = int(at[place])
        if _disagrees(sent.number[one], int(some[place]), int(over[place]), measure.decimals):
            figures.faults.append(
                Fault(
                    one,
                    sent.row(one),
                    sent.headings[0],
                    f"It does not agree with the counts: {some[place]} of {over[place]} is "
                    f"{Decimal(100 * int(some[place])) / int(over[place]):.{decimals}f}.",
                    "Correct the percentage or the counts.",
                )
            )


def _disagrees(written: str, some: int, over: int, decimals: int) -> bool:
    """Exactly: |written - 100 some / over| > half a unit of the last decimal."""
    return bool(abs(Fraction(written) * over - 100 * some) * 2 * 10**decimals > over)
