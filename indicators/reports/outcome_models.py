"""Yearly outcomes, two years compared, counts by site, and the path of a birth cohort."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from indicators.domain.catalogue_parts.indicator_parts import Cohort
from indicators.domain.indicator import Indicator
from indicators.domain.localities import Locality
from indicators.domain.periods import Month, Period
from indicators.figures.change import Change
from indicators.figures.figure import Figure


class Reached(StrEnum):
    """Whether there can be figures of a step's months."""

    YES = "yes"
    PARTLY = "partly"
    NOT_YET = "not_yet"
    BEFORE = "before"
    """Its months lie before the first month that there are figures for."""


@dataclass(frozen=True, slots=True)
class Step:
    """One indicator in the months in which the cohort is counted in it, with that of the city."""

    indicator: Indicator
    cohort: Cohort
    span: Period
    reached: Reached
    figure: Figure
    city: Figure


@dataclass(frozen=True, slots=True)
class CohortReport:
    """The path of the babies born in a quarter; `quarters` can be chosen, earliest first."""

    place: Locality
    births: Period
    quarters: tuple[Period, ...]
    latest: Month
    steps: tuple[Step, ...]

    @property
    def previous(self) -> Period | None:
        earlier = [q for q in self.quarters if q.ended < self.births.ended]
        return earlier[-1] if earlier else None

    @property
    def following(self) -> Period | None:
        return next((q for q in self.quarters if q.ended > self.births.ended), None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome of the city: a figure a year, and the last year's change on the year before."""

    indicator: Indicator
    figures: tuple[Figure, ...]
    change: Change | None


@dataclass(frozen=True, slots=True)
class YearlyOutcomes:
    """The city's outcomes by year (Table 4 of the Acting Early report)."""

    years: tuple[Period, ...]
    rows: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class ComparedYears:
    """One indicator of the areas chosen, in two years."""

    indicator: Indicator
    earlier: Figure
    later: Figure
    change: Change | None


@dataclass(frozen=True, slots=True)
class YearsComparison:
    """Areas taken together, two years compared (Table 5 of the Acting Early report)."""

    areas: tuple[Locality, ...]
    earlier: Period
    later: Period
    rows: tuple[ComparedYears, ...]


@dataclass(frozen=True, slots=True)
class CountsBySite:
    """One count by place and year (Figure 2): `cells[place]` and `city` have a figure a year."""

    indicator: Indicator
    years: tuple[Period, ...]
    places: tuple[Locality, ...]
    cells: Mapping[str, tuple[Figure, ...]]
    city: tuple[Figure, ...]

    @property
    def comparable_years(self) -> tuple[Period, ...]:
        """The years since the last change of the definition: all that one chart may show."""
        *earlier, last = self.years
        alike = (y for y in earlier if self.indicator.is_counted_alike(y.ended, last.ended))
        return (*alike, last)
