"""The council's own validation rules: what it expects of figures, beyond what is always checked."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pydantic import Field, PrivateAttr, model_validator

from indicators.domain.file_models import Code, Dated, Exact, FileModel
from indicators.domain.periods import Month

_COMPARISONS = ("at_least", "at_most", "whole", "equals_sum_of", "at_most_times_usual")


class RuleField(StrEnum):
    """What of a figure a rule is about.

    `FIGURE` is the percentage, rate or count itself, from its counts where they are sent.
    """

    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    FIGURE = "figure"


class RuleSeverity(StrEnum):
    """What happens to a row that breaks a rule: it is refused, or a person confirms it."""

    REFUSE = "refuse"
    CONFIRM = "confirm"


class ValidationRule(Dated):
    """One rule, in force for the figures of its months, whenever they arrive."""

    code: Code = Field(description="Its name: shown with every refusal, and never changed.")
    message: str = Field(description="What is wrong with a row that breaks it, in one sentence.")
    indicators: tuple[Code, ...] = Field(
        default=(), description="The indicators it is for; all if left out."
    )
    profiles: tuple[Code, ...] = Field(
        default=(), description="The kinds of file it is for; all if left out."
    )
    field: RuleField = Field(
        description="What is compared; figure is the percentage, rate or count itself."
    )
    at_least: Exact | None = Field(default=None, description="It must not be less.")
    at_most: Exact | None = Field(default=None, description="It must not be more.")
    whole: bool = Field(default=False, description="It must be a whole number.")
    equals_sum_of: tuple[Code, ...] = Field(
        default=(),
        description="It must be the sum of the same field of these indicators, for the same place "
        "and period, where the file has them all.",
    )
    at_most_times_usual: Exact | None = Field(
        default=None,
        gt=0,
        description="It must not be more than so many times the mean of the place's 12 months "
        "before. Only to be confirmed.",
    )
    severity: RuleSeverity = Field(
        default=RuleSeverity.REFUSE,
        description="Whether the row is refused, or loaded once a person confirms it.",
    )
    _file: str = PrivateAttr(default="")

    def mark_as_in(self, file: str) -> Self:
        """Return this rule with the file it is in."""
        self._file = file
        return self

    @property
    def where(self) -> str:
        """Its file, for a remedy."""
        return self._file

    def is_for(self, indicator: str, profile: str) -> bool:
        """Whether figures of an indicator in a kind of file are checked."""
        return indicator in (self.indicators or (indicator,)) and profile in (
            self.profiles or (profile,)
        )

    def is_in_force_at(self, ended: int) -> bool:
        """Whether it is in force for a period that ended in a month, as yyyymm."""
        return self.is_in_force(Month.from_number(ended))

    @model_validator(mode="after")
    def _check_comparison(self) -> Self:
        given = [name for name in _COMPARISONS if name in self.model_fields_set]
        if len(given) != 1:
            raise ValueError(
                f"Give one of {', '.join(_COMPARISONS)}. Two comparisons are two rules, each with "
                "its own code."
            )
        if self.at_most_times_usual and self.severity is RuleSeverity.REFUSE:
            raise ValueError(
                "What is usual changes with what was loaded before, so the same file could be "
                'refused on one day and not on another. Set severity = "confirm".'
            )
        if self.equals_sum_of and (self.field is RuleField.FIGURE or not self.indicators):
            raise ValueError(
                "A sum is of counts: name the indicators, and set field to “numerator” or "
                "“denominator”."
            )
        return self


class RulesFile(FileModel):
    """A file of `data/rules`."""

    rule: tuple[ValidationRule, ...] = Field(
        min_length=1, description="The rules, one table each; a code again for other months."
    )
