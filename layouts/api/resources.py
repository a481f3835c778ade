"""The rows the read API gives: each field named, typed and described once, for JSON and CSV."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

from indicators.domain.core import (
    AreaBasis,
    CountType,
    Frequency,
    LocalityKind,
    ObservationStatus,
    Placement,
    Polarity,
    Unit,
    Verdict,
)
from indicators.stats.spc import AssuranceIcon, VariationIcon

Exact = Annotated[
    Decimal,
    PlainSerializer(lambda figure: format(figure, "f"), return_type=str),
    WithJsonSchema({"type": "string", "format": "decimal", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}),
]
YearMonth = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}$", examples=["2026-10"])]


class Direction(StrEnum):
    """Which way a figure changed; higher and lower where neither is better."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    HIGHER = "higher"
    LOWER = "lower"


def describe_field(description: str) -> Any:
    return Field(description=description)


class ApiRow(BaseModel):
    """What every row has in common: no field is ever left out, and none is added unsaid."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Definition(ApiRow):
    """What is counted over what, from one month until another."""

    code: str
    from_: YearMonth = Field(serialization_alias="from")
    until: YearMonth | None = describe_field("The last month; null means until further notice.")
    numerator: str
    denominator: str
    source: str


class Target(ApiRow):
    """What an indicator is held against, from one month until another."""

    value: Exact
    definition: str = describe_field("The definition whose figures are held against it.")
    place: str | None = describe_field("The one place it is for; null means every place.")
    from_: YearMonth = Field(serialization_alias="from")
    until: YearMonth | None = describe_field("The last month; null means until further notice.")
    tolerance: Exact = describe_field("A figure within less than this of the target is N/A.")
    assumed: bool
    source: str


class Footnote(ApiRow):
    """A note printed below tables that show the indicator."""

    mark: str
    text: str


class IndicatorRow(ApiRow):
    """One indicator as the catalogue says it."""

    code: str
    name: str
    short_name: str
    service: str
    service_name: str
    agency: str
    question: str
    counts: str = describe_field("What is counted, in words.")
    unit: Unit
    per: int = describe_field(
        "What numerator over denominator is multiplied by: 100 for a percentage."
    )
    better: Polarity = describe_field("Which way is better.")
    every: Frequency = describe_field("How often it is sent.")
    gathering: CountType | None = describe_field(
        "For counts: a mean of months (snapshot) or a sum (flow)."
    )
    shown: Placement = describe_field(
        "In the rows of every dashboard, or among the yearly outcomes."
    )
    small_number_threshold: int
    caveats: str
    definitions: list[Definition]
    targets: list[Target]
    footnotes: list[Footnote]


class Parent(ApiRow):
    """What a place belongs to, from one month until another."""

    place: str
    from_: YearMonth = Field(serialization_alias="from")
    until: YearMonth | None = describe_field("The last month; null means until further notice.")


class PlaceRow(ApiRow):
    """One place of any kind."""

    code: str
    kind: LocalityKind
    kind_name: str = describe_field("What such a place is called here.")
    name: str
    spellings: list[str] = describe_field("Other names that extracts use for it.")
    parents: list[Parent]
    from_: YearMonth | None = Field(
        serialization_alias="from", description="Its first month; null means always."
    )
    until: YearMonth | None = describe_field("Its last month; null means until further notice.")
    became: list[str] = describe_field("The areas that an area became when it ended.")
    live_from: YearMonth | None
    placeholder: bool = describe_field("Whether the name stands for one that is not known.")
    note: str


class ObservationRow(ApiRow):
    """One row of the indicator table, as it was sent and as it stands."""

    indicator: str
    place: str
    period: str = describe_field("The period's name: October 2026, Q2 2026/27 or 2025/26.")
    ended: YearMonth = describe_field("The last month of the period.")
    months: int = describe_field("How many months the period has.")
    definition: str
    numerator: int | None
    denominator: int | None
    value: Exact | None = describe_field("The figure as it was sent, where no counts were.")
    status: ObservationStatus = describe_field("ok, or why there is no figure.")
    note: str
    load: int = describe_field("The number of the load that brought it.")


class VerdictRow(ApiRow):
    """A place's 12 months to a month for one indicator, judged as its page shows it."""

    indicator: str
    place: str
    month: YearMonth
    period: str = describe_field("12 months to October 2026.")
    definition: str | None = describe_field("The definition in force in the month.")
    numerator: int | None = describe_field(
        "Counted over the months; null without counts or a figure."
    )
    denominator: int | None = describe_field(
        "What it is out of; for counts, the months they are a mean of."
    )
    counted: bool | None = describe_field(
        "false where only percentages were sent: the figure is their mean."
    )
    months_with: int = describe_field("Months that have figures.")
    months_of: int
    months_hidden: int = describe_field("Months whose figures are hidden to protect people.")
    figure: Exact | None = describe_field("Rounded so that the verdict can be seen to be right.")
    figure_text: str = describe_field(
        "The figure as pages print it, or the mark that stands for it."
    )
    status: ObservationStatus = describe_field("ok, or why there is no figure.")
    target: Exact | None = describe_field("The target in force in the month.")
    target_assumed: bool | None
    verdict: Verdict | None = describe_field(
        "na is within tolerance of the target; null is no verdict."
    )
    verdict_text: str = describe_field("The verdict in words, or why there is none.")
    to_turn_people: int | None = describe_field("The fewest more (or fewer) that would turn it.")
    to_turn_text: str
    change_points: Exact | None = describe_field("On the 12 months a year before, to one decimal.")
    change_direction: Direction | None
    change_text: str
    variation: VariationIcon | None = describe_field(
        "What the latest of the months by themselves says; null with too few for limits."
    )
    variation_text: str = describe_field("The variation icon in words, or why there is none.")
    assurance: AssuranceIcon | None = describe_field(
        "Whether the months will meet the target as things are."
    )
    assurance_text: str


_Row = TypeVar("_Row", bound=ApiRow)


class Page(BaseModel, Generic[_Row]):
    """One page of rows."""

    model_config = ConfigDict(extra="forbid")

    data: list[_Row]
    page: int
    per_page: int
    total: int = describe_field("How many rows there are on all pages.")
    next: str | None = describe_field("The address of the next page; null on the last.")
    version: int = describe_field(
        "Changes with the data: pages of one list that differ in it do not match."
    )
    as_at: date | None = describe_field("The day looked back to; null is now.")
    areas: AreaBasis = describe_field("Which areas earlier months are added up from.")
    synthetic: bool = describe_field("Whether any of the data is made up, for demonstration.")


class IndicatorPage(Page[IndicatorRow]):
    """One page of indicators."""


class PlacePage(Page[PlaceRow]):
    """One page of places."""


class ObservationPage(Page[ObservationRow]):
    """One page of observations."""


class VerdictPage(Page[VerdictRow]):
    """One page of verdicts."""
