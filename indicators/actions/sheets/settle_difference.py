"""From a difference and the answers to its questions to what is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from indicators.actions.action_fields import ActionField
from indicators.actions.sheets.difference_model import (
    CellDifference,
    Choice,
    Question,
    RowDifference,
    SheetCellState,
    SheetDifference,
    SheetRowState,
)
from indicators.domain.errors import UserError

Answers = Mapping[str, str]
"""Choices by the key of the question."""


class UnansweredError(UserError):
    """Questions without an answer. Nothing was written."""

    def __init__(self, questions: list[Question]) -> None:
        self.questions = questions
        keys = ", ".join(question.key for question in questions)
        super().__init__(f"Not answered yet: {keys}.", remedy="Answer each question first.")


class WrongAnswerError(UserError):
    """An answer that is none of the choices, or to something that is not asked."""


@dataclass(slots=True)
class SheetChanges:
    """What to write: new actions, and by number the version that was compared and new fields."""

    added: list[dict[ActionField, str]] = field(default_factory=list)
    changed: dict[int, tuple[int, dict[ActionField, str]]] = field(default_factory=dict)

    def count(self) -> int:
        """Return how many changes these are: each field, each new and each removed action."""
        return len(self.added) + sum(len(fields) for _, fields in self.changed.values())


def settle_difference(
    difference: SheetDifference, team: str, answers: Answers, default: Choice | None = None
) -> SheetChanges:
    """Return what to write.

    What is not answered takes the `default` where it is one of the choices. Raises UnansweredError
    or WrongAnswerError.
    """
    given = _check_answers(difference, answers, default)
    changes = SheetChanges()
    for row in difference.rows:
        if row.state in (SheetRowState.KNOWN, SheetRowState.REMOVED, SheetRowState.MISSING):
            fields = _settle_known(row, given)
            if fields and row.number is not None:
                changes.changed[row.number] = (row.version, fields)
        elif row.state is SheetRowState.NEW or given[row.key] is Choice.ADD:
            fields = {cell.field: _settle_cell(row, cell, given) for cell in row.cells}
            changes.added.append({**fields, ActionField.TEAM: team})
    return changes


def _check_answers(
    difference: SheetDifference, answers: Answers, default: Choice | None
) -> dict[str, Choice]:
    questions = {question.key: question for question in difference.list_questions()}
    for key, answer in answers.items():
        if key not in questions:
            raise WrongAnswerError(f"Nothing is asked about “{key}”.", remedy="Leave it out.")
        if answer not in questions[key].choices:
            allowed = ", ".join(questions[key].choices)
            raise WrongAnswerError(
                f"“{answer}” is no answer to {key}.", remedy=f"Choose one of: {allowed}."
            )
    given = {key: Choice(answer) for key, answer in answers.items()}
    unanswered = [one for key, one in questions.items() if key not in given]
    for question in unanswered:
        if default in question.choices:
            given[question.key] = default
    missing = [one for one in unanswered if one.key not in given]
    if missing:
        raise UnansweredError(missing)
    return given


def _settle_known(row: RowDifference, given: Mapping[str, Choice]) -> dict[ActionField, str]:
    if row.state is SheetRowState.MISSING:
        return {ActionField.REMOVED: "yes"} if given[row.key] is Choice.REMOVE else {}
    if row.state is SheetRowState.REMOVED and given[row.key] is Choice.KEEP:
        return {}
    if any(given.get(row.make_cell_key(cell)) is Choice.REMOVE for cell in row.cells):
        return {ActionField.REMOVED: "yes"}
    settled = [(cell, _settle_cell(row, cell, given)) for cell in row.cells]
    changes = {cell.field: text for cell, text in settled if text != cell.there}
    if row.state is SheetRowState.REMOVED:
        changes[ActionField.REMOVED] = ""
    return changes


def _settle_cell(row: RowDifference, cell: CellDifference, given: Mapping[str, Choice]) -> str:
    """Return what a field is to hold."""
    if cell.choices:
        answer = given[row.make_cell_key(cell)]
        texts = {Choice.SHEET: cell.here, Choice.OTHER_DAY: cell.other_day}
        return texts.get(answer, cell.there)
    return cell.here if cell.state is SheetCellState.CHANGED_HERE else cell.there
