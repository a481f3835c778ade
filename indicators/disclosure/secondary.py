"""Secondary suppression: hide more cells until no hidden one can be worked out. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

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
    progress = _Progress(set(small))
    for block in split_into_blocks(table, earlier):
        _suppress_block(block, progress)
    linked = {cell.key for cell in table.cells if cell.parts}
    revealed = progress.revealed | ((progress.hidden & linked) - progress.wide)
    hidden = frozenset(progress.hidden)
    return Suppression(ReleasedTable(table, hidden), small, frozenset(revealed & hidden))


@dataclass(slots=True)
class _Progress:
    """The cells that are hidden after some blocks.

    Those that are `wide` have a range as wide as the rule asks for; `revealed` ones cannot.
    """

    hidden: set[CellKey]
    wide: set[CellKey] = field(default_factory=set)
    revealed: set[CellKey] = field(default_factory=set)


def _suppress_block(block: Block, progress: _Progress) -> None:
    """Hide the cells of one block that have to be hidden.

    A cell that an earlier block made wide may still be known to be too high here.
    """
    hidden = progress.hidden
    cells = tuple(
        replace(cell, wide=True) if cell.key in progress.wide else cell
        for cell in block.table.cells
    )
    system = ConstraintSystem(replace(block.table, cells=cells), block.earlier)
    shown = system.select(cell for cell in cells if cell.key not in hidden)
    # A divided cell may look like one of its areas here. If that is hidden, so is the cell.
    shown &= ~system.select(c for c in cells if c.key in hidden and not c.divided)
    for each in block.earlier:
        shown &= ~system.select(cell for cell in each.table.cells if cell.key in each.hidden)
    shown |= system.fixed
    shown &= ~system.unpublished
    targets = system.select(cell for cell in cells if cell.key in hidden) | ~shown
    search = ProtectionSearch(system, ~shown, targets)
    search.run()
    for cell in cells:
        if cell.parts and search.hidden[system.row_of[cell.parts]]:
            hidden.add(cell.key)
            is_revealed = search.revealed[system.row_of[cell.parts]]
            (progress.revealed if is_revealed else progress.wide).add(cell.key)
