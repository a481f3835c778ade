"""Checks for unlikely figures: copied, halved, missing, or beyond their limits."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from indicators.domain.confirmation_texts import write_confirmation
from indicators.domain.confirmations import Confirmation, ConfirmationCode, join_list
from indicators.domain.core import Unit
from indicators.domain.periods import Period
from loaders.anomalies.baseline import Baseline, Flags, Floats, calculate_means
from loaders.anomalies.row_locator import RowLocator
from loaders.anomalies.thresholds import (
    BEYOND_CHANCE,
    DOUBLED,
    HALVED,
    NAMED,
    SAME_NUMBERS,
    YEAR,
)


def find_copied_figures(found: Baseline, locator: RowLocator) -> Iterator[Confirmation]:
    """Yield periods with the same figures as an earlier one: an old file with a new date."""
    now = found.now
    areas = found.areas if found.areas.any() else ~found.areas
    for at in found.checked:
        numbers = [now.numerator, now.denominator]
        if found.indicator.unit is Unit.COUNT:
            numbers = [now.numerator]
        if np.isnan(now.numerator[areas, at]).all():
            numbers = [now.figure]
        texts = [layer[areas] for layer in numbers]
        if sum(int((layer[:, at] > 0).sum()) for layer in texts) < SAME_NUMBERS:
            continue
        for k in reversed(found.list_comparable(at)):
            if all(np.array_equal(layer[:, at], layer[:, k], equal_nan=True) for layer in texts):
                text = write_confirmation(
                    ConfirmationCode.COPIED_FIGURES,
                    indicator=found.indicator.name,
                    period=found.get_period(at).name,
                    earlier=found.get_period(k).name,
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
    """Yield denominators that are half or twice the mean of the place's 12 months before."""
    if found.indicator.unit is Unit.COUNT:
        return
    layer, areas = found.now.denominator, found.areas
    for at in found.checked:
        back = [k for k in found.list_comparable(at) if at - k <= YEAR // found.indicator.months]
        if len(back) < 2:
            continue
        usual = calculate_means(layer[:, back])
        both = areas & ~np.isnan(usual) & ~np.isnan(layer[:, at])
        whole = layer[both, at].sum(), usual[both].sum()
        jumped = found.changed[:, at] & _is_far(layer[:, at], usual)
        rest = both & ~jumped
        # A few mistyped cells are named, and not hidden in a sum that they alone make unusual.
        few = jumped.sum() * 2 < both.sum() and not _is_far(
            layer[rest, at].sum(), usual[rest].sum()
        )
        if both.sum() > 1 and _is_far(*whole) and not few:
            yield _ask_about_denominator(
                found, locator, at, both, [("all places together", *whole)]
            )
            continue
        if jumped.any():
            each = [
                (locator.name(found.places[p]), layer[p, at], usual[p])
                for p in np.flatnonzero(jumped)[: NAMED + 1]
            ]
            yield _ask_about_denominator(found, locator, at, jumped, each)


def _is_far(number: Floats, usual: Floats) -> Flags:
    with np.errstate(invalid="ignore"):
        far = (number <= HALVED * usual) | (number >= DOUBLED * usual)
        return far & (calculate_deviance(number, usual) > BEYOND_CHANCE)


def calculate_deviance(number: Floats, expected: Floats) -> Floats:
    """Return how many standard deviations a count is from what was expected.

    This is the root of the Poisson deviance, which keeps its meaning at small numbers.
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
    texts = [f"{name} {number:,.0f} (usually {usual:,.0f})" for name, number, usual in each]
    more = int(places.sum()) - NAMED
    if len(each) > 1 and more > 1:
        texts = [*texts[:NAMED], f"{more} more places"]
    text = write_confirmation(
        ConfirmationCode.CHANGED_DENOMINATOR,
        indicator=found.indicator.name,
        period=found.get_period(at).name,
        places=join_list(texts, len(texts)),
    )
    return Confirmation(
        ConfirmationCode.CHANGED_DENOMINATOR,
        text,
        (found.indicator.code,),
        places=tuple(np.array(found.places)[places].tolist()),
        period=found.ended[at],
        rows=locator.locate(found.rows[places, at], "denominator"),
    )


def find_missing_places(every: list[Baseline], locator: RowLocator) -> Iterator[Confirmation]:
    """Yield places with figures for the period before and none now.

    Indicators that lack the same places are confirmed together.
    """
    lacking: dict[tuple[Period, tuple[str, ...]], list[Baseline]] = {}
    for found in every:
        areas, there = found.areas, found.now.there
        for at in found.checked:
            lost = areas & there[:, at - 1] & ~there[:, at] if at else ~areas & areas
            if lost.any():
                codes = tuple(sorted(np.array(found.places)[lost].tolist()))
                lacking.setdefault((found.get_period(at), codes), []).append(found)
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
