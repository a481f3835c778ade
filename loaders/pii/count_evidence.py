"""Evidence that long numbers are counts and no codes of people.

Each place has each period once, a row is the sum of the others, or one column is part of another.
Numbers that systems give to people do none of this.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from loaders.pii.sampled_columns import SampledColumn, SampledSheet
from loaders.readers.cell_text import format_cell
from loaders.readers.sheet import Column

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = r"((?:19|20)\d\d)"
_PERIODS = (
    (re.compile(rf"{_YEAR}[-/.]?(0[1-9]|1[0-2])(?:[-/.]01)?(?:[ t]00:00.*)?"), (1, 2, None)),
    (re.compile(rf"(?:0?1[-/.])?(0?[1-9]|1[0-2])[-/.]{_YEAR}"), (2, 1, None)),
    (re.compile(rf"{_YEAR}(?:[/_-]\d\d(?:\d\d)?)?"), (1, None, None)),
    (re.compile(rf"{_YEAR}[/_-]\d\d(?:\d\d)?\s*[-_,]?\s*q(?:uarter )?([1-4])"), (1, None, 2)),
    (re.compile(rf"q(?:uarter )?([1-4])\s*[-_,]?\s*{_YEAR}[/_-]\d\d(?:\d\d)?"), (2, None, 1)),
)
_FINANCIAL_YEAR = re.compile(rf"{_YEAR}\s*[/_–-]\s*(\d{{4}}|\d\d)")
_NAMED_MONTH = re.compile(r"(?:0?1[- ])?([a-z]{3})[a-z]*[-\s.,/']*(\d{4}|\d\d)")
_LEAST_PERIODS = 5
_COMPLETE = 0.8
"""Rows there are, of all that there would be with each place in each period."""
_LEAST_ROWS = 8
_MOST_COLUMNS = 12
"""Columns compared with each other."""

Numbers = NDArray[np.float64]


class CountEvidence:
    """Which columns of a sheet are shown to be counts. It reads all rows, not a sample."""

    def __init__(self, sheet: SampledSheet) -> None:
        self.sheet = sheet
        self.below = sheet.header + 1
        numeric = [column for column in sheet.columns if len(column.numbers) >= 2]
        self.numbers = {
            column.index: _read_numbers(self._take_body(column))
            for column in numeric[:_MOST_COLUMNS]
        }

    def find_counts(self) -> set[int]:
        """Return the columns that are shown to be counts, and that of their periods, by index."""
        periods = self._find_regular_periods()
        if periods is not None:
            return {periods, *self.numbers}
        return self._find_across() | self._find_sums() | self._find_parts()

    def _take_body(self, column: SampledColumn) -> Column:
        return self.sheet.rows.columns[column.index][self.below :]

    def _find_regular_periods(self) -> int | None:
        """Return the column in which each period is once, or once for each place or group."""
        for at, column in enumerate(self.sheet.columns):
            read = _read_periods(self._take_body(column))
            rows = read > 0
            if rows.sum() < max(_LEAST_ROWS, 0.9 * len(rows)) or not _are_even(read[rows]):
                continue
            groups = [codes[rows] for other, codes in self._list_groups(len(rows)) if other != at]
            for chosen in _list_choices(groups):
                if _is_each_once([read[rows], *chosen]):
                    return at
        return None

    def _list_groups(self, rows: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
        """Yield the columns of words that repeat, as a number for each word."""
        for at, column in enumerate(self.sheet.columns):
            if len(column.worded) >= 2:
                _, codes = np.unique(self._take_body(column).codes, return_inverse=True)
                if 1 < codes.max(initial=0) + 1 <= rows / 2:
                    yield at, codes.astype(np.int64)

    def _find_across(self) -> set[int]:
        """Return the columns under headings that are periods in even steps."""
        headings = [column.cells[self.sheet.header] for column in self.sheet.columns]
        for read in (_read_financial_year, _read_period):
            across = {at: period for at, cell in enumerate(headings) if (period := read(cell))}
            if len(across) >= 3 and _are_even(np.array(list(across.values()), np.int64), least=3):
                return set(across)
        return set()

    def _find_sums(self) -> set[int]:
        """Return the columns whose first or last number is the sum of the others."""
        found = set()
        for at, numbers in self.numbers.items():
            filled = numbers[~np.isnan(numbers)]
            ends = filled[[0, -1]] if len(filled) > 3 else filled[:0]
            if (np.abs(2 * ends - filled.sum()) < 0.5).any() and filled.sum() > 0:
                found.add(at)
        return found

    def _find_parts(self) -> set[int]:
        """Return the columns of which one is part of the other on every row."""
        found = set()
        for (one, some), (other, whole) in combinations(self.numbers.items(), 2):
            if _is_part(some, whole) or _is_part(whole, some):
                found |= {one, other}
        return found


def _is_each_once(columns: Sequence[NDArray[np.int64]]) -> bool:
    """Return whether each combination is there once, and most of them are there."""
    most = 1
    combined = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        different, codes = np.unique(column, return_inverse=True)
        most *= len(different)
        combined = combined * len(different) + codes
    return len(combined) >= _COMPLETE * most and len(np.unique(combined)) == len(combined)


def _list_choices(
    groups: Sequence[NDArray[np.int64]],
) -> Iterator[tuple[NDArray[np.int64], ...]]:
    few = groups[:6]
    for size in (0, 1, 2):
        yield from combinations(few, size)


def _are_even(periods: NDArray[np.int64], least: int = _LEAST_PERIODS) -> bool:
    """Return whether there are enough different periods, at even steps."""
    different = np.unique(periods).tolist()
    if len(different) < least:
        return False
    steps = Counter(after - before for before, after in pairwise(different))
    return steps.most_common(1)[0][1] >= _COMPLETE * (len(different) - 1)


def _is_part(some: Numbers, whole: Numbers) -> bool:
    """Return whether `some` is at most `whole` on every row, and about the same share of it.

    Two numbers of one person may rise together, so rows in order are no evidence, and neither are
    numbers that are all of one size.
    """
    rows = ~np.isnan(some) & ~np.isnan(whole) & (whole > 0)
    some, whole = some[rows], whole[rows]
    if len(some) < _LEAST_ROWS or (some > whole).any() or (some == whole).all():
        return False
    steps = np.diff(whole)
    if (steps >= 0).all() or (steps <= 0).all():
        return False
    shares = some / whole
    low, high = np.quantile(whole, [0.1, 0.9])
    return bool(high >= 3 * low and shares.std() < 0.5 * shares.mean())


def _read_numbers(cells: Column) -> Numbers:
    return cells.map_to_array(_read_number, np.float64)


def _read_number(cell: object) -> float:
    text = format_cell(cell).strip().replace(",", "")
    return float(text) if re.fullmatch(r"\d{1,12}(?:\.\d+)?", text) else np.nan


def _read_periods(cells: Column) -> NDArray[np.int64]:
    """Return the month at which each period starts, from year 0; 0 for what is none.

    “2011-12” is a year if the column is all years so written, else a month.
    """
    years = cells.map_to_array(_read_financial_year, np.int64)
    return years if (years > 0).mean() >= 0.9 else cells.map_to_array(_read_period, np.int64)


def _read_financial_year(cell: object) -> int:
    found = _FINANCIAL_YEAR.fullmatch(format_cell(cell).strip())
    follows = found and (int(found[1]) + 1) % 10 ** len(found[2]) == int(found[2])
    return int(found[1]) * 12 + 4 if found and follows else 0


def _read_period(cell: object) -> int:
    """Return the month at which a written period starts, counted from year 0; 0 if it is none."""
    if isinstance(cell, date):
        return cell.year * 12 + cell.month if cell.day == 1 else 0
    text = " ".join(format_cell(cell).casefold().split())
    if not 4 <= len(text) <= 24:
        return 0
    for pattern, (year, month, quarter) in _PERIODS:
        if found := pattern.fullmatch(text):
            months = int(found[month]) if month else 3 * int(found[quarter]) - 2 if quarter else 1
            return int(found[year]) * 12 + months
    if (found := _NAMED_MONTH.fullmatch(text)) and found[1] in _MONTHS:
        return (int(found[2]) % 100 + 2000) * 12 + _MONTHS.index(found[1]) + 1
    return 0
