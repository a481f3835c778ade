"""Read the totals that a table leaves out, so that they can be compared with what it loads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from indicators.domain.core import LocalityKind
from indicators.domain.periods import Month
from loaders.parsing.calculate_figures import calculate_figures
from loaders.parsing.many_rows.merged_figures import find_merged_numbers
from loaders.parsing.sheet_table import SheetTable
from loaders.parsing.table_figures import (
    MeasureFigures,
    flag_filled,
    flag_matching,
    match_filters,
    read_parts,
)
from loaders.parsing.table_periods.row_periods import (
    convert_period,
    read_row_periods,
    repeat_period,
)
from loaders.profiles.marks import mark_key
from loaders.readers.cell_text import format_cell

ColumnKey = tuple[str, str, str, int]
"""Sheet, indicator, role and last month as yyyymm; 0 for a column of all months."""
_NO_TOTAL = -1
_WORDS = frozenset(
    mark_key(word)
    for word in (
        "total", "totals", "grand total", "overall", "overall total", "all", "all areas",
        "sum", "city total", "city", "whole city",
    )
)  # fmt: skip
"""What a total of all areas is called, where the profile says nothing of totals."""


def read_left_totals(table: SheetTable) -> list[MeasureFigures]:
    """Return the figures on rows of totals that are not loaded: of teams, hubs or the city.

    They are left out by the profile, or refused because it does not know them. In a table whose
    rows are added up, only a row that is the one total of its period is a total of all parts.
    """
    if table.columns.missing or table.columns.twice or not table.body:
        return []
    place = _find_totals(table)
    if (place == _NO_TOTAL).all():
        return []
    kept = (place != _NO_TOTAL) & match_filters(table, table.columns.only)
    return list(_read_totals(replace(table), place, kept))  # in the copy no row is refused


def _find_totals(table: SheetTable) -> NDArray[np.int64]:
    """Return for each row that is not loaded the index of the place that it is a total of."""
    heading, places = table.columns.area, table.reader.places
    if heading is None:
        return np.full(len(table.body), _NO_TOTAL, np.int64)
    totals = table.shape.totals
    words = _WORDS | {mark_key(word) for word in (totals.rows if totals else ())}
    index = {code: at for at, code in enumerate(table.areas.codes)}

    def find(cell: object) -> int:
        text = format_cell(cell)
        code = places.find(text)
        if code is not None and places[code].kind in (LocalityKind.TEAM, LocalityKind.HUB):
            return index[code]
        return index[places.city.code] if mark_key(text) in words else _NO_TOTAL

    rows = np.flatnonzero(table.areas.place < 0)
    totals_of = np.full(len(table.body), _NO_TOTAL, np.int64)
    totals_of[rows] = table.cells(heading).take(rows).map_to_array(find, np.int64)
    return totals_of


def _read_totals(
    table: SheetTable, place: NDArray[np.int64], kept: NDArray[np.bool_]
) -> Iterator[MeasureFigures]:
    by_row = read_row_periods(table) if table.shape.period.from_ != "heading" else None
    merged = find_merged_numbers(table)
    for source in table.columns.sources:
        if source.measure.by_row:
            continue
        parts = read_parts(table, source, merged)
        periods = by_row
        if source.period or periods is None:
            periods = repeat_period(convert_period(table, source.period), len(kept))
        rows = kept & flag_filled(parts.values()) & flag_matching(table, source)
        indicator = table.reader.catalogue.indicator(source.measure.indicator)
        marks = table.reader.marks
        figures = calculate_figures(source.measure, parts, rows, marks, indicator.scale)
        rows[[fault.at for fault in figures.faults]] = False
        at = np.flatnonzero(rows & (periods.months == indicator.months))
        if table.shape.add_up:
            keys = np.stack([place[at], periods.ended[at]])
            _, inverse, rows_of = np.unique(keys, axis=1, return_inverse=True, return_counts=True)
            at = at[rows_of[inverse.reshape(-1)] == 1]
        all_rows = np.arange(len(kept))
        yield MeasureFigures(
            table, source, figures, all_rows, place, periods.ended, periods.months, at, at
        )


def list_columns(measures: Iterable[MeasureFigures]) -> dict[ColumnKey, str]:
    """Return the column of each part of a figure, as a message names it."""
    found: dict[ColumnKey, str] = {}
    for measured in measures:
        period = measured.source.period
        month = Month(period.ended.ordinal).number if period else 0
        for role, headings in measured.source.roles.items():
            key = measured.table.sheet, measured.indicator, role, month
            found.setdefault(key, headings[0].label)
    return found
