"""Shared views that are not checked against the ledger, nor recorded in it."""

from __future__ import annotations

from indicators.access.permissions import PARTNER
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.reports.sharing.month_figures import collect_month
from indicators.reports.sharing.shared_view import Earlier, SharedView, hide_cells


def build_shared_view(reports: Reports, month: Month, earlier: Earlier | None = None) -> SharedView:
    """The shared view of a month, given the tables of earlier releases by indicator."""
    collected = collect_month(reports, month, PARTNER)
    return SharedView(month, hide_cells(collected, earlier or {}), reports.catalogue)
