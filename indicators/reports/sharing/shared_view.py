"""The shared view of a month: what may leave the circle of those who see exact figures.

It holds, for every indicator of the dashboards and every centre area, team, hub and the city: the
month, the rolling 12 months, last financial year, and the quarters that ended since that year
began. All of these are protected together, with the figures of earlier
releases. Figures are the engine's own, by the areas as they were in each month. Points of
sparklines and charts that are not among these periods are not in the shared view.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from indicators.access.permissions import Viewer
from indicators.disclosure.secondary import Suppression, suppress
from indicators.disclosure.shared_cells import CellKey, ReleasedTable, SharedCell
from indicators.domain.core import AreaBasis, LocalityKind
from indicators.domain.indicator import Indicator
from indicators.domain.localities import Locality
from indicators.domain.periods import Month, Period
from indicators.figures.figure import Figure
from indicators.figures.series import MonthWindow
from indicators.reports.base import Reports
from indicators.reports.sharing.shared_figures import WINDOW_MONTHS, SharedFigures, collect_figures

KINDS = (LocalityKind.AREA, LocalityKind.TEAM, LocalityKind.HUB, LocalityKind.CITY)
"""The smallest places first: each may be part of those of a later kind."""

Earlier = Mapping[str, Sequence[ReleasedTable]]
"""The tables of earlier releases, by indicator."""


@dataclass(frozen=True, slots=True)
class SharedRow:
    """One row of the shared view. `whole` are the codes of the places that count all its people.

    A hidden row has no figure.
    """

    place: Locality
    whole: tuple[str, ...]
    indicator: Indicator
    period: Period
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class SharedView:
    """Every row of a month's shared view, and what was hidden of each indicator."""

    month: Month
    rows: tuple[SharedRow, ...]
    suppressions: Mapping[str, Suppression]

    @property
    def hidden(self) -> int:
        """Return how many rows are hidden."""
        return sum(len(each.released.hidden) for each in self.suppressions.values())

    @property
    def small(self) -> int:
        """Return how many rows are hidden because they hold a small number themselves."""
        return sum(len(each.small) for each in self.suppressions.values())


def build_shared_view(
    reports: Reports, month: Month, viewer: Viewer, earlier: Earlier | None = None
) -> SharedView:
    """Return the shared view of a month, given the tables of earlier releases by indicator."""
    reports = reports.with_area_basis(AreaBasis.AS_IT_WAS)
    places = [p for kind in KINDS for p in reports.places.list_by_kind(kind, month)]
    rows: list[SharedRow] = []
    suppressions: dict[str, Suppression] = {}
    for shared in _collect_all(reports, places, month, viewer):
        code = shared.indicator.code
        suppressions[code] = suppress(shared.table, (earlier or {}).get(code, ()))
        rows += _list_rows(shared, places, suppressions[code].released.hidden)
    return SharedView(month, tuple(rows), suppressions)


def _collect_all(
    reports: Reports, places: Sequence[Locality], month: Month, viewer: Viewer
) -> Iterator[SharedFigures]:
    """Yield the figures of each indicator; all of them are read in three queries."""
    window = MonthWindow(month - (WINDOW_MONTHS - 1), month)
    indicators = reports.catalogue.dashboard
    held = reports.get_membership([p.code for p in places], window.first, month)
    areas = dict.fromkeys(a for each in held.values() for stretch in each for a in stretch.areas)
    held = reports.get_membership([*areas, *held], window.first, month)
    parts = [code for code in held if code != reports.places.city.code]
    series = reports.read_series(parts, indicators, window, viewer).without_wholes()
    city = reports.read_city_series(indicators, window, viewer).without_wholes()
    for indicator in indicators:
        yield collect_figures(indicator, places, series, city, held)


def _list_rows(
    shared: SharedFigures, places: Sequence[Locality], hidden: frozenset[CellKey]
) -> Iterator[SharedRow]:
    """Yield the rows of one indicator."""
    known = {place.code: (place, KINDS.index(place.kind)) for place in places}
    larger: dict[tuple[Period, int], list[SharedCell]] = {}
    for cell in shared.table.cells:
        for kind in range(known[cell.place][1]):
            larger.setdefault((cell.period, kind), []).append(cell)
    for cell in shared.table.cells:
        place, kind = known[cell.place]
        wholes = larger.get((cell.period, kind), []) if cell.parts else []
        whole = tuple(each.place for each in wholes if cell.parts <= each.parts)
        figure = None if cell.key in hidden else shared.figures[cell.key]
        yield SharedRow(place, whole, shared.indicator, cell.period, figure)
