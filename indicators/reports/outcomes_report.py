"""Outcomes over years: the city's yearly table, two years of any areas compared, counts by site."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.access.permissions import Viewer
from indicators.domain.core import LocalityKind, ObservationStatus, Polarity, Unit
from indicators.domain.indicator import Indicator
from indicators.domain.membership import PooledAreas, combine_areas
from indicators.domain.periods import Month, Period
from indicators.figures.change import calculate_change
from indicators.figures.figure import Figure
from indicators.figures.judge_figures import calculate_figure
from indicators.figures.pooling import pool_places
from indicators.figures.series import MonthWindow, Series
from indicators.reports.base import Reports
from indicators.reports.outcome_models import (
    ComparedYears,
    CountsBySite,
    Outcome,
    YearlyOutcomes,
    YearsComparison,
)

CHOSEN = "areas chosen"
"""The areas taken together, as one place; no place has a code with a space in it."""


def list_years_with_data(reports: Reports) -> tuple[Period, ...]:
    """Return the financial years with data of the dashboards, earliest first."""
    months = reports.find_months()
    return _list_years(months.available) if months else ()


def build_yearly_outcomes(reports: Reports, viewer: Viewer) -> YearlyOutcomes:
    """Return the city's outcomes in each year with any."""
    reports = reports.limit_to(viewer)
    indicators = reports.catalogue.outcomes
    codes = [indicator.code for indicator in indicators]
    sent = [Month.from_number(number) for number in reports.table.list_months_with_data(codes)]
    years = _list_years(sent) if indicators else ()
    if not years:
        return YearlyOutcomes((), ())
    series = reports.read_city_series(
        indicators, MonthWindow(years[0].start, years[-1].ended), viewer
    )
    city = reports.places.city.code
    found = {
        i.code: [calculate_figure(series, i, city, year) for year in years] for i in indicators
    }
    positions = [at for at in range(len(years)) if any(_has_any(found[code][at]) for code in found)]
    kept = slice(positions[0], positions[-1] + 1) if positions else slice(0)
    return YearlyOutcomes(
        years[kept], tuple(_build_outcome(i, found[i.code][kept]) for i in indicators if positions)
    )


def _build_outcome(indicator: Indicator, figures: Sequence[Figure]) -> Outcome:
    change = calculate_change(figures[-1], figures[-2], indicator) if len(figures) > 1 else None
    return Outcome(indicator, tuple(figures), change)


def _has_any(figure: Figure) -> bool:
    return figure.status is not ObservationStatus.NOT_AVAILABLE


def compare_years(
    reports: Reports,
    areas: Sequence[str],
    years: tuple[Period, Period],
    indicators: Sequence[Indicator],
    viewer: Viewer,
) -> YearsComparison:
    """Return centre areas taken together in two years, the earlier first.

    Counts are pooled over months and areas. The change is the difference in points, better or worse
    by direction alone (Table 5). If the areas are all there are, the figures sent for the city are
    used, as on its page.
    """
    earlier, later = sorted(years, key=lambda year: year.ended)
    before, after = (
        _pool_together(reports, areas, year, indicators, viewer) for year in (earlier, later)
    )
    rows = []
    for indicator in indicators:
        was = calculate_figure(before, indicator, CHOSEN, earlier)
        now = calculate_figure(after, indicator, CHOSEN, later)
        rows.append(ComparedYears(indicator, was, now, calculate_change(now, was, indicator)))
    return YearsComparison(
        tuple(reports.places[code] for code in areas), earlier, later, tuple(rows)
    )


def _pool_together(
    reports: Reports,
    areas: Sequence[str],
    year: Period,
    indicators: Sequence[Indicator],
    viewer: Viewer,
) -> Series:
    window = MonthWindow(year.start, year.ended)
    city, today = reports.places.city.code, reports.find_basis_month()
    if set(areas) >= {
        a.code for a in reports.places.list_by_kind(LocalityKind.AREA, today or year.ended)
    }:
        whole = (PooledAreas(window.first, window.last, (city,), sent_whole=False),)
        return pool_places(reports.read_city_series(indicators, window, viewer), {CHOSEN: whole})
    held = combine_areas(reports.places, areas, window.first, window.last, today)
    return reports.read_pooled_series(
        {CHOSEN: held}, indicators, window, viewer, {CHOSEN: tuple(areas)}
    )


def list_comparable_indicators(reports: Reports) -> list[Indicator]:
    """Every percentage of the dashboards of which one way is better."""
    return [
        indicator
        for indicator in reports.catalogue.dashboard
        if indicator.unit is Unit.PERCENT and indicator.better is not Polarity.NEITHER
    ]


def list_set_areas(reports: Reports, code: str) -> list[str]:
    """Return the centre areas of a saved set, or of any place, as in the latest month."""
    months = reports.find_months()
    latest = months.latest if months else None
    if latest is None:
        return []
    saved = reports.places.sets.get(code)
    codes = saved.places if saved else (code,)
    areas = (area.code for each in codes for area in reports.places.list_areas(each, latest))
    return list(dict.fromkeys(areas))


def build_counts_by_site(
    reports: Reports, indicator: Indicator, kind: LocalityKind, viewer: Viewer
) -> CountsBySite:
    """Return a count by place of one kind and year: a snapshot's mean, or a flow's sum."""
    reports = reports.limit_to(viewer)
    years = list_years_with_data(reports)
    if not years:
        return CountsBySite(indicator, (), (), {}, ())
    latest = reports.find_basis_month() or years[-1].ended
    places = tuple(reports.list_places(kind, latest))
    window, city = MonthWindow(years[0].start, years[-1].ended), reports.places.city.code
    codes = [place.code for place in places]
    series = reports.read_series(codes, [indicator], window, viewer)
    whole = reports.read_city_series([indicator], window, viewer)
    return CountsBySite(
        indicator,
        years,
        places,
        {
            code: tuple(calculate_figure(series, indicator, code, year) for year in years)
            for code in codes
        },
        tuple(calculate_figure(whole, indicator, city, year) for year in years),
    )


def _list_years(months: Sequence[Month]) -> tuple[Period, ...]:
    found = {month.financial_year for month in months}
    return tuple(sorted(found, key=lambda year: year.ended))
