"""Compares two files of every figure, as the command `figures` writes them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

KEY = ("indicator", "place", "month")
_WORDING = "_text"
"""How the name of a column ends that says in words what other columns say in numbers."""

_Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class FigureDifference:
    """One cell of a figure before and after.

    `before` or `after` is None if the figure is new or gone, and then `column` is "".
    """

    indicator: str
    place: str
    month: str
    column: str
    before: str | None
    after: str | None

    @property
    def is_wording(self) -> bool:
        """Whether only the words differ: the numbers and verdicts they describe are columns too."""
        return self.column.endswith(_WORDING)

    def __str__(self) -> str:
        which = f"{self.indicator}, {self.place}, {self.month}"
        if self.before is None:
            return f"{which}: only after"
        if self.after is None:
            return f"{which}: only before"
        return f"{which}: {self.column} was “{self.before}” and would be “{self.after}”"


@dataclass(slots=True)
class FigureComparison:
    """How many figures were compared, what differs, and the columns that only one file has."""

    compared: int = 0
    differences: list[FigureDifference] = field(default_factory=list)
    columns_before: list[str] = field(default_factory=list)
    columns_after: list[str] = field(default_factory=list)

    @property
    def figures(self) -> list[FigureDifference]:
        """The differences of figures and verdicts."""
        return [each for each in self.differences if not each.is_wording]

    @property
    def wording(self) -> list[FigureDifference]:
        """The differences of words alone."""
        return [each for each in self.differences if each.is_wording]


def compare_figures(before: Path, after: Path) -> FigureComparison:
    """Compare every cell of the figures in both files by place, indicator and month."""
    columns, earlier = _read_columns(before), {_read_key(row): row for row in _read_rows(before)}
    result = FigureComparison()
    columns_after = _read_columns(after)
    result.columns_before = [each for each in columns if each not in columns_after]
    result.columns_after = [each for each in columns_after if each not in columns]
    common = [each for each in columns if each in columns_after and each not in KEY]
    for row in _read_rows(after):
        key = _read_key(row)
        old = earlier.pop(key, None)
        if old is None:
            result.differences.append(FigureDifference(*key, "", None, ""))
            continue
        result.compared += 1
        result.differences += [
            FigureDifference(*key, column, old[column], row[column])
            for column in common
            if old[column] != row[column]
        ]
    result.differences += [FigureDifference(*key, "", "", None) for key in earlier]
    return result


def _read_columns(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file), [])


def _read_rows(path: Path) -> Iterator[_Row]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _read_key(row: _Row) -> tuple[str, str, str]:
    indicator, place, month = (row[name] for name in KEY)
    return indicator, place, month
