"""Places compared: the choice, the matrix, the funnel and the change since a baseline year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indicators.domain.catalogue import Service
from indicators.domain.core import LocalityKind, Verdict
from indicators.domain.indicator import Indicator
from indicators.domain.localities import Locality
from indicators.domain.periods import Month
from indicators.figures.change import Change, is_worsening
from indicators.figures.figure import Figure
from indicators.figures.month_choice import MonthChoice
from indicators.figures.signal import Signal
from indicators.stats.intervals import ConfidenceLevel
from indicators.stats.target_gap import TargetGap

PAGE = 100
"""Places on one page of a large council."""


COMPARED = (LocalityKind.AREA, LocalityKind.TEAM, LocalityKind.HUB)


@dataclass(frozen=True, slots=True)
class ComparisonChoice:
    """What to compare.

    Without an `indicator`, the one furthest from its target is in view. `verdict` filters by the
    verdict of that indicator.
    """

    by: LocalityKind = LocalityKind.AREA
    service: str = ""
    hub: str = ""
    verdict: Verdict | None = None
    indicator: str = ""
    order: str = "name"
    """`name`, or by the figure of the indicator in view: `worst` or `best` first."""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """Places in their order, with the figure of the indicator in view over the 12 months.

    `every` are all of them, whatever their verdict, and `figures` and `gap` are theirs; `compared`
    are those with the verdict asked for, `shown` those on the page in view. There is no gap where
    there is no target or no people to count. `city` and `benchmarks` have the figures of every
    indicator shown, of the `whole` and of elsewhere.

    The 12 months end with `month`: the one that was chosen, or for the indicators under a
    `heading`, which are not sent each month, the last one sent. `choices` are the indicators that
    can be chosen, by service or heading.
    """

    months: MonthChoice
    month: Month
    heading: str
    choice: ComparisonChoice
    kinds: tuple[LocalityKind, ...]
    hubs: tuple[Locality, ...]
    groups: tuple[tuple[Service, tuple[Indicator, ...]], ...]
    choices: tuple[tuple[str, tuple[Indicator, ...]], ...]
    focus: Indicator
    every: tuple[Locality, ...]
    compared: tuple[Locality, ...]
    figures: Mapping[str, Figure]
    whole: Locality
    city: Mapping[str, Figure]
    benchmarks: tuple[tuple[Locality, Mapping[str, Figure]], ...]
    gap: TargetGap | None

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(indicator for _, group in self.groups for indicator in group)

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.compared) // PAGE))

    @property
    def shown(self) -> tuple[Locality, ...]:
        start = (self.choice.page - 1) * PAGE
        return self.compared[start : start + PAGE]


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One figure of the matrix.

    `outside` names the funnel limits beyond which it lies on the bad side, or is None.
    """

    figure: Figure
    signal: Signal
    change: Change | None
    outside: ConfidenceLevel | None

    @property
    def worse(self) -> bool:
        """A cross, or beyond what chance explains on the bad side."""
        return self.figure.verdict is Verdict.CROSS or self.outside is ConfidenceLevel.PERCENT_99_8

    @property
    def worsening(self) -> bool:
        """Special cause for concern, or really worse than the 12 months before."""
        return is_worsening(self.signal, self.change)


@dataclass(frozen=True, slots=True)
class Matrix:
    """The page in view of a comparison: `cells[place][indicator]`.

    `worsening` lists what is worse and getting worse, the most certain and the furthest from target
    first.
    """

    comparison: Comparison
    cells: Mapping[str, Mapping[str, MatrixCell]]
    worsening: tuple[tuple[Locality, Indicator, MatrixCell], ...]


@dataclass(frozen=True, slots=True)
class FunnelStanding:
    """A place's figure with its 95% interval, in the figure's unit; None where it has none.

    `side` is 1 above and -1 below the funnel's limits, 0 within them; `level` is the widest limits
    it is strictly beyond.
    """

    place: Locality
    figure: Figure
    interval: tuple[float, float] | None
    side: int
    level: ConfidenceLevel | None


@dataclass(frozen=True, slots=True)
class BaselineChange:
    """A place's figure in a baseline year and now, and the change.

    The change is None if the two cannot be compared.
    """

    place: Locality
    was: Figure
    now: Figure
    change: Change | None
