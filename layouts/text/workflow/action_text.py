"""Actions in words: their state, when they are due, and what the months after them showed."""

from __future__ import annotations

from datetime import date

from indicators.actions.action import Action
from indicators.actions.action_fields import (
    FIELD_NAMES,
    STATUS_NAMES,
    ActionField,
    ActionStatus,
    EffectUnit,
    ExpectedDirection,
)
from indicators.actions.action_score import ActionEffect, ActionScore, UnknownReason
from indicators.domain.periods import Month, format_day
from indicators.reports.actions.board_models import ActionBoard, ActionState, BoardSort
from layouts.text.labels import choose_plural

STATE_NAMES = {
    ActionState.OPEN: "Open",
    ActionState.OVERDUE: "Overdue",
    ActionState.DONE: "Done",
    ActionState.STOPPED: "Stopped",
    ActionState.ALL: "All",
}
SORT_NAMES = {
    BoardSort.URGENCY: "Most urgent first",
    BoardSort.ACTION: "Action",
    BoardSort.TEAM: "Team",
    BoardSort.OWNER: "Owner",
    BoardSort.DUE: "Due",
    BoardSort.STATUS: "Status",
}
DIRECTION_NAMES = {ExpectedDirection.UP: "up", ExpectedDirection.DOWN: "down"}
UNIT_NAMES = {EffectUnit.PEOPLE: "people a month", EffectUnit.POINTS: "points"}
SCORE_NAMES = {
    ActionScore.IMPROVEMENT: "Better after it",
    ActionScore.NO_SIGNAL: "No clear change",
    ActionScore.WORSE: "Worse after it",
    ActionScore.TOO_EARLY: "Too early",
    ActionScore.CANNOT_TELL: "Cannot tell",
}
SCORE_MEANS = {
    ActionScore.IMPROVEMENT: "A year after the start the figure is better than the limits before "
    "it allow by chance. After the action, not because of it.",
    ActionScore.NO_SIGNAL: "A year after the start the figure is within its usual variation.",
    ActionScore.WORSE: "A year after the start the figure is worse than the limits before it allow "
    "by chance. After the action, not because of it.",
    ActionScore.TOO_EARLY: "An action is scored a year after it could first show.",
    ActionScore.CANNOT_TELL: "Something else could explain a change, or months are missing.",
}
_REASONS = {
    UnknownReason.NO_START: "it has no start month",
    UnknownReason.NO_DIRECTION: "neither way is better, and no direction was expected",
    UnknownReason.NOT_MONTHLY: "only monthly figures are scored",
    UnknownReason.FEW_MONTHS_BEFORE: "fewer than 13 months before the start have a figure",
    UnknownReason.MONTHS_MISSING: "months after the start have no figure",
    UnknownReason.DEFINITION_CHANGED: "the definition changed",
    UnknownReason.REBASED: "the limits were restarted",
    UnknownReason.ANOTHER_ACTION: "another action on the same figure ran at the same time",
}


def describe_due(action: Action, today: date) -> str:
    """Return “Due 12 December 2026”, “Overdue since 14 November 2026”, or “” without a day."""
    if action.due is None:
        return ""
    day = format_day(action.due)
    return f"Overdue since {day}" if action.is_overdue(today) else f"Due {day}"


def describe_effect(effect: ActionEffect | None) -> str:
    """Return what the months after an action showed, as a sentence; “” if it is about no figure."""
    if effect is None:
        return ""
    name = SCORE_NAMES[effect.score]
    if effect.reason is not None:
        return f"{name}: {_REASONS[effect.reason]}."
    if effect.score is ActionScore.TOO_EARLY and effect.could_show:
        return f"{name}: a change could show from {effect.could_show.name}."
    if effect.scored:
        return f"{name}, as scored in {effect.scored.name}."
    return f"{name}."


def describe_expected(action: Action) -> str:
    """Return “Expected to go up by 3 people a month from March 2027”, as far as it is known."""
    fields = action.fields
    direction = fields[ActionField.EXPECTED_DIRECTION]
    parts = [f"Expected to go {DIRECTION_NAMES[ExpectedDirection(direction)]}"] if direction else []
    if size := fields[ActionField.EXPECTED_SIZE]:
        unit = UNIT_NAMES[EffectUnit(fields[ActionField.EXPECTED_UNIT])]
        parts.append(f"by {size} {unit}")
    if month := fields[ActionField.EXPECTED_FROM]:
        parts.append(f"from {Month.parse(month).name}")
    sentence = " ".join(parts)
    return sentence[:1].upper() + sentence[1:]


def format_field(field: ActionField, text: str) -> str:
    """Return a field's value as people read it."""
    if not text:
        return "nothing"
    if field is ActionField.STATUS:
        return STATUS_NAMES[ActionStatus(text)]
    if field is ActionField.DUE:
        return format_day(date.fromisoformat(text))
    if field in (ActionField.STARTED, ActionField.EXPECTED_FROM):
        return Month.parse(text).name
    if field is ActionField.EXPECTED_UNIT:
        return UNIT_NAMES[EffectUnit(text)]
    return text


def name_field(field: ActionField) -> str:
    """Return the name of a field as the form has it."""
    return FIELD_NAMES[field]


def summarise_board(board: ActionBoard) -> str:
    """Return how many actions are open and how many of these are overdue."""
    count, late = board.counts[ActionState.OPEN], board.counts[ActionState.OVERDUE]
    if not count:
        return "No open actions."
    return f"{count_open_actions(count, late)}."


def count_open_actions(count: int, late: int) -> str:
    """Return “3 open actions, 1 overdue”."""
    words = choose_plural(count, "open action", "open actions")
    return f"{count} {words}, {late} overdue" if late else f"{count} {words}"
