"""The tables of an indicator's file: definitions, targets, footnotes, words, its cohort."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from pydantic import Field, ValidationInfo

from indicators.domain.core import CountType, Frequency, Unit
from indicators.domain.file_models import Code, Dated, Exact, FileModel


class Definition(Dated):
    """What is counted over what, while this version of the indicator is in force.

    Figures of two versions are never compared, nor added up.
    """

    code: Code = Field(description="The name by which targets refer to this version.")
    numerator: str = Field(description="Who or what is counted.")
    denominator: str = Field(
        default="", description="The total it is a part of; required unless a count."
    )
    source: str = Field(description="Where the definition is published.")
    changed: str = Field(
        default="", description="What changed from the version before, for people."
    )


class Target(Dated):
    """What the indicator is compared with, in the months of one version of its definition."""

    value: Exact = Field(description="The target, in the unit of the indicator.")
    definition: Code = Field(description="The version whose figures are compared with it.")
    place: Code | None = Field(default=None, description="The one place it is for; else for all.")
    source: str = Field(description="Where it is published, or that it is assumed and why.")
    reason: str = Field(default="", description="Why it was set or changed, for people.")
    assumed: bool = Field(default=False, description="Whether it is assumed; pages then say so.")
    tolerance: Exact | None = Field(
        default=None,
        gt=0,
        description="Closer than this is N/A; if left out, 1 point, or 1% of a rate's or count's.",
    )
    per: Frequency | None = Field(
        default=None, description="For a sum, the span it is for; other spans have no verdict."
    )

    def is_for(self, months: int) -> bool:
        """Return whether spans of so many months are compared with the target."""
        return self.per is None or self.per.months == months


class Footnote(FileModel):
    """A note printed below the tables; its mark follows the indicator's name."""

    mark: str = Field(max_length=3, description="What follows the indicator's name.")
    text: str = Field(description="The note.")


class PeopleNouns(FileModel):
    """The words after the number of people that would turn a verdict, with “more” or “fewer”."""

    one: str = Field(description="The words after 1.")
    many: str = Field(description="The words after any other number.")


class Cohort(FileModel):
    """When the babies born in a month are counted in this indicator."""

    months: int = Field(ge=-9, le=120, description="Months after their birth; before it, negative.")
    why: str = Field(description="How that follows from what is counted.")


def check_reachable(values: Iterable[Decimal], info: ValidationInfo) -> None:
    """Check that some figure can have each of the values of a target or plan."""
    is_percent = info.data.get("unit") is Unit.PERCENT
    for value in values:
        if value < 0 or (is_percent and value > 100):
            span = "from 0 to 100" if is_percent else "of 0 or more"
            raise ValueError(f"No figure can be {value}. Write a value {span}.")


def check_spans(targets: Iterable[Target], info: ValidationInfo) -> None:
    """Check that the targets of a sum, and only those, say which span they are for."""
    if not {"unit", "every", "gathering"} <= info.data.keys():
        return
    is_flow = info.data["unit"] is Unit.COUNT and info.data["gathering"] is CountType.FLOW
    every: Frequency = info.data["every"]
    for target in targets:
        if is_flow and target.per is None:
            raise ValueError(
                f"The target {target.value} is for a sum of months and does not say of how many. "
                'Add per = "month", "quarter" or "year" to it: only figures over such a span are '
                "compared with it, and nothing is scaled."
            )
        if not is_flow and target.per is not None:
            raise ValueError(
                f"The target {target.value} has a span (per), but these figures are not a sum: "
                "the same target is right for any span. Remove per."
            )
        if target.per and target.per.months < every.months:
            raise ValueError(
                f"The target {target.value} is for a {target.per}, but figures are sent for a "
                f"{every}. Set per to “{every}” or a longer span."
            )


def check_overlap(dated: Iterable[Dated], what: str) -> None:
    """Check that no two are in force in the same month; `what` they are is said in the fault."""
    ordered = sorted(dated, key=lambda d: d.from_)
    for earlier, later in pairwise(ordered):
        if earlier.until is None or later.from_ <= earlier.until:
            raise ValueError(
                f"Two {what} are in force in {later.from_}. "
                f'End the earlier one: until = "{later.from_ - 1}".'
                if earlier.from_ < later.from_
                else f"Two {what} start in {later.from_}. Keep one, or date the other."
            )
