"""The rows of the read API about figures: how many there are, and those of one page."""

from __future__ import annotations

from typing import Any

from indicators.access.permissions import Viewer
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.reports.loading.observation_page import page_observations
from indicators.reports.verdict_rows import calculate_verdict_rows
from layouts.api.params import (
    IndicatorParams,
    ObservationParams,
    PlaceParams,
    RefusalParams,
    VerdictParams,
)
from layouts.api.serializers import (
    serialize_indicator,
    serialize_observation,
    serialize_place,
    serialize_refusal,
    serialize_verdict,
)

RowsFound = tuple[int, list[Any]]
"""How many rows there are in all, and those of one page."""


def find_indicators(params: IndicatorParams, reports: Reports, _viewer: Viewer) -> RowsFound:
    """Return the indicators that are asked for."""
    codes = params.select_indicators(reports)
    return len(codes), [serialize_indicator(reports, code) for code in codes[params.rows]]


def find_places(params: PlaceParams, reports: Reports, _viewer: Viewer) -> RowsFound:
    """Return the places that are asked for."""
    places = params.select_places(reports)
    return len(places), [serialize_place(reports, place) for place in places[params.rows]]


def find_refusals(params: RefusalParams, reports: Reports, viewer: Viewer) -> RowsFound:
    """Return refused rows, of the newest load first."""
    total, rows = reports.page_refusals(
        params.load, limit=params.per_page, offset=params.offset, viewer=viewer
    )
    return total, [serialize_refusal(load, refusal) for load, refusal in rows]


def find_observations(params: ObservationParams, reports: Reports, viewer: Viewer) -> RowsFound:
    """Return rows of the indicator table."""
    months = reports.find_months()
    span = params.choose_span(months.latest if months else None)
    if span is None:
        return 0, []
    total, rows = page_observations(
        reports,
        params.select_indicators(reports),
        [place.code for place in params.select_places(reports)],
        *span,
        limit=params.per_page,
        offset=params.offset,
        viewer=viewer,
    )
    return total, [serialize_observation(row) for row in rows]


def find_verdicts(params: VerdictParams, reports: Reports, viewer: Viewer) -> RowsFound:
    """Return verdicts, found by their position without listing all: there may be millions."""
    known = reports.find_months()
    span = params.choose_span(known.latest if known else None)
    if known is None or span is None:
        return 0, []
    months = [month for month in known.available if span[0] <= month <= span[1]]
    indicators, places = params.select_indicators(reports), params.select_places(reports)

    def find_key(position: int) -> tuple[str, str, Month]:
        rest, month = divmod(position, len(months))
        indicator, place = divmod(rest, len(places))
        return places[place].code, indicators[indicator], months[month]

    total = len(indicators) * len(places) * len(months)
    keys = [find_key(position) for position in range(total)[params.rows]]
    return total, [
        serialize_verdict(each)
        for each in calculate_verdict_rows(reports, keys, viewer, icons=True)
    ]
