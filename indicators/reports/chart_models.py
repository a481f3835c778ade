"""The chart of one indicator in one place: its points, events, limits and restatements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from indicators.domain.catalogue_parts.indicator_parts import Definition, Target
from indicators.domain.chart_entries.figure_comment import FigureComment
from indicators.domain.chart_entries.limit_baseline import LimitBaseline
from indicators.domain.chart_entries.trajectory import Trajectory
from indicators.domain.core import Frequency
from indicators.domain.indicator import Indicator
from indicators.domain.loads import Load
from indicators.domain.localities import Locality
from indicators.domain.periods import Month
from indicators.figures.figure import Figure
from indicators.figures.month_choice import MonthChoice
from indicators.ports.load_effect import SentFigure
from indicators.reports.models import DashboardRow
from indicators.stats.spc import VariationIcon
from indicators.stats.spc_chart import SpcChart
from indicators.stats.xmr import BrokenRule, SpecialCause


class ChartStep(StrEnum):
    """What one point of a chart stands for."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ROLLING = "year-rolling"

    @property
    def months(self) -> int:
        return {"month": 1, "quarter": 3}.get(self.value, 12)


STEPS = {
    Frequency.MONTH: (ChartStep.MONTH, ChartStep.QUARTER, ChartStep.ROLLING),
    Frequency.QUARTER: (ChartStep.QUARTER, ChartStep.ROLLING),
    Frequency.YEAR: (ChartStep.YEAR,),
}
"""How an indicator may be looked at; the first is as it is sent, and what its icons come from."""


@dataclass(frozen=True, slots=True)
class Restatement:
    """A figure behind a point that another replaced: of which place, what it was, until when.

    `was` is None where the figure has been hidden since: hidden figures are not shown as history.
    """

    place: Locality
    was: SentFigure | None
    on: datetime


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One period. `icon` is what its point says, None where the chart has no limits for it.

    `broken` has every rule that the point breaks; `cause` is the strongest, which the icon follows.
    `planned` is the value of the plan for the period's last month.
    """

    figure: Figure
    cause: SpecialCause
    broken: tuple[BrokenRule, ...]
    icon: VariationIcon | None
    restated: tuple[Restatement, ...]
    planned: Fraction | None = None
    comments: tuple[FigureComment, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartEvent:
    """Something to see on the chart from a month on. A `rebase` starts new limits there."""

    month: Month
    what: str
    rebase: bool = False
    live: bool = False


@dataclass(frozen=True, slots=True)
class ChartBaseline:
    """A baseline of limits with the positions of its points: from `start` to before `end`.

    Without two figures among them, or if it begins before the five years of a chart, it is not
    `used`: the limits are those of all points.
    """

    baseline: LimitBaseline
    start: int
    end: int
    used: bool
    too_old: bool


@dataclass(frozen=True, slots=True)
class AreaChart:
    """An area's own small chart of the same indicator.

    `values` are binary floats, for drawing only. `rolling` is its 12 months, and `target` what the
    points are compared with.
    """

    place: Locality
    values: tuple[float | None, ...]
    chart: SpcChart
    rolling: Figure
    target: Target | None


@dataclass(frozen=True, slots=True)
class IndicatorReport:
    """One indicator in one place.

    `row` is that of the dashboard. `chart` has the limits and causes of the points, or is None if
    periods overlap. All points are of one `definition`; `another_before` says whether an earlier
    one exists, and its figures are left out. `trajectory` is the plan in force in the month shown.
    """

    indicator: Indicator
    place: Locality
    months: MonthChoice
    by: ChartStep
    choices: tuple[ChartStep, ...]
    row: DashboardRow
    points: tuple[ChartPoint, ...]
    chart: SpcChart | None
    baselines: tuple[ChartBaseline, ...]
    happened: tuple[ChartEvent, ...]
    others: tuple[AreaChart, ...]
    definition: Definition | None
    another_before: bool
    trajectory: Trajectory | None
    loads: tuple[Load, ...]
