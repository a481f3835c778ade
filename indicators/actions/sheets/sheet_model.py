"""What an action sheet holds: its columns, the rows as they are read, and its baseline."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from indicators.actions.action import Action, ActionChange
from indicators.actions.action_fields import ActionField, ActionFields
from indicators.actions.sheets.sheet_refusals import SheetRefusal
from indicators.domain.periods import Month

SHEET_FORMAT = 1
"""The version of the baseline that is written. Sheets of an older one are still read."""
REFERENCE = "Ref"
"""The heading of the column with the references."""
SHEET_HEADINGS = {
    ActionField.INDICATOR: "Indicator",
    ActionField.WHAT: "Action",
    ActionField.OWNER: "Owner",
    ActionField.AGENCY: "Agency",
    ActionField.DUE: "Due",
    ActionField.STATUS: "Status",
    ActionField.MEASURE: "Measure of success",
    ActionField.OUTCOME: "Outcome",
}
"""The columns that are read back, by field."""
FIGURE_HEADINGS = (
    "12 months",
    "Verdict",
    "Target",
    "People",
    "Change since last year",
    "People needed",
    "Variation",
    "Why it is listed",
)
"""The columns between the indicator and the reference. They are never read back."""
FILLED_IN: tuple[ActionField, ...] = tuple(
    field for field in SHEET_HEADINGS if field is not ActionField.INDICATOR
)
"""What people fill in: the indicator is there before them."""
BASELINE_TITLE = "Baseline of the action sheet. Do not change it."
"""The first cell of the hidden sheet, by which it is found whatever its name."""
BASELINE_LINES = ("Format", "Team", "Month", "Exported at (UTC)", "Export")
"""The lines below the title: a name and a value each."""
BASELINE_HEADINGS = (REFERENCE, "Version", "Check", "Code", *SHEET_HEADINGS.values())
"""The headings of the table below those lines. “Code” is the code of the indicator."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row with an action, every field in the form in which it is kept.

    `row` counts as a spreadsheet does. `number` is the action's, or None on a row without a
    reference. `other_day` is what the due day may be instead, if the day is written in two ways
    that differ: 01/12/2026.
    """

    row: int
    number: int | None
    cells: Mapping[ActionField, str]
    other_day: str = ""


@dataclass(frozen=True, slots=True)
class BaselineRow:
    """One action as it was exported. `check` is the check of all its fields at that version."""

    number: int
    version: int
    check: str
    cells: Mapping[ActionField, str]


@dataclass(frozen=True, slots=True)
class SheetBaseline:
    """What the sheet held when it was exported. `export` identifies the exported file."""

    team: str
    month: str
    exported_at: datetime
    export: str
    rows: tuple[BaselineRow, ...]


@dataclass(frozen=True, slots=True)
class SheetReading:
    """A sheet as it was read.

    Rows of the table are in `rows`, or have a refusal, or are blank, and are counted as such.
    `refused` are the actions whose rows are refused. `left_out` names cells in which someone wrote
    what is not read.
    """

    file: str
    baseline: SheetBaseline
    rows: tuple[SheetRow, ...]
    refusals: tuple[SheetRefusal, ...] = ()
    refused: tuple[int, ...] = ()
    left_out: tuple[str, ...] = ()
    rows_read: int = 0
    rows_refused: int = 0
    rows_blank: int = 0


def format_reference(number: int) -> str:
    """Return the reference of an action, as A-12."""
    return f"A-{number}"


def make_check(number: int, version: int, fields: ActionFields) -> str:
    """Return the check of an action at a version: another action, or another text, differs."""
    facts = [number, version, *(fields[field] for field in ActionField)]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:12]


def rewind_fields(
    action: Action, changes: Sequence[ActionChange], version: int
) -> dict[ActionField, str]:
    """Return the fields of an action as they were at a version. `changes` are in their order."""
    undone = {
        change.field: change.before
        for change in reversed(changes)
        if change.action == action.id and change.version > version
    }
    return {**action.fields, **undone}


def build_baseline(
    team: str, month: Month | None, actions: Sequence[Action], now: datetime
) -> SheetBaseline:
    """Return the baseline of a sheet with these actions."""
    rows = tuple(
        BaselineRow(
            action.id,
            action.version,
            make_check(action.id, action.version, action.fields),
            {field: action.fields[field] for field in SHEET_HEADINGS},
        )
        for action in actions
    )
    facts = [team, now.isoformat(), *(row.check for row in rows)]
    export = hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:8]
    return SheetBaseline(team, str(month or ""), now, export, rows)
