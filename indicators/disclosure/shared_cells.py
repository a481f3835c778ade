"""What a release publishes, and the parts that its figures add up. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from indicators.domain.periods import Period

CellKey = tuple[str, Period]
"""What identifies a cell within its table: place and period."""


class Part(NamedTuple):
    """The people of one place and month, as they were counted when a release was made.

    `month` is the ordinal of the month in which the counted period ends. `counts` are the
    components that add up independently of each other. A restated figure is another part, because
    its counts differ.
    """

    place: str
    month: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SharedCell:
    """One row of the shared view: an indicator of a place over a period, as a sum of parts.

    No count of 1 to `limit` may be published. `weight` says how useful the figure is: the least
    useful ones are hidden first. A `withheld` figure was already hidden by its sender. An
    `averaged` figure is a mean of months: its counts, and so its limit, are sums over these months.
    A `divided` one has only some of its parts, because the others are in another block. If it is
    `wide`, that block has given it a range wide enough, and only its smallest count matters here.
    """

    place: str
    period: Period
    parts: frozenset[Part]
    limit: int
    weight: int = 1
    withheld: bool = False
    averaged: bool = False
    divided: bool = False
    wide: bool = False

    @property
    def key(self) -> CellKey:
        """Return the place and period of the cell."""
        return self.place, self.period


@dataclass(frozen=True, slots=True)
class SharedTable:
    """Every cell that a release publishes of one indicator.

    Where the components `add_up`, they are the numerator and its complement, and their sum is the
    denominator, which is protected as well.

    `unpublished` cells are protected like hidden ones. They are counts that their senders hid, and
    the small counts of the months so far of periods that later releases will publish: they may
    still be small then. `zero_is_small` if 0 is hidden like a small number.
    """

    indicator: str
    cells: tuple[SharedCell, ...]
    add_up: bool
    unpublished: tuple[SharedCell, ...] = ()
    zero_is_small: bool = False


@dataclass(frozen=True, slots=True)
class ReleasedTable:
    """A table with the cells that were hidden in it: what the ledger keeps of a release."""

    table: SharedTable
    hidden: frozenset[CellKey]

    def list_shown(self) -> list[SharedCell]:
        """Return the cells that everyone can read."""
        return [cell for cell in self.table.cells if cell.key not in self.hidden]


def sum_parts(parts: Iterable[Part]) -> tuple[int, ...]:
    """Return the components of the parts, added up one by one."""
    return tuple(map(sum, zip(*(part.counts for part in parts), strict=True)))
