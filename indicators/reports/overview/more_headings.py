"""The headings of indicators that no service sends each month, and until when they were sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from indicators.domain.catalogue import Catalogue
from indicators.domain.core import Placement
from indicators.domain.indicator import Indicator
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.reports.scope.viewer_scope import NotPublishedError

OUTCOMES = "Yearly outcomes"
"""The heading of the outcomes that are sent for areas as well."""


def find_heading(indicator: Indicator) -> str:
    """Return the heading that an indicator is under; "" for one that is a row of every team."""
    if indicator.shown is Placement.DASHBOARD:
        return ""
    return indicator.group or OUTCOMES


def group_by_heading(catalogue: Catalogue) -> Mapping[str, tuple[Indicator, ...]]:
    """Return the indicators under each heading, the headings in alphabetical order."""
    every = (*catalogue.more, *catalogue.outcomes)
    names = sorted({find_heading(indicator) for indicator in every})
    return {name: tuple(i for i in every if find_heading(i) == name) for name in names}


def require_unpublished(reports: Reports) -> None:
    """Raise NotPublishedError for those who see only what was published: these are not."""
    if reports.scope.sees_only_published:
        raise NotPublishedError(
            "You see figures that were published for sharing, and these indicators are not.",
            remedy="Ask your administrator about an agreement.",
        )


def find_last_sent(reports: Reports, indicators: Iterable[Indicator], shown: Month) -> Month | None:
    """Return the last month up to the one shown with which a period of these indicators ends."""
    codes = [indicator.code for indicator in indicators]
    sent = reports.table.list_months_with_data(codes, reports.places.elsewhere)
    until = [number for number in sent if number <= shown.number]
    return Month.from_number(until[-1]) if until else None
