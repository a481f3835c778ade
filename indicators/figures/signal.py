"""The icons of one indicator in one place, with the months that they are from."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.domain.chart_entries.limit_baseline import LimitBaseline
from indicators.domain.core import Frequency
from indicators.domain.periods import Month
from indicators.stats.spc import Assurance, VariationIcon
from indicators.stats.xmr import BrokenRule


@dataclass(frozen=True, slots=True)
class Signal:
    """The icons of one indicator in one place; None where there are too few points for limits.

    `latest` is the month of the last point, from which the variation icon is; under 13 `points` the
    limits are `provisional`. `every` is what a point stands for, and `broken` every rule that the
    last point breaks, of which the strongest decides the icon. `baseline` is what the limits are
    fixed on, if they are.
    """

    icon: VariationIcon | None = None
    assurance: Assurance | None = None
    every: Frequency = Frequency.MONTH
    latest: Month | None = None
    points: int = 0
    provisional: bool = True
    broken: tuple[BrokenRule, ...] = ()
    baseline: LimitBaseline | None = None

    @property
    def is_concern(self) -> bool:
        """The latest point is a special cause for the worse."""
        return self.icon in (VariationIcon.CONCERN_HIGH, VariationIcon.CONCERN_LOW)


NO_SIGNAL = Signal()
