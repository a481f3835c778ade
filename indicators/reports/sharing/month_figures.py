"""The figures of every indicator of the dashboards that a month's shared view is made of."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.access.permissions import Viewer
from indicators.domain.core import AreaBasis
from indicators.domain.periods import Month
from indicators.figures.series import MonthWindow
from indicators.reports.base import Reports
from indicators.reports.sharing.shared_figures import (
    KINDS,
    WINDOW_MONTHS,
    SharedFigures,
    collect_figures,
)


def collect_month(reports: Reports, month: Month, viewer: Viewer) -> Iterator[SharedFigures]:
    """Yield the figures of each indicator; all of them are read in three queries.

    Areas are always as they were in each month.
    """
    reports = reports.with_area_basis(AreaBasis.AS_IT_WAS)
    places = [p for kind in KINDS for p in reports.places.list_by_kind(kind, month)]
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
