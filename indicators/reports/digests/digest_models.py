"""What a digest says. It holds no figure: it may leave the dashboard by e-mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from indicators.domain.catalogue import Service
from indicators.domain.core import Verdict
from indicators.domain.indicator import Indicator
from indicators.domain.localities import Locality
from indicators.figures.month_choice import MonthChoice
from indicators.stats.spc import VariationIcon


class DutyKind(StrEnum):
    """What a team owes, in the order in which it is listed."""

    OVERDUE_ACTION = "overdue_action"
    OPEN_MEETING = "open_meeting"
    DRAFT_MINUTES = "draft_minutes"
    UNAPPROVED_MINUTES = "unapproved_minutes"
    DECISION_REVIEW = "decision_review"
    DUE_ACTION = "due_action"


@dataclass(frozen=True, slots=True)
class DigestChange:
    """What began in a month at one indicator of a team.

    `turned` is the verdict before and now. `signal` is a special cause that began, and
    `since_last_year` the direction of a real change that was not there the month before. If the
    figure rests on a small number, `is_hidden`: the digest does not say how it changed.
    """

    indicator: Indicator
    turned: tuple[Verdict, Verdict] | None = None
    signal: VariationIcon | None = None
    since_last_year: str = ""
    is_for_worse: bool = False
    is_hidden: bool = False
    has_action: bool = False


@dataclass(frozen=True, slots=True)
class DigestDuty:
    """What the team owes: an action or a meeting by its number, and the day.

    `title` is what people wrote, which may name a number: only pages of the dashboard show it.
    """

    kind: DutyKind
    number: int
    day: date
    title: str = ""
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class TeamDigest:
    """The digest of a team and a month for one viewer.

    `waiting` are the services whose figures of the month are still missing: with none the month is
    complete.
    """

    team: Locality
    months: MonthChoice
    changes: tuple[DigestChange, ...]
    duties: tuple[DigestDuty, ...]
    waiting: tuple[Service, ...] = ()
    next_meeting: date | None = None

    @property
    def one_thing(self) -> DigestChange | DigestDuty | None:
        """The one thing to do: something got worse and nobody acts on it, or the first duty."""
        worse = (each for each in self.changes if each.is_for_worse and not each.has_action)
        return next(worse, next(iter(self.duties), None))
