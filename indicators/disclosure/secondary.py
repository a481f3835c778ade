"""Secondary suppression: hide more cells until no hidden one can be worked out. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.disclosure.blocks import Block, split_into_blocks
from indicators.disclosure.constraints import ConstraintSystem
from indicators.disclosure.primary import find_small_cells
from indicators.disclosure.protection_search import ProtectionSearch
from indicators.disclosure.shared_cells import CellKey, ReleasedTable, SharedTable


@dataclass(frozen=True, slots=True)
class Suppression:
    """A table with the cells that it hides.

    `small` cells hold a small number themselves; the other hidden ones protect them. `revealed`
    cells are hidden in vain: earlier releases show what they hold, or narrow it too far.
    """

    released: ReleasedTable
    small: frozenset[CellKey]
    revealed: frozenset[CellKey]


def suppress(table: SharedTable, earlier: Sequence[ReleasedTable] = ()) -> Suppression:
    """Return which cells of a table to hide, given what was released earlier."""
    small = find_small_cells(table)
    hidden, revealed = set(small), set[CellKey]()
    for block in split_into_blocks(table, earlier):
        _suppress_block(block, hidden, revealed)
    return Suppression(ReleasedTable(table, frozenset(hidden)), small, frozenset(revealed & hidden))


def _suppress_block(block: Block, hidden: set[CellKey], revealed: set[CellKey]) -> None:
    """Add the cells to hide, and those revealed, of some areas and the places they are part of."""
    system = ConstraintSystem(block.table, block.earlier)
    shown = system.select(cell for cell in block.table.cells if cell.key not in hidden)
    for each in block.earlier:
        shown &= ~system.select(cell for cell in each.table.cells if cell.key in each.hidden)
    shown |= system.fixed
    shown &= ~system.coming
    whole = [cell for cell in block.table.cells if cell.key not in block.shared]
    kept = [cell for each in block.earlier for cell in each.table.cells]
    targets = system.select(cell for cell in whole if cell.key in hidden) | ~shown
    targets &= system.select([*whole, *kept, *block.table.coming])
    search = ProtectionSearch(system, ~shown, targets)
    search.run()
    for cell in block.table.cells:
        if cell.parts:
            row = system.row_of[cell.parts]
            if search.hidden[row]:
                hidden.add(cell.key)
            if search.revealed[row]:
                revealed.add(cell.key)
