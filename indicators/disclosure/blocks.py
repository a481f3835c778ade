"""Blocks of places that are protected one after another, so that time grows with their number.

Within a block, what the other blocks add to a figure counts as known. That is more than an outsider
knows, so what is safe within its block is safe. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indicators.disclosure.shared_cells import (
    Part,
    ReleasedTable,
    SharedCell,
    SharedTable,
)

MOST_PLACES = 60
"""Places with parts of their own that are still protected as one block."""
BLOCK_PLACES = 20
"""Places in each block of a larger council, at most."""


@dataclass(frozen=True, slots=True)
class Block:
    """The cells of some places, in this release and the earlier ones."""

    table: SharedTable
    earlier: tuple[ReleasedTable, ...]


def split_into_blocks(table: SharedTable, earlier: Sequence[ReleasedTable]) -> list[Block]:
    """Return the blocks of a table, each with its part of the earlier tables."""
    every = [*table.cells, *table.unpublished, *(c for each in earlier for c in each.table.cells)]
    block_of = _assign_places(every)
    count = len(set(block_of.values()))
    if count <= 1:
        return [Block(table, tuple(earlier))] if block_of else []
    tables = _divide_table(table, block_of, count)
    before = [_divide_table(each.table, block_of, count) for each in earlier]
    return [
        Block(
            mine,
            tuple(
                ReleasedTable(parts[at], each.hidden)
                for parts, each in zip(before, earlier, strict=True)
            ),
        )
        for at, mine in enumerate(tables)
    ]


def _assign_places(cells: Iterable[SharedCell]) -> dict[str, int]:
    """Return the block of each place. Those of a team or hub are together as far as they fit in."""
    sums = {cell.parts for cell in cells}
    groups = {frozenset(part.place for part in parts) for parts in sums}
    places = sorted({place for group in groups for place in group})
    if len(places) <= MOST_PLACES:
        return dict.fromkeys(places, 0)
    together = {place: [place] for place in places}
    for group in sorted(map(sorted, groups), key=lambda group: (len(group), group)):
        if len(group) > BLOCK_PLACES:
            break
        joined = sorted({place for each in group for place in together[each]})
        if len(joined) <= BLOCK_PLACES:
            together |= dict.fromkeys(joined, joined)
    block_of: dict[str, int] = {}
    block, size = 0, 0
    for place in places:
        members = together[place]
        if place in block_of:
            continue
        if size + len(members) > BLOCK_PLACES:
            block, size = block + 1, 0
        block_of |= dict.fromkeys(members, block)
        size += len(members)
    return block_of


def _divide_table(table: SharedTable, block_of: dict[str, int], count: int) -> list[SharedTable]:
    """Return the tables of all blocks, with only the parts in each."""
    cells = _divide(table.cells, block_of, count)
    unpublished = _divide(table.unpublished, block_of, count)
    return [
        replace(table, cells=tuple(mine), unpublished=tuple(others))
        for mine, others in zip(cells, unpublished, strict=True)
    ]


def _divide(
    cells: Sequence[SharedCell], block_of: dict[str, int], count: int
) -> list[list[SharedCell]]:
    divided: list[list[SharedCell]] = [[] for _ in range(count)]
    for cell in cells:
        parts: dict[int, list[Part]] = {}
        for part in cell.parts:
            parts.setdefault(block_of[part.place], []).append(part)
        for block, mine in parts.items():
            piece = replace(cell, parts=frozenset(mine), divided=len(parts) > 1)
            divided[block].append(piece)
    return divided
