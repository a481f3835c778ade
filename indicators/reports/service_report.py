"""The page of a service: its indicators across the areas, or across places of another kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indicators.domain.catalogue import Indicator, Service
from indicators.domain.core import Kind, Viewer
from indicators.domain.errors import UserError
from indicators.domain.periods import Month, rolling_year
from indicators.domain.places import Locality
from indicators.figures.figure import Figure, figure_of
from indicators.figures.series import Window
from indicators.reports.base import Reports
from indicators.reports.models import Arrival, Months


@dataclass(frozen=True, slots=True)
class ServiceReport:
    """A service's indicators across the places of a kind: `cells[place][indicator]`, and the city's
    row. `kinds` are those that may be shown."""

    service: Service
    months: Months
    arrivals: tuple[Arrival, ...]
    indicators: tuple[Indicator, ...]
    places: tuple[Locality, ...]
    cells: Mapping[str, Mapping[str, Figure]]
    city: Mapping[str, Figure]
    kinds: tuple[Kind, ...] = ()


def service_of(
    reports: Reports, code: str, asked: Month | None, viewer: Viewer, by: Kind | None = None
) -> ServiceReport | None:
    """A service's indicators across the areas, or the places of another kind there is. Raises
    UserError for a service not known."""
    known = {service.code: service for service in reports.catalogue.dashboard_services}
    if code not in known:
        raise UserError(
            f"There is no service “{code}”.", remedy=f"The services are: {', '.join(known)}."
        )
    months = reports.months(asked)
    if months is None:
        return None
    month, span = months.shown, rolling_year(months.shown)
    indicators = [i for i in reports.catalogue.dashboard if i.service == code]
    arranged = reports.arranged(month)
    kinds = reports.kinds(arranged, (Kind.AREA, Kind.TEAM, Kind.HUB))
    every = reports.places.of_kind(by if by in kinds and by else Kind.AREA, arranged)
    places = tuple(every) or (reports.places.city,)
    window = Window(span.start, month)
    series = reports.series([p.code for p in places], indicators, window, viewer)
    city = reports.city(indicators, window, viewer)
    cells = {
        p.code: {i.code: figure_of(series, i, p.code, span) for i in indicators} for p in places
    }
    return ServiceReport(
        known[code],
        months,
        reports.arrivals(month),
        tuple(indicators),
        places,
        cells,
        {i.code: figure_of(city, i, reports.places.city.code, span) for i in indicators},
        kinds,
    )
