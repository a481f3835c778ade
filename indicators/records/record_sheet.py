"""A workbook of a record that was exported and comes back: what it held, and what it says now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from indicators.records.record_values import RecordCell

SHEET_TITLE = "Record as exported: do not change this sheet"
"""The first cell of the hidden sheet, by which it is found."""
SHEET_FORMAT = 1
SHEET_LINES = ("Format", "Record", "Exported at")
"""The lines below the title, each with its value next to it."""
BASE_HEADINGS = ("Ref", "Version", "Value", "Evidence")
REF, VALUE, EVIDENCE = "Ref", "Value", "Evidence"
"""The columns that are read back."""
MOST_ROWS = 2000


@dataclass(frozen=True, slots=True)
class BaseRow:
    """A cell as it was exported."""

    cell: RecordCell
    version: int
    value: str
    evidence: str


@dataclass(frozen=True, slots=True)
class RecordSheetRow:
    """What a row of the sheet says now. `at` is its number in the sheet, from 1."""

    cell: RecordCell
    at: int
    value: str
    evidence: str


@dataclass(frozen=True, slots=True)
class RecordSheet:
    """A sheet that was read: its record, what it was exported with, and what it says.

    `without_ref` are the rows with a value and no reference: number and value.
    """

    file: str
    record: str
    exported_at: datetime
    base: tuple[BaseRow, ...]
    rows: tuple[RecordSheetRow, ...]
    without_ref: tuple[tuple[int, str], ...] = ()


def format_ref(cell: RecordCell) -> str:
    """Return the reference of a row, by which it is found wherever it is sorted to."""
    return f"{cell.team} {cell.period} {cell.field}"


def parse_ref(text: str) -> RecordCell | None:
    """Return the cell of a reference, or None for none."""
    parts = text.split()
    return RecordCell(*parts) if len(parts) == 3 else None
