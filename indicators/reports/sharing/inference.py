"""What an outsider could infer from a release, cell by cell, before it is published.

It holds possible ranges and never a hidden count, so that it can be shown to someone who may not
see exact figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from indicators.disclosure.attack import AttackedCell, InferredRange, attack
from indicators.disclosure.secondary import Suppression
from indicators.disclosure.shared_cells import CellKey, ReleasedTable
from indicators.domain.periods import Period
from indicators.domain.sharing.release import ReleaseCounts


class Safety(StrEnum):
    """Whether a hidden figure is protected as the rule asks."""

    SAFE = "safe"
    REVEALED = "revealed"
    """Earlier releases had said too much of it already."""
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class InferredCell:
    """A hidden figure: why it is hidden, and the counts that it may have.

    Without ranges nothing can be inferred, because no total holds it.
    """

    place: str
    period: Period
    is_small: bool
    numerator: InferredRange | None
    denominator: InferredRange | None
    safety: Safety


@dataclass(frozen=True, slots=True)
class IndicatorInference:
    """The hidden figures of one indicator."""

    indicator: str
    counts: ReleaseCounts
    cells: tuple[InferredCell, ...]

    def count_cells(self, safety: Safety) -> int:
        return sum(cell.safety is safety for cell in self.cells)


def infer_cells(
    indicator: str, suppression: Suppression, others: Sequence[ReleasedTable]
) -> IndicatorInference:
    """Return what an outsider who has all releases could infer; `others` are in their order."""
    released = suppression.released
    attacked: dict[CellKey, AttackedCell] = {}
    for found in attack(released, others):  # the cells of this release come first
        attacked.setdefault(found.cell.key, found)
    cells = [
        _describe_cell(key, suppression, attacked.get(key))
        for key in sorted(released.hidden, key=lambda key: (key[1].ended, key[1].months, key[0]))
    ]
    counts = ReleaseCounts(
        len(released.table.cells),
        len(released.hidden),
        len(suppression.small),
        len(suppression.revealed),
    )
    return IndicatorInference(indicator, counts, tuple(cells))


def _describe_cell(
    key: CellKey, suppression: Suppression, found: AttackedCell | None
) -> InferredCell:
    place, period = key
    is_small = key in suppression.small
    if found is None:
        return InferredCell(place, period, is_small, None, None, Safety.SAFE)
    has_denominator = len(found.ranges) > 1
    safety = Safety.SAFE
    if found.recovered or found.narrowed:
        safety = Safety.UNSAFE
    elif found.revealed:
        safety = Safety.REVEALED
    return InferredCell(
        place,
        period,
        is_small,
        found.ranges[0],
        found.ranges[-1] if has_denominator else None,
        safety,
    )
