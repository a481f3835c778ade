"""The difference of an action sheet in words: what changed, what is asked, what may be answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from indicators.actions.action import Action
from indicators.actions.action_fields import FIELD_NAMES, STATUS_NAMES, ActionField, ActionStatus
from indicators.actions.sheets.difference_model import (
    CellDifference,
    Choice,
    Question,
    RowDifference,
    SheetCellState,
    SheetDifference,
    SheetRowState,
)
from indicators.actions.sheets.sheet_model import SheetReading, format_reference
from indicators.domain.indicator import Indicator
from indicators.domain.periods import Month, format_day
from indicators.store.actions.action_batches import ActionImport
from layouts.text.labels import choose_plural, join_names

NO_DIFFERENCE = "No difference"
EMPTY_CELL = "(empty)"
CELL_STATES = {
    SheetCellState.UNCHANGED: "Not changed",
    SheetCellState.CHANGED_HERE: "Changed in the sheet",
    SheetCellState.CHANGED_THERE: "Changed in the dashboard",
    SheetCellState.BOTH_EQUAL: "The same on both sides",
    SheetCellState.CONFLICT: "Changed on both sides",
    SheetCellState.EMPTIED: "Emptied in the sheet",
    SheetCellState.UNSURE: "Changed in the sheet, please check",
}
_LONGEST = 80

Indicators = Mapping[str, Indicator]


def format_value(field: ActionField, text: str, indicators: Indicators) -> str:
    """Return what a field holds as people read it."""
    if not text:
        return EMPTY_CELL
    if field is ActionField.DUE:
        return format_day(date.fromisoformat(text))
    if field is ActionField.STATUS:
        return STATUS_NAMES[ActionStatus(text)]
    if field is ActionField.INDICATOR:
        return indicators[text].name if text in indicators else text
    return text


def describe_row(row: RowDifference) -> str:
    """Return what became of a row: “A-12”, “New action, row 15”."""
    sheet_row = f"row {row.row}" if row.row else ""
    reference = format_reference(row.number) if row.number is not None else ""
    names = {
        SheetRowState.KNOWN: reference,
        SheetRowState.NEW: f"New action, {sheet_row}",
        SheetRowState.COPY: f"Second row with {reference}, {sheet_row}",
        SheetRowState.ALIKE: (
            f"New action, {sheet_row}, that says the same as {format_reference(row.like or 0)}"
        ),
        SheetRowState.MISSING: f"{reference}, not in the sheet any more",
        SheetRowState.REMOVED: f"{reference}, removed in the dashboard meanwhile",
    }
    return names[row.state]


def describe_choice(question: Question, choice: Choice, indicators: Indicators) -> str:
    """Return one answer to a question, in words."""
    cell, state = question.cell, question.row.state
    if cell is None:
        words = {
            (SheetRowState.MISSING, Choice.KEEP): "Keep the action",
            (SheetRowState.MISSING, Choice.REMOVE): "Remove the action",
            (SheetRowState.REMOVED, Choice.KEEP): "Leave it removed",
            (SheetRowState.REMOVED, Choice.SHEET): "Bring it back as in the sheet",
            (state, Choice.ADD): "Add it as a new action",
        }
        return words.get((state, choice), "Leave the row out")
    if choice is Choice.REMOVE:
        return "Remove the action"
    texts = {Choice.KEEP: cell.there, Choice.SHEET: cell.here, Choice.OTHER_DAY: cell.other_day}
    value = format_value(cell.field, texts[choice], indicators)
    side = "Dashboard" if choice is Choice.KEEP else "Sheet"
    return f"{side}: {value}"


def describe_age(reading: SheetReading, latest: Month | None) -> str:
    """Return when a sheet was exported, and whether its figures are the latest."""
    month = Month.parse(reading.baseline.month) if reading.baseline.month else None
    day = format_day(reading.baseline.exported_at)
    if month is None:
        return f"Exported on {day}."
    old = f"; the latest are of {latest.name}" if latest and latest != month else ""
    return f"Exported on {day} with figures of {month.name}{old}."


def describe_left_out(reading: SheetReading) -> str:
    """Return which cells are not read, as a sentence; empty if there are none."""
    cells = reading.left_out
    return f"Not read, since no column is meant for it: {join_names(cells)}." if cells else ""


def describe_changes_there(difference: SheetDifference) -> str:
    """Return how much was changed in the dashboard alone, as a sentence; empty for nothing."""
    count = difference.count_cells(SheetCellState.CHANGED_THERE)
    if not count:
        return ""
    words = choose_plural(count, "cell was", "cells were")
    return f"{count} {words} changed in the dashboard since the export. They stay as they are."


def list_difference(difference: SheetDifference, indicators: Indicators) -> Iterator[str]:
    """Yield the lines of a difference: each row that says something new, with its cells."""
    for row in difference.rows:
        if not row.changes_sheet:
            continue
        yield f"{describe_row(row)}: {_shorten(row.what)}"
        for cell in row.cells:
            if cell.choices or cell.state is SheetCellState.CHANGED_HERE:
                yield f"  {_describe_cell(cell, indicators)}"


def list_questions(difference: SheetDifference, indicators: Indicators) -> Iterator[str]:
    """Yield a line for each question with its key and what may be answered."""
    for question in difference.list_questions():
        choices = "; ".join(
            f"{choice} ({_shorten(describe_choice(question, choice, indicators))})"
            for choice in question.choices
        )
        yield f"{question.key}: {choices}"


def count_changes(changes: int) -> str:
    """Return “1 change” or “4 changes”."""
    return f"{changes} {choose_plural(changes, 'change', 'changes')}"


def format_action_line(action: Action) -> str:
    """Return one action on one line: “A-12 north, in progress, due 1 December 2026: ...”."""
    due = f", due {format_day(action.due)}" if action.due else ""
    about = f"{format_reference(action.id)} {action.team}, {STATUS_NAMES[action.status]}{due}"
    return f"{about}: {_shorten(action.what)}"


def format_import_line(made: ActionImport) -> str:
    """Return one import on one line, with its name first."""
    undone = ", undone" if made.is_undone else ""
    words = choose_plural(made.actions, "action", "actions")
    day = format_day(made.made_at)
    return f"{made.batch} {made.team}, {day}, {made.who}: {made.actions} {words}{undone}"


def _describe_cell(cell: CellDifference, indicators: Indicators) -> str:
    base, here, there = (
        _shorten(format_value(cell.field, text, indicators))
        for text in (cell.base, cell.here, cell.there)
    )
    line = f"{FIELD_NAMES[cell.field]}: {base} -> {here}"
    if cell.state is SheetCellState.CHANGED_HERE:
        return line
    if cell.state is SheetCellState.CONFLICT:
        return f"{line} ({CELL_STATES[cell.state]}; dashboard: {there})"
    return f"{line} ({CELL_STATES[cell.state]})"


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
