"""Refuse the rows that break a rule of the council."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from indicators.domain.catalogue_parts.validation_rules import (
    RuleField,
    RuleSeverity,
    ValidationRule,
)
from indicators.domain.refusal_texts import explain_refusal
from indicators.domain.refusals import RefusalCode, RefusalReason
from loaders.parsing.council_rules.rule_check import find_breaches
from loaders.parsing.header import Heading
from loaders.parsing.sheet_table import TableReader
from loaders.parsing.table_figures import MeasureFigures

if TYPE_CHECKING:  # slow to import, and only loading needs it
    import pandas as pd


def list_refusing_rules(reader: TableReader) -> list[ValidationRule]:
    """Return the rules by which rows of a file are refused."""
    measures = [measure for table in reader.profile.table for measure in table.measure]
    return [
        rule
        for rule in reader.catalogue.rules
        if rule.severity is RuleSeverity.REFUSE
        and any(rule.is_for(measure.indicator, reader.profile.code) for measure in measures)
    ]


def refuse_by_rules(
    rules: Sequence[ValidationRule],
    reader: TableReader,
    measures: Sequence[MeasureFigures],
    figures: pd.DataFrame,
) -> None:
    """Refuse every row with a figure that breaks a rule; `figures` are those of the measures."""
    for rule in rules:
        found = find_breaches(rule, figures, reader.profile.code, reader.catalogue)
        rows = figures.iloc[found]
        for code, sheet, row in zip(
            rows["indicator"], rows["sheet"], rows["row"].tolist(), strict=True
        ):
            _refuse(rule, str(code), str(sheet), row, measures)


def _refuse(
    rule: ValidationRule,
    indicator: str,
    sheet: str,
    number: int,
    measures: Sequence[MeasureFigures],
) -> None:
    for measured in measures:
        row = number - measured.table.header.below - 1
        is_there = measured.table.sheet == sheet and 0 <= row < len(measured.table.body)
        if measured.indicator == indicator and is_there and row in measured.row:
            measured.table.refuse(row, _find_heading(rule.field, measured), _explain(rule))


def _explain(rule: ValidationRule) -> RefusalReason:
    values = {"message": rule.message, "rule": rule.code, "rules_file": rule.where}
    return replace(explain_refusal(RefusalCode.VALIDATION_RULE, **values), rule=rule.code)


def _find_heading(field: RuleField, measured: MeasureFigures) -> Heading | None:
    """Return the column of the part that the rule is about."""
    roles = measured.source.roles
    wanted = {
        RuleField.NUMERATOR: ("numerator",),
        RuleField.DENOMINATOR: ("denominator",),
        RuleField.FIGURE: ("percentage", "rate", "numerator"),
    }[field]
    return next((roles[role][0] for role in wanted if role in roles), None)
