"""Small tables of a shared view, and every set of counts that agrees with what they show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product

import numpy as np

from indicators.disclosure.shared_cells import (
    CellKey,
    Part,
    ReleasedTable,
    SharedCell,
    SharedTable,
    sum_parts,
)
from indicators.domain.periods import Month, Period

APRIL = Month.of(2026, 4)
Show = Callable[[np.ndarray], np.ndarray]
Counts = Mapping[tuple[str, int], tuple[int, ...]]
"""The components of an area's month; months are numbered from 0, which is April 2026."""


def build_table(
    counts: Counts,
    wholes: Mapping[str, Sequence[str]],
    periods: Sequence[tuple[int, int]],
    limit: int = 3,
) -> SharedTable:
    """A table of areas and of wholes that pool them, over periods (last month, how many months)."""
    areas = dict.fromkeys(area for area, _ in counts)
    pooled = {area: [area] for area in areas} | {w: list(held) for w, held in wholes.items()}
    cells = []
    for (last, months), (place, held) in product(periods, pooled.items()):
        within = range(last - months + 1, last + 1)
        parts = frozenset(
            Part(area, APRIL.ordinal + m, counts[area, m])
            for area in held
            for m in within
            if (area, m) in counts
        )
        weight = months * len(held)
        if parts:
            cells.append(SharedCell(place, Period(APRIL + last, months), parts, limit, weight))
    components = {len(each) for each in counts.values()}
    return SharedTable("visits", tuple(cells), add_up=components == {2})


def one_month(counts: Mapping[str, int], limit: int = 3, **wholes: Sequence[str]) -> SharedTable:
    """A table of a single month, of counts alone."""
    return build_table({(a, 0): (n,) for a, n in counts.items()}, wholes, [(0, 1)], limit)


def key(place: str, last: int = 0, months: int = 1) -> CellKey:
    return place, Period(APRIL + last, months)


def places_of(keys: frozenset[CellKey]) -> set[str]:
    return {place for place, _ in keys}


def enumerate_ranges(
    released: Sequence[ReleasedTable], component: int, most: int, show: Show = lambda count: count
) -> dict[tuple[int, CellKey], tuple[int, int]]:
    """The smallest and largest total of every hidden cell, by trying all counts up to `most`.

    Cells are named by the position of their release and their key. `show` is how shown totals are
    published, such as rounded.
    """
    every = [(at, cell) for at, each in enumerate(released) for cell in each.table.cells]
    parts = sorted({part for _, cell in every for part in cell.parts})
    grid = np.indices((most + 1,) * len(parts), dtype=np.int16).reshape(len(parts), -1)
    members = np.array([[part in cell.parts for part in parts] for _, cell in every], np.int16)
    totals = members @ grid
    agrees = np.ones(grid.shape[1], bool)
    for row, (at, cell) in enumerate(every):
        if cell.key not in released[at].hidden:
            agrees &= show(totals[row]) == show(np.array(sum_parts(cell.parts)[component]))
    return {
        (at, cell.key): (int(totals[row][agrees].min()), int(totals[row][agrees].max()))
        for row, (at, cell) in enumerate(every)
        if cell.key in released[at].hidden
    }
