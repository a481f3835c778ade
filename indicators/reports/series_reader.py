"""Read months of figures from any source of observations, pooled for each place."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeVar

from indicators.access.permissions import Permission, Viewer, require
from indicators.domain.catalogue import Catalogue
from indicators.domain.core import AreaBasis, LocalityKind
from indicators.domain.errors import FarMonthError
from indicators.domain.events import Events
from indicators.domain.indicator import Indicator
from indicators.domain.membership import (
    Membership,
    build_current_membership,
    build_historical_membership,
)
from indicators.domain.periods import Month
from indicators.domain.places import Places
from indicators.figures.figure import ReleasedFigures
from indicators.figures.icons import calculate_signals
from indicators.figures.kept_reads import KeptVersion
from indicators.figures.month_choice import MonthChoice
from indicators.figures.observation_source import ObservationSource
from indicators.figures.pooling import pool_places
from indicators.figures.row_gate import limit_to_viewer
from indicators.figures.series import MonthWindow, Series
from indicators.figures.signal import Signal
from indicators.reports.auditing.small_numbers import note_series

_ROWS = 20_000
"""About how many observations are read at a time. Until they are in arrays each takes 100 bytes."""
_Read = TypeVar("_Read")


class SeriesReader:
    """A source of observations, read with one catalogue and one list of places.

    `area_basis` decides which areas a place's earlier months are added up from. `kept` has what was
    read of the same version of the source, the catalogue and the places, if anything is kept.
    """

    kept: KeptVersion | None = None

    def __init__(
        self,
        source: ObservationSource,
        catalogue: Catalogue,
        places: Places,
        events: Events | None = None,
        *,
        area_basis: AreaBasis = AreaBasis.AS_IT_WAS,
    ) -> None:
        self.source = source
        self.catalogue = catalogue
        self.places = places
        self.events = events or Events()
        self.area_basis = area_basis

    def find_months(self, asked: Month | None = None) -> MonthChoice | None:
        """Return the months with data and the one in view: `asked` or the latest. None if empty.

        Raises FarMonthError for a month far from those with data: what is read and calculated for a
        page grows with the months up to it, and an address can name any month.
        """
        step = min((i.months for i in self.catalogue.dashboard), default=1)
        codes = [i.code for i in self.catalogue.dashboard]
        read = partial(self.source.list_months_with_data, codes, self.places.elsewhere)
        numbers = self.read_once(("months", *codes), read)
        every = (Month.from_number(number) for number in numbers)
        available = tuple(m for m in every if (m.month - 3) % step == 0)
        if not available:
            return None
        choice = MonthChoice(asked or available[-1], available)
        if choice.is_far:
            raise FarMonthError(
                f"There are no figures for {choice.shown.name}.",
                remedy=f"Choose a month from {available[0].name} to {available[-1].name}.",
            )
        return choice

    def find_basis_month(self) -> Month | None:
        """Return the latest month with data if today's areas are the basis, or None."""
        months = self.find_months() if self.area_basis is AreaBasis.TODAY else None
        return months.latest if months else None

    def get_areas_month(self, month: Month) -> Month:
        """Return the month whose places a page about `month` lists: its own, or today's."""
        return self.find_basis_month() or month

    def get_membership(self, codes: Iterable[str], first: Month, last: Month) -> Membership:
        """Return which areas each place pools in these months, by the area basis."""
        today = self.find_basis_month()
        if today is None:
            return build_historical_membership(self.places, codes, first, last)
        return build_current_membership(self.places, codes, first, last, today)

    def read_series(
        self,
        codes: Iterable[str],
        indicators: Sequence[Indicator],
        window: MonthWindow,
        viewer: Viewer,
    ) -> Series:
        """Return the months of places other than the city, pooled from their areas.

        As it was, each month pools the areas that the place had in it; by today's areas, every
        month pools those that the place has in the latest month with data.
        """
        require(viewer, Permission.VIEW_FIGURES)
        places = list(codes)

        def read(months: MonthWindow) -> Series:
            membership = self.get_membership(places, months.first, months.last)
            return self._pool(membership, indicators, months)

        return self._limit(self._read(places, indicators, window, read), viewer)

    def read_pooled_series(
        self,
        membership: Membership,
        indicators: Sequence[Indicator],
        window: MonthWindow,
        viewer: Viewer,
        made_of: Mapping[str, Sequence[str]] | None = None,
    ) -> Series:
        """Return the months of places with these areas.

        `made_of` holds the places behind what is no place itself.
        """
        require(viewer, Permission.VIEW_FIGURES)
        return self._limit(self._pool(membership, indicators, window), viewer, made_of)

    def read_city_series(
        self, indicators: Sequence[Indicator], window: MonthWindow, viewer: Viewer
    ) -> Series:
        """Return the city's months: as sent for the city, else the totals over its areas."""
        require(viewer, Permission.VIEW_FIGURES)
        city = self.places.city.code
        series = self._read([city], indicators, window, partial(self._add_up_city, indicators))
        return self._limit(series, viewer)

    def read_place_series(
        self,
        code: str,
        indicators: Sequence[Indicator],
        window: MonthWindow,
        viewer: Viewer,
    ) -> Series:
        """Return the months of one place of any kind."""
        if self.places[code].kind is LocalityKind.CITY:
            return self.read_city_series(indicators, window, viewer)
        return self.read_series([code], indicators, window, viewer)

    def find_released_figures(self) -> ReleasedFigures:
        """Return the published figures that people outside the agreements see."""
        return {}

    def read_once(self, key: Hashable, read: Callable[[], _Read]) -> _Read:
        """Return what `read` returns, or what is kept of it: see `KeptVersion.read_once`."""
        return self.kept.read_once(key, read) if self.kept else read()

    def _read(
        self,
        places: Sequence[str],
        indicators: Sequence[Indicator],
        window: MonthWindow,
        read: Callable[[MonthWindow], Series],
    ) -> Series:
        """Return what `read` returns of a window, or what is kept of it."""
        if self.kept is None:
            return read(window)
        # Who sees fewer services may have another latest month, and so another basis.
        basis = self.find_basis_month()
        key = basis, tuple(places), tuple(indicator.code for indicator in indicators)
        return self.kept.read_series(key, window, read)

    def _pool(
        self, membership: Membership, indicators: Sequence[Indicator], window: MonthWindow
    ) -> Series:
        spans = [span for each in membership.values() for span in each]
        every = dict.fromkeys([*membership, *(area for span in spans for area in span.areas)])
        single = Series(indicators, list(every), window)
        codes, places = [indicator.code for indicator in indicators], list(every)
        is_stretch = self.places.is_stretch(places)
        for some in _split(codes, len(every) * window.length):
            single.fill(self.source.read_texts(some, places, window.numbers, is_stretch=is_stretch))
        return pool_places(single, membership)

    def _add_up_city(self, indicators: Sequence[Indicator], window: MonthWindow) -> Series:
        city, codes = self.places.city.code, [indicator.code for indicator in indicators]
        series = Series(indicators, [city], window)
        series.fill_totals(
            city,
            self.source.read_city_totals(codes, window.numbers, self.places.not_areas),
            self._count_areas_by_month(window),
        )
        series.fill(self.source.read_texts(codes, [city], window.numbers))
        return series

    def _limit(
        self,
        series: Series,
        viewer: Viewer,
        made_of: Mapping[str, Sequence[str]] | None = None,
    ) -> Series:
        if not viewer.sees_everything:
            series = limit_to_viewer(series, viewer, self.find_released_figures, made_of)
        note_series(series)
        return series

    def calculate_signals(self, series: Series) -> dict[tuple[str, str], Signal]:
        """Return the icons of each (indicator, place) of a series over `get_signal_window`."""
        screened = self.catalogue.programme.screened_limits
        return calculate_signals(series, self.events, self.places, screened=screened)

    def _count_areas_by_month(self, window: MonthWindow) -> list[int]:
        """Return the number of centre areas in each month of the window."""
        stretches = self.places.split_by_changes(window.first, window.last)
        counted = [
            [len(self.places.list_by_kind(LocalityKind.AREA, first))]
            * MonthWindow(first, last).length
            for first, last in stretches
        ]
        return [areas for stretch in counted for areas in stretch]


def _split(codes: Sequence[str], rows: int) -> Iterator[Sequence[str]]:
    """Return the codes a few at a time, if each has so many rows."""
    size = max(1, _ROWS // max(1, rows))
    return (codes[at : at + size] for at in range(0, len(codes), size))
