"""A figure ready to show: a span added up, compared with its target, with what turns it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from indicators.domain.catalogue_parts.indicator_parts import Target
from indicators.domain.core import ObservationStatus, Verdict
from indicators.domain.periods import Period
from indicators.figures.span_sum import SpanSum
from indicators.stats import rules


@dataclass(frozen=True)
class Figure:
    """One figure of one place and span.

    `value` is exact. Without a figure it is None and `status` says why. `standard` is the target as
    the rule compares the figure with it. `other_target` is a target in force that is for spans of
    another length: this figure is not compared with it. What is shown has at least `decimals`.
    """

    sum: SpanSum
    value: Fraction | None = None
    target: Target | None = None
    verdict: Verdict | None = None
    standard: rules.Standard | None = None
    other_target: Target | None = None
    decimals: int = 1

    @cached_property
    def shown(self) -> Decimal | None:
        """The value rounded so that it does not contradict the verdict.

        It is worked out when it is asked for: most figures are only compared.
        """
        if self.value is None:
            return None
        return rules.round_for_display(self.value, self.standard, self.decimals)

    @cached_property
    def to_turn(self) -> int | None:
        """The people who would turn the verdict; None if nothing would, or it is not of people."""
        if self.verdict is None or self.standard is None or not self.sum.counted:
            return None
        counts = self.sum.numerator, self.sum.denominator
        return rules.count_people_to_turn(*counts, self.standard, self.verdict)

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
