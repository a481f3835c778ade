"""What a load changes, before and after it is loaded: types only."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.domain.core import ObservationStatus
from indicators.domain.indicator import Indicator
from indicators.domain.loads import Load
from indicators.domain.localities import Locality
from indicators.domain.periods import Month, Period
from indicators.domain.refusals import Refusal
from indicators.figures.figure import Figure


@dataclass(frozen=True, slots=True)
class SentFigure:
    """A figure as it was sent: counts, or a decimal as written, or why there is none."""

    numerator: int | None
    denominator: int | None
    value: str | None
    status: ObservationStatus
    note: str


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """A figure of the indicator table that changes. `now` is None where undoing leaves none."""

    indicator: Indicator
    place: Locality
    period: Period
    definition: str
    was: SentFigure
    now: SentFigure | None


@dataclass(frozen=True, slots=True)
class TurnedVerdict:
    """A 12-month verdict that changes, with both figures."""

    indicator: Indicator
    place: Locality
    month: Month
    was: Figure
    now: Figure


@dataclass(frozen=True, slots=True)
class LoadEffect:
    """What a load changes in the indicator table and in verdicts.

    `changed` are the figures that differ from those before. `new` counts figures where there were
    none, `unknown` those of an indicator or place that the council's files do not have (they are
    in neither of the two before), and `unchanged` those that stay.
    """

    changed: tuple[ChangedFigure, ...]
    new: int
    unknown: int
    unchanged: int
    turned: tuple[TurnedVerdict, ...]

    @property
    def restated(self) -> int:
        return len(self.changed)


@dataclass(frozen=True, slots=True)
class LoadLedger:
    """One event and its effect. `refusals` are the rows that were not loaded.

    `undone` is the load that the event undid, if it did.
    """

    event: Load
    undone: Load | None
    effect: LoadEffect
    refusals: tuple[Refusal, ...]
