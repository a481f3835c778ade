"""Check for figures outside the limits of variation of their own place."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from indicators.domain.confirmation_texts import write_confirmation
from indicators.domain.confirmations import Confirmation, ConfirmationCode, join_list
from indicators.domain.core import CountType, Unit
from indicators.stats.spc import analyse_variation
from indicators.stats.xmr import ControlLines
from loaders.anomalies.baseline import Baseline, Flags, Floats
from loaders.anomalies.figure_rules import calculate_deviance
from loaders.anomalies.row_locator import RowLocator
from loaders.anomalies.thresholds import BEYOND_CHANCE, LEAST_POINTS, NAMED


def find_beyond_limits(found: Baseline, locator: RowLocator) -> Iterator[Confirmation]:
    """Yield figures outside the limits of the place's earlier periods, by more than chance."""
    now = found.now
    for at in found.checked:
        back = found.list_comparable(at)
        if len(back) < LEAST_POINTS:
            continue
        usual = analyse_variation(now.figure[:, back]).lines
        with np.errstate(invalid="ignore"):
            outside = (now.figure[:, at] < usual.lower) | (now.figure[:, at] > usual.upper)
        outside &= found.changed[:, at] & (usual.points >= LEAST_POINTS) & (usual.width > 0)
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
                period=found.get_period(at).name,
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
                rows=locator.locate(found.rows[[p], at], "numerator"),
            )


def _ask_about_many(
    found: Baseline, locator: RowLocator, at: int, beyond: list[int], usual: ControlLines
) -> Confirmation:
    texts = [
        f"{locator.name(found.places[p])} {_format_figure(found, p, at)} "
        f"({_format_number(found, usual.lower[p])} to {_format_number(found, usual.upper[p])})"
        for p in beyond
    ]
    text = write_confirmation(
        ConfirmationCode.MANY_BEYOND_LIMITS,
        indicator=found.indicator.name,
        period=found.get_period(at).name,
        count=len(beyond),
        places=join_list(texts, more="more places"),
    )
    return Confirmation(
        ConfirmationCode.MANY_BEYOND_LIMITS,
        text,
        (found.indicator.code,),
        places=tuple(found.places[p] for p in beyond),
        period=found.ended[at],
        rows=locator.locate(found.rows[beyond, at], "numerator"),
    )


def _is_beyond_chance(found: Baseline, at: int, back: list[int], mean: Floats) -> Flags:
    """Flag figures that are too far from the usual to be chance, given the number of people.

    Where only percentages were sent, this cannot be known, so all are flagged.
    """
    now = found.now
    number, of = now.numerator[:, at], now.denominator[:, at]
    if found.indicator.unit is Unit.COUNT:
        return np.isnan(number) | (calculate_deviance(number, mean) > BEYOND_CHANCE)
    num, den = (np.nansum(x[:, back], axis=1) for x in (now.numerator, now.denominator))
    expected = of * (num + 0.5) / (den + 1)
    far = calculate_deviance(number, expected) ** 2
    if found.indicator.unit is Unit.PERCENT:  # those who are not counted tell as much
        far += calculate_deviance(of - number, of - expected) ** 2
    return np.isnan(number) | np.isnan(of) | (np.sqrt(far) > BEYOND_CHANCE)


def _format_figure(found: Baseline, p: int, at: int) -> str:
    number, of = found.now.numerator[p, at], found.now.denominator[p, at]
    texts = _format_number(found, found.now.figure[p, at])
    if np.isnan(number):
        return texts
    if found.indicator.unit is Unit.COUNT:  # a snapshot's mean has a decimal, one sent has none
        return f"{number:.0f}"
    return f"{number:.0f} of {of:.0f}, {texts}"


def _format_number(found: Baseline, figure: float) -> str:
    if found.indicator.unit is Unit.COUNT and found.indicator.gathering is CountType.FLOW:
        return f"{figure:.0f}"
    return f"{figure:.1f}{'%' if found.indicator.unit is Unit.PERCENT else ''}"
