"""A few places side by side: the same rows as on their own dashboards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indicators.access.permissions import Viewer
from indicators.domain.catalogue import Service
from indicators.domain.core import LocalityKind
from indicators.domain.errors import UserError
from indicators.domain.indicator import Indicator
from indicators.domain.localities import Locality
from indicators.domain.periods import Month
from indicators.figures.month_choice import MonthChoice
from indicators.reports.base import Reports
from indicators.reports.models import DashboardRow
from indicators.reports.place_report import build_rows_of_places

MOST_PLACES = 4
KINDS = (LocalityKind.TEAM, LocalityKind.AREA, LocalityKind.HUB)


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Places in the order asked for, with their rows: `rows[place][indicator]`.

    `choices` are the places that can be chosen, by kind.
    """

    months: MonthChoice
    places: tuple[Locality, ...]
    groups: tuple[tuple[Service, tuple[Indicator, ...]], ...]
    rows: Mapping[str, Mapping[str, DashboardRow]]
    choices: tuple[tuple[LocalityKind, tuple[Locality, ...]], ...]


def build_side_by_side(
    reports: Reports, codes: Sequence[str], asked: Month | None, viewer: Viewer
) -> SideBySide | None:
    """Return up to four places at a month, or None while nothing is loaded.

    A place named twice is shown once. Without any, the first two of a kind are shown. Raises
    UnknownPlaceError, OutOfScopeError, and UserError for the city, which is always shown for
    reference.
    """
    reports = reports.limit_to(viewer)
    months = reports.find_months(asked)
    if months is None:
        return None
    arranged = reports.get_areas_month(months.shown)
    choices = tuple(
        (kind, tuple(found)) for kind in KINDS if (found := reports.list_places(kind, arranged))
    )
    places = [reports.scope.require_place(code) for code in dict.fromkeys(codes)][:MOST_PLACES]
    for place in places:
        if place.kind not in KINDS:
            raise UserError(
                f"{place.name} cannot be put side by side with others.",
                remedy="Choose teams, areas or hubs.",
            )
    if not places and choices:
        several = [found for _, found in choices if len(found) > 1]
        places = list((several or [choices[0][1]])[0][:2])
    catalogue = reports.catalogue
    wanted = dict.fromkeys([place.code for place in places], catalogue.dashboard)
    rows = build_rows_of_places(reports, wanted, months.shown, viewer)
    groups = tuple(
        (service, tuple(i for i in catalogue.dashboard if i.service == service.code))
        for service in catalogue.dashboard_services
    )
    return SideBySide(months, tuple(places), groups, rows, choices)
