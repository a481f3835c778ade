"""The parts that the figures of places add up: which people are counted in which figure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from indicators.disclosure.shared_cells import Part
from indicators.domain.core import Unit
from indicators.domain.indicator import Indicator
from indicators.domain.membership import Membership
from indicators.domain.periods import Period
from indicators.figures.month_states import HIDDEN, NOTHING, OK
from indicators.figures.series import Series

MonthParts = dict[tuple[str, int], tuple[Part, ...]]
"""The parts of a place's month, by the place's code and the month's position."""


@dataclass(frozen=True)
class PartFinder:
    """The parts of one indicator. `series` holds the areas and the places that pool them."""

    indicator: Indicator
    series: Series
    city: Series
    held: Membership

    def find(self, place: str, span: Period) -> frozenset[Part]:
        """Return the parts that a place's figure over a span adds up."""
        return frozenset(
            part
            for month in self._list_months_in(span)
            for part in self._by_month.get((place, month), ())
        )

    def find_with_withheld(self, place: str, span: Period) -> frozenset[Part]:
        """Return the parts of a figure that its sender hid; none where no total holds them all."""
        found: set[Part] = set()
        for month in self._list_months_in(span):
            for area in self._list_areas(place, self._get_ordinal(month)):
                if self._has_state(area, month, OK):
                    found.add(Part(area, self._get_ordinal(month), self._count(area, month)))
                elif (area, month) in self._withheld:
                    found.add(self._withheld[area, month])
                else:
                    return frozenset()
        return frozenset(found)

    def list_withheld(self) -> list[Part]:
        """Return the counts that their senders hid and that totals hold."""
        return list(self._withheld.values())

    def _get_ordinal(self, month: int) -> int:
        return self.series.window.first.ordinal + month

    def _list_months_in(self, span: Period) -> list[int]:
        """Return the months that a span adds up: those of the definition in force at its end."""
        window, step = self.series.window, self.indicator.months
        first = max(window.at(span.start) + step - 1, 0)
        last = min(window.at(span.ended), window.length - 1)
        wanted = self._definitions[window.at(span.ended)]
        return [m for m in range(first, last + 1) if self._definitions[m] == wanted]

    @cached_property
    def _definitions(self) -> list[str]:
        return [self.indicator.get_definition_code_at(m) for m in self.series.window.months]

    @cached_property
    def _by_month(self) -> MonthParts:
        found: MonthParts = {}
        for place in self.held:
            for month in self._list_months(place):
                found[place, month] = self._split(place, month)
        return found

    @cached_property
    def _withheld(self) -> dict[tuple[str, int], Part]:
        """The remainders of totals, given to the areas of which the sender hid the counts."""
        found: dict[tuple[str, int], Part] = {}
        for part in (part for parts in self._by_month.values() for part in parts):
            month = part.month - self._get_ordinal(0)
            if self._has_state(part.place, month, HIDDEN):
                found[part.place, month] = part
        return found

    def _list_months(self, place: str) -> list[int]:
        return [m for m in range(self.series.window.length) if self._has_state(place, m, OK)]

    def _has_state(self, place: str, month: int, state: int) -> bool:
        return self._states_of[place][month] == state

    @cached_property
    def _states_of(self) -> dict[str, list[int]]:
        """What is known of each month, by place; nothing of those sent without counts."""
        found: dict[str, list[int]] = {}
        for series in (self.city, self.series):
            i = series.indicators[self.indicator.code]
            found |= {place: series.state[i, p].tolist() for place, p in series.places.items()}
            codes = list(series.places)
            for at, p, month in series.exact:
                if at == i:
                    found[codes[p]][month] = NOTHING
        return found

    def split_counts(self, numerator: int, denominator: int) -> tuple[int, ...]:
        """Return the components that add up on their own: numerator and complement, or the like."""
        if self._unit is Unit.COUNT:
            return (numerator,)
        return numerator, denominator - numerator if self._unit is Unit.PERCENT else denominator

    @cached_property
    def _unit(self) -> Unit:
        return self.indicator.unit

    def _count(self, place: str, month: int) -> tuple[int, ...]:
        numerators, denominators = self._counts_of[place]
        return self.split_counts(numerators[month], denominators[month])

    @cached_property
    def _counts_of(self) -> dict[str, tuple[list[int], list[int]]]:
        """The numerator and denominator of each month, by place."""
        return {
            place: (series.numerator[i, p].tolist(), series.denominator[i, p].tolist())
            for series in (self.city, self.series)
            for i in [series.indicators[self.indicator.code]]
            for place, p in series.places.items()
        }

    def _split(self, place: str, month: int) -> tuple[Part, ...]:
        """Return the parts of a month: its areas, and what a total sent holds above them."""
        ordinal = self._get_ordinal(month)
        areas = self._list_areas(place, ordinal)
        counts = self._count(place, month)
        if areas == [place]:
            return (Part(place, ordinal, counts),)
        parts = [
            Part(area, ordinal, self._count(area, month))
            for area in areas
            if self._has_state(area, month, OK)
        ]
        sums = [sum(part.counts[at] for part in parts) for at in range(len(counts))]
        rest = tuple(whole - known for whole, known in zip(counts, sums, strict=True))
        if not any(rest):
            return tuple(parts)
        if min(rest) < 0:  # the total does not count the same people as the areas
            return (Part(place, ordinal, counts),)
        hidden = [area for area in areas if self._has_state(area, month, HIDDEN)] or [place]
        nothing = (0,) * len(rest)
        rests = [rest, *([nothing] * (len(hidden) - 1))]
        return (*parts, *(Part(area, ordinal, r) for area, r in zip(hidden, rests, strict=True)))

    def _list_areas(self, place: str, ordinal: int) -> list[str]:
        for held in self.held[place]:
            if held.first.ordinal <= ordinal <= held.last.ordinal:
                return list(held.areas)
        return []
