"""The dashboard of one place at a month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indicators.access.permissions import Viewer
from indicators.domain.area_changes import list_area_changes
from indicators.domain.core import LocalityKind
from indicators.domain.indicator import Indicator
from indicators.domain.loads import Load
from indicators.domain.localities import Locality
from indicators.domain.periods import Month, Period, get_rolling_year
from indicators.figures.change import calculate_changes
from indicators.figures.icons import get_signal_window
from indicators.figures.judge_figures import calculate_figures_at
from indicators.figures.series import MonthWindow, Series
from indicators.reports.base import Reports
from indicators.reports.models import DashboardRow, PlaceReport, SparklinePoint

SPARKLINE_MONTHS = 24


def build_place_report(
    reports: Reports, code: str, asked: Month | None, viewer: Viewer
) -> PlaceReport | None:
    """Return a place's dashboard at a month, or None while nothing is loaded.

    Raises UnknownPlaceError, and OutOfScopeError for a place that the viewer is not shown.
    """
    reports = reports.limit_to(viewer)
    place = reports.scope.require_place(code)
    months = reports.find_months(asked)
    if months is None:
        return None
    month = months.shown
    indicators = reports.catalogue.dashboard
    areas_month = reports.get_areas_month(month)
    rows = build_rows(reports, code, indicators, month, viewer)
    team = find_whole(reports, place, areas_month)
    return PlaceReport(
        place=place,
        months=months,
        arrivals=reports.list_arrivals(month),
        tabs=list_tabs(reports, place, areas_month),
        areas=tuple(reports.scope.choose_places(reports.places.list_areas(code, areas_month))),
        team=_find_shown(reports, team) if team and team.kind is LocalityKind.TEAM else None,
        hub=_find_shown(reports, reports.places.find_parent(code, LocalityKind.HUB, areas_month)),
        changes=list_area_changes(reports.places, code, month - (SPARKLINE_MONTHS - 1), month),
        incomparable_areas=_count_incomparable_areas(reports, code, month),
        blocks=tuple(
            (service, tuple(rows[i.code] for i in indicators if i.service == service.code))
            for service in reports.catalogue.dashboard_services
        ),
    )


def build_rows(
    reports: Reports, code: str, indicators: Sequence[Indicator], month: Month, viewer: Viewer
) -> dict[str, DashboardRow]:
    """Return the rows of a place's dashboard at a month, by indicator."""
    series = reports.read_place_series(code, indicators, get_signal_window(month), viewer)
    return build_rows_from(reports, code, indicators, series, viewer)


def build_rows_from(
    reports: Reports, code: str, indicators: Sequence[Indicator], series: Series, viewer: Viewer
) -> dict[str, DashboardRow]:
    """Return the rows of a place at the last month of its series, by indicator."""
    is_city, month = reports.places[code].kind is LocalityKind.CITY, series.window.last
    city = series if is_city else _read_city_year(reports, indicators, month, viewer)
    return judge_rows(reports, {code: indicators}, series, city)[code]


def build_rows_of_places(
    reports: Reports,
    wanted: Mapping[str, Sequence[Indicator]],
    month: Month,
    viewer: Viewer,
) -> dict[str, dict[str, DashboardRow]]:
    """Return the rows of places other than the city, by place and indicator, read at once.

    `wanted` holds the indicators of each place.
    """
    every = list({i.code: i for indicators in wanted.values() for i in indicators}.values())
    series = reports.read_series(wanted, every, get_signal_window(month), viewer)
    city = _read_city_year(reports, every, month, viewer)
    return judge_rows(reports, wanted, series, city)


def _read_city_year(
    reports: Reports, indicators: Sequence[Indicator], month: Month, viewer: Viewer
) -> Series:
    return reports.read_city_series(indicators, MonthWindow(month - 11, month), viewer)


def judge_rows(
    reports: Reports,
    wanted: Mapping[str, Sequence[Indicator]],
    series: Series,
    city: Series,
) -> dict[str, dict[str, DashboardRow]]:
    """Return the rows of places at the last month of their series; `city` holds its 12 months."""
    signals, city_code = reports.calculate_signals(series), reports.places.city.code
    now, before = get_rolling_year(series.window.last), get_rolling_year(series.window.last - 12)
    keys = [(code, i) for code, indicators in wanted.items() for i in indicators]
    month = series.window.last
    spans = [now, before, month.last_financial_year]
    asked = [(i, code, span) for code, i in keys for span in (*spans, Period(month, i.months))]
    figures = iter(calculate_figures_at(series, asked))
    found = list(zip(figures, figures, figures, figures, strict=True))  # the four of each key
    every = list({i.code: i for _, i in keys}.values())
    of_city = calculate_figures_at(city, [(i, city_code, now) for i in every])
    city_year = dict(zip((i.code for i in every), of_city, strict=True))
    years = [(four[0], four[1], i) for (_, i), four in zip(keys, found, strict=True)]
    rows: dict[str, dict[str, DashboardRow]] = {code: {} for code in wanted}
    for (code, i), (rolling, _, last_year, own), change in zip(
        keys, found, calculate_changes(years), strict=True
    ):
        rows[code][i.code] = DashboardRow(
            indicator=i,
            last_year=last_year,
            rolling=rolling,
            month=own,
            city=city_year[i.code],
            change=change,
            points=_build_points(series, i, code),
            signal=signals[i.code, code],
        )
    return rows


def list_loads_behind(reports: Reports, report: PlaceReport) -> list[Load]:
    """Return the loads with figures of a place's 12 months, newest first."""
    span = get_rolling_year(report.months.shown)
    codes = [i.code for i in reports.catalogue.dashboard]
    return reports.list_loads_in_span([report.place.code], codes, span)


def _count_incomparable_areas(reports: Reports, code: str, month: Month) -> int:
    """Return for how many areas some month shown cannot be given by today's areas."""
    first = month - (SPARKLINE_MONTHS - 1)
    spans = reports.get_membership([code], first, month)[code]
    return max((each.unknown for each in spans), default=0)


def find_whole(reports: Reports, place: Locality, month: Month) -> Locality | None:
    """Return the team of an area, if it has one; any other place is a whole itself."""
    if place.kind is not LocalityKind.AREA:
        return place
    return reports.places.find_parent(place.code, LocalityKind.TEAM, month)


def list_tabs(reports: Reports, place: Locality, month: Month) -> tuple[Locality, ...]:
    """Return the whole that a place is of and its areas, those that the viewer is shown."""
    team = find_whole(reports, place, month)
    if team is None or team.kind is LocalityKind.CITY:
        return (place,)
    tabs = (team, *reports.places.list_areas(team.code, month))
    return tuple(reports.scope.choose_places(tabs)) or (place,)


def _find_shown(reports: Reports, place: Locality | None) -> Locality | None:
    """Return a place if the viewer is shown it."""
    return next(iter(reports.scope.choose_places([place])), None) if place else None


def _build_points(series: Series, indicator: Indicator, place: str) -> tuple[SparklinePoint, ...]:
    months = MonthWindow(series.window.last - (SPARKLINE_MONTHS - 1), series.window.last).months
    values = series.list_monthly_values(indicator.code, place, SPARKLINE_MONTHS)
    definitions = series.definitions[series.indicators[indicator.code]][-SPARKLINE_MONTHS:]
    now, length = definitions[-1], indicator.months
    targets = indicator.list_targets(months, now, place)
    points = []
    for month, value, definition, held in zip(months, values, definitions, targets, strict=True):
        target = held if held and definition == now and held.is_for(length) else None
        points.append(SparklinePoint(month, value, target.value if target else None))
    return tuple(points)
