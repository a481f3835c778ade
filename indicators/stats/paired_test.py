"""The paired t-test of scores before and after, and Holm's correction for many tests. Pure.

Sources: Student 1908; Holm 1979, A simple sequentially rejective multiple test procedure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

SIGNIFICANT = 0.05
"""A difference is real if its p value is at most this."""


class NoTestReason(StrEnum):
    """Why pairs cannot be tested."""

    TOO_FEW = "too_few"
    NO_CHANGE = "no_change"
    SAME_CHANGE = "same_change"


@dataclass(frozen=True, slots=True)
class PairedTest:
    """A paired t-test of after minus before, with its 95% interval and two-sided p value."""

    interval: tuple[float, float]
    t: float
    p: float


@dataclass(frozen=True, slots=True)
class PairedResult:
    """What pairs show: the means are exact. Without a test there is a reason."""

    n: int
    before: Decimal
    after: Decimal
    test: PairedTest | None
    reason: NoTestReason | None = None

    @property
    def difference(self) -> Decimal:
        return self.after - self.before


def compare_pairs(before: Sequence[Decimal], after: Sequence[Decimal]) -> PairedResult | None:
    """Return the means of pairs and the t-test of their differences; None without pairs."""
    n = len(before)
    if not n:
        return None
    differences = {a - b for b, a in zip(before, after, strict=True)}
    means = sum(before, Decimal()) / n, sum(after, Decimal()) / n
    if n < 2:
        return PairedResult(n, *means, None, NoTestReason.TOO_FEW)
    if len(differences) == 1:
        # The spread of the differences is 0, so t is undefined.
        reason = NoTestReason.SAME_CHANGE if differences.pop() else NoTestReason.NO_CHANGE
        return PairedResult(n, *means, None, reason)
    return PairedResult(n, *means, _test(before, after))


def _test(before: Sequence[Decimal], after: Sequence[Decimal]) -> PairedTest:
    from scipy.stats import ttest_rel  # takes a second to import, and only surveys need it

    found = ttest_rel([float(each) for each in after], [float(each) for each in before])
    low, high = found.confidence_interval(0.95)
    return PairedTest((float(low), float(high)), float(found.statistic), float(found.pvalue))


def correct_by_holm(p_values: Sequence[float]) -> list[float]:
    """Return each p value as corrected for all of them, in the order given."""
    order = sorted(range(len(p_values)), key=lambda at: p_values[at])
    corrected = [0.0] * len(p_values)
    largest = 0.0
    for rank, at in enumerate(order):
        largest = max(largest, min(1.0, p_values[at] * (len(p_values) - rank)))
        corrected[at] = largest
    return corrected
