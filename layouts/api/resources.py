"""Rows of the read API: each field is named, typed and described once, for JSON and CSV."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from indicators.domain.core import (
    AreaBasis,
    LocalityKind,
    ObservationStatus,
    Verdict,
)
from indicators.domain.refusals import RefusalCode
from indicators.stats.spc import AssuranceIcon, VariationIcon
from layouts.api.base_rows import ApiRow, Exact, YearMonth, describe_field
from layouts.api.indicator_rows import IndicatorRow
from layouts.api.records.record_resource import RecordKindRow, RecordValueRow
from layouts.api.workflow.action_resource import ActionRow


class Direction(StrEnum):
    """Direction of a change; higher and lower where neither is better."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    HIGHER = "higher"
    LOWER = "lower"


class ApiParent(ApiRow):
    """A place that another belongs to, from one month to another."""

    place: str
    from_: YearMonth = Field(serialization_alias="from")
    until: YearMonth | None = describe_field("The last month; null if there is no end.")


class PlaceRow(ApiRow):
    """One place of any kind."""

    code: str
    kind: LocalityKind
    kind_name: str = describe_field("The council's word for this kind of place.")
    name: str
    spellings: list[str] = describe_field("Other spellings used in extracts.")
    parents: list[ApiParent]
    from_: YearMonth | None = Field(
        serialization_alias="from", description="Its first month; null if it has always existed."
    )
    until: YearMonth | None = describe_field("Its last month; null if it has no end.")
    became: list[str] = describe_field("The areas that replaced an area when it ended.")
    live_from: YearMonth | None
    placeholder: bool = describe_field("Whether the name is a placeholder for an unknown one.")
    note: str


class CommentRow(ApiRow):
    """A comment on the figure of a month that is not withdrawn."""

    indicator: str
    place: str
    month: YearMonth
    text: str
    who: str = describe_field("The name that its author gave.")
    made_at: datetime = describe_field("When it was made, in UTC.")


class ObservationRow(ApiRow):
    """One current row of the indicator table, as it was sent."""

    indicator: str
    place: str
    period: str = describe_field("The period's name: October 2026, Q2 2026/27 or 2025/26.")
    ended: YearMonth = describe_field("The last month of the period.")
    months: int = describe_field("How many months the period has.")
    definition: str
    numerator: int | None
    denominator: int | None
    value: Exact | None = describe_field("The figure as sent, if no counts were sent.")
    status: ObservationStatus = describe_field("ok, or why there is no figure.")
    note: str
    load: int = describe_field("The number of the load it came from.")


class VerdictRow(ApiRow):
    """A place's 12 months to a month for one indicator, with the verdict its page shows."""

    indicator: str
    place: str
    month: YearMonth
    period: str = describe_field("12 months to October 2026.")
    definition: str | None = describe_field("The definition in force in the month.")
    numerator: int | None = describe_field("Sum over the months; null without counts or a figure.")
    denominator: int | None = describe_field(
        "The denominator; for counts, the number of months in the mean."
    )
    counted: bool | None = describe_field(
        "false if any month was sent as a percentage only: the figure is the mean of the months."
    )
    months_with: int = describe_field("Months with figures.")
    sent_as_one: list[str] = describe_field(
        "Quarters and years in it that were sent as one figure: 2013/14, or Q1 2026/27."
    )
    months_of: int
    months_hidden: int = describe_field("Months whose figures are hidden to protect people.")
    figure: Exact | None = describe_field(
        "Rounded to enough decimals to show that the verdict is right."
    )
    figure_text: str = describe_field("The figure as shown on pages, or its mark.")
    status: ObservationStatus = describe_field("ok, or why there is no figure.")
    target: Exact | None = describe_field(
        "The target in force in the month; null if it is for a month or a quarter."
    )
    target_assumed: bool | None
    verdict: Verdict | None = describe_field(
        "na means within tolerance of the target; null means no verdict."
    )
    verdict_text: str = describe_field("The verdict in words, or why there is none.")
    to_turn_people: int | None = describe_field(
        "The fewest more (or fewer) people needed for the next verdict."
    )
    to_turn_text: str
    change_points: Exact | None = describe_field(
        "Change since last year's 12 months, to one decimal or as many as show that it is not 0."
    )
    change_direction: Direction | None
    change_real: bool | None = describe_field(
        "Whether the change is more than chance explains (Newcombe's interval for percentages, the "
        "exact conditional test for counts and rates); null if it cannot be tested."
    )
    change_interval_from: Exact | None = describe_field(
        "95% interval of the change in points; null for counts and rates."
    )
    change_interval_to: Exact | None
    change_text: str
    variation: VariationIcon | None = describe_field(
        "Variation of the latest single month; null with too few months for limits."
    )
    variation_text: str = describe_field("The variation icon in words, or why there is none.")
    variation_rules: list[str] = describe_field(
        "Every rule that the latest single month breaks, strongest first: outside, trend, "
        "two_of_three, shift. The variation icon follows the first."
    )
    variation_rules_text: str = describe_field("The same in words; empty if there is none.")
    limits_fixed_from: YearMonth | None = describe_field(
        "The first month of the baseline that the limits are fixed on; null if they are not fixed."
    )
    limits_fixed_until: YearMonth | None = describe_field("The last month of the baseline.")
    limits_fixed_reason: str = describe_field("Why the limits are fixed; empty if they are not.")
    assurance: AssuranceIcon | None = describe_field(
        "Whether single months are expected to meet the target."
    )
    assurance_met: int | None = describe_field(
        "In how many of the single months behind the limits the target was met."
    )
    assurance_of: int | None = describe_field("The single months behind the limits.")
    assurance_text: str


_Row = TypeVar("_Row", bound=ApiRow)


class RefusalRow(ApiRow):
    """A row or cell that was refused when the rest of its file was loaded.

    The refused value is not given, because it may be about a person.
    """

    load: int = describe_field("The number of the load, as on the data page.")
    code: RefusalCode = describe_field("Why it was refused, as in docs/refusals.md.")
    rule: str = describe_field("The code of the council's own rule, if it was one; else empty.")
    sheet: str
    row: int = describe_field("The row in the sheet, from 1.")
    column: str = describe_field("The column's letters; empty if the whole row was refused.")
    heading: str
    reason: str
    remedy: str = describe_field("What the analyst can do.")
    sender_remedy: str = describe_field("What the sender can do; empty if nothing.")


class Page(BaseModel, Generic[_Row]):
    """One page of rows."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    data: list[_Row]
    page: int
    per_page: int
    total: int = describe_field("Number of rows on all pages.")
    next: str | None = describe_field("The address of the next page; null on the last.")
    version: int = describe_field(
        "Changes with the data. Pages of one list with different versions do not match."
    )
    as_at: date | None = describe_field("The past day shown; null means now.")
    areas: AreaBasis = describe_field("Which areas earlier months are added up from.")
    synthetic: bool = describe_field("Whether any of the data is synthetic, for demonstration.")


class IndicatorPage(Page[IndicatorRow]):
    """One page of indicators."""


class PlacePage(Page[PlaceRow]):
    """One page of places."""


class RefusalPage(Page[RefusalRow]):
    """One page of refused rows."""


class ObservationPage(Page[ObservationRow]):
    """One page of observations."""


class VerdictPage(Page[VerdictRow]):
    """One page of verdicts."""


class CommentPage(Page[CommentRow]):
    """One page of comments."""


class ActionPage(Page[ActionRow]):
    """One page of actions."""


class RecordKindPage(Page[RecordKindRow]):
    """One page of kinds of record."""


class RecordValuePage(Page[RecordValueRow]):
    """One page of what teams entered."""
