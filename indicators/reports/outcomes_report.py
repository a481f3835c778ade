"""Outcomes over years: the city's yearly table, two years of any areas compared, counts by site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indicators.domain.catalogue import Indicator
from indicators.domain.core import Better, Kind, Status, Unit, Viewer
from indicators.domain.membership import Held, together
from indicators.domain.periods import Month, Period
from indicators.domain.places import Locality
from indicators.figures.figure import Change, Figure, change_of, figure_of
from indicators.figures.pooling import pooled
from indicators.figures.series import Series, Window
from indicators.reports.base import Reports

CHOSEN = "areas chosen"
"""The areas taken together, as one place; no place has a code with a space in it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome of the city: a figure a year, and the last year's change on the year before."""

    indicator: Indicator
    figures: tuple[Figure, ...]
    change: Change | None


@dataclass(frozen=True, slots=True)
class Yearly:
    """The city's outcomes by year (Table 4 of the Acting Early report)."""

    years: tuple[Period, ...]
    rows: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One indicator of the areas chosen, in two years."""

    indicator: Indicator
    earlier: Figure
    later: Figure
    change: Change | None


@dataclass(frozen=True, slots=True)
class Progress:
    """Areas taken together, two years compared (Table 5 of the Acting Early report)."""

    areas: tuple[Locality, ...]
    earlier: Period
    later: Period
    rows: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class BySite:
    """One count by place and year (Figure 2): `cells[place]` and `city` have a figure a year."""

    indicator: Indicator
    years: tuple[Period, ...]
    places: tuple[Locality, ...]
    cells: Mapping[str, tuple[Figure, ...]]
    city: tuple[Figure, ...]


def years_with_data(reports: Reports) -> tuple[Period, ...]:
    """The financial years in which any month of the dashboards has data, earliest first."""
    months = reports.months()
    return _years(months.known) if months else ()


def yearly(reports: Reports, viewer: Viewer) -> Yearly:
    """The city's outcomes in every year that any was sent for."""
    indicators = reports.catalogue.outcomes
    codes = [indicator.code for indicator in indicators]
    sent = [Month.numbered(number) for number in reports.table.months_with_data(codes)]
    years = _years(sent) if indicators else ()
    if not years:
        return Yearly((), ())
    series = reports.city(indicators, Window(years[0].start, years[-1].ended), viewer)
    city = reports.places.city.code
    found = {i.code: [figure_of(series, i, city, year) for year in years] for i in indicators}
    told = [at for at in range(len(years)) if any(_is_told(found[code][at]) for code in found)]
    kept = slice(told[0], told[-1] + 1) if told else slice(0)
    return Yearly(years[kept], tuple(_outcome(i, found[i.code][kept]) for i in indicators if told))


def _outcome(indicator: Indicator, figures: Sequence[Figure]) -> Outcome:
    change = change_of(figures[-1], figures[-2], indicator) if len(figures) > 1 else None
    return Outcome(indicator, tuple(figures), change)


def _is_told(figure: Figure) -> bool:
    return figure.status is not Status.NOT_AVAILABLE


def progress(
    reports: Reports,
    areas: Sequence[str],
    years: tuple[Period, Period],
    indicators: Sequence[Indicator],
    viewer: Viewer,
) -> Progress:
    """Centre areas taken together in two years, the earlier first: counts pooled over months and
    areas, the difference in points, better or worse by direction alone.

    Where they are all the areas there are, what was sent for the city stands, as on its page."""
    earlier, later = sorted(years, key=lambda year: year.ended)
    before, after = (
        _together(reports, areas, year, indicators, viewer) for year in (earlier, later)
    )
    rows = []
    for indicator in indicators:
        was = figure_of(before, indicator, CHOSEN, earlier)
        now = figure_of(after, indicator, CHOSEN, later)
        rows.append(Compared(indicator, was, now, change_of(now, was, indicator)))
    return Progress(tuple(reports.places[code] for code in areas), earlier, later, tuple(rows))


def _together(
    reports: Reports,
    areas: Sequence[str],
    year: Period,
    indicators: Sequence[Indicator],
    viewer: Viewer,
) -> Series:
    window = Window(year.start, year.ended)
    city, today = reports.places.city.code, reports.today()
    if set(areas) >= {a.code for a in reports.places.of_kind(Kind.AREA, today or year.ended)}:
        whole = (Held(window.first, window.last, (city,), sent_whole=False),)
        return pooled(reports.city(indicators, window, viewer), {CHOSEN: whole})
    held = together(reports.places, areas, window.first, window.last, today)
    return reports.pooled({CHOSEN: held}, indicators, window, viewer)


def comparable(reports: Reports) -> list[Indicator]:
    """Every percentage of the dashboards of which one way is better."""
    return [
        indicator
        for indicator in reports.catalogue.dashboard
        if indicator.unit is Unit.PERCENT and indicator.better is not Better.NEITHER
    ]


def areas_of_set(reports: Reports, code: str) -> list[str]:
    """The centre areas of a saved set, or of any place, as they are in the latest month."""
    months = reports.months()
    latest = months.latest if months else None
    if latest is None:
        return []
    saved = reports.places.sets.get(code)
    codes = saved.places if saved else (code,)
    areas = (area.code for each in codes for area in reports.places.areas_of(each, latest))
    return list(dict.fromkeys(areas))


def by_site(reports: Reports, indicator: Indicator, kind: Kind, viewer: Viewer) -> BySite:
    """A count by place of one kind and year: a snapshot's mean over the months, a flow's sum."""
    years = years_with_data(reports)
    if not years:
        return BySite(indicator, (), (), {}, ())
    latest = reports.today() or years[-1].ended
    places = tuple(reports.places.of_kind(kind, latest))
    window, city = Window(years[0].start, years[-1].ended), reports.places.city.code
    codes = [place.code for place in places]
    series = reports.series(codes, [indicator], window, viewer)
    whole = reports.city([indicator], window, viewer)
    return BySite(
        indicator,
        years,
        places,
        {code: tuple(figure_of(series, indicator, code, year) for year in years) for code in codes},
        tuple(figure_of(whole, indicator, city, year) for year in years),
    )


def _years(months: Sequence[Month]) -> tuple[Period, ...]:
    found = {month.financial_year for month in months}
    return tuple(sorted(found, key=lambda year: year.ended))
