"""What the operational working group is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from indicators.actions.action import Action
from indicators.actions.action_score import ActionEffect
from indicators.actions.escalation import Escalation
from indicators.domain.indicator import Indicator
from indicators.domain.localities import Locality
from indicators.figures.month_choice import MonthChoice
from indicators.reports.models import DashboardRow


class StuckReason(StrEnum):
    """Why something does not move."""

    OVERDUE = "overdue"
    NO_PROGRESS = "no_progress"
    NO_REPLY = "no_reply"


@dataclass(frozen=True, slots=True)
class RedIndicator:
    """An indicator with the teams that have a cross, of all with a verdict."""

    indicator: Indicator
    crosses: tuple[Locality, ...]
    judged: int

    @property
    def is_in_most(self) -> bool:
        """Whether more than half of the teams with a verdict have a cross."""
        return 2 * len(self.crosses) > self.judged


@dataclass(frozen=True, slots=True)
class StuckItem:
    """An action or an escalated risk that does not move, with each reason and its first day."""

    team: Locality
    indicator: Indicator | None
    what: str
    since: dict[StuckReason, date]
    action: Action | None
    escalation: Escalation | None


@dataclass(frozen=True, slots=True)
class KeptImprovement:
    """An indicator of a team that improves for a special cause, and the team's actions on it."""

    team: Locality
    row: DashboardRow
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class WorkedAction:
    """An action after which the figure was better than chance explains."""

    team: Locality
    action: Action
    indicator: Indicator
    effect: ActionEffect


@dataclass(frozen=True, slots=True)
class GroupReport:
    """The three questions of the group, over the teams that the viewer sees."""

    months: MonthChoice
    teams: tuple[Locality, ...]
    red: tuple[RedIndicator, ...]
    stuck: tuple[StuckItem, ...]
    worked: tuple[WorkedAction, ...]
    improvements: tuple[KeptImprovement, ...]
