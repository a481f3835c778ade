"""The shared view of a month: what may leave the circle of those who see exact figures.

It holds, for every indicator of the dashboards and every centre area, team, hub and the city: the
month, the rolling 12 months, last financial year, and the quarters that ended since that year
began. All of these are protected together, with the figures of earlier
releases. Figures are the engine's own, by the areas as they were in each month. Points of
sparklines and charts that are not among these periods are not in the shared view.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count

from indicators.disclosure.secondary import Suppression, suppress
from indicators.disclosure.shared_cells import ReleasedTable
from indicators.domain.catalogue import Catalogue
from indicators.domain.periods import Month
from indicators.domain.sharing.release import ReleaseCounts
from indicators.reports.sharing.released_figures import (
    ReleasedIndicator,
    SharedRow,
    build_released,
    list_rows,
)
from indicators.reports.sharing.shared_figures import SharedFigures

Earlier = Mapping[str, Sequence[ReleasedTable]]
"""The tables of earlier releases, by indicator."""


@dataclass(frozen=True, slots=True)
class SharedView:
    """A month's figures by indicator, with what is hidden of each."""

    month: Month
    released: Mapping[str, ReleasedIndicator]
    catalogue: Catalogue

    @property
    def rows(self) -> Iterator[SharedRow]:
        """Yield every row, hidden or shown, of the indicators that the catalogue still has."""
        for code, indicator in self.catalogue.indicators.items():
            if code in self.released:
                yield from list_rows(indicator, self.released[code])

    @property
    def suppressions(self) -> dict[str, Suppression]:
        return {code: each.suppression for code, each in self.released.items()}

    @property
    def counts(self) -> ReleaseCounts:
        every = self.suppressions.values()
        return ReleaseCounts(
            sum(len(each.released.table.cells) for each in every),
            sum(len(each.released.hidden) for each in every),
            sum(len(each.small) for each in every),
            sum(len(each.revealed) for each in every),
        )


def hide_cells(
    collected: Iterable[SharedFigures], earlier: Earlier
) -> dict[str, ReleasedIndicator]:
    """Return the figures of each indicator with what has to be hidden of them.

    Indicators do not depend on each other, so each processor works on one at a time.
    """

    def hide(shared: SharedFigures) -> tuple[str, ReleasedIndicator]:
        code = shared.indicator.code
        return code, build_released(shared, suppress(shared.table, earlier.get(code, ())))

    with ThreadPoolExecutor(cpu_count() or 1, thread_name_prefix="shared-view") as pool:
        return dict(pool.map(hide, collected))
