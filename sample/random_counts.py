"""Reproducible random counts: each draw has its own generator, named after what is drawn.

A figure depends only on the seed, month, area and measure, never on other draws, so adding a month
leaves all earlier months unchanged.
"""

from __future__ import annotations

from zlib import crc32

import numpy as np

from indicators.domain.periods import Month
from sample.city import AREAS, CITY, FIRST, Area, Measure
from sample.storylines import get_story_points


class Chance:
    """Draws people and events of the synthetic city."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._open_so_far: dict[tuple[Area, str], list[int]] = {}

    def _make_generator(self, month: Month | None, area: Area, name: str) -> np.random.Generator:
        key = f"{month or 'always'}/{area.code}/{name}".encode()
        return np.random.default_rng([self.seed, crc32(key)])

    def draw_people(self, month: Month, area: Area, name: str, a_birth: float = 1.0) -> int:
        """Return a number of people (or appointments), on average `a_birth` for each birth."""
        return int(self._make_generator(month, area, name).poisson(area.births * a_birth))

    def draw_count(self, people: int, month: Month, area: Area, measure: Measure) -> int:
        """Return how many of the people count towards the measure."""
        apart = float(self._make_generator(None, area, measure.name).standard_normal())
        pct = (
            measure.level_pct
            + measure.ease_points * area.ease
            + measure.drift_points * (month.ordinal - FIRST.ordinal) / 12
            + measure.apart_points * apart
            + get_story_points(area, month, measure)
        )
        share = min(max(pct, 0.5), 99.7) / 100
        return int(self._make_generator(month, area, measure.name).binomial(people, share))

    def draw_part(self, people: int, share: float, month: Month, area: Area, name: str) -> int:
        """Return how many of the people are in a part, each with the same probability."""
        return int(self._make_generator(month, area, name).binomial(people, share))

    def divide_among_areas(self, people: int, month: Month, name: str) -> list[int]:
        """Return how many of the city's people live in each area, by its births."""
        births = np.array([area.births for area in AREAS])
        draw = self._make_generator(month, CITY, f"{name} by area")
        return [int(each) for each in draw.multinomial(people, births / births.sum())]

    def divide_some(self, some: int, people: list[int], month: Month, name: str) -> list[int]:
        """Return how many of the city's `some` are among the people of each area."""
        draw = self._make_generator(month, CITY, f"{name} by area, some")
        return [int(each) for each in draw.multivariate_hypergeometric(people, some)]

    def count_open_cases(
        self, month: Month, area: Area, name: str, level: int, leaving: float
    ) -> int:
        """Return the cases open at the end of the month.

        Each month a share `leaving` closes and about as many open: the number stays near `level`.
        """
        # Cached because each month's number depends on the one before.
        so_far = self._open_so_far.setdefault((area, name), [level])
        while len(so_far) <= month.ordinal - FIRST.ordinal + 1:
            draw = self._make_generator(FIRST + (len(so_far) - 1), area, name)
            opened = int(draw.poisson(level * leaving))
            so_far.append(so_far[-1] + opened - int(draw.binomial(so_far[-1], leaving)))
        return so_far[month.ordinal - FIRST.ordinal + 1]
