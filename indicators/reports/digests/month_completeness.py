"""Whether the figures of a month are complete, so that a digest of it can be sent."""

from __future__ import annotations

from indicators.domain.catalogue import Service
from indicators.domain.core import Frequency
from indicators.domain.periods import Month
from indicators.reports.base import Reports

_LOOKED_BACK = 3
"""A service that sent nothing in so many months before is not waited for."""


def list_missing_services(reports: Reports, month: Month) -> tuple[Service, ...]:
    """Return the services whose figures of a month are missing for all areas or for some.

    Only services with an indicator of each month are waited for.
    """
    monthly = {i.service for i in reports.catalogue.dashboard if i.every is Frequency.MONTH}
    before = {
        arrival.service.code
        for back in range(1, _LOOKED_BACK + 1)
        for arrival in reports.list_arrivals(month - back)
        if arrival.arrived
    }
    return tuple(
        arrival.service
        for arrival in reports.list_arrivals(month)
        if arrival.service.code in monthly
        and (arrival.in_part or (not arrival.arrived and arrival.service.code in before))
    )


def find_latest_complete(reports: Reports) -> Month | None:
    """Return the latest month whose figures are complete, among the last three with figures."""
    months = reports.find_months()
    latest = months.available[::-1][:_LOOKED_BACK] if months else ()
    return next((month for month in latest if not list_missing_services(reports, month)), None)
