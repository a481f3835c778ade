"""The period each row is of, from wherever its table says it, and why it may not be loaded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.domain.catalogue import Indicator
from indicators.domain.core import Every
from indicators.domain.periods import Month, Period
from loaders.parsing.cell_values import lost_fault
from loaders.parsing.columns import Slot
from loaders.parsing.period_formats import find_period, parse_period, whole, year_written
from loaders.parsing.sheet_table import Table
from loaders.profiles.marks import mark_key
from loaders.readers.cell_text import shown
from loaders.readers.column_letters import column_letter
from loaders.readers.sheet import Flags, Sheet


@dataclass(frozen=True, slots=True)
class Periods:
    """Each row's period: the ordinal of its last month and its months, 0 where there is none."""

    ended: NDArray[np.int64]
    months: NDArray[np.int64]


def constant(period: Period | None, length: int) -> Periods:
    ended, months = (period.ended.ordinal, period.months) if period else (0, 0)
    return Periods(np.full(length, ended, np.int64), np.full(length, months, np.int64))


def row_periods(table: Table) -> Periods:
    """The periods of a table whose headings name none."""
    heading = table.columns.period
    if heading is None:
        return constant(_said(table), len(table.body))
    every = awaited(table)
    read = table.cells(heading).changed(lambda cell: stands_for(table, _period(table, cell, every)))
    return Periods(
        read.each(lambda period: period.ended.ordinal if period else 0, np.int64),
        read.each(lambda period: period.months if period else 0, np.int64),
    )


def _period(table: Table, cell: object, every: Every | None) -> Period | None:
    ends = table.shape.period.year_ends
    return (year_written(cell, ends) if ends else None) or parse_period(cell, every)


def awaited(table: Table) -> Every | None:
    """The length of period that is expected to be written, where that is one length."""
    if table.shape.period.stands_for:
        return Every.MONTH
    indicators = table.reader.catalogue.indicators
    lengths = {indicators[m.indicator].every for m in table.shape.measure}
    return lengths.pop() if len(lengths) == 1 else None


def stands_for(table: Table, period: Period | None) -> Period | None:
    every = table.shape.period.stands_for
    return whole(period, every) if period and every else period


def _said(table: Table) -> Period | None:
    """The one period of a table, from the sheet's or file's name or a labelled cell above it."""
    every, shape = awaited(table), table.shape.period
    if shape.from_ == "sheet":
        period = parse_period(table.sheet, every) or find_period(table.sheet, every)
    elif shape.from_ == "file":
        name = table.reader.file
        period = find_period(name.rpartition(".")[0] or name, every)
    else:
        labels = tuple(mark_key(text) for text in shape.label or ())
        cells = list(_labelled(table.rows[: table.header.top], labels))
        said = (_period(table, c, every) or find_period(shown(c), every) for c, _ in cells)
        period = next((period for period in said if period), None)
    return stands_for(table, period)


def _labelled(above: Sheet, labels: tuple[str, ...]) -> Iterator[tuple[object, str]]:
    """What stands after a label in its own cell, in the next filled one of its row, or under it;
    each with the cell that holds the label, as “A2”."""
    for at, row in enumerate(above):
        for index, cell in enumerate(row):
            label = next((text for text in labels if mark_key(str(cell)).startswith(text)), None)
            if label is None:
                continue
            where = f"{column_letter(index)}{at + 1}"
            yield mark_key(str(cell)).removeprefix(label).strip(" :"), where
            yield next((other for other in row[index + 1 :] if str(other).strip()), ""), where
            yield above[at + 1][index] if at + 1 < len(above) else "", where


def _where_said(table: Table) -> str:
    """Where the one period of a table was looked for, and what is written there."""
    shape = table.shape.period
    if shape.from_:
        name = table.sheet if shape.from_ == "sheet" else table.reader.file
        return f"the {shape.from_}'s name, “{name}”"
    labels = tuple(mark_key(text) for text in shape.label or ())
    found = _labelled(table.rows[: table.header.top], labels)
    said, where = next(((shown(c), at) for c, at in found if str(c).strip()), ("", ""))
    return f"cell {where}, “{said}”" if where else f"a cell with {' or '.join(shape.label or ())}"


def refuse_periods(table: Table, slot: Slot, rows: Flags, periods: Periods) -> None:
    """Refuse the rows of a measure whose period cannot be one of its periods. A period that is not
    the rows' own is told once."""
    at = np.flatnonzero(rows)
    keys, inverse = np.unique(periods.ended[at] * 1000 + periods.months[at], return_inverse=True)
    indicator = table.reader.catalogue.indicator(slot.measure.indicator)
    for nth, key in enumerate(keys.tolist()):
        told = period_fault(indicator, key // 1000, key % 1000, table.reader.today)
        if told and slot.period is None and table.columns.period is None:
            what, remedy = told
            if not key % 1000:
                what = f"No period can be read in {_where_said(table)}."
            table.refuse_all("", what, remedy)
        elif told:
            heading: Any = table.columns.period or next(iter(slot.roles.values()))[0]
            for row in at[inverse == nth].tolist():
                table.refuse(row, heading, *(lost_fault(table.cells(heading)[row]) or told))


def period_fault(
    indicator: Indicator, ended: int, months: int, today: Month | None
) -> tuple[str, str] | None:
    """Why an indicator cannot have a figure for this period, and what to do."""
    if not months:
        return "No period can be read here.", "Write a month as 2026-10 or October 2026."
    period = Period(Month(ended), months)
    if today and period.ended > today:
        return f"{period.name} is still to come.", "Correct the period."
    if months != indicator.months:
        return (
            f"{period.name} is not a {indicator.every}: “{indicator.name}” is sent for every "
            f"{indicator.every}.",
            f"Send one figure for each {indicator.every}.",
        )
    if indicator.definition_at(period.ended) is None:
        return (
            f"“{indicator.name}” has no definition in {period.ended.name}.",
            f"Leave the figure out, or date one in catalogue/{indicator.code}.toml.",
        )
    return None
