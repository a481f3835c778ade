"""One function for each question a page asks: rows out, as the one who asks may see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from indicators.access.permissions import Permission, Viewer, require
from indicators.domain.area_changes import list_area_changes
from indicators.domain.catalogue import Catalogue, Indicator
from indicators.domain.core import AreaBasis, LocalityKind
from indicators.domain.events import Events
from indicators.domain.localities import Locality
from indicators.domain.membership import (
    Membership,
    build_current_membership,
    build_historical_membership,
)
from indicators.domain.periods import Month, Period, get_rolling_year
from indicators.domain.places import Places
from indicators.figures.figure import calculate_change, calculate_figure
from indicators.figures.icons import Signal, calculate_signals, get_signal_window
from indicators.figures.pooling import pool_places
from indicators.figures.series import MonthWindow, Series
from indicators.reports.models import (
    DashboardRow,
    MonthChoice,
    PlaceReport,
    ServiceArrival,
    SparklinePoint,
)
from indicators.store.observations import IndicatorTable, Load

SPARKLINE_MONTHS = 24


class Reports:
    """The questions, asked of one table with one catalogue and one list of places.

    `seen_on` is the day at whose end the table is looked at, if that is not now, and `lens` says
    which areas earlier months are added up from. Targets, definitions, places and events are dated
    in the files that say them, and are read from those as they are.
    """

    def __init__(
        self,
        table: IndicatorTable,
        catalogue: Catalogue,
        places: Places,
        events: Events | None = None,
        *,
        seen_on: date | None = None,
        lens: AreaBasis = AreaBasis.AS_IT_WAS,
    ) -> None:
        self.table = table
        self.catalogue = catalogue
        self.places = places
        self.events = events or Events()
        self.seen_on = seen_on
        self.lens = lens

    def as_at(self, day: date | None) -> Reports:
        """The same questions, answered as they were at the end of a day (UTC); None is now."""
        if day is None:
            return self
        end = datetime.combine(day, time(), UTC) + timedelta(days=1)
        return self.after(self.table.as_at(end).version(), day)

    def after(self, event: int, day: date | None = None) -> Reports:
        """The same questions, answered as they were right after an event of the table."""
        return self._like(table=self.table.after(event), seen_on=day)

    def with_area_basis(self, lens: AreaBasis) -> Reports:
        """The same questions, with earlier months added up from other areas."""
        return self if lens is self.lens else self._like(lens=lens)

    def _like(self, **other: Any) -> Reports:
        same = {"table": self.table, "seen_on": self.seen_on, "lens": self.lens}
        made = same | other
        return Reports(made.pop("table"), self.catalogue, self.places, self.events, **made)

    def today(self) -> Month | None:
        """The month whose areas are today's: the latest that has data. None as it was."""
        months = self.find_months() if self.lens is AreaBasis.TODAY else None
        return months.latest if months else None

    def get_areas_month(self, month: Month) -> Month:
        """The month whose places stand on a page that shows `month`: its own, or today's."""
        return self.today() or month

    # What every page asks

    @property
    def home_kind(self) -> LocalityKind:
        """What people choose from on the home page: teams, else areas, else the city alone."""
        return next(
            k
            for k in (LocalityKind.TEAM, LocalityKind.AREA, LocalityKind.CITY)
            if self.places.list_by_kind(k)
        )

    def version(self) -> int:
        return self.table.version()

    def has_synthetic(self) -> bool:
        return self.table.has_synthetic()

    def find_months(self, asked: Month | None = None) -> MonthChoice | None:
        """The months that have data with the one asked for, or the latest; None with no data."""
        step = min((i.months for i in self.catalogue.dashboard), default=1)
        codes = [i.code for i in self.catalogue.dashboard]
        numbers = self.table.list_months_with_data(codes, self.places.elsewhere)
        every = (Month.from_number(number) for number in numbers)
        known = tuple(m for m in every if (m.month - 3) % step == 0)
        if not known:
            return None
        return MonthChoice(asked or known[-1], known)

    def list_history(self, limit: int, viewer: Viewer) -> list[Load]:
        """Return what was loaded and undone, the latest first."""
        require(viewer, Permission.VIEW_LOAD_HISTORY)
        return self.table.list_history(limit)

    def find_load(self, event: int, viewer: Viewer) -> Load:
        """Return one event of the history. Raises UserError where there is none of that number."""
        require(viewer, Permission.VIEW_LOAD_HISTORY)
        return self.table.load(event)

    def list_arrivals(self, month: Month) -> tuple[ServiceArrival, ...]:
        """What each service has sent for a month, and for how many of the areas there are then."""
        codes = [i.code for i in self.catalogue.dashboard]
        city, elsewhere = self.places.city.code, self.places.elsewhere
        came = {
            row.service: row
            for row in self.table.count_arrivals(codes, month.number, city, elsewhere)
        }
        of = len(self.places.list_by_kind(LocalityKind.AREA, month))
        return tuple(
            ServiceArrival(s, row.areas, of, bool(row.whole))
            if row
            else ServiceArrival(s, 0, of, False)
            for s in self.catalogue.dashboard_services
            for row in [came.get(s.code)]
        )

    # The pages

    def build_place_report(
        self, code: str, asked: Month | None, viewer: Viewer
    ) -> PlaceReport | None:
        """A locality's dashboard at a month; None while nothing has been loaded.

        Raises UnknownPlace.
        """
        place = self.places[code]
        months = self.find_months(asked)
        if months is None:
            return None
        month = months.shown
        indicators = self.catalogue.dashboard
        arranged = self.get_areas_month(month)
        areas = tuple(self.places.list_areas(code, arranged))
        rows = self.build_rows(code, indicators, month, viewer)
        team = (
            self.places.find_parent(code, LocalityKind.TEAM, arranged)
            if place.kind is LocalityKind.AREA
            else place
        )
        return PlaceReport(
            place=place,
            months=months,
            arrivals=self.list_arrivals(month),
            tabs=self._tabs(place, team, arranged),
            areas=areas,
            team=team if team and team.kind is LocalityKind.TEAM else None,
            hub=self.places.find_parent(code, LocalityKind.HUB, arranged),
            changes=list_area_changes(self.places, code, month - (SPARKLINE_MONTHS - 1), month),
            untold=self._untold(code, month),
            blocks=tuple(
                (service, tuple(rows[i.code] for i in indicators if i.service == service.code))
                for service in self.catalogue.dashboard_services
            ),
        )

    def build_rows(
        self, code: str, indicators: Sequence[Indicator], month: Month, viewer: Viewer
    ) -> dict[str, DashboardRow]:
        """The dashboard's rows of a place at a month, by indicator."""
        series = self.read_place_series(code, indicators, get_signal_window(month), viewer)
        whole = self.places[code].kind is LocalityKind.CITY
        city = (
            series
            if whole
            else self.read_city_series(indicators, MonthWindow(month - 11, month), viewer)
        )
        icons, city_code = self.calculate_signals(series), self.places.city.code
        return {
            i.code: _row(i, code, series, city, city_code, icons[i.code, code]) for i in indicators
        }

    def list_loads_behind(self, report: PlaceReport) -> list[Load]:
        """The loads whose figures stand behind a place's 12 months, newest first."""
        span = get_rolling_year(report.months.shown)
        return self.list_loads_in_span(
            [report.place.code], [i.code for i in self.catalogue.dashboard], span
        )

    def list_loads_in_span(
        self, codes: Sequence[str], indicators: Sequence[str], span: Period
    ) -> list[Load]:
        """The loads whose figures stand in a span of these places or their areas, newest first."""
        held = self.get_membership(codes, span.start, span.ended).values()
        places = dict.fromkeys([*codes, *(a for each in held for h in each for a in h.areas)])
        months = MonthWindow(span.start, span.ended).numbers
        return self.table.list_loads_behind(months, indicators, list(places))

    # The read API

    def page_observations(
        self,
        indicators: Sequence[str],
        places: Sequence[str],
        first: Month,
        last: Month,
        *,
        limit: int,
        offset: int,
        viewer: Viewer,
    ) -> tuple[int, list[Any]]:
        """How many observations stand in a span, and one page of them."""
        require(viewer, Permission.VIEW_EXACT_FIGURES)
        return self.table.page(
            indicators, places, first.number, last.number, limit=limit, offset=offset
        )

    # How they are answered

    def read_series(
        self,
        codes: Iterable[str],
        indicators: Sequence[Indicator],
        window: MonthWindow,
        viewer: Viewer,
    ) -> Series:
        """The months of places other than the city, pooled from their areas, in one query.

        As it was, each month pools the areas that the place held in it; by today's areas, every
        month pools those that the place holds in the latest month there is.
        """
        return self.read_pooled_series(
            self.get_membership(codes, window.first, window.last), indicators, window, viewer
        )

    def read_pooled_series(
        self, held: Membership, indicators: Sequence[Indicator], window: MonthWindow, viewer: Viewer
    ) -> Series:
        """The months of places that hold these areas, in one query."""
        require(viewer, Permission.VIEW_EXACT_FIGURES)
        every = dict.fromkeys(
            [*held, *(a for each in held.values() for h in each for a in h.areas)]
        )
        single = Series(indicators, list(every), window)
        asked = [indicator.code for indicator in indicators]
        single.fill(self.table.read_observations(asked, list(every), window.numbers))
        return pool_places(single, held)

    def get_membership(self, codes: Iterable[str], first: Month, last: Month) -> Membership:
        """Which areas each place pools in these months, through the lens."""
        today = self.today()
        if today is None:
            return build_historical_membership(self.places, codes, first, last)
        return build_current_membership(self.places, codes, first, last, today)

    def read_place_series(
        self,
        code: str,
        indicators: Sequence[Indicator],
        window: MonthWindow,
        viewer: Viewer,
    ) -> Series:
        """The months of one place of any kind."""
        if self.places[code].kind is LocalityKind.CITY:
            return self.read_city_series(indicators, window, viewer)
        return self.read_series([code], indicators, window, viewer)

    def calculate_signals(self, series: Series) -> dict[tuple[str, str], Signal]:
        """The icons of every (indicator, place) of a series over a `signal_window`."""
        screened = self.catalogue.programme.screened_limits
        return calculate_signals(series, self.events, self.places, screened=screened)

    def read_city_series(
        self, indicators: Sequence[Indicator], window: MonthWindow, viewer: Viewer
    ) -> Series:
        """The city's months: as sent for the city, else the totals kept over its areas."""
        require(viewer, Permission.VIEW_EXACT_FIGURES)
        city = self.places.city.code
        codes = [indicator.code for indicator in indicators]
        series = Series(indicators, [city], window)
        series.fill_totals(
            city,
            self.table.read_city_totals(codes, window.numbers, self.places.not_areas),
            self._areas_by_month(window),
        )
        series.fill(self.table.read_observations(codes, [city], window.numbers))
        return series

    def _areas_by_month(self, window: MonthWindow) -> list[int]:
        """How many centre areas there were in each month."""
        stretches = self.places.split_by_changes(window.first, window.last)
        counted = [
            [len(self.places.list_by_kind(LocalityKind.AREA, first))]
            * MonthWindow(first, last).length
            for first, last in stretches
        ]
        return [areas for stretch in counted for areas in stretch]

    def list_kinds(self, month: Month, kinds: Iterable[LocalityKind]) -> tuple[LocalityKind, ...]:
        """Those of the kinds that some place is of which pools an area in a month."""
        return tuple(
            kind
            for kind in kinds
            if any(
                self.places.list_areas(p.code, month) for p in self.places.list_by_kind(kind, month)
            )
        )

    def _untold(self, code: str, month: Month) -> int:
        """Of how many areas of a place some month shown cannot be told."""
        held = self.get_membership([code], month - (SPARKLINE_MONTHS - 1), month)[code]
        return max((each.unknown for each in held), default=0)

    def _tabs(self, place: Locality, team: Locality | None, month: Month) -> tuple[Locality, ...]:
        if team is None or team.kind is LocalityKind.CITY:
            return (place,)
        return (team, *self.places.list_areas(team.code, month))


def _row(
    indicator: Indicator, place: str, series: Series, city: Series, city_code: str, signal: Signal
) -> DashboardRow:
    month = series.window.last
    rolling = calculate_figure(series, indicator, place, get_rolling_year(month))
    before = calculate_figure(series, indicator, place, get_rolling_year(month - 12))
    return DashboardRow(
        indicator=indicator,
        last_year=calculate_figure(series, indicator, place, month.last_financial_year),
        rolling=rolling,
        before=before,
        month=calculate_figure(series, indicator, place, Period(month, indicator.months)),
        city=calculate_figure(city, indicator, city_code, get_rolling_year(month)),
        change=calculate_change(rolling, before, indicator),
        points=_points(series, indicator, place),
        signal=signal,
    )


def _points(series: Series, indicator: Indicator, place: str) -> tuple[SparklinePoint, ...]:
    definition = indicator.find_definition(series.window.last)
    first = series.window.last - (SPARKLINE_MONTHS - 1)
    values = series.list_monthly_values(indicator.code, place)[-SPARKLINE_MONTHS:]
    points = []
    for at, value in enumerate(values):
        month = first + at
        target = definition and indicator.find_target(month, definition.code, place)
        points.append(SparklinePoint(month, value, target.value if target else None))
    return tuple(points)
