"""Compare columns that hold periods, and that the profile does not read, with the periods read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial

import numpy as np

from indicators.domain.confirmation_texts import write_confirmation
from indicators.domain.confirmations import Confirmation, ConfirmationCode, SheetRows
from indicators.domain.core import Frequency
from indicators.domain.periods import Month, Period
from loaders.parsing.header import Heading
from loaders.parsing.sheet_table import SheetTable
from loaders.parsing.table_figures import MeasureFigures
from loaders.periods.period_formats import read_period
from loaders.periods.period_reading import (
    CALENDAR,
    FINANCIAL,
    MONTH_NUMBERS,
    NAME,
    PeriodReading,
    normalise_period,
)
from loaders.readers.cell_text import format_cell
from loaders.readers.tolerant_names import Likeness, make_name_key

_PERIODS = 100_000
"""More than the ordinal of any month; see `encode_periods`."""


class _Kind(Enum):
    """What a column holds, by its heading."""

    YEAR = frozenset({"year", "calendar year", "reporting year"})
    FINANCIAL_YEAR = frozenset({"financial year", "fiscal year", "fin year", "fy", "academic year"})
    QUARTER = frozenset({"quarter", "qtr", "reporting quarter", "financial quarter"})
    MONTH = frozenset({"month", "reporting month", "month name"})
    PERIOD = frozenset({"period", "reporting period", "time period"})


_YEARS = (_Kind.YEAR, _Kind.FINANCIAL_YEAR)

Fits = Callable[[str, Period], bool | None]
"""Whether what a cell says fits a period; None if it says no period."""


@dataclass(frozen=True)
class _Conflict:
    """Rows of one table in which a column contradicts the periods that were read."""

    table: SheetTable
    heading: Heading
    written: str
    period: Period
    rows: tuple[int, ...]


def ask_about_other_columns(
    tables: Sequence[SheetTable], measures: Sequence[MeasureFigures]
) -> Iterator[Confirmation]:
    """Yield each unused column that contradicts the periods of its rows."""
    code = ConfirmationCode.COLUMN_CONTRADICTS_PERIOD
    for table in tables:
        for found in _list_conflicts(table, measures):
            text = write_confirmation(
                code,
                heading=found.heading.text,
                said=found.written,
                period=found.period.name,
            )
            rows = SheetRows(table.sheet, found.rows, found.heading.letters)
            yield Confirmation(code, text, period=found.period.ended, rows=(rows,))


def _list_conflicts(table: SheetTable, measures: Sequence[MeasureFigures]) -> Iterator[_Conflict]:
    """Yield each unused column that contradicts the periods of the figures that are loaded.

    What a year or quarter means is not stated for such a column. It is read in the way that fits
    most rows, so that only what fits in no common way is a contradiction.
    """
    for heading in table.columns.unused:
        kind = _find_kind(heading)
        pairs = _list_pairs(table, heading, measures) if kind else {}
        if kind is None or not pairs:
            continue
        readings = [
            [fits(written, period) for written, period in pairs]
            for fits in _list_ways(kind, table.shape.period.year_ends)
        ]
        best = max(readings, key=lambda found: _count_fits(found, list(pairs.values())))
        wrong = [pair for pair, fits in zip(pairs, best, strict=True) if fits is False]
        if wrong:
            rows = sorted({row for pair in wrong for row in pairs[pair]})
            yield _Conflict(table, heading, *wrong[0], tuple(rows))


def _find_kind(heading: Heading) -> _Kind | None:
    key = make_name_key(heading.text, Likeness.FOLDED)
    return next((kind for kind in _Kind if key in kind.value), None)


def _list_pairs(
    table: SheetTable, heading: Heading, measures: Sequence[MeasureFigures]
) -> dict[tuple[str, Period], list[int]]:
    """Return the rows, as a spreadsheet numbers them, of each cell with each period."""
    cells = table.cells(heading)
    pairs: dict[tuple[str, Period], set[int]] = {}
    for measured in (each for each in measures if each.table is table):
        loaded = np.zeros(len(measured.row), bool)
        loaded[measured.find_loaded()] = True
        at = loaded[measured.figure]
        rows, periods = measured.members[at], measured.periods[measured.figure[at]]
        keys = np.stack([cells.codes[rows].astype(np.int64), periods])
        different, inverse = np.unique(keys, axis=1, return_inverse=True)
        order = np.argsort(inverse.reshape(-1), kind="stable")
        ends = np.cumsum(np.bincount(inverse.reshape(-1), minlength=different.shape[1]))
        own_rows = np.split(rows[order] + table.number(0), ends[:-1])
        for (code, period), numbers in zip(different.T.tolist(), own_rows, strict=True):
            pair = (format_cell(cells.values[code]), _decode(period))
            pairs.setdefault(pair, set()).update(numbers.tolist())
    return {pair: sorted(rows) for pair, rows in pairs.items()}


def _decode(period: int) -> Period:
    months, ended = divmod(period, _PERIODS)
    return Period(Month(ended), months)


def _count_fits(found: list[bool | None], rows: list[list[int]]) -> tuple[int, int]:
    """Return how many rows fit, then how many say a period at all."""
    sizes = list(zip(found, map(len, rows), strict=True))
    return sum(n for fits, n in sizes if fits), sum(n for fits, n in sizes if fits is not None)


def _list_ways(kind: _Kind, year_ends: int | None) -> list[Fits]:
    """Return each way to read a column: by when years end, and by which of two years names one."""
    named = [] if kind is _Kind.FINANCIAL_YEAR else [CALENDAR]
    ends = list(dict.fromkeys([year_ends or FINANCIAL, FINANCIAL, *named]))
    ways: list[Fits] = [partial(_fits, kind, last, False) for last in ends]
    return ways + [partial(_fits, kind, last, True) for last in ends if last != CALENDAR]


def _fits(kind: _Kind, ends: int, begins: bool, written: str, period: Period) -> bool | None:
    """Return whether a cell fits a period; a year that stands alone may be the one it `begins`."""
    text = normalise_period(written)
    if kind is _Kind.QUARTER and (match := re.fullmatch(r"(?:q|qtr |quarter )?([1-4])", text)):
        at = (period.ended.month - ends - 1) % 12 // 3 + 1
        return at == int(match[1]) if period.months <= Frequency.QUARTER.months else None
    if kind is _Kind.MONTH and (match := re.fullmatch(NAME, text)):
        return MONTH_NUMBERS[match[1][:3]] == period.ended.month if period.months == 1 else None
    if begins and re.fullmatch(r"(?:19|20)\d\d", text):
        text = f"{text}/{int(text) + 1}"
    reading = read_period(text, Frequency.YEAR if kind in _YEARS else None, ends)
    if reading is None or reading.period.months > Frequency.YEAR.months:
        return None
    return _overlaps(reading, period)


def _overlaps(reading: PeriodReading, period: Period) -> bool:
    other = reading.other if reading.doubt else None
    said = [each for each in (reading.period, other) if each]
    return any(each.start <= period.ended and period.start <= each.ended for each in said)
