"""Actions, and sheets of them as they are read, for the tests of the sheet and its difference."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from hypothesis import strategies as st

from indicators.actions.action import Action
from indicators.actions.action_fields import EMPTY, ActionField, ActionStatus
from indicators.actions.sheets.sheet_model import (
    SHEET_HEADINGS,
    SheetReading,
    SheetRow,
    build_baseline,
)
from indicators.domain.periods import Month

EXPORTED = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
TEAM = "north"
INDICATORS = ("", "visits", "plans")
FIRST_ROW = 11

VALUES = {
    ActionField.INDICATOR: st.sampled_from(INDICATORS),
    ActionField.WHAT: st.sampled_from(["Phone families", "Open a clinic", "=1+1", "Write"]),
    ActionField.OWNER: st.sampled_from(["", "Ada", "Ben", "@home"]),
    ActionField.AGENCY: st.sampled_from(["", "CWPT", "CCC"]),
    ActionField.DUE: st.sampled_from(["", "2026-12-01", "2027-01-31"]),
    ActionField.STATUS: st.sampled_from(list(map(str, ActionStatus))),
    ActionField.MEASURE: st.sampled_from(["", "Nine in ten\nby day 14", "-5"]),
    ActionField.OUTCOME: st.sampled_from(["", "All were phoned", "+1"]),
}
"""A few values for each field that a sheet holds, so that two sides often write the same."""


def make_fields(**given: str) -> dict[ActionField, str]:
    """The fields of an action of the team."""
    needed = {ActionField.TEAM: TEAM, ActionField.WHAT: "Phone families"}
    return EMPTY | needed | {ActionField(name): text for name, text in given.items()}


def make_action(number: int, version: int = 1, **given: str) -> Action:
    """An action at a version."""
    made = EXPORTED.replace(tzinfo=None)
    return Action(number, version, make_fields(**given), made, "Ada", made)


def change(action: Action, fields: Mapping[ActionField, str]) -> Action:
    """The action after a change of some fields."""
    new = {**action.fields, **fields}
    version = action.version + (new != action.fields)
    return Action(action.id, version, new, action.made_at, action.made_by, action.changed_at)


def copy_rows(actions: Sequence[Action]) -> list[SheetRow]:
    """The rows of a sheet as exported."""
    return [
        SheetRow(row, action.id, {field: action.fields[field] for field in SHEET_HEADINGS})
        for row, action in enumerate(actions, FIRST_ROW)
    ]


def make_reading(actions: Sequence[Action], rows: Sequence[SheetRow]) -> SheetReading:
    """A sheet that was exported with these actions and now has these rows."""
    baseline = build_baseline(TEAM, Month.of(2026, 10), actions, EXPORTED)
    return SheetReading("sheet.xlsx", baseline, tuple(rows))
