"""Figures allowed but not likely: copied, halved, lost, beyond their limits, not adding up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.domain.core import CountType, Unit
from indicators.domain.places import Places
from indicators.stats.spc import analyse_variation
from indicators.stats.xmr import ControlLines
from loaders.anomalies.anomaly import (
    BEYOND_CHANCE,
    DOUBLED,
    HALVED,
    LEAST_POINTS,
    NAMED,
    SAME_NUMBERS,
    YEAR,
    Anomaly,
    join_list,
)
from loaders.anomalies.anomaly import AnomalyKind as Sort
from loaders.anomalies.baseline import Baseline, Flags, Floats


@dataclass(frozen=True)
class RowLocator:
    """Names and rows, to put what arrays hold into a sentence."""

    observations: pd.DataFrame
    places: Places

    def name(self, code: str) -> str:
        return self.places[code].name

    def where(self, rows: np.ndarray) -> str:
        """The sheet and rows of observations by position: “sheet Feeding, rows 4, 7 and 9”."""
        frame = self.observations.iloc[[row for row in rows.tolist() if row >= 0]]
        said = []
        for sheet, part in frame.groupby("sheet", sort=False):
            numbers = [str(row) for row in sorted(set(part["row"].tolist()))]
            many = "rows" if len(numbers) > 1 else "row"
            named = f"{many} {join_list(numbers)}"
            said.append(f"sheet {sheet!s}, {named}" if sheet else named)
        return "; ".join(said)


def find_copied_figures(found: Baseline, told: RowLocator) -> Iterator[Anomaly]:
    """Every figure of a period is that of an earlier one: last month's file with a new date."""
    now = found.now
    areas = found.areas if found.areas.any() else ~found.areas
    for at in found.judged:
        numbers = [now.numerator, now.denominator]
        if found.indicator.unit is Unit.COUNT:
            numbers = [now.numerator]
        if np.isnan(now.numerator[areas, at]).all():
            numbers = [now.figure]
        said = [layer[areas] for layer in numbers]
        if sum(int((layer[:, at] > 0).sum()) for layer in said) < SAME_NUMBERS:
            continue
        for k in reversed(found.before(at)):
            if all(np.array_equal(layer[:, at], layer[:, k], equal_nan=True) for layer in said):
                yield Anomaly(
                    Sort.SAME,
                    f"{found.indicator.name}: all figures for {found.period(at).name} are those "
                    f"of {found.period(k).name}.",
                    told.where(found.rows[areas, at]),
                    found.indicator.code,
                )
                break


def find_changed_denominators(found: Baseline, told: RowLocator) -> Iterator[Anomaly]:
    """A denominator that is half or twice the mean of the place's 12 months before."""
    if found.indicator.unit is Unit.COUNT:
        return
    layer, areas = found.now.denominator, found.areas
    for at in found.judged:
        back = [k for k in found.before(at) if at - k <= YEAR // found.indicator.months]
        if len(back) < 2:
            continue
        usual = _means(layer[:, back])
        both = areas & ~np.isnan(usual) & ~np.isnan(layer[:, at])
        whole = layer[both, at].sum(), usual[both].sum()
        if both.sum() > 1 and _jumped(*whole):
            yield _denominator(found, told, at, both, [("all places together", *whole)])
            continue
        jumped = found.fresh[:, at] & _jumped(layer[:, at], usual)
        if jumped.any():
            each = [
                (told.name(found.places[p]), layer[p, at], usual[p])
                for p in np.flatnonzero(jumped)[: NAMED + 1]
            ]
            yield _denominator(found, told, at, jumped, each)


def _means(months: Floats) -> Floats:
    """The mean of each place's months; NaN where under half of them are known."""
    known = ~np.isnan(months)
    have = known.sum(axis=1)
    total = np.where(known, months, 0.0).sum(axis=1)
    return np.where(have * 2 >= months.shape[1], total / np.maximum(have, 1), np.nan)


def _jumped(number: Floats, usual: Floats) -> Flags:
    with np.errstate(invalid="ignore"):
        far = (number <= HALVED * usual) | (number >= DOUBLED * usual)
        return far & (_deviance(number, usual) > BEYOND_CHANCE)


def _deviance(number: Floats, expected: Floats) -> Floats:
    """Standard deviations between a count and what was expected of it (the root of the Poisson
    deviance, which keeps its meaning at small numbers).
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        part = np.where(number > 0, number * np.log(number / expected), 0.0)
        return np.sqrt(np.maximum(2 * (part - number + expected), 0.0))


def _denominator(
    found: Baseline, told: RowLocator, at: int, places: Flags, each: list[tuple[str, float, float]]
) -> Anomaly:
    said = [f"{name} {number:,.0f} (usually {usual:,.0f})" for name, number, usual in each]
    more = int(places.sum()) - NAMED
    if len(each) > 1 and more > 1:
        said = [*said[:NAMED], f"{more} more places"]
    return Anomaly(
        Sort.DENOMINATOR,
        f"{found.indicator.name}, {found.period(at).name}: the number it is out of is far from "
        f"the mean of the 12 months before: {join_list(said, len(said))}.",
        told.where(found.rows[places, at]),
        found.indicator.code,
        tuple(np.array(found.places)[places].tolist()),
    )


def find_missing_places(every: list[Baseline], told: RowLocator) -> Iterator[Anomaly]:
    """Places that were sent for the period before and now are not; one sentence for indicators
    that lack the same ones.
    """
    lacking: dict[tuple[str, tuple[str, ...]], list[Baseline]] = {}
    for found in every:
        areas, there = found.areas, found.now.there
        for at in found.judged:
            lost = areas & there[:, at - 1] & ~there[:, at] if at else ~areas & areas
            if lost.any():
                codes = tuple(sorted(np.array(found.places)[lost].tolist()))
                lacking.setdefault((found.period(at).name, codes), []).append(found)
    for (period, codes), founds in lacking.items():
        names = join_list([told.name(code) for code in codes])
        of = join_list([found.indicator.name for found in founds])
        yield Anomaly(
            Sort.MISSING,
            f"{period}: nothing would be loaded for {names}, which the file before had ({of}).",
            "",
            founds[0].indicator.code if len(founds) == 1 else "",
            codes,
        )


def find_beyond_limits(found: Baseline, told: RowLocator) -> Iterator[Anomaly]:
    """Figures outside the limits of the place's own periods before, by more than chance."""
    now = found.now
    for at in found.judged:
        back = found.before(at)
        if len(back) < LEAST_POINTS:
            continue
        usual = analyse_variation(now.figure[:, back]).lines
        with np.errstate(invalid="ignore"):
            outside = (now.figure[:, at] < usual.lower) | (now.figure[:, at] > usual.upper)
        outside &= found.fresh[:, at] & (usual.points >= LEAST_POINTS) & (usual.width > 0)
        outside &= _beyond_chance(found, at, back, usual.mean)
        beyond = np.flatnonzero(outside).tolist()
        if len(beyond) > NAMED + 1:  # one sentence to confirm, and not one for each
            yield _many_beyond(found, told, at, beyond, usual)
            continue
        for p in beyond:
            yield Anomaly(
                Sort.LIMITS,
                f"{found.indicator.name}, {told.name(found.places[p])}, {found.period(at).name}: "
                f"{_figure(found, p, at)}, is outside its limits of variation, "
                f"{_number(found, usual.lower[p])} and {_number(found, usual.upper[p])}.",
                told.where(found.rows[[p], at]),
                found.indicator.code,
                (found.places[p],),
            )


def _many_beyond(
    found: Baseline, told: RowLocator, at: int, beyond: list[int], usual: ControlLines
) -> Anomaly:
    said = [
        f"{told.name(found.places[p])} {_figure(found, p, at)} "
        f"({_number(found, usual.lower[p])} to {_number(found, usual.upper[p])})"
        for p in beyond
    ]
    return Anomaly(
        Sort.LIMITS,
        f"{found.indicator.name}, {found.period(at).name}: {len(beyond)} places are outside their "
        f"limits of variation: {join_list(said, more='more places')}.",
        told.where(found.rows[beyond, at]),
        found.indicator.code,
        tuple(found.places[p] for p in beyond),
    )


def _beyond_chance(found: Baseline, at: int, back: list[int], mean: Floats) -> Flags:
    """Whether people alone, so many of so many, could not have made the figure. Where only
    percentages were sent there is nothing to tell it by.
    """
    now = found.now
    number, of = now.numerator[:, at], now.denominator[:, at]
    if found.indicator.unit is Unit.COUNT:
        return np.isnan(number) | (_deviance(number, mean) > BEYOND_CHANCE)
    num, den = (np.nansum(x[:, back], axis=1) for x in (now.numerator, now.denominator))
    expected = of * (num + 0.5) / (den + 1)
    far = _deviance(number, expected) ** 2
    if found.indicator.unit is Unit.PERCENT:  # those who are not counted tell as much
        far += _deviance(of - number, of - expected) ** 2
    return np.isnan(number) | np.isnan(of) | (np.sqrt(far) > BEYOND_CHANCE)


def _figure(found: Baseline, p: int, at: int) -> str:
    number, of = found.now.numerator[p, at], found.now.denominator[p, at]
    said = _number(found, found.now.figure[p, at])
    if np.isnan(number):
        return said
    if found.indicator.unit is Unit.COUNT:  # a snapshot's mean has a decimal, one sent has none
        return f"{number:.0f}"
    return f"{number:.0f} of {of:.0f}, {said}"


def _number(found: Baseline, figure: float) -> str:
    if found.indicator.unit is Unit.COUNT and found.indicator.gathering is CountType.FLOW:
        return f"{figure:.0f}"
    return f"{figure:.1f}{'%' if found.indicator.unit is Unit.PERCENT else ''}"
