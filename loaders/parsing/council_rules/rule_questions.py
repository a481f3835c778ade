"""Ask about figures that break a rule of the council whose severity is confirm."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from indicators.domain.catalogue import Catalogue
from indicators.domain.catalogue_parts.validation_rules import (
    RuleField,
    RuleSeverity,
    ValidationRule,
)
from indicators.domain.confirmation_texts import write_confirmation
from indicators.domain.confirmations import Confirmation, ConfirmationCode, SheetRows, join_list
from indicators.domain.periods import Month, Period
from indicators.domain.places import Places
from loaders.parsing.council_rules.rule_check import find_breaches

if TYPE_CHECKING:  # slow to import, and only loading needs it
    import pandas as pd


def ask_about_rules(
    observations: pd.DataFrame, profile: str, catalogue: Catalogue, places: Places
) -> Iterator[Confirmation]:
    """Yield a question for each rule, indicator and period with figures that break it."""
    for rule in catalogue.rules:
        if rule.severity is RuleSeverity.CONFIRM and not observations.empty:
            found = observations.iloc[find_breaches(rule, observations, profile, catalogue)]
            for _, rows in found.groupby(["indicator", "ended", "months"], observed=True):
                code, ended, months = (
                    rows[name].iloc[0] for name in ("indicator", "ended", "months")
                )
                period = Period(Month.from_number(int(ended)), int(months))
                yield build_question(rule, str(code), period, rows, catalogue, places)


def build_question(
    rule: ValidationRule,
    code: str,
    period: Period,
    rows: pd.DataFrame,
    catalogue: Catalogue,
    places: Places,
) -> Confirmation:
    """Return the question about rows of one indicator and period."""
    codes = tuple(sorted(rows["place"].astype(str)))
    text = write_confirmation(
        ConfirmationCode.RULE_TO_CONFIRM,
        indicator=catalogue.indicator(code).name,
        period=period.name,
        places=join_list([places[each].name for each in codes]),
        message=rule.message,
        rule=rule.code,
    )
    where = tuple(
        SheetRows(str(sheet), tuple(sorted(set(part["row"].tolist()))))
        for sheet, part in rows.groupby("sheet", observed=True)
    )
    part = "" if rule.field is RuleField.FIGURE else rule.field.value
    return Confirmation(
        ConfirmationCode.RULE_TO_CONFIRM,
        text,
        (code,),
        part,
        codes,
        period.ended,
        where,
        rule=rule.code,
    )
