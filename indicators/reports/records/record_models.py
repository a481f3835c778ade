"""What the reports on records return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from indicators.domain.localities import Locality
from indicators.records.maturity import BandStep
from indicators.records.record_definition import (
    RecordDefinition,
    RecordField,
    RecordRate,
    ScoreBand,
)
from indicators.records.record_period import RecordPeriod
from indicators.records.record_values import RecordVersion


@dataclass(frozen=True, slots=True)
class SavedTogether:
    """What one person saved at once: each version with the one before it, if any."""

    batch: str
    who: str
    saved_at: datetime
    changes: tuple[tuple[RecordVersion | None, RecordVersion], ...]
    can_undo: bool


@dataclass(frozen=True, slots=True)
class PeriodChoice:
    """The period in view, and those that can be chosen, newest first."""

    shown: RecordPeriod
    available: tuple[RecordPeriod, ...]
    previous: RecordPeriod | None
    following: RecordPeriod | None


@dataclass(frozen=True, slots=True)
class ScoreCell:
    """One score: its change since the period before and since the first one, where both exist."""

    score: int | None
    evidence: str
    is_mature: bool
    change: int | None
    since_start: int | None


@dataclass(frozen=True, slots=True)
class TeamScores:
    """The scores of one team in one period, and what they come to.

    `mature` is None if nothing was scored. `trend` has the mature fields of each period.
    """

    team: Locality
    cells: Mapping[str, ScoreCell]
    scored: int
    mature: int | None
    mature_change: int | None
    mature_since_start: int | None
    started: RecordPeriod | None
    band: ScoreBand | None
    step: BandStep | None
    trend: tuple[tuple[RecordPeriod, int | None], ...]


@dataclass(frozen=True, slots=True)
class ScoreReport:
    """A scored record of every team that the viewer sees, in one period."""

    definition: RecordDefinition
    periods: PeriodChoice
    teams: tuple[TeamScores, ...]

    @property
    def bands(self) -> Sequence[tuple[ScoreBand, list[TeamScores]]]:
        """The teams in each band."""
        return [
            (band, [team for team in self.teams if team.band == band])
            for band in self.definition.band
        ]

    @property
    def entered(self) -> int:
        """How many teams scored anything."""
        return sum(team.scored > 0 for team in self.teams)


class NoRateReason(StrEnum):
    """Why there is no rate."""

    HIDDEN = "hidden"
    NOTHING_COUNTED = "nothing_counted"
    MORE_THAN_ALL = "more_than_all"


@dataclass(frozen=True, slots=True)
class RateFound:
    """A rate over the year, with Wilson's 95% interval, all in percent with one decimal.

    Without one, `reason` says why.
    """

    rate: RecordRate
    numerator: int | None
    denominator: int | None
    percent: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    reason: NoRateReason | None = None


@dataclass(frozen=True, slots=True)
class TeamCounts:
    """The counts of one team, or of all together if `team` is None.

    `now` is of the period. `year` is of the year that ends with it: the sum, or the last count of a
    field that does not add up. None is not entered. If it `is_hidden`, both are empty: the viewer
    does not see these counts.
    """

    team: Locality | None
    is_hidden: bool
    now: Mapping[str, int | None]
    year: Mapping[str, int | None]
    entered: int
    rates: tuple[RateFound, ...]


@dataclass(frozen=True, slots=True)
class CountReport:
    """A counted record of every team that the viewer sees, over the year to a period.

    `total` is None if the viewer does not see every team exactly. `trend` has what those shown
    counted in each period, and how many of them.
    """

    definition: RecordDefinition
    periods: PeriodChoice
    teams: tuple[TeamCounts, ...]
    total: TeamCounts | None
    trend: tuple[tuple[RecordPeriod, Mapping[str, int | None], int], ...]


@dataclass(frozen=True, slots=True)
class EnteredField:
    """A field of a team's form: what it holds, and what it held in the period before."""

    field: RecordField
    current: RecordVersion | None
    previous: RecordVersion | None
    start: RecordVersion | None


@dataclass(frozen=True, slots=True)
class TeamRecord:
    """The record of one team in one period, with what is saved of it."""

    definition: RecordDefinition
    team: Locality
    periods: PeriodChoice
    is_hidden: bool
    can_enter: bool
    fields: tuple[EnteredField, ...]
    history: tuple[SavedTogether, ...]
    scores: TeamScores | None
    """What the scores come to; None for counts."""
    started: RecordPeriod | None
    """The first period with scores, if it is before the last two; None for counts."""
