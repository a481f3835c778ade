"""The figures of an indicator in a release, as the ledger keeps them: lists and numbers.

Places and parts are named by their position. The parts of a cell are runs of such positions, since
a year has the neighbouring months of each area.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from indicators.disclosure.secondary import Suppression
from indicators.disclosure.shared_cells import (
    Part,
    ReleasedTable,
    SharedCell,
    SharedTable,
)
from indicators.domain.core import LocalityKind, ObservationStatus
from indicators.domain.periods import Month, Period
from indicators.figures.span_sum import SpanSum
from indicators.reports.sharing.released_figures import ReleasedIndicator
from indicators.reports.sharing.shared_figures import SharedFigures

Content = dict[str, Any]
FOUND = ("hidden", "small", "revealed")
"""The cells that are hidden: all, those that are small, and those that are hidden in vain."""


def encode_figures(shared: SharedFigures) -> Content:
    """Return exact figures and settings as lists and numbers, before anything is hidden."""
    table = shared.table
    parts = sorted({part for cell in table.cells for part in cell.parts})
    position = {part: at for at, part in enumerate(parts)}
    places = sorted({part.place for part in parts} | {cell.place for cell in table.cells})
    code_of = {place: at for at, place in enumerate(places)}

    def encode_cell(cell: SharedCell) -> list[Any]:
        runs = list(_list_runs(sorted(position[part] for part in cell.parts)))
        head = [code_of[cell.place], cell.period.ended.ordinal, cell.period.months]
        flags = 2 * cell.averaged + cell.withheld
        return [*head, cell.limit, cell.weight, flags, runs]

    return {
        "places": places,
        "kinds": dict(shared.kinds),
        "parts": [[code_of[part.place], part.month, *part.counts] for part in parts],
        "cells": [encode_cell(cell) for cell in table.cells],
        "sums": [
            None if cell.withheld else _encode_sum(shared.sums[cell.key]) for cell in table.cells
        ],
        "add_up": table.add_up,
        "zero_is_small": table.zero_is_small,
        "rounded": shared.indicator.round_to_5,
    }


def encode_suppression(suppression: Suppression) -> Content:
    """Return which cells are hidden, by their position, and why."""
    chosen = (suppression.released.hidden, suppression.small, suppression.revealed)
    keys = [cell.key for cell in suppression.released.table.cells]
    return {
        name: [at for at, key in enumerate(keys) if key in those]
        for name, those in zip(FOUND, chosen, strict=True)
    }


def decode_released(code: str, content: Content) -> ReleasedIndicator:
    """Return figures from what the ledger kept."""
    released = decode_table(code, content)
    cells = released.table.cells
    small, revealed = (frozenset(cells[at].key for at in content[name]) for name in FOUND[1:])
    return ReleasedIndicator(
        Suppression(released, small, revealed),
        {
            cell.key: _decode_sum(cell.period, numbers)
            for cell, numbers in zip(cells, content["sums"], strict=True)
            if numbers
        },
        {place: LocalityKind(kind) for place, kind in content["kinds"].items()},
        content["rounded"],
    )


def decode_tables(code: str, contents: Iterable[Content]) -> list[ReleasedTable]:
    """Return the cells of an indicator in successive releases, and which of them are hidden.

    Most of what they add up is the same, and is kept once, so that it is compared quickly.
    """
    known: dict[frozenset[Part], frozenset[Part]] = {}
    return [decode_table(code, content, known) for content in contents]


def decode_table(
    code: str, content: Content, known: dict[frozenset[Part], frozenset[Part]] | None = None
) -> ReleasedTable:
    """Return the cells of an indicator, and which of them are hidden.

    Sets of parts that are `known` are used again, and the others become known.
    """
    places: list[str] = content["places"]
    parts = [Part(places[at], month, tuple(counts)) for at, month, *counts in content["parts"]]
    periods: dict[tuple[int, int], Period] = {}
    same = {} if known is None else known

    def decode_cell(numbers: Sequence[Any]) -> SharedCell:
        place, ended, months, limit, weight, flags, runs = numbers
        period = periods.setdefault((ended, months), Period(Month(ended), months))
        mine = frozenset(chain.from_iterable(parts[first:end] for first, end in runs))
        mine = same.setdefault(mine, mine)
        withheld, averaged = bool(flags & 1), bool(flags & 2)
        return SharedCell(places[place], period, mine, limit, weight, withheld, averaged)

    cells = tuple(map(decode_cell, content["cells"]))
    zero_is_small = content["zero_is_small"]
    table = SharedTable(code, cells, content["add_up"], zero_is_small=zero_is_small)
    return ReleasedTable(table, frozenset(cells[at].key for at in content["hidden"]))


def calculate_digest(contents: Mapping[str, Content]) -> str:
    """Return a hash of exact figures and settings, by indicator."""
    return hashlib.sha256(json.dumps(contents, sort_keys=True).encode()).hexdigest()


def _list_runs(positions: Iterable[int]) -> Iterator[list[int]]:
    """Yield the first position of each run and the one after its last."""
    run: list[int] = []
    for at in positions:
        if run and run[1] == at:
            run[1] = at + 1
            continue
        if run:
            yield run
        run = [at, at + 1]
    if run:
        yield run


def _encode_sum(added: SpanSum) -> list[int]:
    return [
        added.numerator,
        added.denominator,
        added.months_with,
        added.months_counted,
        added.months_hidden,
        added.areas_missing,
        added.areas_unpooled,
    ]


def _decode_sum(period: Period, numbers: Sequence[int]) -> SpanSum:
    numerator, denominator, months_with, months_counted, months_hidden, missing, unpooled = numbers
    return SpanSum(
        period,
        ObservationStatus.OK,
        numerator,
        denominator,
        months_with=months_with,
        months_counted=months_counted,
        months_hidden=months_hidden,
        areas_missing=missing,
        areas_unpooled=unpooled,
    )
