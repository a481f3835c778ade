"""Set a file's figures against the current ones, as arrays of places by periods."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from indicators.domain.catalogue import Catalogue
from indicators.domain.core import LocalityKind, ObservationStatus, Unit
from indicators.domain.indicator import Indicator
from indicators.domain.periods import Month, Period
from indicators.domain.places import Places
from indicators.store.as_of import COLUMNS
from loaders.anomalies.thresholds import CHECKED, FIGURES, HISTORY

if TYPE_CHECKING:  # slow to import, and only loading needs it
    import pandas as pd


Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_READ = [
    "indicator",
    "place",
    "ended",
    "months",
    "definition",
    "numerator",
    "denominator",
    "value",
    "status",
]


@dataclass(frozen=True, slots=True)
class FigureLayer:
    """Figures by place and period, NaN where there is none.

    `there` flags every observation, also one that is hidden or not known. `figure` is in the
    indicator's unit.
    """

    there: Flags
    numerator: Floats
    denominator: Floats
    figure: Floats

    def overlay(self, other: FigureLayer) -> FigureLayer:
        """Return this layer, filled from the other where this one has no observation."""
        return FigureLayer(
            self.there | other.there,
            *(
                np.where(self.there, getattr(self, name), getattr(other, name))
                for name in ("numerator", "denominator", "figure")
            ),
        )

    def flag_changes(self, other: FigureLayer) -> Flags:
        """Flag the observations of this layer that the other lacks or has with other figures."""
        unlike = ~other.there
        for name in ("numerator", "denominator", "figure"):
            mine, its = getattr(self, name), getattr(other, name)
            unlike |= (mine != its) & ~(np.isnan(mine) & np.isnan(its))
        return self.there & unlike


@dataclass(frozen=True)
class Baseline:
    """One indicator: the figures of the file (`new`), the current ones (`old`), and both (`now`).

    `areas` flags which of the places are areas. `rows` holds the position of each new figure in the
    file's observations, or -1. `changed` flags new figures that differ from the current ones.
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
        return self.new.overlay(self.old)

    @cached_property
    def changed(self) -> Flags:
        return self.new.flag_changes(self.old)

    @cached_property
    def checked(self) -> list[int]:
        """The latest periods with changed figures, earliest first."""
        return [int(at) for at in np.flatnonzero(self.changed.any(axis=0))[-CHECKED:]]

    def get_period(self, at: int) -> Period:
        return Period(self.ended[at], self.indicator.months)

    def list_comparable(self, at: int) -> list[int]:
        """Return the earlier periods that are counted by the same definition."""
        return [k for k in range(at) if self._definitions[k] == self._definitions[at]]

    @cached_property
    def _definitions(self) -> list[str]:
        return [self.indicator.get_definition_code_at(month) for month in self.ended]


def select_usual_length(observations: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return the observations for a period of their indicator's own length.

    A year that was sent as one figure is not compared with months.
    """
    codes = observations["indicator"].unique().tolist()
    own = observations["indicator"].map({c: catalogue.indicator(c).months for c in codes})
    usual = observations[observations["months"] == own.astype(int)]
    return usual.assign(indicator=usual["indicator"].cat.remove_unused_categories())


def list_months_needed(observations: pd.DataFrame) -> list[int]:
    """Return the months, as yyyymm, that show what is usual for a file's observations.

    There are fewer for the file of a whole country, since to fetch them all would take too long.
    """
    step = int(observations["months"].max())
    last = int(observations["ended"].max())
    at_once = int((observations["ended"] == last).sum())
    periods = max(2, min(HISTORY + CHECKED, FIGURES // at_once))
    first = Month.from_number(last) - (periods - 1) * step
    return [(first + at).number for at in range((periods - 1) * step + 1)]


def build_baselines(
    observations: pd.DataFrame, before: Sequence[Any], catalogue: Catalogue, places: Places
) -> Iterator[Baseline]:
    """Yield each indicator of a file's observations with the current rows.

    `before` holds these rows as `IndicatorTable.read_observations` gives them for
    `list_months_needed`.
    """
    import pandas as pd

    columns = list(zip(*before, strict=True)) if before else [()] * len(COLUMNS)
    old = pd.DataFrame({name: columns[COLUMNS.index(name)] for name in _READ})
    indicator, codes = _number_texts(observations["indicator"], old["indicator"])
    place, known = _number_texts(observations["place"], old["place"])
    areas = {area.code for area in places.list_by_kind(LocalityKind.AREA)}
    is_area = np.fromiter((code in areas for code in known), bool, len(known))
    rows = [
        _take_rows(observations, indicator, place),
        _take_rows(old, indicator, place, len(observations)),
    ]
    named = tuple(known)
    for at in range(int(indicator[: len(observations)].max()) + 1):
        kept = [part.take(np.flatnonzero(part.indicator == at)) for part in rows]
        yield _build_baseline(catalogue.indicator(codes[at]), named, is_area, kept[0], kept[1])


def _number_texts(new: pd.Series, old: pd.Series) -> tuple[NDArray[np.int64], list[str]]:
    """Return the texts of both as numbers, those of the file first, and the text of each number."""
    import pandas as pd

    both = [pd.Categorical(new), pd.Categorical(old)]
    known = pd.Index(list(dict.fromkeys(text for each in both for text in each.categories)))
    numbers = [known.get_indexer(each.categories)[each.codes] for each in both]
    return np.concatenate(numbers), known.tolist()


@dataclass(frozen=True, slots=True)
class _Rows:
    """Columns of observations as arrays; `at` is the position of each in its frame."""

    at: NDArray[np.int64]
    indicator: NDArray[np.int64]
    place: NDArray[np.int64]
    month: NDArray[np.int64]
    months: NDArray[np.int64]
    definition: NDArray[Any]
    there: Flags
    numerator: Floats
    denominator: Floats
    sent: Floats

    def take(self, rows: NDArray[np.intp]) -> _Rows:
        if len(rows) == len(self.at):
            return self
        return _Rows(*(getattr(self, name)[rows] for name in self.__slots__))


def _take_rows(frame: pd.DataFrame, indicator: Any, place: Any, start: int = 0) -> _Rows:
    length = len(frame)
    ended = frame["ended"].to_numpy(np.int64)
    ok = (frame["status"] == ObservationStatus.OK.value).to_numpy(bool)
    nobody = (frame["status"] == ObservationStatus.NOT_APPLICABLE.value).to_numpy(bool)
    value = frame["value"]
    sent = _to_floats(value) if value.notna().any() else np.full(length, np.nan)
    return _Rows(
        np.arange(length),
        indicator[start : start + length],
        place[start : start + length],
        ended // 100 * 12 + ended % 100 - 1,
        frame["months"].to_numpy(np.int64),
        frame["definition"].to_numpy(object),
        np.ones(length, bool),
        np.where(ok, _to_floats(frame["numerator"]), np.nan),
        # 0 of 0 is kept as not applicable: zeros in place of figures are asked about.
        np.where(nobody, 0.0, np.where(ok, _to_floats(frame["denominator"]), np.nan)),
        np.where(ok, sent, np.nan),
    )


def _to_floats(column: pd.Series) -> Floats:
    """Return numbers, or decimals as text, as floats with NaN for none."""
    import pandas as pd

    return pd.to_numeric(column).to_numpy(np.float64, na_value=np.nan)


def _build_baseline(
    indicator: Indicator, places: tuple[str, ...], areas: Flags, new: _Rows, old: _Rows
) -> Baseline:
    step = indicator.months
    last = int(new.month.max())
    first = last - (HISTORY + CHECKED - 1) * step
    mine, current = (_select_periods(part, indicator, first, last) for part in (new, old))
    earliest = min(
        (int(part.month.min()) for part in (mine, current) if len(part.at)), default=last
    )
    ended = tuple(Month(at) for at in range(earliest, last + 1, step))
    shape = len(places), len(ended)
    rows = np.full(shape, -1, np.int64)
    rows[mine.place, (mine.month - earliest) // step] = mine.at
    layers = [_build_layer(part, indicator, shape, earliest) for part in (mine, current)]
    return Baseline(indicator, places, areas, ended, layers[0], layers[1], rows)


def _select_periods(rows: _Rows, indicator: Indicator, first: int, last: int) -> _Rows:
    """Return the rows of these periods that are counted by the definition of their month."""
    grid = {
        at: indicator.get_definition_code_at(Month(at))
        for at in range(first, last + 1, indicator.months)
    }
    inside = np.flatnonzero((rows.month >= first) & (rows.month <= last))
    rows = rows.take(inside)
    months, at = np.unique(rows.month, return_inverse=True)
    wanted = np.array([grid.get(month) for month in months.tolist()], object)
    alike = (rows.definition == wanted[at]) & (rows.months == indicator.months)
    return rows.take(np.flatnonzero(alike))


def _build_layer(
    rows: _Rows, indicator: Indicator, shape: tuple[int, int], earliest: int
) -> FigureLayer:
    cells = rows.place, (rows.month - earliest) // indicator.months
    there = np.zeros(shape, bool)
    there[cells] = True
    numerator, denominator, figure = (np.full(shape, np.nan) for _ in range(3))
    numerator[cells], denominator[cells] = rows.numerator, rows.denominator
    with np.errstate(invalid="ignore", divide="ignore"):
        calculated = indicator.scale * rows.numerator / rows.denominator
    if indicator.unit is Unit.COUNT:
        calculated = rows.numerator
    figure[cells] = np.where(np.isfinite(calculated), calculated, rows.sent)
    return FigureLayer(there, numerator, denominator, figure)


def calculate_means(months: Floats) -> Floats:
    """Return the mean of each place's months; NaN where under half of them are known."""
    known = ~np.isnan(months)
    have = known.sum(axis=1)
    total = np.where(known, months, 0.0).sum(axis=1)
    return np.where(have * 2 >= months.shape[1], total / np.maximum(have, 1), np.nan)
