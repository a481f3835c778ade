"""Checks for unlikely figures: copied, halved, missing, or beyond their limits."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from indicators.domain.confirmation_texts import write_confirmation
from indicators.domain.confirmations import Confirmation, ConfirmationCode, join_list
from indicators.domain.core import CountType, Unit
from indicators.domain.periods import Period
from indicators.stats.spc import analyse_variation
from indicators.stats.xmr import ControlLines
from loaders.anomalies.baseline import Baseline, Flags, Floats
from loaders.anomalies.row_locator import RowLocator
from loaders.anomalies.thresholds import (
    BEYOND_CHANCE,
    DOUBLED,
    HALVED,
    LEAST_POINTS,
    NAMED,
    SAME_NUMBERS,
    YEAR,
)


def find_copied_figures(found: Baseline, locator: RowLocator) -> Iterator[Confirmation]:
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
                text = write_confirmation(
                    ConfirmationCode.COPIED_FIGURES,
                    indicator=found.indicator.name,
                    period=found.period(at).name,
                    earlier=found.period(k).name,
                )
                yield Confirmation(
                    ConfirmationCode.COPIED_FIGURES,
                    text,
                    (found.indicator.code,),
                    period=found.ended[at],
                    rows=locator.locate(found.rows[areas, at]),
                )
                break


def find_changed_denominators(found: Baseline, locator: RowLocator) -> Iterator[Confirmation]:
    """A denominator that is half or twice the mean of the place's 12 months before."""
    if found.indicator.unit is Unit.COUNT:
        return
    layer, areas = found.now.denominator, found.areas
    for at in found.judged:
        back = [k for k in found.before(at) if at - k <= YEAR // found.indicator.months]
        if len(back) < 2:
            continue
        usual = _calculate_means(layer[:, back])
        both = areas & ~np.isnan(usual) & ~np.isnan(layer[:, at])
        whole = layer[both, at].sum(), usual[both].sum()
        if both.sum() > 1 and _is_far(*whole):
            yield _ask_about_denominator(
                found, locator, at, both, [("all places together", *whole)]
            )
            continue
        jumped = found.fresh[:, at] & _is_far(layer[:, at], usual)
        if jumped.any():
            each = [
                (locator.name(found.places[p]), layer[p, at], usual[p])
                for p in np.flatnonzero(jumped)[: NAMED + 1]
            ]
            yield _ask_about_denominator(found, locator, at, jumped, each)


def _calculate_means(months: Floats) -> Floats:
    """The mean of each place's months; NaN where under half of them are known."""
    known = ~np.isnan(months)
    have = known.sum(axis=1)
    total = np.where(known, months, 0.0).sum(axis=1)
    return np.where(have * 2 >= months.shape[1], total / np.maximum(have, 1), np.nan)


def _is_far(number: Floats, usual: Floats) -> Flags:
    with np.errstate(invalid="ignore"):
        far = (number <= HALVED * usual) | (number >= DOUBLED * usual)
        return far & (_calculate_deviance(number, usual) > BEYOND_CHANCE)


def _calculate_deviance(number: Floats, expected: Floats) -> Floats:
    """Standard deviations between a count and what was expected of it (the root of the Poisson
    deviance, which keeps its meaning at small numbers).
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        part = np.where(number > 0, number * np.log(number / expected), 0.0)
        return np.sqrt(np.maximum(2 * (part - number + expected), 0.0))


def _ask_about_denominator(
    found: Baseline,
    locator: RowLocator,
    at: int,
    places: Flags,
    each: list[tuple[str, float, float]],
) -> Confirmation:
    said = [f"{name} {number:,.0f} (usually {usual:,.0f})" for name, number, usual in each]
    more = int(places.sum()) - NAMED
    if len(each) > 1 and more > 1:
        said = [*said[:NAMED], f"{more} more places"]
    text = write_confirmation(
        ConfirmationCode.CHANGED_DENOMINATOR,
        indicator=found.indicator.name,
        period=found.period(at).name,
        places=join_list(said, len(said)),
    )
    return Confirmation(
        ConfirmationCode.CHANGED_DENOMINATOR,
        text,
        (found.indicator.code,),
        places=tuple(np.array(found.places)[places].tolist()),
        period=found.ended[at],
        rows=locator.locate(found.rows[places, at]),
    )


def find_missing_places(every: list[Baseline], locator: RowLocator) -> Iterator[Confirmation]:
    """Places that were sent for the period before and now are not; one sentence for indicators
    that lack the same ones.
    """
    lacking: dict[tuple[Period, tuple[str, ...]], list[Baseline]] = {}
    for found in every:
        areas, there = found.areas, found.now.there
        for at in found.judged:
            lost = areas & there[:, at - 1] & ~there[:, at] if at else ~areas & areas
            if lost.any():
                codes = tuple(sorted(np.array(found.places)[lost].tolist()))
                lacking.setdefault((found.period(at), codes), []).append(found)
    for (period, codes), founds in lacking.items():
        text = write_confirmation(
            ConfirmationCode.MISSING_PLACES,
            period=period.name,
            places=join_list([locator.name(code) for code in codes]),
            indicators=join_list([found.indicator.name for found in founds]),
        )
        yield Confirmation(
            ConfirmationCode.MISSING_PLACES,
            text,
            tuple(found.indicator.code for found in founds),
            places=codes,
            period=period.ended,
        )


def find_beyond_limits(found: Baseline, locator: RowLocator) -> Iterator[Confirmation]:
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
        outside &= _is_beyond_chance(found, at, back, usual.mean)
        beyond = np.flatnonzero(outside).tolist()
        if len(beyond) > NAMED + 1:  # one sentence to confirm, and not one for each
            yield _ask_about_many(found, locator, at, beyond, usual)
            continue
        for p in beyond:
            text = write_confirmation(
                ConfirmationCode.BEYOND_LIMITS,
                indicator=found.indicator.name,
                place=locator.name(found.places[p]),
                period=found.period(at).name,
                figure=_format_figure(found, p, at),
                lower=_format_number(found, usual.lower[p]),
                upper=_format_number(found, usual.upper[p]),
            )
            yield Confirmation(
                ConfirmationCode.BEYOND_LIMITS,
                text,
                (found.indicator.code,),
                places=(found.places[p],),
                period=found.ended[at],
                rows=locator.locate(found.rows[[p], at]),
            )


def _ask_about_many(
    found: Baseline, locator: RowLocator, at: int, beyond: list[int], usual: ControlLines
) -> Confirmation:
    said = [
        f"{locator.name(found.places[p])} {_format_figure(found, p, at)} "
        f"({_format_number(found, usual.lower[p])} to {_format_number(found, usual.upper[p])})"
        for p in beyond
    ]
    text = write_confirmation(
        ConfirmationCode.MANY_BEYOND_LIMITS,
        indicator=found.indicator.name,
        period=found.period(at).name,
        count=len(beyond),
        places=join_list(said, more="more places"),
    )
    return Confirmation(
        ConfirmationCode.MANY_BEYOND_LIMITS,
        text,
        (found.indicator.code,),
        places=tuple(found.places[p] for p in beyond),
        period=found.ended[at],
        rows=locator.locate(found.rows[beyond, at]),
    )


def _is_beyond_chance(found: Baseline, at: int, back: list[int], mean: Floats) -> Flags:
    """Whether people alone, so many of so many, could not have made the figure. Where only
    percentages were sent there is nothing to tell it by.
    """
    now = found.now
    number, of = now.numerator[:, at], now.denominator[:, at]
    if found.indicator.unit is Unit.COUNT:
        return np.isnan(number) | (_calculate_deviance(number, mean) > BEYOND_CHANCE)
    num, den = (np.nansum(x[:, back], axis=1) for x in (now.numerator, now.denominator))
    expected = of * (num + 0.5) / (den + 1)
    far = _calculate_deviance(number, expected) ** 2
    if found.indicator.unit is Unit.PERCENT:  # those who are not counted tell as much
        far += _calculate_deviance(of - number, of - expected) ** 2
    return np.isnan(number) | np.isnan(of) | (np.sqrt(far) > BEYOND_CHANCE)


def _format_figure(found: Baseline, p: int, at: int) -> str:
    number, of = found.now.numerator[p, at], found.now.denominator[p, at]
    said = _format_number(found, found.now.figure[p, at])
    if np.isnan(number):
        return said
    if found.indicator.unit is Unit.COUNT:  # a snapshot's mean has a decimal, one sent has none
        return f"{number:.0f}"
    return f"{number:.0f} of {of:.0f}, {said}"


def _format_number(found: Baseline, figure: float) -> str:
    if found.indicator.unit is Unit.COUNT and found.indicator.gathering is CountType.FLOW:
        return f"{figure:.0f}"
    return f"{figure:.1f}{'%' if found.indicator.unit is Unit.PERCENT else ''}"
