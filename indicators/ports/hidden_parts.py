"""What is hidden in a workbook and was left out, and the sentences that say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indicators.domain.confirmations import join_list

_NAMED = 6


@dataclass(frozen=True, slots=True)
class HiddenCells:
    """The hidden rows, by number, and the hidden columns, by letters, of one sheet."""

    sheet: str
    rows: tuple[int, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HiddenParts:
    """The hidden sheets, rows and columns that were left out. Those without content do not count.

    `profile` says where it can be written that they are read.
    """

    sheets: tuple[str, ...] = ()
    cells: tuple[HiddenCells, ...] = ()
    profile: str = ""

    def __bool__(self) -> bool:
        return bool(self.sheets or self.cells)

    @property
    def rows(self) -> int:
        """How many hidden rows were left out."""
        return sum(len(one.rows) for one in self.cells)

    @property
    def columns(self) -> int:
        """How many hidden columns were left out."""
        return sum(len(one.columns) for one in self.cells)

    @property
    def sentences(self) -> list[str]:
        """Return what was left out: “12 hidden rows were left out: sheet Data, rows 4 to 15.”."""
        found = []
        if self.rows:
            where = _join(_describe_rows(one) for one in self.cells if one.rows)
            found.append(f"{_count(self.rows, 'row')} left out: {where}.")
        if self.columns:
            where = _join(_describe_columns(one) for one in self.cells if one.columns)
            found.append(f"{_count(self.columns, 'column')} left out: {where}.")
        if self.sheets:
            names = join_list(self.sheets, _NAMED)
            found.append(f"{_count(len(self.sheets), 'sheet')} left out: {names}.")
        return found

    @property
    def remedy(self) -> str:
        """What to do if they belong to the figures."""
        return (
            "If they belong to the figures, ask for the workbook with nothing hidden, or write "
            f'hidden = "read" in {self.profile or "the profile"}.'
        )


NOTHING_HIDDEN = HiddenParts()


def _count(number: int, what: str) -> str:
    return f"{number:,} hidden {what} was" if number == 1 else f"{number:,} hidden {what}s were"


def _join(parts: Iterator[str]) -> str:
    return "; ".join(parts)


def _describe_rows(one: HiddenCells) -> str:
    ranges = list(_join_ranges(one.rows))
    many = "row" if len(one.rows) == 1 else "rows"
    return f"{_name_sheet(one.sheet)}{many} {join_list(ranges, _NAMED)}"


def _describe_columns(one: HiddenCells) -> str:
    many = "column" if len(one.columns) == 1 else "columns"
    return f"{_name_sheet(one.sheet)}{many} {join_list(one.columns, _NAMED)}"


def _name_sheet(sheet: str) -> str:
    return f"sheet {sheet}, " if sheet else ""


def _join_ranges(rows: Sequence[int]) -> Iterator[str]:
    """Yield rows in order as ranges: 4, 7 to 9."""
    first = last = rows[0]
    for row in rows[1:]:
        if row != last + 1:
            yield _write_range(first, last)
            first = row
        last = row
    yield _write_range(first, last)


def _write_range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first} to {last}"
