"""A span of months of one place, added up."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indicators.domain.core import CountType, ObservationStatus
from indicators.domain.periods import Month, Period
from indicators.figures.month_states import find_reason
from indicators.stats import rules


@dataclass(frozen=True, slots=True)
class Note:
    """What a load said of one figure: of which place (its code) and which period's last month."""

    place: str
    ended: Month
    text: str


class SpanSum(NamedTuple):
    """A place's span for one indicator, added up. With no figure, `status` says why.

    A page has hundreds, and a tuple is made in a seventh of a frozen dataclass's time.

    `numerator` and `denominator` are whole numbers whose quotient times the indicator's scale is
    the figure; they count people only where `counted`. Otherwise the figure is the mean of the
    months, of which `months_counted` were sent with counts. `areas_missing` counts the months of
    areas that are not in it though others of the same month are, and `areas_unpooled` those that
    were sent as percentages only, which cannot be pooled; `notes` are what the loads said. `wholes`
    are the quarters and years in it that were sent as one figure, each in place of its months.
    """

    span: Period
    status: ObservationStatus
    numerator: int = 0
    denominator: int = 0
    counted: bool = True
    months_with: int = 0
    months_counted: int = 0
    months_hidden: int = 0
    areas_missing: int = 0
    areas_unpooled: int = 0
    notes: tuple[Note, ...] = ()
    wholes: tuple[Period, ...] = ()

    @property
    def months_of(self) -> int:
        return self.span.months

    @property
    def has_few_months(self) -> bool:
        """Whether too few months have a figure for a verdict."""
        return self.months_with * 12 < rules.MONTHS_FOR_A_VERDICT * self.span.months


@dataclass(frozen=True, slots=True)
class Adding:
    """How an indicator adds up: months between its figures, scale, and of a count its type."""

    months: int
    scale: int
    count: CountType | None


@dataclass(slots=True)
class SpanParts:
    """What one place's span is made of, in periods of the indicator.

    `state` is that of each period. `have` of them have counts, which add up to `numerator` and
    `denominator`. `alone` are the figures of all of them if any was sent without counts.
    """

    state: NDArray[np.int8]
    alone: list[Fraction]
    have: int
    hidden: int
    numerator: int
    denominator: int
    missing: int


def build_sum(
    span: Period,
    adding: Adding,
    parts: SpanParts,
    *,
    notes: tuple[Note, ...] = (),
    areas_unpooled: int = 0,
    wholes: tuple[Period, ...] = (),
) -> SpanSum:
    """Return the sum of one place: of months with counts, or the mean of its figures `alone`."""
    alone, numerator, denominator = parts.alone, parts.numerator, parts.denominator
    known = len(alone) or parts.have
    status, counted = ObservationStatus.OK, True
    months_counted, areas_missing = parts.have * adding.months, parts.missing * adding.months
    is_flow = adding.count is CountType.FLOW
    if not known or (adding.count and parts.hidden):
        status = find_reason(parts.state)
        numerator = denominator = months_counted = areas_missing = 0
    elif alone:
        whole = sum(alone, Fraction(0)) / adding.scale / (1 if is_flow else known)
        numerator, denominator, counted = whole.numerator, whole.denominator, False
    elif is_flow:
        denominator = 1
    return SpanSum(
        span,
        status,
        numerator,
        denominator,
        counted,
        known * adding.months,
        months_counted,
        parts.hidden * adding.months,
        areas_missing,
        areas_unpooled,
        notes,
        wholes,
    )
