"""Find the period of each row, wherever its table names it, and explain why it is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.domain.core import Frequency
from indicators.domain.indicator import Indicator
from indicators.domain.periods import Month, Period
from indicators.domain.refusal_texts import explain_refusal
from indicators.domain.refusals import RefusalCode, RefusalReason
from loaders.parsing.cell_values import explain_uncached
from loaders.parsing.columns import MeasureSource
from loaders.parsing.period_formats import find_period, parse_period, read_bare_year, widen_period
from loaders.parsing.sheet_table import SheetTable
from loaders.profiles.marks import mark_key
from loaders.readers.cell_text import format_cell
from loaders.readers.column_letters import format_column_letters
from loaders.readers.sheet import Flags, Sheet


@dataclass(frozen=True, slots=True)
class RowPeriods:
    """The period of each row: the ordinal of its last month and its length, 0 for none."""

    ended: NDArray[np.int64]
    months: NDArray[np.int64]


def repeat_period(period: Period | None, length: int) -> RowPeriods:
    """Return the same period for each of `length` rows."""
    ended, months = (period.ended.ordinal, period.months) if period else (0, 0)
    return RowPeriods(np.full(length, ended, np.int64), np.full(length, months, np.int64))


def read_row_periods(table: SheetTable) -> RowPeriods:
    """Return the period of each row of a table without periods in its headings."""
    heading = table.columns.period
    if heading is None:
        return repeat_period(_find_shared_period(table), len(table.body))
    every = get_expected_length(table)
    read = table.cells(heading).map_cells(
        lambda cell: convert_period(table, _parse_cell(table, cell, every))
    )
    return RowPeriods(
        read.map_to_array(lambda period: period.ended.ordinal if period else 0, np.int64),
        read.map_to_array(lambda period: period.months if period else 0, np.int64),
    )


def _parse_cell(table: SheetTable, cell: object, every: Frequency | None) -> Period | None:
    ends = table.shape.period.year_ends
    return (read_bare_year(cell, ends) if ends else None) or parse_period(cell, every)


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
    return widen_period(period, every) if period and every else period


def _find_shared_period(table: SheetTable) -> Period | None:
    """Return a table's one period, from the name of sheet or file or a labelled cell above it."""
    every, shape = get_expected_length(table), table.shape.period
    if shape.from_ == "sheet":
        period = parse_period(table.sheet, every) or find_period(table.sheet, every)
    elif shape.from_ == "file":
        name = table.reader.file
        period = find_period(name.rpartition(".")[0] or name, every)
    else:
        labels = tuple(mark_key(text) for text in shape.label or ())
        cells = list(_find_labelled(table.rows[: table.header.top], labels))
        found = (
            _parse_cell(table, c, every) or find_period(format_cell(c), every) for c, _ in cells
        )
        period = next((period for period in found if period), None)
    return convert_period(table, period)


def _find_labelled(above: Sheet, labels: tuple[str, ...]) -> Iterator[tuple[object, str]]:
    """Yield what follows each label, with the cell of the label as “A2”.

    It may be in the label's own cell, in the next filled cell of its row, or below it.
    """
    for at, row in enumerate(above):
        for index, cell in enumerate(row):
            label = next((text for text in labels if mark_key(str(cell)).startswith(text)), None)
            if label is None:
                continue
            where = f"{format_column_letters(index)}{at + 1}"
            yield mark_key(str(cell)).removeprefix(label).strip(" :"), where
            yield next((other for other in row[index + 1 :] if str(other).strip()), ""), where
            yield above[at + 1][index] if at + 1 < len(above) else "", where


def _describe_source(table: SheetTable) -> str:
    """Describe where a table's one period was expected, and what is written there."""
    shape = table.shape.period
    if shape.from_:
        name = table.sheet if shape.from_ == "sheet" else table.reader.file
        return f"the {shape.from_}'s name, “{name}”"
    labels = tuple(mark_key(text) for text in shape.label or ())
    labelled = _find_labelled(table.rows[: table.header.top], labels)
    filled = ((format_cell(cell), at) for cell, at in labelled if str(cell).strip())
    written, where = next(filled, ("", ""))
    return (
        f"cell {where}, “{written}”" if where else f"a cell with {' or '.join(shape.label or ())}"
    )


def refuse_periods(
    table: SheetTable, source: MeasureSource, rows: Flags, periods: RowPeriods
) -> None:
    """Refuse the rows of a measure with a period it cannot have.

    A period that all rows share is refused once.
    """
    at = np.flatnonzero(rows)
    keys, inverse = np.unique(periods.ended[at] * 1000 + periods.months[at], return_inverse=True)
    indicator = table.reader.catalogue.indicator(source.measure.indicator)
    for nth, key in enumerate(keys.tolist()):
        reason = explain_bad_period(indicator, key // 1000, key % 1000, table.reader.today)
        if reason and source.period is None and table.columns.period is None:
            if reason.code is RefusalCode.PERIOD_UNREADABLE:
                where = _describe_source(table)
                reason = explain_refusal(RefusalCode.PERIOD_NOT_FOUND, where=where)
            table.refuse_all(reason)
        elif reason:
            heading: Any = table.columns.period or next(iter(source.roles.values()))[0]
            for row in at[inverse == nth].tolist():
                table.refuse(row, heading, explain_uncached(table.cells(heading)[row]) or reason)


def explain_bad_period(
    indicator: Indicator, ended: int, months: int, today: Month | None
) -> RefusalReason | None:
    """Return why an indicator cannot have a figure for this period."""
    if not months:
        return explain_refusal(RefusalCode.PERIOD_UNREADABLE)
    period = Period(Month(ended), months)
    if today and period.ended > today:
        return explain_refusal(RefusalCode.PERIOD_IN_FUTURE, period=period.name)
    if months != indicator.months:
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
            file=indicator.code,
        )
    return None
