"""Marks that are written in place of a figure, such as `[x]`, or after a number, such as `12 p`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum, IntFlag
from functools import cached_property
from typing import Any


class CellState(IntEnum):
    """What a cell holds. Of several cells in one figure, the highest value decides."""

    NUMBER = 0
    BLANK = 1
    NOT_APPLICABLE = 2
    NOT_AVAILABLE = 3
    INCOMPLETE = 4
    HIDDEN = 5
    FAULT = 6


class FigureStatus(IntFlag):
    """What the sender says about a figure; several can be said of one."""

    ESTIMATED = 1
    PROVISIONAL = 2
    REVISED = 4
    UNRELIABLE = 8
    FOOTNOTE = 16


FIGURE_STATUS_NOTES: Mapping[FigureStatus, str] = {
    FigureStatus.ESTIMATED: "Estimated",
    FigureStatus.PROVISIONAL: "Provisional",
    FigureStatus.REVISED: "Revised by the sender",
    FigureStatus.UNRELIABLE: "Low reliability",
    FigureStatus.FOOTNOTE: "Has a footnote in the sender’s file",
}
"""What is noted of a figure."""

USUAL_STATUSES: Mapping[str, FigureStatus] = {
    "e": FigureStatus.ESTIMATED,
    "p": FigureStatus.PROVISIONAL,
    "r": FigureStatus.REVISED,
    "u": FigureStatus.UNRELIABLE,
}
"""The letters of national statistics. Each can be in square or round brackets."""

_FOOTNOTE = re.compile(
    r"(.*?[\d%)\]*a-z])\s*"
    r"(?:[\[(]\s*(?:foot)?notes?\s*\d{1,2}(?:\s*,\s*\d{1,2})*\s*[\])]|[¹²³⁰⁴-⁹]+)\s*",
    re.IGNORECASE | re.DOTALL,
)
"""A reference to a footnote after a number. Not as in “10 [1]”, which may hold a second figure."""
FOOTNOTE_EXAMPLES = ("[note 1]", "¹")

_USUAL_STATES: Mapping[str, CellState] = {
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
"""What a mark in place of a number means unless a profile says otherwise, by `mark_key`."""


@dataclass(frozen=True)
class Marks:
    """The marks of a file: the states they mean in place of a number, and those after a number.

    `statuses` are marks that say something about the figure before them. In place of a number, one
    of them means that the figure is not available. `profile` is where they can be changed.
    """

    states: Mapping[str, CellState]
    statuses: Mapping[str, FigureStatus]
    profile: str = "the profile"

    @cached_property
    def in_place(self) -> Mapping[str, CellState]:
        """What each mark means in a cell that holds nothing else, by its `mark_key`."""
        return dict.fromkeys(self.statuses, CellState.NOT_AVAILABLE) | dict(self.states)

    def split_status(self, cell: Any) -> tuple[Any, FigureStatus]:
        """Return a cell without the marks after its number, and what they say: `12` of `12 p`."""
        status = FigureStatus(0)
        if not isinstance(cell, str) or cell[-1:].isdecimal():  # no mark ends in a digit
            return cell, status
        if (said := self.statuses.get(mark_key(cell))) is not None:
            return cell, said
        if match := self._after_number.fullmatch(cell):
            for mark in self._each.finditer(match[2]):
                status |= self.statuses[mark_key(mark[0])]
        elif match := _FOOTNOTE.fullmatch(cell):
            status = FigureStatus.FOOTNOTE
        if match is None:
            return cell, status
        before, said = self.split_status(match[1])
        return before, status | said

    @cached_property
    def _each(self) -> re.Pattern[str]:
        return re.compile(_match_any(self.statuses), re.IGNORECASE)

    @cached_property
    def _after_number(self) -> re.Pattern[str]:
        """Marks after a number; two letters need something between them: not `per`."""
        signs = _match_any(mark for mark in self.statuses if not mark[0].isalnum())
        some = rf"{self._each.pattern}(?:[\s,;/]+{self._each.pattern}|{signs})*"
        return re.compile(rf"(.*?[\d%)\]*])\s*({some})\s*", re.IGNORECASE | re.DOTALL)


def _match_any(marks: Iterable[str]) -> str:
    """Return the pattern of one of the marks, the longest first."""
    ordered = sorted(marks, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, ordered)) or '(?!)'})"


def mark_key(cell: str) -> str:
    """Return the key of a mark: no-break spaces and case make no difference."""
    return " ".join(cell.split()).casefold()


def list_bracketed(letter: str) -> Iterator[str]:
    """Yield a letter alone, in square brackets and in round ones."""
    yield from (letter, f"[{letter}]", f"({letter})")


def build_marks(
    states: Mapping[str, CellState],
    statuses: Mapping[str, FigureStatus],
    profile: str = "the profile",
) -> Marks:
    """Return the usual marks with those of a profile, which take precedence.

    A usual letter that the profile gives a meaning of its own says nothing after a number.
    """
    usual = {
        mark: status
        for letter, status in USUAL_STATUSES.items()
        if not any(mark in states for mark in list_bracketed(letter))
        for mark in list_bracketed(letter)
    }
    kept = {mark: state for mark, state in _USUAL_STATES.items() if mark not in statuses}
    return Marks(kept | dict(states), usual | dict(statuses), profile)


USUAL_MARKS = build_marks({}, {})
"""The marks of a file whose profile names none."""
NO_MARKS = Marks({}, {})
"""With these, only a number is a figure."""


def describe_status(status: FigureStatus) -> str:
    """Return what is noted of a figure: “Provisional. Revised by the sender.”."""
    return " ".join(f"{note}." for each, note in FIGURE_STATUS_NOTES.items() if each & status)
