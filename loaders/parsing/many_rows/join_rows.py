"""Join the parts of a figure that are on rows of their own, such as a count and its base."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.domain.refusal_texts import explain_refusal
from indicators.domain.refusals import RefusalCode
from loaders.parsing.measure_parts import MeasurePart
from loaders.parsing.sheet_table import SheetTable
from loaders.profiles.marks import CellState
from loaders.readers.sheet import Flags

_PERIODS = 10**8
"""More than any number of a period, so that a place and a period make one number."""


@dataclass(slots=True)
class JoinedRows:
    """Parts with one entry for each figure.

    `row` is the first body row of each figure. `members` are all rows that hold part of a figure,
    and `figure` says which one.
    """

    parts: dict[str, MeasurePart]
    row: NDArray[np.int64]
    members: NDArray[np.int64]
    figure: NDArray[np.int64]


def group_rows(table: SheetTable, period: NDArray[np.int64], placed: Flags) -> JoinedRows:
    """Group the rows `placed` by place and period, without their parts."""
    members = np.flatnonzero(placed)
    keys = table.areas.place[members] * _PERIODS + period[members]
    _, first, figure = np.unique(keys, return_index=True, return_inverse=True)
    return JoinedRows({}, members[first], members, figure)


def join_rows(
    table: SheetTable,
    parts: dict[str, MeasurePart],
    on: dict[str, Flags],
    period: NDArray[np.int64],
    placed: Flags,
) -> JoinedRows:
    """Join the rows `placed` into one figure for each place and period.

    `on` flags by role the rows that hold that part. A part given twice is refused unless the table
    adds its rows up.
    """
    joined = group_rows(table, period, placed)
    for role, part in parts.items():
        own = on[role][joined.members]
        joined.parts[role] = _join_part(
            table, part, joined.members[own], joined.figure[own], joined.row
        )
    return joined


def _join_part(
    table: SheetTable,
    part: MeasurePart,
    rows: NDArray[np.int64],
    figure: NDArray[np.int64],
    first: Any,
) -> MeasurePart:
    added_up = table.shape.add_up and part.number.dtype != object  # percentages have no sum
    number = np.full(len(first), "" if part.number.dtype == object else 0, part.number.dtype)
    state = np.full(len(first), CellState.BLANK, np.int8)
    at = first.copy()
    seen: dict[int, int] = {}
    for row, place in zip(rows.tolist(), figure.tolist(), strict=True):
        if place in seen and not added_up:
            earlier = table.number(seen[place])
            reason = explain_refusal(RefusalCode.DUPLICATE_PART, row=earlier)
            table.refuse(row, part.headings[0], reason)
            continue
        own, before = part.state[row], state[place]
        if own == CellState.NUMBER and before <= CellState.BLANK:
            number[place] = part.number[row] + number[place] if added_up else part.number[row]
            state[place] = CellState.NUMBER
        elif own > CellState.BLANK:
            state[place] = max(before, own)
        if place not in seen or own == CellState.FAULT:
            at[place] = row
        seen.setdefault(place, row)
    return MeasurePart(number, state, part.headings, part.cells, at)
