"""The calendar of arrivals by service, month and centre area.

It shows the figures that came, not the months that a file claims to hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from indicators.access.permissions import Permission, Viewer, require
from indicators.domain.catalogue import Service
from indicators.domain.core import LocalityKind
from indicators.domain.localities import Locality
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.reports.loading.calendar_models import (
    ArrivalsCalendar,
    ArrivalState,
    CalendarCell,
    ServiceCalendar,
)

MONTHS = 12


_Came = Mapping[tuple[str, int, str], Any]


def build_calendar(reports: Reports, last: Month, today: date, viewer: Viewer) -> ArrivalsCalendar:
    """Return the calendar of the 12 months to `last`, as at `today`."""
    require(viewer, Permission.VIEW_FIGURES)
    months = tuple(last - back for back in reversed(range(MONTHS)))
    rows = reports.table.read_arrivals(
        [i.code for i in reports.catalogue.dashboard], [month.number for month in months]
    )
    came = {(row.service, row.ended, row.place): row for row in rows}
    began, known = reports.table.history.find_first_load(), reports.find_months()
    most: dict[tuple[str, int], int] = {}
    for (service, ended, place), row in came.items():
        if place != reports.places.city.code or not reports.places.list_by_kind(LocalityKind.AREA):
            most[service, ended] = max(most.get((service, ended), 0), row.figures)
    first = known.available[0] if known else last
    since = _Since(today, began.date() if began else today, first, most)
    services = reports.catalogue.dashboard_services
    return ArrivalsCalendar(
        months, tuple(_build_service(reports, s, months, came, since) for s in services)
    )


@dataclass(frozen=True, slots=True)
class _Since:
    """Today, the day of the first load, and the first month with data.

    Before that day nothing can be late, and before that month nothing is missing. `most` is the
    number of a service's indicators that came for any one area in a month, which every area is
    expected to have.
    """

    today: date
    began: date
    first: Month
    most: Mapping[tuple[str, int], int]


def _build_service(
    reports: Reports, service: Service, months: Iterable[Month], came: _Came, since: _Since
) -> ServiceCalendar:
    places = reports.places.list_by_kind(LocalityKind.AREA) or [reports.places.city]
    months = tuple(months)
    by_place = {
        place.code: tuple(_build_area_cell(service, month, place, came, since) for month in months)
        for place in places
    }
    expected = [
        {place.code for place in reports.places.list_by_kind(LocalityKind.AREA, month)}
        or set(by_place)
        for month in months
    ]
    cells = tuple(
        _build_service_cell(
            service,
            month,
            [by_place[code][at] for code in sorted(expected[at])],
            came.get((service.code, month.number, reports.places.city.code)),
            since,
        )
        for at, month in enumerate(months)
    )
    areas = tuple((place, by_place[place.code]) for place in places)
    return ServiceCalendar(service, cells, areas)


def _build_area_cell(
    service: Service, month: Month, place: Locality, came: _Came, since: _Since
) -> CalendarCell:
    row = came.get((service.code, month.number, place.code))
    if row is None and not place.is_open(month):
        return CalendarCell(month, ArrivalState.NO_AREA, calculate_due_day(service, month))
    if row is None:
        return _build_missing_cell(service, month, since)
    return _build_arrived_cell(
        service, month, since, row, row.figures, since.most[service.code, month.number]
    )


def _build_service_cell(
    service: Service, month: Month, areas: list[CalendarCell], city: Any | None, since: _Since
) -> CalendarCell:
    """Return a service's month from those of its areas, or the city's if no area is in."""
    there = [cell for cell in areas if cell.state in (ArrivalState.IN, ArrivalState.PART)]
    if not there:
        return (
            _build_arrived_cell(service, month, since, city, 1, 1)
            if city
            else _build_missing_cell(service, month, since)
        )
    whole = all(cell.state is ArrivalState.IN for cell in areas)
    return CalendarCell(
        month,
        ArrivalState.IN if whole else ArrivalState.PART,
        there[0].due,
        len(there),
        len(areas),
        min(cell.first for cell in there if cell.first),
        all(cell.late for cell in there),
        any(cell.restated for cell in there),
    )


def _build_arrived_cell(
    service: Service, month: Month, since: _Since, row: Any, there: int, of: int
) -> CalendarCell:
    due, first = calculate_due_day(service, month), row.first_at.date()
    return CalendarCell(
        month,
        ArrivalState.IN if there >= of else ArrivalState.PART,
        due,
        there,
        of,
        first,
        late=since.began < due < first,
        restated=row.restated > 0,
    )


def _build_missing_cell(service: Service, month: Month, since: _Since) -> CalendarCell:
    due = calculate_due_day(service, month)
    if since.today <= due:
        state = ArrivalState.DUE
    else:
        state = ArrivalState.BEFORE if month < since.first else ArrivalState.MISSING
    return CalendarCell(month, state, due)


def calculate_due_day(service: Service, month: Month) -> date:
    """Return the day on which a service's figures for a month are due: in the month after."""
    following = month + 1
    return date(following.year, following.month, service.due_day)
