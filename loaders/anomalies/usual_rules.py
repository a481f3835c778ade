"""Ask about figures that a rule of the council calls far above the place's 12 months before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from indicators.domain.catalogue import Catalogue
from indicators.domain.catalogue_parts.validation_rules import RuleField, ValidationRule
from indicators.domain.confirmations import Confirmation
from loaders.anomalies.baseline import Baseline, Floats, calculate_means
from loaders.anomalies.row_locator import RowLocator
from loaders.anomalies.thresholds import YEAR
from loaders.parsing.council_rules.rule_questions import build_question


def find_far_above_usual(
    every: Sequence[Baseline], locator: RowLocator, profile: str, catalogue: Catalogue
) -> Iterator[Confirmation]:
    """Yield a question for each rule, indicator and period with figures that break it."""
    for rule in catalogue.rules:
        if rule.at_most_times_usual is not None:
            for found in every:
                if rule.is_for(found.indicator.code, profile):
                    yield from _compare(rule, found, locator, catalogue)


def _compare(
    rule: ValidationRule, found: Baseline, locator: RowLocator, catalogue: Catalogue
) -> Iterator[Confirmation]:
    layer, times = _choose_layer(rule.field, found), float(rule.at_most_times_usual or 0)
    for at in found.checked:
        if not rule.is_in_force(found.ended[at]):
            continue
        back = [k for k in found.list_comparable(at) if at - k <= YEAR // found.indicator.months]
        if not back:
            continue
        with np.errstate(invalid="ignore"):
            far = layer[:, at] > times * calculate_means(layer[:, back])
        far &= found.changed[:, at] & (found.rows[:, at] >= 0)
        if far.any():
            rows = locator.observations.iloc[found.rows[far, at]]
            period = found.get_period(at)
            yield build_question(
                rule, found.indicator.code, period, rows, catalogue, locator.places
            )


def _choose_layer(field: RuleField, found: Baseline) -> Floats:
    layers = {
        RuleField.NUMERATOR: found.now.numerator,
        RuleField.DENOMINATOR: found.now.denominator,
        RuleField.FIGURE: found.now.figure,
    }
    return layers[field]
