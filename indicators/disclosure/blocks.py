"""Blocks of places that are protected one after another, so that time grows with their number.

Within a block, what it adds to each figure that reaches beyond it counts as known. That is more
than an outsider knows, so a cell that is safe within its block is safe. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indicators.disclosure.shared_cells import (
    CellKey,
    Part,
    ReleasedTable,
    SharedCell,
    SharedTable,
)

MOST_PLACES = 60
"""Places with parts of their own that are still protected as one block."""
BLOCK_PLACES = 17
"""Places in each block of a larger council, at least."""
MOST_LINKED = 40
"""A cell of more places than this does not tie them into one block."""


@dataclass(frozen=True, slots=True)
class Block:
    """The cells of some places; `shared` cells reach beyond them and were in an earlier block."""

    table: SharedTable
    earlier: tuple[ReleasedTable, ...]
    shared: frozenset[CellKey]


def split_into_blocks(table: SharedTable, earlier: Sequence[ReleasedTable]) -> list[Block]:
    """Return the blocks of a table, each with its part of the earlier tables."""
    every = [*table.cells, *table.coming, *(cell for each in earlier for cell in each.table.cells)]
    block_of = _assign_places(every)
    count = len(set(block_of.values()))
    if count <= 1:
        return [Block(table, tuple(earlier), frozenset())]
    now, coming = _divide(table.cells, block_of), _divide(table.coming, block_of)
    before = [_divide(each.table.cells, block_of) for each in earlier]
    blocks, seen = [], set[CellKey]()
    for at in range(count):
        cells = now.get(at, ())
        kept = tuple(
            ReleasedTable(SharedTable(table.indicator, tuple(part.get(at, ())), table.add_up), h)
            for part, h in zip(before, (each.hidden for each in earlier), strict=True)
        )
        keys = {cell.key for cell in cells}
        soon = tuple(coming.get(at, ()))
        block = SharedTable(table.indicator, tuple(cells), table.add_up, soon)
        blocks.append(Block(block, kept, frozenset(keys & seen)))
        seen |= keys
    return blocks


def _assign_places(cells: Iterable[SharedCell]) -> dict[str, int]:
    """Return the block of each place: places of one team or hub are in the same block."""
    groups = {frozenset(part.place for part in cell.parts) for cell in cells}
    places = sorted({place for group in groups for place in group})
    if len(places) <= MOST_PLACES:
        return dict.fromkeys(places, 0)
    leader = {place: place for place in places}

    def find_leader(place: str) -> str:
        while leader[place] != place:
            place = leader[place]
        return place

    for group in sorted(map(sorted, groups)):
        if len(group) <= MOST_LINKED:
            for place in group:
                leader[find_leader(place)] = find_leader(group[0])
    together: dict[str, list[str]] = {}
    for place in places:
        together.setdefault(find_leader(place), []).append(place)
    block_of: dict[str, int] = {}
    block, size = 0, 0
    for _, members in sorted(together.items()):
        if size >= BLOCK_PLACES:
            block, size = block + 1, 0
        block_of |= dict.fromkeys(members, block)
        size += len(members)
    return block_of


def _divide(cells: Sequence[SharedCell], block_of: dict[str, int]) -> dict[int, list[SharedCell]]:
    """Return the cells of each block, with only the parts in it."""
    divided: dict[int, list[SharedCell]] = {}
    for cell in cells:
        parts: dict[int, list[Part]] = {}
        for part in cell.parts:
            parts.setdefault(block_of[part.place], []).append(part)
        for block, mine in parts.items():
            divided.setdefault(block, []).append(replace(cell, parts=frozenset(mine)))
    return divided
