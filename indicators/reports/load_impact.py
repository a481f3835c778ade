"""What a file would change: the table as it would stand if the file were loaded, beside how it
stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from indicators.access.permissions import Viewer
from indicators.domain.core import ObservationStatus
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.reports.load_ledger import TurnedVerdict, find_turned_verdicts
from indicators.store.as_of import COLUMNS, FIGURE
from indicators.store.observations import IndicatorTable

if TYPE_CHECKING:
    import pandas as pd

MOST = 20_000
"""Figures of a file of which this is told; with more it would take longer than a person waits."""


class _Row(NamedTuple):
    """An observation as the table gives it."""

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


class _Total(NamedTuple):
    """A city's total as the table gives it."""

    indicator: str
    ended: int
    definition: str
    months: int
    areas: int
    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class LoadEffect:
    """How many of a file's figures are not there yet, are there but differ, or are there as they
    are, and which verdicts would turn.
    """

    new: int
    restated: int
    unchanged: int
    flips: tuple[TurnedVerdict, ...]


class AsIfLoaded(IndicatorTable):
    """The table as it would stand with a file's figures in it. Nothing is written."""

    def __init__(self, table: IndicatorTable, rows: Sequence[Any], areas: Sequence[str]) -> None:
        super().__init__(table.engine, table.event)
        self.sent = {_key(row): row for row in rows}
        self.areas = areas

    def read_observations(
        self, indicators: Sequence[str], places: Sequence[str], ended: Sequence[int]
    ) -> list[Any]:
        found = {_key(row): row for row in super().read_observations(indicators, places, ended)}
        found |= {
            key: row
            for key, row in self.sent.items()
            if row.indicator in indicators and row.ended in ended and row.place in places
        }
        return [found[key] for key in sorted(found)]

    def read_city_totals(
        self, indicators: Sequence[str], ended: Sequence[int], not_areas: Sequence[str] = ()
    ) -> list[Any]:
        touched = {(indicator, month) for indicator, month, _, _ in self.sent}
        kept = [
            row
            for row in super().read_city_totals(indicators, ended, not_areas)
            if (row.indicator, row.ended) not in touched
        ]
        codes = sorted({i for i, m in touched if i in indicators and m in ended})
        months = sorted({m for i, m in touched if i in indicators and m in ended})
        rows = self.read_observations(codes, self.areas, months)
        return kept + _totals(row for row in rows if (row.indicator, row.ended) in touched)

    def list_months_with_data(self, *asked: Any) -> list[int]:
        sent = {ended for _, ended, _, _ in self.sent}
        return sorted({*super().list_months_with_data(*asked), *sent})


def calculate_effect(reports: Reports, figures: pd.DataFrame, viewer: Viewer) -> LoadEffect | None:
    """What a file's `figures` (COLUMNS) would change now; None where they are too many to tell."""
    if len(figures) > MOST:
        return None
    rows = [_plain(row) for row in figures[COLUMNS].itertuples(index=False, name=None)]
    asked = (figures[name].unique().tolist() for name in ("indicator", "place", "ended"))
    held = {_key(row): row for row in reports.table.read_observations(*asked)}
    fresh = [row for row in rows if _key(row) not in held]
    other = [row for row in rows if (old := held.get(_key(row))) and _said(old) != _said(row)]
    same = len(rows) - len(fresh) - len(other)
    return LoadEffect(len(fresh), len(other), same, _flips(reports, fresh, other, viewer))


def _flips(
    reports: Reports, fresh: list[Any], other: list[Any], viewer: Viewer
) -> tuple[TurnedVerdict, ...]:
    areas = [code for code in reports.places.localities if code not in reports.places.not_areas]
    loaded = AsIfLoaded(reports.table, [*fresh, *other], areas)
    after = Reports(loaded, reports.catalogue, reports.places, reports.events, lens=reports.lens)
    months = {Month.from_number(row.ended) for row in other}
    return find_turned_verdicts(reports, after, [*fresh, *other], months, viewer)


def _totals(rows: Any) -> list[Any]:
    """As the table adds the areas up: `moments.totals`."""
    sums: dict[tuple[str, int, str], list[int]] = {}
    for row in rows:
        counted = row.status == ObservationStatus.OK and row.numerator is not None
        if counted or row.status == ObservationStatus.NOT_APPLICABLE:
            total = sums.setdefault((row.indicator, row.ended, row.definition), [0, 0, 0, 0])
            total[0] = max(total[0], row.months)
            total[1] += 1
            total[2] += row.numerator or 0
            total[3] += row.denominator or 0
    return [_Total(*key, *total) for key, total in sums.items()]


def _key(row: Any) -> tuple[str, int, str, str]:
    return row.indicator, row.ended, row.place, row.definition


def _said(row: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in FIGURE)


def _plain(cells: tuple[Any, ...]) -> _Row:
    """A row of a frame as the table gives one: None where there is no number."""
    row = _Row(*cells)
    return row._replace(numerator=_count(row.numerator), denominator=_count(row.denominator))


def _count(cell: Any) -> int | None:
    return None if type(cell).__name__ == "NAType" else int(cell)
