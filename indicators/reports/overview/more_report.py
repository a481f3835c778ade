"""The more indicators of a place and its yearly outcomes, each to the last period that was sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indicators.access.permissions import Viewer
from indicators.domain.core import ObservationStatus
from indicators.domain.indicator import Indicator
from indicators.domain.localities import Locality
from indicators.domain.periods import Month
from indicators.figures.month_choice import MonthChoice
from indicators.reports.base import Reports
from indicators.reports.models import DashboardRow
from indicators.reports.overview.more_headings import (
    find_heading,
    find_last_sent,
    require_unpublished,
)
from indicators.reports.place_report import build_rows, list_tabs


@dataclass(frozen=True, slots=True)
class MoreGroup:
    """The indicators under one heading; the 12 months of each row end with its last period."""

    name: str
    rows: tuple[DashboardRow, ...]


@dataclass(frozen=True, slots=True)
class MoreReport:
    """The more indicators of a place by heading, and those of which nothing was sent."""

    place: Locality
    months: MonthChoice
    tabs: tuple[Locality, ...]
    groups: tuple[MoreGroup, ...]
    lacking: tuple[Indicator, ...]

    @property
    def rows(self) -> list[DashboardRow]:
        return [row for group in self.groups for row in group.rows]


def build_more_report(
    reports: Reports, code: str, asked: Month | None, viewer: Viewer
) -> MoreReport | None:
    """Return the more indicators of a place at a month, or None while nothing is loaded.

    Raises UnknownPlaceError, OutOfScopeError for a place that the viewer is not shown, and
    NotPublishedError for those who see only what was published, which these indicators are not.
    """
    reports = reports.limit_to(viewer)
    place = reports.scope.require_place(code)
    require_unpublished(reports)
    months = reports.find_months(asked)
    if months is None:
        return None
    rows: dict[str, DashboardRow] = {}
    for indicators, month in _list_batches(reports, months.shown):
        rows |= build_rows(reports, code, indicators, month, viewer)
    known = [row for row in rows.values() if _is_known(row)]
    groups: dict[str, list[DashboardRow]] = defaultdict(list)
    for row in known:
        groups[find_heading(row.indicator)].append(row)
    more = reports.catalogue.more
    lacking = {indicator.code for indicator in more} - {row.indicator.code for row in known}
    return MoreReport(
        place,
        months,
        list_tabs(reports, place, reports.get_areas_month(months.shown)),
        tuple(MoreGroup(name, tuple(groups[name])) for name in sorted(groups)),
        tuple(indicator for indicator in more if indicator.code in lacking),
    )


def _list_batches(reports: Reports, shown: Month) -> Iterator[tuple[Sequence[Indicator], Month]]:
    """Yield indicators that are sent together, with the last month that was sent of them."""
    together: dict[object, list[Indicator]] = defaultdict(list)
    for indicator in (*reports.catalogue.more, *reports.catalogue.outcomes):
        together[indicator.service, indicator.every].append(indicator)
    for indicators in together.values():
        last = find_last_sent(reports, indicators, shown)
        if last:
            yield indicators, last


def _is_known(row: DashboardRow) -> bool:
    """Whether anything was sent: an outcome of the city alone is no row of an area."""
    figures = (row.rolling, row.last_year, row.month)
    return any(figure.status is not ObservationStatus.NOT_AVAILABLE for figure in figures)
