"""A figure ready to show: a span added up, compared with its target, with what turns it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from indicators.domain.catalogue_parts.indicator_parts import Target
from indicators.domain.core import ObservationStatus, Verdict
from indicators.domain.periods import Period
from indicators.figures.span_sum import SpanSum


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one place and span.

    `value` is exact, and `shown` is rounded so that it does not contradict the verdict. Without a
    figure both are None and `status` says why. `other_target` is a target in force that is for
    spans of another length: this figure is not compared with it.
    """

    sum: SpanSum
    value: Fraction | None = None
    shown: Decimal | None = None
    target: Target | None = None
    verdict: Verdict | None = None
    to_turn: int | None = None
    other_target: Target | None = None

    @property
    def target_in_force(self) -> Target | None:
        """The target to show, also where it is for spans of another length."""
        return self.target or self.other_target

    @property
    def span(self) -> Period:
        return self.sum.span

    @property
    def status(self) -> ObservationStatus:
        return self.sum.status

    @property
    def too_few_months(self) -> bool:
        """A figure is there, but too few months are behind it for a verdict."""
        return self.value is not None and self.sum.has_few_months


ReleasedFigures = Mapping[str, Mapping[tuple[str, Period], Figure]]
"""Published figures by indicator, then by place and period."""
