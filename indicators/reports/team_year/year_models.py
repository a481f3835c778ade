"""What the year of a team holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from indicators.actions.action_score import ActionScore
from indicators.meetings.meeting_kinds import RecordKind
from indicators.records.record_definition import RecordDefinition
from indicators.reports.actions.board_models import ActionState, BoardRow
from indicators.reports.escalations.escalation_rows import EscalationRow
from indicators.reports.feedback.feedback_models import FeedbackRow, ThemeCount
from indicators.reports.models import PlaceReport
from indicators.reports.records.record_models import TeamCounts, TeamScores


@dataclass(frozen=True, slots=True)
class YearSpan:
    """The 12 months of a year, from their first day to their last."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class ScoredYear:
    """The last scores of a year; None if the team scored nothing in it."""

    definition: RecordDefinition
    period_name: str
    scores: TeamScores | None


@dataclass(frozen=True, slots=True)
class CountedYear:
    """What a team counted in the year up to a period."""

    definition: RecordDefinition
    period_name: str
    counts: TeamCounts


@dataclass(frozen=True, slots=True)
class ActionYear:
    """The actions that were open in a year, and how many there are of each state and result."""

    rows: tuple[BoardRow, ...]
    states: Mapping[ActionState, int]
    results: Mapping[ActionScore, int]


@dataclass(frozen=True, slots=True)
class FeedbackYear:
    """What parents said in a year."""

    rows: tuple[FeedbackRow, ...]
    themes: tuple[ThemeCount, ...]


@dataclass(frozen=True, slots=True)
class MeetingYear:
    """The days of the meetings that were held in a year, and how many outcomes of each kind."""

    days: tuple[date, ...]
    outcomes: Mapping[RecordKind, int]


@dataclass(frozen=True, slots=True)
class TeamWork:
    """What a team wrote about its work in a year."""

    actions: ActionYear
    feedback: FeedbackYear
    meetings: MeetingYear
    escalations: tuple[EscalationRow, ...]


@dataclass(frozen=True, slots=True)
class TeamYear:
    """The year of a team. `work` is None for a viewer who does not see what the team writes."""

    figures: PlaceReport
    span: YearSpan
    scored: tuple[ScoredYear, ...]
    counted: tuple[CountedYear, ...]
    work: TeamWork | None
