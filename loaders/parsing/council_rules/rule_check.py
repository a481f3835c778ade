"""Find the figures of a file that break a rule: exactly, and in arrays where all is well."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from indicators.domain.catalogue import Catalogue
from indicators.domain.catalogue_parts.validation_rules import RuleField, ValidationRule
from indicators.domain.core import ObservationStatus, Unit
from indicators.domain.indicator import Indicator

if TYPE_CHECKING:  # slow to import, and only loading needs it
    import pandas as pd


_KEY = ["place", "ended", "months"]
_CLOSE = 1e-9
"""So close to a bound, relative to it, a binary number decides nothing."""


def find_breaches(
    rule: ValidationRule, observations: pd.DataFrame, profile: str, catalogue: Catalogue
) -> NDArray[np.intp]:
    """Return the positions of the figures that break a rule.

    A rule that compares with what is usual is not for a file alone: none breaks it here.
    """
    breaks: list[NDArray[np.intp]] = []
    for code in observations["indicator"].unique().tolist():
        if rule.is_for(code, profile):
            at = _select_figures(rule, observations, code)
            if rule.equals_sum_of:
                breaks.append(_find_wrong_sums(rule, observations, at))
            else:
                found = _find_outside(rule, observations.iloc[at], catalogue.indicator(code))
                breaks.append(at[found])
    return np.sort(np.concatenate(breaks)) if breaks else np.zeros(0, np.intp)


def _select_figures(
    rule: ValidationRule, observations: pd.DataFrame, code: str
) -> NDArray[np.intp]:
    """Return the positions of an indicator's figures in the months of the rule."""
    is_known = observations["status"] == ObservationStatus.OK.value
    own = ((observations["indicator"] == code) & is_known).to_numpy(bool)
    ended = observations["ended"].to_numpy(np.int64)
    in_force = [month for month in np.unique(ended[own]).tolist() if rule.is_in_force_at(month)]
    return np.flatnonzero(own & np.isin(ended, in_force))


def _find_outside(
    rule: ValidationRule, figures: pd.DataFrame, indicator: Indicator
) -> NDArray[np.intp]:
    """Return which of the figures are outside the rule's bound, or not whole."""
    about = _calculate_floats(rule.field, figures, indicator)
    with np.errstate(invalid="ignore"):
        if rule.at_least is not None:
            bound = float(rule.at_least)
            doubtful = about < bound + _CLOSE * max(1.0, abs(bound))
        elif rule.at_most is not None:
            bound = float(rule.at_most)
            doubtful = about > bound - _CLOSE * max(1.0, abs(bound))
        else:
            doubtful = ~np.isnan(about) if rule.whole else np.zeros(len(about), bool)
    return np.array(
        [
            at
            for at in np.flatnonzero(doubtful).tolist()
            if _is_outside(rule, _read_exactly(rule.field, figures.iloc[at], indicator))
        ],
        np.intp,
    )


def _is_outside(rule: ValidationRule, number: Fraction | None) -> bool:
    if number is None:
        return False
    if rule.at_least is not None:
        return number < Fraction(rule.at_least)
    if rule.at_most is not None:
        return number > Fraction(rule.at_most)
    return number.denominator != 1


def _calculate_floats(
    field: RuleField, figures: pd.DataFrame, indicator: Indicator
) -> NDArray[np.float64]:
    """Return the field as floats, NaN where it was not sent."""
    import pandas as pd

    numerator, denominator, sent = (
        pd.to_numeric(figures[name]).to_numpy(np.float64, na_value=np.nan)
        for name in ("numerator", "denominator", "value")
    )
    if field is RuleField.NUMERATOR:
        return numerator
    if field is RuleField.DENOMINATOR:
        return denominator
    if indicator.unit is Unit.COUNT:
        return numerator
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(np.isnan(numerator), sent, indicator.scale * numerator / denominator)


def _read_exactly(field: RuleField, figure: Any, indicator: Indicator) -> Fraction | None:
    """Return the field of one figure exactly; None where it was not sent."""
    import pandas as pd

    if field is not RuleField.FIGURE:
        count = figure[field.value]
        return None if pd.isna(count) else Fraction(int(count))
    if pd.isna(figure["numerator"]):
        return Fraction(str(figure["value"]))
    numerator = int(figure["numerator"])
    if indicator.unit is Unit.COUNT:
        return Fraction(numerator)
    return Fraction(indicator.scale * numerator, int(figure["denominator"]))


def _find_wrong_sums(
    rule: ValidationRule, observations: pd.DataFrame, at: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Return which of the figures are not the sum of their parts, where all parts are there."""
    name, parts = rule.field.value, set(rule.equals_sum_of)
    counted = observations[
        observations["indicator"].isin(parts)
        & (observations["status"] == ObservationStatus.OK.value)
        & observations[name].notna()
    ]
    sums = counted.groupby(_KEY, observed=True)[name].agg(["sum", "size"]).reset_index()
    sums = sums[sums["size"] == len(parts)]
    own = observations.iloc[at].assign(at=at)
    both = own[own[name].notna()].merge(sums, on=_KEY)
    return both.loc[both[name] != both["sum"], "at"].to_numpy(np.intp)
