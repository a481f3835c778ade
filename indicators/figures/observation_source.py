"""Where reports read observations from: the indicator table, or the table with a file in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from indicators.domain.core import ObservationStatus
from indicators.domain.reading.observation_texts import ObservationTexts, join_observations

ObservationKey = tuple[str, int, str, str, int]
"""Indicator, last month of the period as yyyymm, place, definition and months: one figure each."""


class Observation(NamedTuple):
    """An observation, with the columns of the table in their order."""

    indicator: str
    ended: int
    place: str
    definition: str
    months: int
    numerator: int | None
    denominator: int | None
    value: str | None
    status: str
    note: str


class CityTotal(NamedTuple):
    """The sum over the centre areas, with the columns of the table in their order."""

    indicator: str
    ended: int
    definition: str
    months: int
    areas: int
    numerator: int
    denominator: int


class ObservationSource(Protocol):
    """The reads that series and verdicts need. Months are numbers such as 202610."""

    def read_observations(
        self, indicators: Sequence[str], places: Sequence[str], ended: Sequence[int]
    ) -> list[Any]:
        """Return the columns of each observation in their order, ordered by its key."""

    def read_texts(
        self,
        indicators: Sequence[str],
        places: Sequence[str],
        ended: Sequence[int],
        *,
        is_stretch: bool = False,
    ) -> list[ObservationTexts]:
        """Return the same observations as texts.

        Of a stretch of places, those with codes between theirs may be returned as well.
        """

    def read_city_totals(
        self, indicators: Sequence[str], ended: Sequence[int], not_areas: Sequence[str] = ()
    ) -> list[Any]:
        """Return the columns of CityTotal for each indicator, month and definition."""

    def list_months_with_data(
        self, indicators: Sequence[str], elsewhere: Sequence[str] = ()
    ) -> list[int]:
        """Return the months with figures outside the places `elsewhere`, earliest first."""


def get_key(row: Any) -> ObservationKey:
    """Return the key of an observation."""
    return row.indicator, row.ended, row.place, row.definition, row.months


@dataclass(frozen=True, slots=True)
class SourceWithFile:
    """A source as it will be once a file is loaded. Nothing is written.

    `sent` are the observations that the file adds or restates; `areas` the codes of all centre
    areas, which the city's totals add up.
    """

    base: ObservationSource
    sent: Mapping[ObservationKey, Observation]
    areas: Sequence[str]

    def read_observations(
        self, indicators: Sequence[str], places: Sequence[str], ended: Sequence[int]
    ) -> list[Any]:
        """Return the observations of the base, with those of the file in their place."""
        rows = self.base.read_observations(indicators, places, ended)
        found = {get_key(row): row for row in map(Observation._make, rows)}
        found |= {
            key: row
            for key, row in self.sent.items()
            if row.indicator in indicators and row.ended in ended and row.place in places
        }
        return [found[key] for key in sorted(found)]

    def read_texts(
        self,
        indicators: Sequence[str],
        places: Sequence[str],
        ended: Sequence[int],
        *,
        is_stretch: bool = False,  # noqa: ARG002 - the rows are merged one by one
    ) -> list[ObservationTexts]:
        """Return the same observations as texts."""
        return join_observations(self.read_observations(indicators, places, ended))

    def read_city_totals(
        self, indicators: Sequence[str], ended: Sequence[int], not_areas: Sequence[str] = ()
    ) -> list[Any]:
        """Return the totals of the base, added up again where the file changes something."""
        touched = {(indicator, month) for indicator, month, *_ in self.sent}
        kept = [
            row
            for row in map(
                CityTotal._make, self.base.read_city_totals(indicators, ended, not_areas)
            )
            if (row.indicator, row.ended) not in touched
        ]
        wanted = [(i, month) for i, month in touched if i in indicators and month in ended]
        rows = self.read_observations(
            sorted({i for i, _ in wanted}), self.areas, sorted({month for _, month in wanted})
        )
        return kept + _add_up_areas(row for row in rows if (row.indicator, row.ended) in touched)

    def list_months_with_data(
        self, indicators: Sequence[str], elsewhere: Sequence[str] = ()
    ) -> list[int]:
        """Return the months of the base and those of the file."""
        sent = {
            row.ended
            for row in self.sent.values()
            if row.indicator in indicators and row.place not in elsewhere
        }
        return sorted({*self.base.list_months_with_data(indicators, elsewhere), *sent})


def _add_up_areas(rows: Iterable[Observation]) -> list[CityTotal]:
    """Add up as the table does: see `store.as_of.select_city_totals`."""
    sums: dict[tuple[str, int, str, int], list[int]] = {}
    for row in rows:
        counted = row.status == ObservationStatus.OK and row.numerator is not None
        if counted or row.status == ObservationStatus.NOT_APPLICABLE:
            key = row.indicator, row.ended, row.definition, row.months
            total = sums.setdefault(key, [0, 0, 0])
            total[0] += 1
            total[1] += row.numerator or 0
            total[2] += row.denominator or 0
    return [CityTotal(*key, *total) for key, total in sums.items()]
