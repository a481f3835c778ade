"""What lasts among a place's figures: the improvements to keep."""

from __future__ import annotations

from collections.abc import Iterable

from indicators.reports.models import DashboardRow
from indicators.stats.spc import VariationIcon

_IMPROVEMENT = frozenset({VariationIcon.IMPROVEMENT_HIGH, VariationIcon.IMPROVEMENT_LOW})


def list_lasting_improvements(rows: Iterable[DashboardRow]) -> tuple[DashboardRow, ...]:
    """Return the rows whose latest months improve for a special cause."""
    return tuple(row for row in rows if row.signal.icon in _IMPROVEMENT)
