"""Chance with a memory: each draw has a generator of its own, named by what is drawn.

So a figure depends on the seed, month, area and measure alone, and never on which other figures
were drawn before it: adding a month leaves all earlier months as they were.
"""

from __future__ import annotations

from zlib import crc32

import numpy as np

from indicators.domain.periods import Month
from sample.city import FIRST, Area, Measure
from sample.storylines import points


class Chance:
    """Draws people and events of the made-up city."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._open_so_far: dict[tuple[Area, str], list[int]] = {}

    def _named(self, month: Month | None, area: Area, name: str) -> np.random.Generator:
        key = f"{month or 'always'}/{area.code}/{name}".encode()
        return np.random.default_rng([self.seed, crc32(key)])

    def people(self, month: Month, area: Area, name: str, a_birth: float = 1.0) -> int:
        """How many people (or appointments) there were, `a_birth` of them for each birth."""
        return int(self._named(month, area, name).poisson(area.births * a_birth))

    def of(self, people: int, month: Month, area: Area, measure: Measure) -> int:
        """How many of the people the measure's percentage came true for."""
        apart = float(self._named(None, area, measure.name).standard_normal())
        pct = (
            measure.level_pct
            + measure.ease_points * area.ease
            + measure.drift_points * (month.ordinal - FIRST.ordinal) / 12
            + measure.apart_points * apart
            + points(area, month, measure)
        )
        share = min(max(pct, 0.5), 99.7) / 100
        return int(self._named(month, area, measure.name).binomial(people, share))

    def part(self, people: int, share: float, month: Month, area: Area, name: str) -> int:
        """How many of the people fall into a part, each with the same chance."""
        return int(self._named(month, area, name).binomial(people, share))

    def open_cases(self, month: Month, area: Area, name: str, level: int, leaving: float) -> int:
        """Cases open at the end of the month: of those open before, a share `leaving` has closed,
        and about as many have opened, so that the number wanders about `level`.
        """
        # Kept, because each month's number grows out of the one before.
        so_far = self._open_so_far.setdefault((area, name), [level])
        while len(so_far) <= month.ordinal - FIRST.ordinal + 1:
            draw = self._named(FIRST + (len(so_far) - 1), area, name)
            opened = int(draw.poisson(level * leaving))
            so_far.append(so_far[-1] + opened - int(draw.binomial(so_far[-1], leaving)))
        return so_far[month.ordinal - FIRST.ordinal + 1]
