"""The year of a team in words."""

from __future__ import annotations

from collections.abc import Mapping

from indicators.actions.action_fields import STATUS_NAMES
from indicators.actions.action_score import ActionScore
from indicators.domain.periods import format_day
from indicators.feedback.feedback import FeedbackState
from indicators.reports.actions.board_models import ActionState, BoardRow
from indicators.reports.feedback.feedback_models import FeedbackRow, ThemeCount
from indicators.reports.models import PlaceReport
from indicators.reports.team_year.year_models import (
    ActionYear,
    CountedYear,
    FeedbackYear,
    MeetingYear,
    ScoredYear,
    YearSpan,
)
from layouts.text import change_text
from layouts.text.labels import choose_plural, join_names
from layouts.text.workflow import action_text, record_text
from layouts.text.workflow.meeting_text import name_outcomes

NOT_SEEN = (
    "Actions, feedback, meetings and escalations of a team are for those who see its figures "
    "exactly."
)
NOT_CAUSED = "A result is what the months after the action showed: after it, not because of it."
_ENDED = (
    (ActionState.DONE, "done"),
    (ActionState.STOPPED, "stopped"),
    (ActionState.OPEN, "open"),
)
_RESULTS: Mapping[ActionScore, str] = {
    ActionScore.IMPROVEMENT: "better after it",
    ActionScore.WORSE: "worse after it",
    ActionScore.NO_SIGNAL: "no clear change",
    ActionScore.TOO_EARLY: "too early to say",
    ActionScore.CANNOT_TELL: "cannot tell",
}
_STATES: Mapping[FeedbackState, str] = {
    FeedbackState.OPEN: "open",
    FeedbackState.TO_INFORM: "to tell parents about",
    FeedbackState.ANSWERED: "answered",
}


def describe_span(span: YearSpan) -> str:
    """Return “Year to 31 October 2026”."""
    return f"Year to {format_day(span.last)}"


def count_changes(figures: PlaceReport) -> str:
    """Return how many figures really changed since last year; "" if none can be compared."""
    counted = change_text.count_real_changes(figures.rows)
    return f"Since last year: {counted}." if counted else ""


def describe_scores(year: ScoredYear) -> str:
    """Return “6 of 15 features mature, in the band 5 to 9.”, and the change since the start."""
    found = year.scores
    if found is None or found.mature is None:
        return "Nothing was scored in this year."
    return record_text.describe_scores(year.definition, found)


def describe_next_band(year: ScoredYear) -> str:
    """Return what would move the team to the next band; "" if nothing was scored."""
    return record_text.describe_next_band(year.definition, year.scores) if year.scores else ""


def list_mature(year: ScoredYear) -> str:
    """Return the names of the fields that are mature, or "" for none."""
    if year.scores is None:
        return ""
    cells = year.scores.cells
    return join_names(each.name for each in year.definition.field if cells[each.code].is_mature)


def describe_entered(year: CountedYear) -> str:
    """Return “50 of 52 weeks entered”."""
    span = year.definition.per
    return f"{year.counts.entered} of {span.in_a_year} {record_text.SPANS[span][1]} entered"


def count_actions(year: ActionYear) -> str:
    """Return “7 actions: 2 done, 5 open, 1 of them overdue.”."""
    many = len(year.rows)
    parts = [f"{year.states[state]} {word}" for state, word in _ENDED if year.states[state]]
    late = year.states[ActionState.OVERDUE]
    if late:
        parts.append(f"{late} of them overdue")
    return f"{many} {choose_plural(many, 'action', 'actions')}: {', '.join(parts)}."


def count_results(year: ActionYear) -> str:
    """Return how often a figure was better after an action; "" if none is about a figure."""
    many = sum(year.results.values())
    if not many:
        return ""
    said = [f"{year.results[score]} {word}" for score, word in _RESULTS.items()]
    kept = [each for each in said if not each.startswith("0 ")]
    return f"Of {many} about a figure: {', '.join(kept)}."


def name_status(row: BoardRow) -> str:
    """Return “Overdue”, or the status of an action."""
    return "Overdue" if row.overdue else STATUS_NAMES[row.action.status]


def name_result(row: BoardRow) -> str:
    """Return the result of an action; "" if it is about no figure."""
    return action_text.SCORE_NAMES[row.effect.score] if row.effect else ""


def count_feedback(year: FeedbackYear) -> str:
    """Return “6 lines of feedback: 2 open, 1 to tell parents about, 3 answered.”."""
    many = len(year.rows)
    states = [row.feedback.state for row in year.rows]
    parts = [f"{states.count(s)} {word}" for s, word in _STATES.items() if s in states]
    return f"{many} {choose_plural(many, 'line', 'lines')} of feedback: {', '.join(parts)}."


def count_theme(theme: ThemeCount) -> str:
    """Return “Waiting times 3”."""
    return f"{theme.name} {theme.total}"


def describe_informed(row: FeedbackRow) -> str:
    """Return when parents were informed, or “Not yet”."""
    return format_day(row.feedback.informed) if row.feedback.informed else "Not yet"


def count_meetings(year: MeetingYear) -> str:
    """Return “9 meetings held, the last on 6 October 2026: 3 decisions, 1 action.”."""
    many = len(year.days)
    if not many:
        return "No meeting was held and closed in this year."
    held = f"{many} {choose_plural(many, 'meeting', 'meetings')} held"
    return f"{held}, the last on {format_day(year.days[-1])}. {name_outcomes(year.outcomes)}."


def count_others(many: int, shown: int, one: str, several: str) -> str:
    """Return “4 more actions”, for those that are not listed; "" if all are."""
    left = many - shown
    return f"{left} more {choose_plural(left, one, several)}" if left > 0 else ""
