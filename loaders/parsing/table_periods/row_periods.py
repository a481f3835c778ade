"""Find the period of each row, wherever its table names it, and explain why it is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.domain.core import Frequency
from indicators.domain.indicator import Indicator
from indicators.domain.periods import Month, Period, get_quarter
from indicators.domain.refusal_texts import PERIOD_EXAMPLES, explain_refusal
from indicators.domain.refusals import RefusalCode, RefusalReason
from loaders.parsing.cell_values import explain_uncached
from loaders.parsing.columns import MeasureSource
from loaders.parsing.header import Heading
from loaders.parsing.sheet_table import SheetTable
from loaders.parsing.table_periods.period_reader import WrittenPeriod
from loaders.parsing.table_periods.shared_period import describe_source, find_shared_period
from loaders.periods.period_formats import complete_period, is_without_year, widen_period
from loaders.periods.period_reading import settle_reading
from loaders.readers.cell_text import format_cell
from loaders.readers.sheet import Column, Flags


@dataclass(frozen=True, slots=True)
class RowPeriods:
    """The period of each row: the ordinal of its last month and its length, 0 for none.

    `written` holds what each row was read from, if that is in a column.
    """

    ended: NDArray[np.int64]
    months: NDArray[np.int64]
    written: Column | None = None

    @property
    def keys(self) -> NDArray[np.int64]:
        """One number for each different period."""
        return encode_periods(self.ended, self.months)


def encode_periods(ended: NDArray[np.int64], months: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return one number for each different period, under 10 to the power of 8."""
    return months * 100_000 + ended


def repeat_period(period: Period | None, length: int) -> RowPeriods:
    """Return the same period for each of `length` rows."""
    ended, months = (period.ended.ordinal, period.months) if period else (0, 0)
    return RowPeriods(np.full(length, ended, np.int64), np.full(length, months, np.int64))


def read_row_periods(table: SheetTable) -> RowPeriods:
    """Return the period of each row of a table without periods in its headings."""
    heading = table.columns.period
    if heading is None:
        return repeat_period(_read_shared_period(table), len(table.body))
    written = _read_column(table, heading)

    def find(each: WrittenPeriod | None) -> Period | None:
        return convert_period(table, each.reading.period) if each else None

    read = written.map_cells(find)
    return RowPeriods(
        read.map_to_array(lambda period: period.ended.ordinal if period else 0, np.int64),
        read.map_to_array(lambda period: period.months if period else 0, np.int64),
        written,
    )


def _read_shared_period(table: SheetTable) -> Period | None:
    spec, every = table.shape.period, get_expected_length(table)
    written = find_shared_period(
        spec, table.periods, every, table.sheet, table.reader.content_name, table.above
    )
    if written and written.reading.doubt:
        table.doubt(written)
    return convert_period(table, written.reading.period if written else None)


def _read_column(table: SheetTable, heading: Heading) -> Column:
    """Return the WrittenPeriod of each row, or None, from one column or from two."""
    every = get_expected_length(table)
    cells = _take_cells(table, heading)
    if table.columns.year is None:
        read = cells.map_cells(lambda cell: (format_cell(cell), table.periods.read(cell, every)))
    else:
        read = _read_two_columns(table, cells, _take_cells(table, table.columns.year), every)
    readings = {reading for _, reading in read.list_different() if reading}
    return read.map_cells(
        lambda each: WrittenPeriod(each[0], settle_reading(each[1], readings)) if each[1] else None
    )


def _take_cells(table: SheetTable, heading: Heading) -> Column:
    cells = table.cells(heading)
    return cells.fill_down() if table.shape.period.fill_down else cells


def _read_two_columns(
    table: SheetTable, parts: Column, years: Column, every: Frequency | None
) -> Column:
    """Read each different pair of a month or quarter and its year once."""
    pairs, codes = np.unique(np.stack([parts.codes, years.codes]), axis=1, return_inverse=True)
    values = []
    for part, year in pairs.T.tolist():
        texts = format_cell(parts.values[part]), format_cell(years.values[year])
        reading = complete_period(*texts, every, table.shape.period.year_ends)
        values.append((" ".join(texts), reading or table.periods.read(parts.values[part], every)))
    return Column(values or [("", None)], codes.reshape(-1).astype(np.int32))


def get_expected_length(table: SheetTable) -> Frequency | None:
    """Return the length of the periods the table should have, if there is only one."""
    if table.shape.period.stands_for:
        return Frequency.MONTH
    indicators = table.reader.catalogue.indicators
    lengths = {indicators[m.indicator].every for m in table.shape.measure}
    return lengths.pop() if len(lengths) == 1 else None


def convert_period(table: SheetTable, period: Period | None) -> Period | None:
    """Return the quarter or year that a written month means in this table, or the period itself."""
    every = table.shape.period.stands_for
    ends = table.shape.period.year_ends
    return widen_period(period, every, ends) if period and every else period


def refuse_periods(
    table: SheetTable, source: MeasureSource, rows: Flags, periods: RowPeriods
) -> None:
    """Refuse the rows of a measure with a period it cannot have.

    A period that all rows share is refused once.
    """
    at = np.flatnonzero(rows)
    _record_doubts(table, at, periods)
    keys, inverse = np.unique(periods.ended[at] * 1000 + periods.months[at], return_inverse=True)
    indicator = table.reader.catalogue.indicator(source.measure.indicator)
    for nth, key in enumerate(keys.tolist()):
        reason = explain_bad_period(indicator, key // 1000, key % 1000, table.reader.today)
        if reason and source.period is None and table.columns.period is None:
            if reason.code is RefusalCode.PERIOD_UNREADABLE:
                spec, file = table.shape.period, table.reader.content_name
                where = describe_source(spec, table.sheet, file, table.above)
                reason = explain_refusal(
                    RefusalCode.PERIOD_NOT_FOUND,
                    where=where,
                    length=indicator.every,
                    example=PERIOD_EXAMPLES[indicator.every],
                )
            table.refuse_all(reason)
        elif reason:
            heading: Any = table.columns.period or next(iter(source.roles.values()))[0]
            for row in at[inverse == nth].tolist():
                cell = table.cells(heading)[row]
                without_year = None if key % 1000 else _explain_without_year(table, cell)
                table.refuse(row, heading, explain_uncached(cell) or without_year or reason)


def _explain_without_year(table: SheetTable, cell: object) -> RefusalReason | None:
    if not is_without_year(cell):
        return None
    written, profile = format_cell(cell), table.reader.where
    return explain_refusal(RefusalCode.PERIOD_WITHOUT_YEAR, written=written, profile=profile)


def _record_doubts(table: SheetTable, rows: NDArray[np.intp], periods: RowPeriods) -> None:
    """Record the periods of these rows that could be others."""
    if periods.written is None:
        return
    doubtful = periods.written.map_to_array(lambda each: bool(each and each.reading.doubt), bool)
    by_period: dict[WrittenPeriod, list[int]] = {}
    for row in rows[doubtful[rows]].tolist():
        by_period.setdefault(periods.written[row], []).append(table.number(row))
    for written, numbers in by_period.items():
        table.doubt(written, tuple(numbers), table.columns.period)


def can_stand_for(indicator: Indicator, period: Period) -> bool:
    """Return whether an indicator can have a figure for a period of this length.

    A quarter or a year may be sent as one figure for an indicator with shorter periods.
    """
    if period.months == indicator.months:
        return True
    if period.months == Frequency.QUARTER.months:
        return indicator.every is Frequency.MONTH and period == get_quarter(period.ended)
    return period.months == Frequency.YEAR.months and indicator.every is not Frequency.YEAR


def explain_bad_period(
    indicator: Indicator, ended: int, months: int, today: Month | None
) -> RefusalReason | None:
    """Return why an indicator cannot have a figure for this period."""
    if not months:
        return explain_refusal(
            RefusalCode.PERIOD_UNREADABLE,
            length=indicator.every,
            example=PERIOD_EXAMPLES[indicator.every],
        )
    period = Period(Month(ended), months)
    if today and period.ended > today:
        return explain_refusal(RefusalCode.PERIOD_IN_FUTURE, period=period.name)
    if not can_stand_for(indicator, period):
        return explain_refusal(
            RefusalCode.PERIOD_WRONG_LENGTH,
            period=period.name,
            length=indicator.every,
            indicator=indicator.name,
        )
    if indicator.find_definition(period.ended) is None:
        return explain_refusal(
            RefusalCode.DEFINITION_MISSING,
            indicator=indicator.name,
            month=period.ended.name,
            file=indicator.where,
        )
    return None
