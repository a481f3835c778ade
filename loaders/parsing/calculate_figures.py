"""Calculate figures from their parts: counts over counts, percentages as written, or a mark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.domain.refusal_texts import explain_refusal
from indicators.domain.refusals import RefusalCode
from loaders.parsing.measure_parts import (
    CellFault,
    MeasurePart,
    find_cell_faults,
    find_missing_cells,
    find_sent,
    repeat_fault,
)
from loaders.profiles.marks import CellState, Marks
from loaders.profiles.profile_schema import MeasureSpec
from loaders.readers.sheet import Flags


@dataclass(slots=True)
class Figures:
    """The figures of a measure, one entry for each.

    Where `counted`, the figure is numerator over denominator (or the numerator alone). Otherwise
    it is `value`, a percentage that was sent; otherwise `state` says why there is none. `weighed`
    flags a denominator that was sent.
    """

    numerator: NDArray[np.int64]
    denominator: NDArray[np.int64]
    weighed: Flags
    counted: Flags
    value: Any
    state: NDArray[np.int8]
    notes: dict[int, str] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)


def calculate_figures(
    measure: MeasureSpec, parts: dict[str, MeasurePart], rows: Flags, marks: Marks, scale: int
) -> Figures:
    """Return the figures of `measure` from its parts by role, with every fault in `rows`.

    `scale` is the indicator's: 100 for a percentage, the base of a rate.
    """
    faults = [f for role, part in parts.items() for f in find_cell_faults(role, part, rows, marks)]
    sound = rows.copy()
    sound[[fault.at for fault in faults]] = False
    if "numerator" in parts and "denominator" in parts:
        figures = _calculate_ratios(parts, sound, marks.profile)
    elif "numerator" in parts:
        figures = _take_counts(parts["numerator"])
    else:
        figures = _take_percentages(parts, sound)
    if "known" in parts:
        _withhold_unknown(measure, parts, figures, sound)
    if (sent := find_sent(parts)) and "numerator" in parts:
        _check_agreement(measure, sent, figures, sound, scale)
    figures.faults[:0] = faults
    return figures


def _fill_none(length: int) -> Any:
    return np.full(length, None, object)


def _take_counts(numerator: MeasurePart) -> Figures:
    length = len(numerator.state)
    return Figures(
        numerator.number,
        np.zeros(length, np.int64),
        np.zeros(length, bool),
        numerator.numbers,
        _fill_none(length),
        numerator.state,
    )


def _take_percentages(parts: dict[str, MeasurePart], rows: Flags) -> Figures:
    sent, over = find_sent(parts) or parts["percentage"], parts.get("denominator")
    length = len(sent.state)
    state = sent.state.copy()
    weighed = np.zeros(length, bool)
    if over is not None:
        weighed = over.numbers & sent.numbers & (over.number > 0)
        state[over.numbers & (over.number == 0)] = CellState.NOT_APPLICABLE
    figures = Figures(
        np.zeros(length, np.int64),
        over.number if over is not None else np.zeros(length, np.int64),
        weighed,
        np.zeros(length, bool),
        sent.number,
        state,
    )
    if over is not None:
        based = rows & over.numbers & (over.number > 0)
        figures.faults += find_missing_cells(sent, based & (sent.state == CellState.BLANK))
        figures.faults += _refuse_of_nobody(sent, rows & over.numbers & (over.number == 0))
    return figures


def _refuse_of_nobody(sent: MeasurePart, rows: Flags) -> Iterator[CellFault]:
    given = rows & sent.numbers
    given[given] = sent.number[given].astype(float) > 0
    yield from repeat_fault(sent, given, RefusalCode.PERCENTAGE_OF_NOBODY)


def _calculate_ratios(parts: dict[str, MeasurePart], rows: Flags, profile: str) -> Figures:
    some, over = parts["numerator"], parts["denominator"]
    length = len(some.state)
    state = np.maximum(some.state, over.state)
    nobody = over.numbers & (over.number == 0) & (some.number == 0) & (some.state < CellState.FAULT)
    state[nobody] = CellState.NOT_APPLICABLE
    value, weighed, faults = _fill_none(length), over.numbers.copy(), []
    if (sent := find_sent(parts)) is not None:
        instead = (state != CellState.NUMBER) & ~nobody & sent.numbers & (state < CellState.FAULT)
        value = np.where(instead, sent.number, None)
        state[instead] = CellState.NUMBER
        faults = list(_refuse_of_nobody(sent, rows & nobody))
    counted = some.numbers & over.numbers & (over.number > 0)
    figures = Figures(some.number, over.number, weighed, counted, value, state, {}, faults)
    empty = (state == CellState.BLANK) & (some.numbers | over.numbers)
    for part in (some, over):
        figures.faults += find_missing_cells(part, rows & empty & (part.state == CellState.BLANK))
    figures.faults += repeat_fault(
        some,
        rows & some.numbers & over.numbers & (some.number > over.number),
        RefusalCode.NUMERATOR_ABOVE_DENOMINATOR,
        profile=profile,
    )
    return figures


def _withhold_unknown(
    measure: MeasureSpec, parts: dict[str, MeasurePart], figures: Figures, rows: Flags
) -> None:
    known, over, least = parts["known"], parts["denominator"], measure.known
    given = figures.counted & rows & (figures.state == CellState.NUMBER)
    figures.faults += find_missing_cells(known, given & (known.state == CellState.BLANK))
    both = given & known.numbers
    figures.faults += repeat_fault(
        known,
        both & ((known.number > over.number) | (figures.numerator > known.number)),
        RefusalCode.KNOWN_OUT_OF_RANGE,
    )
    few = both & (known.number * 100 < (least.at_least_pct if least else 0) * over.number)
    marked = given & (known.state > CellState.BLANK) & (known.state < CellState.FAULT)
    figures.state[few] = CellState.NOT_AVAILABLE
    figures.state[marked] = known.state[marked]
    for row in np.flatnonzero(few).tolist():
        figures.notes[row] = (
            f"Status is known for {known.number[row]} of {over.number[row]}, under "
            f"{least.at_least_pct if least else 0}%: not published."
        )


def _check_agreement(
    measure: MeasureSpec, sent: MeasurePart, figures: Figures, rows: Flags, scale: int
) -> None:
    """Refuse a percentage or rate that is not that of its counts, rounded either way at a half."""
    at = np.flatnonzero(rows & figures.counted & sent.numbers)
    if not len(at):
        return
    some, over = figures.numerator[at], figures.denominator[at]
    unit = Fraction(scale, (measure.per or 100) * 10**measure.decimals)
    off = np.abs(sent.number[at].astype(float) - scale * some / over) - 0.5 * float(unit)
    for place in np.flatnonzero(off > -1e-7).tolist():
        one = int(at[place])
        numerator, denominator = int(some[place]), int(over[place])
        difference = abs(Fraction(sent.number[one]) - Fraction(scale * numerator, denominator))
        if difference > unit / 2:
            exact = Decimal(scale * numerator) / denominator
            reason = explain_refusal(
                RefusalCode.PERCENTAGE_DISAGREES,
                numerator=numerator,
                denominator=denominator,
                percentage=f"{exact:.{measure.decimals + 1}f}",
            )
            figures.faults.append(CellFault(one, sent.get_row(one), sent.headings[0], reason))
