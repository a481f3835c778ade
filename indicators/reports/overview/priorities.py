"""Which of a place's figures come first: the crosses to act on and the improvements that last."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from fractions import Fraction

from indicators.domain.core import Verdict
from indicators.figures.shortfall import measure_shortfall
from indicators.reports.models import DashboardRow
from indicators.stats.spc import AssuranceIcon, VariationIcon

CONCERN = frozenset({VariationIcon.CONCERN_HIGH, VariationIcon.CONCERN_LOW})
IMPROVEMENT = frozenset({VariationIcon.IMPROVEMENT_HIGH, VariationIcon.IMPROVEMENT_LOW})


class Certainty(IntEnum):
    """How sure it is that a cross is more than chance; the surest first."""

    GETTING_WORSE = 0
    """The months deteriorate for a special cause."""
    ALWAYS_MISSED = 1
    """The target lies beyond the limits: it is missed every month unless something changes."""
    MAY_BE_CHANCE = 2


def rank_crosses(rows: Iterable[DashboardRow]) -> tuple[DashboardRow, ...]:
    """Return the crosses, the most certain first, then the furthest from target."""
    crosses = [row for row in rows if row.rolling.verdict is Verdict.CROSS]
    return tuple(sorted(crosses, key=_rank_cross))


def list_lasting_improvements(rows: Iterable[DashboardRow]) -> tuple[DashboardRow, ...]:
    """Return the rows whose latest months improve for a special cause."""
    return tuple(row for row in rows if row.signal.icon in IMPROVEMENT)


def rate_certainty(row: DashboardRow) -> Certainty:
    """Return how sure it is that a row's cross is more than chance."""
    if row.signal.icon in CONCERN:
        return Certainty.GETTING_WORSE
    if row.signal.assurance is AssuranceIcon.FAIL:
        return Certainty.ALWAYS_MISSED
    return Certainty.MAY_BE_CHANCE


def _rank_cross(row: DashboardRow) -> tuple[Certainty, Fraction]:
    return rate_certainty(row), -measure_shortfall(row.indicator, row.rolling)
