"""A request for a page: its address, the viewer, and reports as of the day that it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from urllib.parse import urlencode

from indicators.access.permissions import Viewer
from indicators.domain.core import AreaBasis, LocalityKind
from indicators.domain.periods import Month
from indicators.reports.base import Reports

_KEPT = 1000
"""Queries that each process keeps: a matrix has one for each place, in a link of every cell."""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """The path, the month if any, the viewer, and the reports for its day and area basis.

    `query` holds the page's own parameters, such as its filters. `notice` says why the page shows
    something other than the address asks for. `day` is the current day.
    """

    path: str
    month: Month | None
    viewer: Viewer
    reports: Reports
    query: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    day: date = field(default_factory=lambda: datetime.now(UTC).date())

    @property
    def today(self) -> date:
        """The day the page is seen on: the past day it is as at, or the current one."""
        return self.reports.seen_on or self.day

    @property
    def by(self) -> LocalityKind | None:
        """The kind of place that the page lists, if its address names one."""
        named = self.query.get("by", "")
        return LocalityKind(named) if named in list(LocalityKind) else None

    def link(self, path: str, month: Month | None = None, **query: str) -> str:
        """Return an address that keeps the past day and the area basis."""
        area_basis = self.reports.area_basis
        params = {
            "month": month,
            "as_at": self.reports.seen_on,
            "areas": None if area_basis is AreaBasis.AS_IT_WAS else area_basis,
        } | query
        encoded = _encode(tuple((name, str(value)) for name, value in params.items() if value))
        return f"{path}?{encoded}" if encoded else path

    def link_here(self, month: Month | None = None, **query: str) -> str:
        """Return the address of this view with another month or query; "" drops a parameter."""
        return self.link(self.path, month or self.month, **{**self.query, **query})


@lru_cache(_KEPT)
def _encode(params: tuple[tuple[str, str], ...]) -> str:
    return urlencode(params)
