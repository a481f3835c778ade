"""The rows and figures that reports return."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from indicators.domain.catalogue import Service
from indicators.domain.catalogue_parts.indicator_parts import Target
from indicators.domain.core import LocalityKind, Unit, Verdict
from indicators.domain.indicator import Indicator
from indicators.domain.localities import AreaChange, Locality
from indicators.domain.periods import Month
from indicators.figures.change import Change, is_worsening
from indicators.figures.figure import Figure
from indicators.figures.month_choice import MonthChoice
from indicators.figures.signal import Signal
from indicators.figures.target_standard import measure_shortfall


@dataclass(frozen=True, slots=True)
class SparklinePoint:
    """One month of a sparkline; None where the month has no figure or the target is not set."""

    month: Month
    value: Fraction | None
    target: Decimal | None


@dataclass(frozen=True, slots=True)
class DashboardRow:
    """One indicator of one place, at one month: everything the row of a dashboard shows."""

    indicator: Indicator
    last_year: Figure
    rolling: Figure
    month: Figure
    city: Figure
    change: Change | None
    points: tuple[SparklinePoint, ...]
    signal: Signal

    @property
    def target(self) -> Target | None:
        return self.rolling.target_in_force

    @property
    def is_worsening(self) -> bool:
        """It gets worse by more than chance explains."""
        return is_worsening(self.signal, self.change)

    @property
    def calls_for_action(self) -> bool:
        """A cross, or an N/A that is worsening."""
        verdict = self.rolling.verdict
        return verdict is Verdict.CROSS or (verdict is Verdict.NA and self.is_worsening)


@dataclass(frozen=True, slots=True)
class ServiceArrival:
    """How many areas a service has sent figures of for a month.

    `areas` are in out of `of`, and `whole` says whether the city's are.
    """

    service: Service
    areas: int
    of: int
    whole: bool

    @property
    def arrived(self) -> bool:
        return self.areas > 0 or self.whole

    @property
    def in_part(self) -> bool:
        """In for some areas and not for others."""
        return 0 < self.areas < self.of


@dataclass(frozen=True, slots=True)
class PlaceReport:
    """A locality's dashboard. `tabs` are the team and its areas, or the place alone.

    `changes` are those of its areas within the months shown. For `incomparable_areas` areas some of
    these months cannot be given by today's areas.
    """

    place: Locality
    months: MonthChoice
    arrivals: tuple[ServiceArrival, ...]
    tabs: tuple[Locality, ...]
    areas: tuple[Locality, ...]
    team: Locality | None
    blocks: tuple[tuple[Service, tuple[DashboardRow, ...]], ...]
    hub: Locality | None = None
    changes: tuple[AreaChange, ...] = ()
    incomparable_areas: int = 0

    @property
    def rows(self) -> tuple[DashboardRow, ...]:
        return tuple(row for _, rows in self.blocks for row in rows)

    @property
    def actions(self) -> tuple[DashboardRow, ...]:
        return tuple(row for row in self.rows if row.calls_for_action)

    @property
    def verdicts(self) -> Counter[Verdict | None]:
        return Counter(row.rolling.verdict for row in self.rows if row.rolling.value is not None)


def rank_crosses(rows: Iterable[DashboardRow]) -> list[DashboardRow]:
    """Return the crosses, the worsening ones first, then the furthest from target.

    Worsening is certain: a real change on last year, or a special cause.
    """
    crosses = [row for row in rows if row.rolling.verdict is Verdict.CROSS]
    return sorted(
        crosses,
        key=lambda row: (not row.is_worsening, -measure_shortfall(row.indicator, row.rolling)),
    )


def find_worst_change(rows: Iterable[DashboardRow]) -> DashboardRow | None:
    """Return the percentage that really got worse by most points on last year."""
    worse = [
        row
        for row in rows
        if row.change
        and row.change.real_direction == "worse"
        and row.indicator.unit is Unit.PERCENT
    ]
    return max(worse, key=lambda row: abs(row.change.points) if row.change else 0, default=None)


@dataclass(frozen=True, slots=True)
class VerdictTurn:
    """A verdict that differs from that of the month before."""

    indicator: Indicator
    was: Verdict
    now: Verdict


@dataclass(frozen=True, slots=True)
class TeamCard:
    """A place on the home page: its verdicts counted, and what turned since the month before.

    `without_verdict` counts indicators with a target and a figure on too few months.
    """

    place: Locality
    areas: tuple[Locality, ...]
    verdicts: Counter[Verdict]
    without_verdict: int
    turns: tuple[VerdictTurn, ...]


@dataclass(frozen=True, slots=True)
class HomeReport:
    """A card for each place of a kind, all of them or those of one page.

    Turned verdicts are those since `before`, the month with data before this one. `kinds` are the
    kinds that can be shown. `total` counts the places on all `pages`.
    """

    months: MonthChoice
    before: Month | None
    arrivals: tuple[ServiceArrival, ...]
    cards: tuple[TeamCard, ...]
    kind: LocalityKind
    kinds: tuple[LocalityKind, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class ServiceReport:
    """A service's indicators across the places of a kind: `cells[place][indicator]`.

    `city` is the row of the city. `kinds` are the kinds that can be shown.
    """

    service: Service
    months: MonthChoice
    arrivals: tuple[ServiceArrival, ...]
    indicators: tuple[Indicator, ...]
    places: tuple[Locality, ...]
    cells: Mapping[str, Mapping[str, Figure]]
    city: Mapping[str, Figure]
    kinds: tuple[LocalityKind, ...] = ()
