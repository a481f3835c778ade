"""The rows that are shown, as few and as short as they can be made with little work. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indicators.disclosure.bounds import ShownRows
from indicators.disclosure.constraints import ConstraintSystem, Rows

ROUNDS = 3
"""Times that rows are shortened: a year less its quarters, a quarter less its months."""


def select_shown(system: ConstraintSystem, shown: Rows) -> ShownRows:
    """Return the shown rows of a system as they are."""
    numbers = np.flatnonzero(shown)
    return ShownRows(numbers, system.members[numbers], system.totals[:, numbers])


def shorten_shown(system: ConstraintSystem, shown: Rows) -> ShownRows:
    """Return rows that say the same as the shown rows of a system, also after some are hidden.

    From each row, the largest fixed row within it is subtracted. Fixed rows are never hidden, so
    what is left is known exactly as long as the row itself is. A row that then equals a fixed one
    says nothing more, and is left out.
    """
    rows = select_shown(system, shown)
    fixed = system.fixed[rows.numbers]
    members, totals = rows.members, rows.totals
    for _ in range(ROUNDS):
        members, totals = _subtract_largest(members, totals, fixed)
    kept = _list_different(members, fixed)
    return ShownRows(rows.numbers[kept], members[kept], totals[:, kept])


def _subtract_largest(
    members: NDArray[np.bool_], totals: NDArray[np.int64], fixed: Rows
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Return the rows less the largest fixed row within each, if there is one."""
    inner, sizes = members[fixed], members.sum(axis=1)
    if not len(inner):
        return members, totals
    packed = _pack(members)
    each_inner = packed[fixed][:, None]
    is_within = ((packed & each_inner) == each_inner).all(axis=2)
    inner_sizes = sizes[fixed][:, None]
    within = np.where(is_within & (inner_sizes < sizes), inner_sizes, 0)
    largest: NDArray[np.intp] = within.argmax(axis=0)
    has_any: Rows = np.asarray(within.any(axis=0))
    members = members & ~(inner[largest] & has_any[:, None])
    return members, totals - np.where(has_any, totals[:, fixed][:, largest], 0)


def _list_different(members: NDArray[np.bool_], fixed: Rows) -> list[int]:
    """Return the positions of the rows that equal no fixed row before them."""
    packed = _pack(members)
    seen: set[bytes] = set()
    kept: list[int] = []
    for at in np.argsort(~fixed, kind="stable").tolist():
        content = packed[at].tobytes()
        if content not in seen:
            kept.append(at)
        if fixed[at]:
            seen.add(content)
    return sorted(kept)


def _pack(members: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Return each row as a few numbers of 64 bits, which are compared quickly."""
    rows, columns = members.shape
    padded = np.zeros((rows, columns + -columns % 64), bool)
    padded[:, :columns] = members
    return np.packbits(padded, axis=1).view(np.uint64)
