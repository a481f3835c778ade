"""Ask about periods that could be others, and about names and titles that contradict them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np

from indicators.domain.confirmation_texts import write_confirmation
from indicators.domain.confirmations import Confirmation, ConfirmationCode, SheetRows, join_list
from indicators.domain.periods import Month, Period
from loaders.parsing.sheet_table import SheetTable
from loaders.parsing.table_figures import MeasureFigures
from loaders.parsing.table_periods.period_claims import TableClaim, list_table_claims
from loaders.parsing.table_periods.period_reader import DoubtfulPeriod
from loaders.periods.period_reading import PeriodDoubt

_MONTHS = 1000
"""More than any period has, so that its end and its length make one number."""


def ask_about_periods(
    tables: Sequence[SheetTable], measures: Sequence[MeasureFigures]
) -> Iterator[Confirmation]:
    """Yield what a person must confirm about the periods of a file: one question for each kind."""
    found = [(table, doubtful) for table in tables for doubtful in table.doubtful.values()]
    days = [each for each in found if _get_doubt(each[1]) is PeriodDoubt.DAY_IN_MONTH]
    others = [each for each in found if _get_doubt(each[1]) is not PeriodDoubt.DAY_IN_MONTH]
    yield from _ask_about_doubts(ConfirmationCode.DAY_IN_MONTH, days)
    yield from _ask_about_doubts(ConfirmationCode.PERIOD_COULD_BE_TWO, others)
    yield from _ask_about_claims(tables, measures)
    yield from _ask_about_unfinished(tables, measures)


def _ask_about_unfinished(
    tables: Sequence[SheetTable], measures: Sequence[MeasureFigures]
) -> Iterator[Confirmation]:
    """Yield each period that ends with the current month, which is not over."""
    periods = {p: None for table in tables for p in list_table_periods(table, measures)}
    today = tables[0].reader.today if tables else None
    for period in periods:
        if period.ended == today:
            code = ConfirmationCode.UNFINISHED_PERIOD
            yield Confirmation(
                code, write_confirmation(code, period=period.name), period=period.ended
            )


def _get_doubt(doubtful: DoubtfulPeriod) -> PeriodDoubt | None:
    return doubtful.period.reading.doubt


def _ask_about_doubts(
    code: ConfirmationCode, found: Sequence[tuple[SheetTable, DoubtfulPeriod]]
) -> Iterator[Confirmation]:
    if not found:
        return
    written, reading = found[0][1].period
    other = reading.other.name if reading.other else ""
    if code is ConfirmationCode.DAY_IN_MONTH:
        other = f" It could be {other}, with the year as two digits." if other else ""
    different = {doubtful.period.written for _, doubtful in found}
    more = f" {len(different) - 1} more are written like it." if len(different) > 1 else ""
    text = write_confirmation(
        code, written=written, period=reading.period.name, other=other, more=more
    )
    latest = max(doubtful.period.reading.period.ended for _, doubtful in found)
    yield Confirmation(code, text, period=latest, rows=_locate(found))


def _locate(found: Sequence[tuple[SheetTable, DoubtfulPeriod]]) -> tuple[SheetRows, ...]:
    rows: dict[str, set[int]] = defaultdict(set)
    columns: dict[str, list[str]] = defaultdict(list)
    for table, doubtful in found:
        rows[table.sheet].update(doubtful.rows)
        if doubtful.column and doubtful.column not in columns[table.sheet]:
            columns[table.sheet].append(doubtful.column)
    return tuple(
        SheetRows(sheet, tuple(sorted(numbers)), join_list(columns[sheet]))
        for sheet, numbers in rows.items()
        if numbers
    )


def _ask_about_claims(
    tables: Sequence[SheetTable], measures: Sequence[MeasureFigures]
) -> Iterator[Confirmation]:
    """Yield names and titles for another period than that of the figures they are about."""
    periods = {id(table): list_table_periods(table, measures) for table in tables}
    every = sorted(set(chain.from_iterable(periods.values())), key=_sort_key)
    if not every:
        return
    claims = list_table_claims(tables)
    asked: dict[tuple[ConfirmationCode, str, str], list[TableClaim]] = defaultdict(list)
    for claim in claims:
        own = every if claim.table is None else periods[id(claim.table)]
        if own and claim.is_contradicted(own):
            asked[claim.code, claim.named, _list_periods(own)].append(claim)
    for (code, named, listed), same in asked.items():
        text = write_confirmation(
            code,
            named=named,
            periods=listed,
            sheets=join_list(_list_sheets(same)),
            cells=join_list([each.cell for each in same]),
        )
        yield Confirmation(code, text, period=every[-1].ended)


def _list_sheets(claims: Iterable[TableClaim]) -> list[str]:
    return list(dict.fromkeys(f"“{claim.table.sheet}”" for claim in claims if claim.table))


def list_table_periods(table: SheetTable, measures: Sequence[MeasureFigures]) -> list[Period]:
    """Return the periods of the figures that a table loads, earliest first."""
    found: set[Period] = set()
    for measured in measures:
        if measured.table is table:
            at = measured.find_loaded()
            keys = np.unique(measured.ended[at] * _MONTHS + measured.months[at])
            pairs = (divmod(key, _MONTHS) for key in keys.tolist())
            found.update(Period(Month(ended), months) for ended, months in pairs)
    return sorted(found, key=_sort_key)


def _sort_key(period: Period) -> tuple[Month, int]:
    return period.ended, period.months


def _list_periods(periods: Sequence[Period]) -> str:
    if len(periods) > 3:
        return f"{periods[0].name} to {periods[-1].name}"
    return join_list([period.name for period in periods])
