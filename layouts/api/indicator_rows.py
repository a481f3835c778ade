"""The rows of the read API about the catalogue: an indicator with its definitions and targets."""

from __future__ import annotations

from pydantic import Field

from indicators.domain.chart_entries.trajectory import TrajectoryShape
from indicators.domain.core import CountType, Frequency, Placement, Polarity, Unit
from layouts.api.base_rows import ApiRow, Exact, YearMonth, describe_field


class ApiDefinition(ApiRow):
    """What is counted and out of what, from one month to another."""

    code: str
    from_: YearMonth = Field(serialization_alias="from")
    until: YearMonth | None = describe_field("The last month; null if there is no end.")
    numerator: str
    denominator: str
    source: str
    changed: str = describe_field("What is counted differently from the version before.")


class ApiTarget(ApiRow):
    """What an indicator is compared with, from one month to another."""

    value: Exact
    definition: str = describe_field("The definition whose figures are compared with it.")
    place: str | None = describe_field("The only place it applies to; null means every place.")
    from_: YearMonth = Field(serialization_alias="from")
    until: YearMonth | None = describe_field("The last month; null if there is no end.")
    tolerance: Exact = describe_field("A figure less than this far from the target is N/A.")
    per: Frequency | None = describe_field(
        "The span that the target of a sum is for; figures over other spans have no verdict."
    )
    assumed: bool
    source: str
    reason: str = describe_field("Why it was set or changed; empty if that is not recorded.")


class ApiPlannedPoint(ApiRow):
    """The value planned for one month."""

    month: YearMonth
    value: Exact


class ApiTrajectory(ApiRow):
    """What is planned by month; verdicts are against the target."""

    definition: str
    place: str | None = describe_field("The only place it is for; null means every place.")
    shape: TrajectoryShape = describe_field(
        "Between two points: linear (equal steps by month) or steps (the earlier value)."
    )
    reason: str
    points: list[ApiPlannedPoint]


class ApiFootnote(ApiRow):
    """A note printed below tables that show the indicator."""

    mark: str
    text: str


class IndicatorRow(ApiRow):
    """One indicator of the catalogue."""

    code: str
    name: str
    short_name: str
    service: str
    service_name: str
    agency: str
    question: str
    counts: str = describe_field("What is counted, in words.")
    unit: Unit
    per: int = describe_field("Multiplier of numerator over denominator: 100 for a percentage.")
    better: Polarity = describe_field("Which direction is better.")
    every: Frequency = describe_field("How often figures are sent.")
    gathering: CountType | None = describe_field(
        "For counts: a mean of months (snapshot) or a sum (flow)."
    )
    shown: Placement = describe_field(
        "Shown in the rows of every dashboard, or among the yearly outcomes."
    )
    small_number_threshold: int
    caveats: str
    definitions: list[ApiDefinition]
    targets: list[ApiTarget]
    trajectories: list[ApiTrajectory]
    footnotes: list[ApiFootnote]
