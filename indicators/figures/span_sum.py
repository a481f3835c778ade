"""A span of months of one place, added up."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.domain.core import ObservationStatus
from indicators.domain.periods import Month, Period


@dataclass(frozen=True, slots=True)
class Note:
    """What a load said of one figure: of which place (its code) and which period's last month."""

    place: str
    ended: Month
    text: str


@dataclass(frozen=True, slots=True)
class SpanSum:
    """A place's span for one indicator, added up. With no figure, `status` says why.

    `numerator` and `denominator` are whole numbers whose quotient times the indicator's scale is
    the figure; they count people only where `counted`. `areas_missing` counts the months of areas
    that are not in it though others of the same month are; `notes` are what the loads said.
    """

    span: Period
    status: ObservationStatus
    numerator: int = 0
    denominator: int = 0
    counted: bool = True
    months_with: int = 0
    months_hidden: int = 0
    areas_missing: int = 0
    notes: tuple[Note, ...] = ()

    @property
    def months_of(self) -> int:
        return self.span.months
