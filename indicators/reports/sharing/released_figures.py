"""The figures of one indicator in a release, and its rows as they leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indicators.disclosure.secondary import Suppression
from indicators.disclosure.shared_cells import CellKey, SharedCell
from indicators.domain.core import LocalityKind, Unit
from indicators.domain.indicator import Indicator
from indicators.domain.periods import Period
from indicators.figures.figure import Figure
from indicators.figures.judge_figures import judge_sums
from indicators.figures.span_sum import SpanSum
from indicators.reports.sharing.shared_figures import KINDS, SharedFigures

ROUNDED_TO = 5


@dataclass(frozen=True, slots=True)
class ReleasedIndicator:
    """What the ledger keeps of an indicator: exact counts, which are never shown as they are here.

    `sums` has the counts of every cell but those that their senders hid. `kinds` are those of the
    places. Where the figures are `rounded`, shown counts are rounded to 5.
    """

    suppression: Suppression
    sums: Mapping[CellKey, SpanSum]
    kinds: Mapping[str, LocalityKind]
    rounded: bool

    @property
    def cells(self) -> tuple[SharedCell, ...]:
        return self.suppression.released.table.cells


@dataclass(frozen=True, slots=True)
class SharedRow:
    """One row of the shared view: codes, counts and verdict of a place over a period.

    `whole` are the places that count all its people. A hidden row has no figure.
    """

    place: str
    kind: LocalityKind
    whole: tuple[str, ...]
    indicator: Indicator
    period: Period
    figure: Figure | None


def build_released(shared: SharedFigures, suppression: Suppression) -> ReleasedIndicator:
    """Return the figures of an indicator with what is hidden of them."""
    sums = {
        cell.key: shared.sums[cell.key]._replace(notes=())
        for cell in shared.table.cells
        if not cell.withheld
    }
    return ReleasedIndicator(suppression, sums, shared.kinds, shared.indicator.round_to_5)


def list_rows(indicator: Indicator, released: ReleasedIndicator) -> Iterator[SharedRow]:
    """Yield the rows of an indicator."""
    figures = _judge_shown(indicator, released)
    larger: dict[tuple[Period, int], list[SharedCell]] = {}
    ranks = {place: KINDS.index(kind) for place, kind in released.kinds.items()}
    for cell in released.cells:
        for rank in range(ranks[cell.place]):
            larger.setdefault((cell.period, rank), []).append(cell)
    for cell in released.cells:
        wholes = larger.get((cell.period, ranks[cell.place]), []) if cell.parts else []
        whole = tuple(each.place for each in wholes if cell.parts <= each.parts)
        kind = released.kinds[cell.place]
        yield SharedRow(cell.place, kind, whole, indicator, cell.period, figures.get(cell.key))


def _judge_shown(indicator: Indicator, released: ReleasedIndicator) -> dict[CellKey, Figure]:
    """Return the figures that are not hidden. All in them follows from the counts that are shown.

    What the files said of a figure (its notes) may name any number, and is left out.
    """
    by_period: dict[Period, dict[str, SpanSum]] = {}
    for cell in released.suppression.released.list_shown():
        added = released.sums[cell.key]
        shown = _round_counts(added, indicator.unit) if released.rounded else added
        by_period.setdefault(cell.period, {})[cell.place] = shown
    return {
        (place, period): figure
        for period, sums in by_period.items()
        for place, figure in judge_sums(indicator, sums).items()
    }


def _round_counts(added: SpanSum, unit: Unit) -> SpanSum:
    """Return a sum with its counts of people rounded; that of the months of a mean is exact."""
    numerator, denominator = _round(added.numerator), added.denominator
    if unit is not Unit.COUNT:
        denominator = _round(denominator)
    return added._replace(numerator=numerator, denominator=denominator)


def _round(count: int) -> int:
    """Return a count rounded to 5; only 0 itself becomes 0."""
    nearest = (count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO
    return max(nearest, ROUNDED_TO) if count else 0
