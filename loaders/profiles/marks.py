"""Marks that stand where a figure would, such as `[x]`, and the states they mean."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum


class State(IntEnum):
    """What a cell holds. Of several cells in one figure, the highest says what the figure is."""

    NUMBER = 0
    BLANK = 1
    NOT_APPLICABLE = 2
    NOT_AVAILABLE = 3
    INCOMPLETE = 4
    HIDDEN = 5
    FAULT = 6


Marks = Mapping[str, State]

USUAL_MARKS: Marks = {
    "": State.BLANK,
    "*": State.HIDDEN,
    "**": State.HIDDEN,
    "c": State.HIDDEN,
    "[c]": State.HIDDEN,
    "-": State.NOT_AVAILABLE,
    "..": State.NOT_AVAILABLE,
    "dk": State.NOT_AVAILABLE,
    "n/a": State.NOT_AVAILABLE,
    "n.a.": State.NOT_AVAILABLE,
    "na": State.NOT_AVAILABLE,
    "[i]": State.INCOMPLETE,
    "x": State.NOT_AVAILABLE,
    "[x]": State.NOT_AVAILABLE,
    "z": State.NOT_APPLICABLE,
    "[z]": State.NOT_APPLICABLE,
}
"""What a mark means unless a profile says otherwise, by `mark_key`."""


def mark_key(cell: str) -> str:
    """The key under which a mark is found: no-break spaces and case do not tell marks apart."""
    return " ".join(cell.split()).casefold()
