"""One page of the observations themselves, for the read API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indicators.access.permissions import Permission, Viewer, require
from indicators.domain.periods import Month
from indicators.reports.auditing.small_numbers import note_counts
from indicators.reports.base import Reports


def page_observations(
    reports: Reports,
    indicators: Sequence[str],
    places: Sequence[str],
    first: Month,
    last: Month,
    *,
    limit: int,
    offset: int,
    viewer: Viewer,
) -> tuple[int, list[Any]]:
    """Return how many observations a span has, and one page of them."""
    require(viewer, Permission.VIEW_FIGURES)
    pairs = reports.for_viewer(viewer).scope.list_exact_pairs(indicators, places)
    total, rows = reports.table.read_page(
        pairs, first.number, last.number, limit=limit, offset=offset
    )
    known = reports.catalogue.indicators
    note_counts((known[row.indicator], row.numerator, row.denominator) for row in rows)
    return total, rows
