"""The page of a service: its indicators across the areas, or across places of another kind."""

from __future__ import annotations

from indicators.access.permissions import Viewer
from indicators.domain.core import LocalityKind
from indicators.domain.errors import UserError
from indicators.domain.periods import Month, get_rolling_year
from indicators.figures.judge_figures import calculate_figures, calculate_indicator_figures
from indicators.figures.series import MonthWindow
from indicators.reports.base import Reports
from indicators.reports.models import ServiceReport

PLACE_KINDS = (LocalityKind.AREA, LocalityKind.TEAM, LocalityKind.HUB)
"""The kinds of place that a service's page can list."""


def build_service_report(
    reports: Reports, code: str, asked: Month | None, viewer: Viewer, by: LocalityKind | None = None
) -> ServiceReport | None:
    """Return a service's indicators across its areas, or across places of the kind `by`.

    Raises UserError for an unknown service, and OutOfScopeError for one not shown to the viewer.
    """
    reports.limit_to(viewer).scope.require_service(code)
    reports = reports.limit_to(viewer)
    known = {service.code: service for service in reports.catalogue.dashboard_services}
    if code not in known:
        raise UserError(
            f"There is no service “{code}”.", remedy=f"The services are: {', '.join(known)}."
        )
    months = reports.find_months(asked)
    if months is None:
        return None
    month, span = months.shown, get_rolling_year(months.shown)
    indicators = [i for i in reports.catalogue.dashboard if i.service == code]
    arranged = reports.get_areas_month(month)
    with_areas = reports.places.list_kinds_with_areas(arranged, PLACE_KINDS)
    kinds = reports.list_kinds(arranged, with_areas)
    every = reports.list_places(by if by in kinds and by else LocalityKind.AREA, arranged)
    places = tuple(every) or (reports.places.city,)
    window = MonthWindow(span.start, month)
    series = reports.read_series([p.code for p in places], indicators, window, viewer)
    city = reports.read_city_series(indicators, window, viewer)
    by_indicator = {
        i.code: calculate_figures(series, i, [p.code for p in places], span) for i in indicators
    }
    cells = {p.code: {i.code: by_indicator[i.code][p.code] for i in indicators} for p in places}
    return ServiceReport(
        known[code],
        months,
        reports.list_arrivals(month),
        tuple(indicators),
        places,
        cells,
        calculate_indicator_figures(city, indicators, reports.places.city.code, span),
        kinds,
    )
