"""The gap to target in people, and the few places that hold most of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indicators.domain.core import Polarity
from indicators.stats.rules import Standard, calculate_value, round_half_away

MOST = 50
"""The places named are the fewest that hold at least so many percent of the gap."""


@dataclass(frozen=True, slots=True)
class TargetGap:
    """How many people the places below their target are short of it, whole numbers all.

    `short` has every such place, largest first; the first `few` of them are the fewest that hold
    at least half of it all. `of` counts the places with a figure that can be held to a target.
    """

    short: tuple[tuple[str, int], ...]
    few: int
    of: int

    @property
    def people(self) -> int:
        return sum(people for _, people in self.short)

    @property
    def named(self) -> tuple[tuple[str, int], ...]:
        return self.short[: self.few]

    @property
    def named_people(self) -> int:
        return sum(people for _, people in self.named)

    @property
    def share_pct(self) -> int:
        """The share of the gap that the named places hold, never rounded up to all of it."""
        share = calculate_value(self.named_people, self.people)
        return 99 if 99 < share < 100 else int(round_half_away(share, 0))


def count_shortfall(numerator: int, denominator: int, standard: Standard) -> int:
    """Return the fewest more people who bring a figure to its target, without the tolerance.

    Where lower is better it is the fewest fewer people. The denominator stays. It is 0 if the
    target is met.
    """
    scale, target, _ = standard.whole
    lacking = target * denominator - scale * numerator
    if standard.better is Polarity.LOWER:
        lacking = -lacking
    return max(0, -(-lacking // scale))


def calculate_gap(figures: Mapping[str, tuple[int, int, Standard]]) -> TargetGap:
    """Return the gap of places by code, each with its numerator, denominator and standard.

    Places that are short of as many people are in the order of `figures`.
    """
    lacking = {place: count_shortfall(*figure) for place, figure in figures.items()}
    short = sorted(((p, n) for p, n in lacking.items() if n), key=lambda each: -each[1])
    whole, held, few = sum(people for _, people in short), 0, 0
    while held * 100 < whole * MOST:
        held += short[few][1]
        few += 1
    return TargetGap(tuple(short), few, len(figures))
