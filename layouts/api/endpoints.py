"""Each list of the read API: what it may be asked, what its rows are, and which report answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from indicators.access.permissions import Viewer
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.reports.verdict_rows import calculate_verdict_rows
from layouts.api.params import (
    IndicatorParams,
    ListParams,
    ObservationParams,
    PlaceParams,
    VerdictParams,
)
from layouts.api.resources import (
    ApiRow,
    IndicatorPage,
    IndicatorRow,
    ObservationPage,
    ObservationRow,
    Page,
    PlacePage,
    PlaceRow,
    VerdictPage,
    VerdictRow,
)
from layouts.api.serializers import (
    serialize_indicator,
    serialize_observation,
    serialize_place,
    serialize_verdict,
)

Answer = tuple[int, list[Any]]


@dataclass(frozen=True, slots=True)
class Resource:
    """One list: `answer` gives how many rows there are, and those of the page asked for."""

    name: str
    summary: str
    asked: type[ListParams]
    row: type[ApiRow]
    page: type[Page[Any]]
    answer: Callable[[Any, Reports, Viewer], Answer]


def _indicators(asked: IndicatorParams, reports: Reports, _viewer: Viewer) -> Answer:
    codes = asked.indicators(reports)
    return len(codes), [serialize_indicator(reports, code) for code in codes[asked.rows]]


def _places(asked: PlaceParams, reports: Reports, _viewer: Viewer) -> Answer:
    places = asked.places(reports)
    return len(places), [serialize_place(reports, place) for place in places[asked.rows]]


def _observations(asked: ObservationParams, reports: Reports, viewer: Viewer) -> Answer:
    months = reports.find_months()
    span = asked.span(months.latest if months else None)
    if span is None:
        return 0, []
    total, rows = reports.page_observations(
        asked.indicators(reports),
        [place.code for place in asked.places(reports)],
        *span,
        limit=asked.per_page,
        offset=asked.offset,
        viewer=viewer,
    )
    return total, [serialize_observation(row) for row in rows]


def _verdicts(asked: VerdictParams, reports: Reports, viewer: Viewer) -> Answer:
    """By indicator, place and month, counted off and not laid out: there may be millions."""
    known = reports.find_months()
    span = asked.span(known.latest if known else None)
    if known is None or span is None:
        return 0, []
    months = [month for month in known.known if span[0] <= month <= span[1]]
    indicators, places = asked.indicators(reports), asked.places(reports)

    def at(position: int) -> tuple[str, str, Month]:
        rest, month = divmod(position, len(months))
        indicator, place = divmod(rest, len(places))
        return places[place].code, indicators[indicator], months[month]

    total = len(indicators) * len(places) * len(months)
    wanted = [at(position) for position in range(total)[asked.rows]]
    return total, [
        serialize_verdict(each)
        for each in calculate_verdict_rows(reports, wanted, viewer, icons=True)
    ]


RESOURCES = (
    Resource(
        "indicators",
        "The indicators",
        IndicatorParams,
        IndicatorRow,
        IndicatorPage,
        _indicators,
    ),
    Resource("places", "The places of every kind", PlaceParams, PlaceRow, PlacePage, _places),
    Resource(
        "observations",
        "The rows of the indicator table, by indicator, month and place",
        ObservationParams,
        ObservationRow,
        ObservationPage,
        _observations,
    ),
    Resource(
        "verdicts",
        "The 12 months to each month that has data, judged; by indicator, place and month",
        VerdictParams,
        VerdictRow,
        VerdictPage,
        _verdicts,
    ),
)
