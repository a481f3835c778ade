"""The difference between a sheet and the dashboard: its states, its questions and their answers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from indicators.actions.action_fields import ActionField
from indicators.actions.sheets.sheet_model import format_reference


class SheetCellState(StrEnum):
    """Who changed a cell since the sheet was exported: the sheet (here), the dashboard (there)."""

    UNCHANGED = "unchanged"
    CHANGED_HERE = "changed_here"
    CHANGED_THERE = "changed_there"
    BOTH_EQUAL = "both_equal"
    CONFLICT = "conflict"
    """Changed on both sides, to different values."""
    EMPTIED = "emptied"
    UNSURE = "unsure"
    """Changed here, to a day that can be read in two ways, or to another indicator."""


class SheetRowState(StrEnum):
    """What a row of the sheet is."""

    KNOWN = "known"
    NEW = "new"
    COPY = "copy"
    """A second row with the same reference."""
    ALIKE = "alike"
    """A new row that says the same as an action in the dashboard."""
    MISSING = "missing"
    """An action that was exported and has no row any more."""
    REMOVED = "removed"
    """Changed here, and removed in the dashboard meanwhile."""


class Choice(StrEnum):
    """An answer to a question. KEEP leaves the dashboard as it is."""

    KEEP = "keep"
    SHEET = "sheet"
    OTHER_DAY = "other_day"
    ADD = "add"
    REMOVE = "remove"


ROW_CHOICES = {
    SheetRowState.COPY: (Choice.KEEP, Choice.ADD),
    SheetRowState.ALIKE: (Choice.KEEP, Choice.ADD),
    SheetRowState.MISSING: (Choice.KEEP, Choice.REMOVE),
    SheetRowState.REMOVED: (Choice.KEEP, Choice.SHEET),
}
_ASKED = frozenset({SheetCellState.CONFLICT, SheetCellState.EMPTIED, SheetCellState.UNSURE})


@dataclass(frozen=True, slots=True)
class CellDifference:
    """One field of a row: as exported, in the sheet, and in the dashboard now."""

    field: ActionField
    base: str
    here: str
    there: str
    state: SheetCellState
    other_day: str = ""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What can be answered; nothing where nothing is asked."""
        if self.state not in _ASKED:
            return ()
        if self.field is ActionField.WHAT and not self.here:
            return (Choice.KEEP, Choice.REMOVE)
        other = (Choice.OTHER_DAY,) if self.other_day else ()
        return (Choice.KEEP, Choice.SHEET, *other)


@dataclass(frozen=True, slots=True)
class RowDifference:
    """One action, or one new row.

    `number` and `version` are those of the action in the dashboard, or None and 0. `row` is the row
    of the sheet, or 0. `what` is what the action says. `like` is the action that says the same.
    """

    state: SheetRowState
    number: int | None
    version: int
    row: int
    what: str
    cells: tuple[CellDifference, ...]
    like: int | None = None

    @property
    def key(self) -> str:
        """What identifies it in an answer: A-12 or row-15."""
        is_known = self.number is not None and self.state is not SheetRowState.COPY
        return format_reference(self.number or 0) if is_known else f"row-{self.row}"

    @property
    def choices(self) -> tuple[Choice, ...]:
        return ROW_CHOICES.get(self.state, ())

    @property
    def changes_sheet(self) -> bool:
        """Whether the sheet says something here that the dashboard does not."""
        quiet = {SheetCellState.UNCHANGED, SheetCellState.CHANGED_THERE, SheetCellState.BOTH_EQUAL}
        return self.state is not SheetRowState.KNOWN or any(
            c.state not in quiet for c in self.cells
        )

    def make_cell_key(self, cell: CellDifference) -> str:
        """Return what identifies a cell in an answer: A-12.owner."""
        return f"{self.key}.{cell.field}"


@dataclass(frozen=True, slots=True)
class Question:
    """Something to answer: `key` identifies it; `cell` is None for the whole row."""

    key: str
    row: RowDifference
    cell: CellDifference | None
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class SheetDifference:
    """Every row of a sheet next to the dashboard as it is now."""

    rows: tuple[RowDifference, ...]

    @property
    def has_changes(self) -> bool:
        """Whether there is anything to apply or to ask."""
        return any(row.changes_sheet for row in self.rows)

    @property
    def seen(self) -> str:
        """A key that differs as soon as what is shown would."""
        facts = [
            [row.state, row.key, row.like, [[c.field, c.here, c.there, c.state] for c in row.cells]]
            for row in self.rows
        ]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]

    def count_cells(self, state: SheetCellState) -> int:
        """Return how many fields of known actions have a state."""
        known = [row for row in self.rows if row.state is SheetRowState.KNOWN]
        return sum(cell.state is state for row in known for cell in row.cells)

    def list_questions(self) -> Iterator[Question]:
        """Yield what must be answered before it can be applied, in the order of the rows."""
        for row in self.rows:
            if row.choices:
                yield Question(row.key, row, None, row.choices)
            for cell in row.cells:
                if cell.choices:
                    yield Question(row.make_cell_key(cell), row, cell, cell.choices)
