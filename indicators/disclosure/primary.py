"""Primary suppression: which cells hold a small number themselves. Pure."""

from __future__ import annotations

from indicators.disclosure.shared_cells import SharedCell, SharedTable, sum_parts
from indicators.domain.periods import Period


def is_small(count: int, limit: int, *, zero: bool = False) -> bool:
    """Return whether a count must be hidden: 1 to `limit`, both included; `zero` if 0 as well."""
    return (0 if zero else 1) <= count <= limit


def has_small_number(cell: SharedCell, *, add_up: bool, zero: bool = False) -> bool:
    """Return whether a component of a cell, or what the components add up to, is small."""
    counts = sum_parts(cell.parts)
    every = (*counts, sum(counts)) if add_up else counts
    return any(is_small(count, cell.limit, zero=zero) for count in every)


def find_small_cells(table: SharedTable) -> frozenset[tuple[str, Period]]:
    """Return the keys of the cells that are hidden for what they hold themselves."""
    return frozenset(
        cell.key
        for cell in table.cells
        if cell.withheld or has_small_number(cell, add_up=table.add_up, zero=table.zero_is_small)
    )
