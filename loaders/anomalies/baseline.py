"""The figures a file would bring beside those that stood before: arrays of places by periods."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.domain.catalogue import Catalogue, Indicator
from indicators.domain.core import LocalityKind, ObservationStatus, Unit
from indicators.domain.periods import Month, Period
from indicators.domain.places import Places
from indicators.store.as_of import COLUMNS
from loaders.anomalies.thresholds import FIGURES, HISTORY, JUDGED

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_READ = ["indicator", "place", "ended", "definition", "numerator", "denominator", "value", "status"]


@dataclass(frozen=True, slots=True)
class FigureLayer:
    """Figures by place and period, NaN where there is none. `there` is where anything was said,
    also that a figure is hidden or not known; `figure` is in the indicator's unit.
    """

    there: Flags
    numerator: Floats
    denominator: Floats
    figure: Floats

    def over(self, other: FigureLayer) -> FigureLayer:
        """This layer, and the other's where this one says nothing."""
        return FigureLayer(
            self.there | other.there,
            *(
                np.where(self.there, getattr(self, name), getattr(other, name))
                for name in ("numerator", "denominator", "figure")
            ),
        )

    def differs(self, other: FigureLayer) -> Flags:
        """Where this layer says something, and the other says nothing or something else."""
        unlike = ~other.there
        for name in ("numerator", "denominator", "figure"):
            mine, its = getattr(self, name), getattr(other, name)
            unlike |= (mine != its) & ~(np.isnan(mine) & np.isnan(its))
        return self.there & unlike


@dataclass(frozen=True)
class Baseline:
    """One indicator: what the file says (`new`), what stood (`old`), and both (`now`).

    `areas` is which of the places are areas; `rows` holds where in the file's observations each
    new figure is, or -1.
    """

    indicator: Indicator
    places: tuple[str, ...]
    areas: Flags
    ended: tuple[Month, ...]
    new: FigureLayer
    old: FigureLayer
    rows: NDArray[np.int64]

    @cached_property
    def now(self) -> FigureLayer:
        return self.new.over(self.old)

    @cached_property
    def fresh(self) -> Flags:
        return self.new.differs(self.old)

    @cached_property
    def judged(self) -> list[int]:
        """The latest periods of which the file brings news, earliest first."""
        return [int(at) for at in np.flatnonzero(self.fresh.any(axis=0))[-JUDGED:]]

    def period(self, at: int) -> Period:
        return Period(self.ended[at], self.indicator.months)

    def before(self, at: int) -> list[int]:
        """The periods before, as far as they are counted the same way."""
        return [k for k in range(at) if self._definitions[k] == self._definitions[at]]

    @cached_property
    def _definitions(self) -> list[str]:
        return [_definition(self.indicator, month) for month in self.ended]


def _definition(indicator: Indicator, month: Month) -> str:
    found = indicator.find_definition(month)
    return found.code if found else ""


def list_months_needed(observations: pd.DataFrame) -> list[int]:
    """The month numbers whose standing figures say what is usual for a file's observations: fewer
    for a file of a whole country, whose figures would not be fetched in seconds.
    """
    step = int(observations["months"].max())
    last = int(observations["ended"].max())
    at_once = int((observations["ended"] == last).sum())
    periods = max(2, min(HISTORY + JUDGED, FIGURES // at_once))
    first = Month.from_number(last) - (periods - 1) * step
    return [(first + at).number for at in range((periods - 1) * step + 1)]


def build_baselines(
    observations: pd.DataFrame, before: Sequence[Any], catalogue: Catalogue, places: Places
) -> Iterator[Baseline]:
    """Each indicator of a file's `observations` (as `Reading` has them) with the rows `before`, as
    `IndicatorTable.observations` gives them for `months_to_ask_for`.
    """
    columns = list(zip(*before, strict=True)) if before else [()] * len(COLUMNS)
    old = pd.DataFrame({name: columns[COLUMNS.index(name)] for name in _READ})
    indicator, codes = _numbered(observations["indicator"], old["indicator"])
    place, known = _numbered(observations["place"], old["place"])
    areas = {area.code for area in places.list_by_kind(LocalityKind.AREA)}
    is_area = np.fromiter((code in areas for code in known), bool, len(known))
    rows = [_rows(observations, indicator, place), _rows(old, indicator, place, len(observations))]
    named = tuple(known)
    for at in range(int(indicator[: len(observations)].max()) + 1):
        kept = [part.take(np.flatnonzero(part.indicator == at)) for part in rows]
        yield _beside(catalogue.indicator(codes[at]), named, is_area, kept[0], kept[1])


def _numbered(new: pd.Series, old: pd.Series) -> tuple[NDArray[np.int64], list[str]]:
    """The texts of both by number, those of the file first, and what each number stands for."""
    both = [pd.Categorical(new), pd.Categorical(old)]
    known = pd.Index(list(dict.fromkeys(text for each in both for text in each.categories)))
    numbers = [known.get_indexer(each.categories)[each.codes] for each in both]
    return np.concatenate(numbers), known.tolist()


@dataclass(frozen=True, slots=True)
class _Rows:
    """Columns of observations as arrays; `at` is where each stood."""

    at: NDArray[np.int64]
    indicator: NDArray[np.int64]
    place: NDArray[np.int64]
    month: NDArray[np.int64]
    definition: NDArray[Any]
    there: Flags
    numerator: Floats
    denominator: Floats
    sent: Floats

    def take(self, rows: NDArray[np.intp]) -> _Rows:
        if len(rows) == len(self.at):
            return self
        return _Rows(*(getattr(self, name)[rows] for name in self.__slots__))


def _rows(frame: pd.DataFrame, indicator: Any, place: Any, start: int = 0) -> _Rows:
    length = len(frame)
    ended = frame["ended"].to_numpy(np.int64)
    ok = (frame["status"] == ObservationStatus.OK.value).to_numpy(bool)
    value = frame["value"]
    sent = _floats(value) if value.notna().any() else np.full(length, np.nan)
    return _Rows(
        np.arange(length),
        indicator[start : start + length],
        place[start : start + length],
        ended // 100 * 12 + ended % 100 - 1,
        frame["definition"].to_numpy(object),
        np.ones(length, bool),
        np.where(ok, _floats(frame["numerator"]), np.nan),
        np.where(ok, _floats(frame["denominator"]), np.nan),
        np.where(ok, sent, np.nan),
    )


def _floats(column: pd.Series) -> Floats:
    """Numbers, or decimals as text, with NaN for none."""
    return pd.to_numeric(column).to_numpy(np.float64, na_value=np.nan)


def _beside(
    indicator: Indicator, places: tuple[str, ...], areas: Flags, new: _Rows, old: _Rows
) -> Baseline:
    step = indicator.months
    last = int(new.month.max())
    first = last - (HISTORY + JUDGED - 1) * step
    mine, stood = (_within(part, indicator, first, last) for part in (new, old))
    earliest = min((int(part.month.min()) for part in (mine, stood) if len(part.at)), default=last)
    ended = tuple(Month(at) for at in range(earliest, last + 1, step))
    shape = len(places), len(ended)
    rows = np.full(shape, -1, np.int64)
    rows[mine.place, (mine.month - earliest) // step] = mine.at
    layers = [_layer(part, indicator, shape, earliest) for part in (mine, stood)]
    return Baseline(indicator, places, areas, ended, layers[0], layers[1], rows)


def _within(rows: _Rows, indicator: Indicator, first: int, last: int) -> _Rows:
    """The rows of these periods that are counted as their month's definition says."""
    grid = {
        at: _definition(indicator, Month(at)) for at in range(first, last + 1, indicator.months)
    }
    inside = np.flatnonzero((rows.month >= first) & (rows.month <= last))
    rows = rows.take(inside)
    months, at = np.unique(rows.month, return_inverse=True)
    wanted = np.array([grid.get(month) for month in months.tolist()], object)
    return rows.take(np.flatnonzero(rows.definition == wanted[at]))


def _layer(rows: _Rows, indicator: Indicator, shape: tuple[int, int], earliest: int) -> FigureLayer:
    cells = rows.place, (rows.month - earliest) // indicator.months
    there = np.zeros(shape, bool)
    there[cells] = True
    numerator, denominator, figure = (np.full(shape, np.nan) for _ in range(3))
    numerator[cells], denominator[cells] = rows.numerator, rows.denominator
    with np.errstate(invalid="ignore", divide="ignore"):
        worked = indicator.scale * rows.numerator / rows.denominator
    if indicator.unit is Unit.COUNT:
        worked = rows.numerator
    figure[cells] = np.where(np.isfinite(worked), worked, rows.sent)
    return FigureLayer(there, numerator, denominator, figure)
