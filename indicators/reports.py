"""One function for each question a page asks: rows out, as the one who asks may see them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from indicators.catalogue import Catalogue, Indicator, Service, Target
from indicators.errors import UserError
from indicators.figures import Change, Figure, change_of, figure_of
from indicators.model import Better, Kind, Unit, Verdict, Viewer
from indicators.periods import Month, Period, rolling_year
from indicators.places import Locality, Places
from indicators.series import Series, Window
from indicators.table import IndicatorTable, Load

SPARKLINE_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Point:
    """One month of a sparkline; None where the month has no figure or the target is not set."""

    month: Month
    value: Fraction | None
    target: Decimal | None


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator of one place, at one month: everything the row of a dashboard shows."""

    indicator: Indicator
    last_year: Figure
    rolling: Figure
    before: Figure
    month: Figure
    city: Figure
    change: Change | None
    points: tuple[Point, ...]

    @property
    def target(self) -> Target | None:
        return self.rolling.target

    @property
    def calls_for_action(self) -> bool:
        """A cross, or an N/A that got worse on last year."""
        worse = self.change is not None and self.change.direction == "worse"
        return self.rolling.verdict is Verdict.CROSS or (
            self.rolling.verdict is Verdict.NA and worse
        )


@dataclass(frozen=True, slots=True)
class Arrival:
    """Whether a service's extract for a month is in."""

    service: Service
    arrived: bool


@dataclass(frozen=True, slots=True)
class Months:
    """The month in view among those that have data."""

    shown: Month
    known: tuple[Month, ...]

    @property
    def has_data(self) -> bool:
        return self.shown in self.known

    @property
    def previous(self) -> Month | None:
        return max((m for m in self.known if m < self.shown), default=None)

    @property
    def following(self) -> Month | None:
        return min((m for m in self.known if m > self.shown), default=None)

    @property
    def latest(self) -> Month | None:
        return self.known[-1] if self.known else None


@dataclass(frozen=True, slots=True)
class PlaceReport:
    """A locality's dashboard. `tabs` are the team and its areas, or the place alone."""

    place: Locality
    months: Months
    arrivals: tuple[Arrival, ...]
    tabs: tuple[Locality, ...]
    areas: tuple[Locality, ...]
    team: Locality | None
    blocks: tuple[tuple[Service, tuple[Row, ...]], ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for _, rows in self.blocks for row in rows)

    @property
    def actions(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.calls_for_action)

    @property
    def verdicts(self) -> Counter[Verdict | None]:
        return Counter(row.rolling.verdict for row in self.rows if row.rolling.value is not None)


@dataclass(frozen=True, slots=True)
class Turn:
    """A verdict that differs from that of the month before."""

    indicator: Indicator
    was: Verdict
    now: Verdict


@dataclass(frozen=True, slots=True)
class Card:
    """A place on the home page: its verdicts counted, and what turned since the month before.

    `without_verdict` counts indicators with a target and a figure on too few months."""

    place: Locality
    areas: tuple[Locality, ...]
    verdicts: Counter[Verdict]
    without_verdict: int
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class HomeReport:
    """Every team's card; what turned did so since `before`, the month with data before this one."""

    months: Months
    before: Month | None
    arrivals: tuple[Arrival, ...]
    cards: tuple[Card, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class ServiceReport:
    """A service's indicators across the areas: `cells[place][indicator]`, and the city's row."""

    service: Service
    months: Months
    arrivals: tuple[Arrival, ...]
    indicators: tuple[Indicator, ...]
    places: tuple[Locality, ...]
    cells: Mapping[str, Mapping[str, Figure]]
    city: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Judged:
    """One figure with its place and indicator, as the read API gives it out."""

    place: Locality
    indicator: Indicator
    month: Month
    figure: Figure
    change: Change | None


class Reports:
    """The questions, asked of one table with one catalogue and one list of places.

    `seen_on` is the day at whose end the table is looked at, if that is not now. Targets,
    definitions and places are dated in the files that say them, and are read from those as they
    are."""

    def __init__(
        self,
        table: IndicatorTable,
        catalogue: Catalogue,
        places: Places,
        seen_on: date | None = None,
    ) -> None:
        self.table = table
        self.catalogue = catalogue
        self.places = places
        self.seen_on = seen_on

    def as_at(self, day: date | None) -> Reports:
        """The same questions, answered as they were at the end of a day (UTC); None is now."""
        if day is None:
            return self
        end = datetime.combine(day, time(), UTC) + timedelta(days=1)
        return self.after(self.table.as_at(end).version(), day)

    def after(self, event: int, day: date | None = None) -> Reports:
        """The same questions, answered as they were right after an event of the table."""
        return Reports(self.table.after(event), self.catalogue, self.places, day)

    # What every page asks

    @property
    def home_kind(self) -> Kind:
        """What people choose from on the home page: teams, else areas, else the city alone."""
        return next(k for k in (Kind.TEAM, Kind.AREA, Kind.CITY) if self.places.of_kind(k))

    def version(self) -> int:
        return self.table.version()

    def synthetic(self) -> bool:
        return self.table.synthetic()

    def months(self, asked: Month | None = None) -> Months | None:
        """The months that have data with the one asked for, or the latest; None with no data."""
        step = min(i.months for i in self.catalogue.indicators.values())
        every = (Month.numbered(number) for number in self.table.months_with_data())
        known = tuple(m for m in every if (m.month - 3) % step == 0)
        if not known:
            return None
        return Months(asked or known[-1], known)

    def arrivals(self, month: Month) -> tuple[Arrival, ...]:
        arrived = self.table.services_with(month.number)
        services = self.catalogue.services.values()
        return tuple(Arrival(s, s.code in arrived) for s in services)

    # The pages

    def place(self, code: str, asked: Month | None, viewer: Viewer) -> PlaceReport | None:
        """A locality's dashboard at a month; None while nothing has been loaded.

        Raises UnknownPlace."""
        place = self.places[code]
        months = self.months(asked)
        if months is None:
            return None
        month = months.shown
        indicators = list(self.catalogue.indicators.values())
        areas = tuple(self.places.areas_of(code, month))
        window = Window(month - (SPARKLINE_MONTHS - 1), month)
        city = self._city(indicators, window, viewer)
        whole = place.kind is Kind.CITY
        series = city if whole else self._series({code: areas}, indicators, window, viewer)
        rows = {
            i.code: _row(i, code, series, city, self.places.city.code, month) for i in indicators
        }
        team = self.places.parent_of(code, Kind.TEAM, month) if place.kind is Kind.AREA else place
        return PlaceReport(
            place=place,
            months=months,
            arrivals=self.arrivals(month),
            tabs=self._tabs(place, team, month),
            areas=areas,
            team=team if team and team.kind is Kind.TEAM else None,
            blocks=tuple(
                (service, tuple(rows[i.code] for i in self.catalogue.of_service(service.code)))
                for service in self.catalogue.services.values()
            ),
        )

    def home(self, asked: Month | None, viewer: Viewer) -> HomeReport | None:
        """A card for each team (where there are none, each area, or the city alone)."""
        months = self.months(asked)
        if months is None:
            return None
        month = months.shown
        kind = self.home_kind
        groups = {
            p.code: tuple(self.places.areas_of(p.code, month)) for p in self.places.of_kind(kind)
        }
        indicators = list(self.catalogue.indicators.values())
        before = months.previous
        series = self._series(groups, indicators, Window((before or month) - 11, month), viewer)
        cards = tuple(
            _card(self.places[code], areas, indicators, series, (before, month))
            for code, areas in groups.items()
        )
        return HomeReport(months, before, self.arrivals(month), cards, kind)

    def service(self, code: str, asked: Month | None, viewer: Viewer) -> ServiceReport | None:
        """A service's indicators across the areas. Raises UserError for a service not known."""
        if code not in self.catalogue.services:
            raise UserError(
                f"There is no service “{code}”.",
                remedy=f"The services are: {', '.join(self.catalogue.services)}.",
            )
        months = self.months(asked)
        if months is None:
            return None
        month, span = months.shown, rolling_year(months.shown)
        indicators = self.catalogue.of_service(code)
        places = tuple(self.places.of_kind(Kind.AREA)) or (self.places.city,)
        window = Window(span.start, month)
        series = self._series({p.code: (p,) for p in places}, indicators, window, viewer)
        city = self._city(indicators, window, viewer)
        cells = {
            p.code: {i.code: figure_of(series, i, p.code, span) for i in indicators} for p in places
        }
        return ServiceReport(
            self.catalogue.services[code],
            months,
            self.arrivals(month),
            tuple(indicators),
            places,
            cells,
            {i.code: figure_of(city, i, self.places.city.code, span) for i in indicators},
        )

    def loads_behind(self, report: PlaceReport) -> list[Load]:
        """The loads whose figures stand behind a place's 12 months, newest first."""
        span = rolling_year(report.months.shown)
        places = [report.place.code, *(a.code for a in report.areas)]
        return self.table.loads_behind(
            Window(span.start, span.ended).numbers, list(self.catalogue.indicators), places
        )

    # The read API

    def observations(
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
        _may_see(viewer)
        return self.table.page(
            indicators, places, first.number, last.number, limit=limit, offset=offset
        )

    def judged(self, wanted: Sequence[tuple[str, str, Month]], viewer: Viewer) -> list[Judged]:
        """The 12-month figure of each (place, indicator, month), with its verdict and change.

        In as many queries for a thousand as for one."""
        if not wanted:
            return []
        months = [month for _, _, month in wanted]
        window = Window(min(months) - 23, max(months))
        codes = dict.fromkeys(indicator for _, indicator, _ in wanted)
        indicators = [self.catalogue.indicator(code) for code in codes]
        pools = self._pools({(p, month) for p, _, month in wanted}, indicators, window, viewer)
        return [
            _judged(pools[p, month], self.places[p], self.catalogue.indicator(code), month)
            for p, code, month in wanted
        ]

    # How they are answered

    def _series(
        self,
        groups: Mapping[str, Iterable[Locality]],
        indicators: Sequence[Indicator],
        window: Window,
        viewer: Viewer,
    ) -> Series:
        """Each group's months, pooled from its areas, in one query."""
        members = {code: [area.code for area in areas] for code, areas in groups.items()}
        return self._single(members, indicators, window, viewer).pooled(members)

    def _single(
        self,
        members: Mapping[str, Iterable[str]],
        indicators: Sequence[Indicator],
        window: Window,
        viewer: Viewer,
    ) -> Series:
        """The groups and their members, each by itself as it was sent."""
        _may_see(viewer)
        every = list(dict.fromkeys([*members, *(a for areas in members.values() for a in areas)]))
        single = Series(indicators, every, window)
        codes = [indicator.code for indicator in indicators]
        single.fill(self.table.observations(codes, every, window.numbers))
        return single

    def _pools(
        self,
        asked: set[tuple[str, Month]],
        indicators: Sequence[Indicator],
        window: Window,
        viewer: Viewer,
    ) -> dict[tuple[str, Month], Series]:
        """For each place and month, the series that pools the place's areas as they were then."""
        city = self.places.city.code
        whole = {key for key in asked if key[0] == city}
        poolings, chosen = self._poolings(asked - whole)
        members: dict[str, list[str]] = {}
        for pooling in poolings:
            for code, areas in pooling.items():
                members.setdefault(code, []).extend(areas)
        single = self._single(members, indicators, window, viewer)
        pooled = [single.pooled(pooling) for pooling in poolings]
        found = {key: pooled[at] for key, at in chosen.items()}
        if whole:
            found |= dict.fromkeys(whole, self._city(indicators, window, viewer))
        return found

    def _poolings(
        self, asked: Iterable[tuple[str, Month]]
    ) -> tuple[list[dict[str, tuple[str, ...]]], dict[tuple[str, Month], int]]:
        """Each place's areas, and which of the groupings holds those of a place and month.

        One grouping is enough until a place's areas changed between two of its months."""
        poolings: list[dict[str, tuple[str, ...]]] = [{}]
        chosen: dict[tuple[str, Month], int] = {}
        for code, month in asked:
            areas = tuple(area.code for area in self.places.areas_of(code, month))
            fits = (at for at, held in enumerate(poolings) if held.get(code, areas) == areas)
            chosen[code, month] = at = next(fits, len(poolings))
            if at == len(poolings):
                poolings.append({})
            poolings[at][code] = areas
        return poolings, chosen

    def _city(self, indicators: Sequence[Indicator], window: Window, viewer: Viewer) -> Series:
        """The city's months: as sent for the city, else the totals kept over its areas."""
        _may_see(viewer)
        city = self.places.city.code
        codes = [indicator.code for indicator in indicators]
        series = Series(indicators, [city], window)
        series.fill_totals(
            city,
            self.table.city_totals(codes, window.numbers, self.places.not_areas),
            len(self.places.of_kind(Kind.AREA)),
        )
        series.fill(self.table.observations(codes, [city], window.numbers))
        return series

    def _tabs(self, place: Locality, team: Locality | None, month: Month) -> tuple[Locality, ...]:
        if team is None or team.kind is Kind.CITY:
            return (place,)
        return (team, *self.places.areas_of(team.code, month))


def _may_see(viewer: Viewer) -> None:
    """Exact figures are for partners under the sharing agreement; nobody else is let in yet."""
    if viewer is not Viewer.PARTNER:
        raise PermissionError(viewer)


def _row(
    indicator: Indicator, place: str, series: Series, city: Series, city_code: str, month: Month
) -> Row:
    rolling = figure_of(series, indicator, place, rolling_year(month))
    before = figure_of(series, indicator, place, rolling_year(month - 12))
    return Row(
        indicator=indicator,
        last_year=figure_of(series, indicator, place, month.last_financial_year),
        rolling=rolling,
        before=before,
        month=figure_of(series, indicator, place, Period(month, indicator.months)),
        city=figure_of(city, indicator, city_code, rolling_year(month)),
        change=change_of(rolling, before, indicator),
        points=_points(series, indicator, place),
    )


def _points(series: Series, indicator: Indicator, place: str) -> tuple[Point, ...]:
    definition = indicator.definition_at(series.window.last)
    points = []
    for at, value in enumerate(series.month_by_month(indicator.code, place)):
        month = series.window.first + at
        target = definition and indicator.target_at(month, definition.code, place)
        points.append(Point(month, value, target.value if target else None))
    return tuple(points)


def _card(
    place: Locality,
    areas: tuple[Locality, ...],
    indicators: Sequence[Indicator],
    series: Series,
    months: tuple[Month | None, Month],
) -> Card:
    counted: Counter[Verdict] = Counter()
    without_verdict, turns = 0, []
    for indicator in indicators:
        before, month = months
        now = figure_of(series, indicator, place.code, rolling_year(month))
        was = before and figure_of(series, indicator, place.code, rolling_year(before))
        if now.verdict:
            counted[now.verdict] += 1
        elif now.value is not None and now.target is not None:
            without_verdict += 1
        if now.verdict and was and was.verdict and now.verdict is not was.verdict:
            turns.append(Turn(indicator, was.verdict, now.verdict))
    return Card(place, areas, counted, without_verdict, tuple(turns))


def _judged(series: Series, place: Locality, indicator: Indicator, month: Month) -> Judged:
    figure = figure_of(series, indicator, place.code, rolling_year(month))
    before = figure_of(series, indicator, place.code, rolling_year(month - 12))
    return Judged(place, indicator, month, figure, change_of(figure, before, indicator))


def worst_change(rows: Iterable[Row]) -> Row | None:
    """The percentage that got worse by most points on last year."""
    worse = [
        row
        for row in rows
        if row.change
        and row.change.direction == "worse"
        and row.indicator.unit is Unit.PERCENT
        and row.indicator.better is not Better.NEITHER
    ]
    return max(worse, key=lambda row: abs(row.change.points) if row.change else 0, default=None)


def nearest_to_turn(rows: Iterable[Row]) -> Row | None:
    """The cross that the fewest people would turn."""
    near = [r for r in rows if r.rolling.verdict is Verdict.CROSS and r.rolling.to_turn]
    return min(near, key=lambda row: row.rolling.to_turn or 0, default=None)
