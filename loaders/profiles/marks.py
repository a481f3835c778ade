"""Marks that are written in place of a figure, such as `[x]`, and the states they mean."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum


class CellState(IntEnum):
    """What a cell holds. Of several cells in one figure, the highest value decides."""

    NUMBER = 0
    BLANK = 1
    NOT_APPLICABLE = 2
    NOT_AVAILABLE = 3
    INCOMPLETE = 4
    HIDDEN = 5
    FAULT = 6


Marks = Mapping[str, CellState]

USUAL_MARKS: Marks = {
    "": CellState.BLANK,
    "*": CellState.HIDDEN,
    "**": CellState.HIDDEN,
    "c": CellState.HIDDEN,
    "[c]": CellState.HIDDEN,
    "-": CellState.NOT_AVAILABLE,
    "..": CellState.NOT_AVAILABLE,
    "dk": CellState.NOT_AVAILABLE,
    "n/a": CellState.NOT_AVAILABLE,
    "n.a.": CellState.NOT_AVAILABLE,
    "na": CellState.NOT_AVAILABLE,
    "[i]": CellState.INCOMPLETE,
    "x": CellState.NOT_AVAILABLE,
    "[x]": CellState.NOT_AVAILABLE,
    "z": CellState.NOT_APPLICABLE,
    "[z]": CellState.NOT_APPLICABLE,
}
"""What a mark means unless a profile says otherwise, by `mark_key`."""


def mark_key(cell: str) -> str:
    """Return the key of a mark: no-break spaces and case make no difference."""
    return " ".join(cell.split()).casefold()
