"""Read the rows of one table as figures of places and periods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.domain.refusal_texts import explain_refusal
from indicators.domain.refusals import RefusalCode
from indicators.ports.unused_rows import UnusedReason
from loaders.parsing.calculate_figures import Figures, calculate_figures
from loaders.parsing.cell_values import explain_uncached, strip_brackets
from loaders.parsing.columns import Filter, MeasureSource
from loaders.parsing.many_rows.aggregate import add_up_rows
from loaders.parsing.many_rows.join_rows import JoinedRows, group_rows, join_rows
from loaders.parsing.many_rows.merged_figures import (
    MergedNumber,
    find_merged_numbers,
    flag_covered,
    keep_first_row,
    list_unclear,
    refuse_unclear,
)
from loaders.parsing.measure_parts import (
    MeasurePart,
    add_up_columns,
    combine_flags,
    read_percentages,
    read_rate_column,
)
from loaders.parsing.row_places import BLANK, LEFT, UNKNOWN, explain_unknown_place
from loaders.parsing.sheet_table import SheetTable
from loaders.parsing.table_periods.row_periods import (
    RowPeriods,
    convert_period,
    encode_periods,
    read_row_periods,
    refuse_periods,
    repeat_period,
)
from loaders.profiles.marks import CellState, mark_key
from loaders.readers.cell_text import format_cell
from loaders.readers.sheet import Flags


@dataclass(slots=True)
class MeasureFigures:
    """The figures of one measure in one table.

    The arrays have one entry for each figure: `row` is the body row it is on, `place` an index into
    `table.areas.codes`, `ended` the ordinal of its last month and `months` its length. `members`
    are all rows that hold part of a figure and `figure` says which one, since several rows may be
    added up or joined.
    """

    table: SheetTable
    source: MeasureSource
    figures: Figures
    row: NDArray[np.int64]
    place: NDArray[np.int64]
    ended: NDArray[np.int64]
    months: NDArray[np.int64]
    members: NDArray[np.int64]
    figure: NDArray[np.int64]

    @property
    def periods(self) -> NDArray[np.int64]:
        """One number for the period of each figure."""
        return encode_periods(self.ended, self.months)

    @property
    def indicator(self) -> str:
        return self.source.measure.indicator

    @property
    def of_many_rows(self) -> bool:
        return self.table.shape.add_up or self.source.measure.by_row

    def find_loaded(self) -> NDArray[np.int64]:
        """Return the positions of the figures that are there and not refused."""
        loaded = np.zeros(len(self.row), bool)
        loaded[self.figure] = True
        loaded &= self.figures.state != CellState.BLANK
        loaded[self.figure[self.table.refused[self.members]]] = False
        return np.flatnonzero(loaded)


def find_loaded_rows(table: SheetTable, measures: Sequence[MeasureFigures]) -> Flags:
    """Flag the rows of a table that hold a figure and are not refused."""
    filled = np.zeros(len(table.body), bool)
    for measured in measures:
        if measured.table is table:
            state = measured.figures.state[measured.figure]
            filled[measured.members[state != CellState.BLANK]] = True
    return filled & ~table.refused


def read_table_figures(table: SheetTable) -> list[MeasureFigures]:
    """Read every figure of a table; its faults go to `table.refusals` and `table.refused`."""
    if not table.check_headings() or not table.body:
        return []
    sources, merged = table.columns.sources, find_merged_numbers(table)
    parts = [read_parts(table, source, merged) for source in sources]
    filled = [flag_filled(part.values()) for part in parts]
    matching = [flag_matching(table, source) for source in sources]
    other = ~combine_flags(matching)
    unclear = list_unclear(table, merged)
    any_filled = combine_flags([*filled, flag_covered(table, unclear)])
    kept = _leave_rows(table, any_filled & ~_refuse_lost_filters(table), other)
    refuse_unclear(table, unclear, kept)
    _refuse_other_rows(table, kept & other)
    _refuse_places(table, kept & ~other)
    periods = read_row_periods(table) if table.shape.period.from_ != "heading" else None
    return [
        _read_measure(table, source, part, kept & has & matches, periods)
        for source, part, has, matches in zip(sources, parts, filled, matching, strict=True)
    ]


def read_parts(
    table: SheetTable, source: MeasureSource, merged: list[MergedNumber]
) -> dict[str, MeasurePart]:
    """Return the parts of a measure by role, with one entry for each row."""
    marks, parts = table.reader.marks, {}
    for role, headings in source.roles.items():
        cells = tuple(
            keep_first_row(table.cells(heading), heading.index, merged) for heading in headings
        )
        if source.measure.in_brackets == "leave":
            cells = tuple(
                column.map_cells(lambda cell: strip_brackets(marks.split_status(cell)[0]))
                for column in cells
            )
        if role == "percentage":
            parts[role] = read_percentages(headings, cells, marks, source.measure)
        elif role == "rate" and source.measure.per:
            wanted = table.reader.catalogue.indicator(source.measure.indicator).per
            parts[role] = read_rate_column(headings, cells, marks, source.measure.per, wanted)
        else:
            parts[role] = add_up_columns(headings, cells, marks)
    return parts


def flag_filled(parts: Iterable[MeasurePart]) -> Flags:
    """Flag rows in which any part of the figure is filled."""
    return combine_flags([part.state != CellState.BLANK for part in parts])


def _leave_rows(table: SheetTable, filled: Flags, other: Flags) -> Flags:
    """Return which of the filled rows are kept, and count those that the profile leaves out.

    `other` flags the rows that hold no measure.
    """
    place, shape, columns = table.areas.place, table.shape, table.columns
    leaves_all = shape.other_places == "leave"
    left = {
        UnusedReason.FILTERED: ~match_filters(table, columns.only)
        | combine_flags([match_filters(table, [one]) for one in columns.except_]),
        UnusedReason.TOTAL: place == LEFT,
        UnusedReason.NO_PLACE: (place == BLANK)
        & (leaves_all or shape.rows_without_place == "leave"),
        UnusedReason.OTHER_PLACE: (place == UNKNOWN) & leaves_all,
        UnusedReason.OTHER_ROW: other & (shape.other_rows == "leave"),
    }
    for reason, rows in left.items():
        table.unused_rows[reason] += int((filled & rows).sum())
        filled = filled & ~rows
    return filled


def flag_matching(table: SheetTable, source: MeasureSource) -> Flags:
    """Flag the rows that hold a measure, or any part of it, by its profile's filters."""
    rows = match_filters(table, source.where)
    if source.measure.by_row:
        rows = rows & combine_flags([match_filters(table, f) for f in source.role_where.values()])
    return rows


def match_filters(table: SheetTable, filters: Iterable[Filter]) -> Flags:
    """Flag the rows that pass every filter."""
    kept = np.ones(len(table.body), bool)
    for one in filters:
        words = {mark_key(word) for word in one.words}
        written = table.cells(one.heading).map_cells(lambda cell: mark_key(format_cell(cell)))
        kept &= written.map_to_array(words.__contains__, bool)
    return kept


def _refuse_lost_filters(table: SheetTable) -> Flags:
    """Refuse and flag rows that no filter can decide on.

    The cell that should decide holds an error, or a formula without a result.
    """
    filters = [f for source in table.columns.sources for f in _list_filters(source)]
    rows = np.zeros(len(table.body), bool)
    for heading in {f.heading for f in (*table.columns.only, *table.columns.except_, *filters)}:
        reasons = table.cells(heading).map_cells(explain_uncached)
        lost = reasons.map_to_array(bool, bool)
        for row in np.flatnonzero(lost).tolist():
            table.refuse(row, heading, reasons[row])
        rows |= lost
    return rows


def _refuse_other_rows(table: SheetTable, rows: Flags) -> None:
    filters = [f for source in table.columns.sources for f in _list_filters(source)]
    reason = explain_refusal(RefusalCode.UNKNOWN_ROW, profile=table.reader.where)
    for row in np.flatnonzero(rows).tolist():
        table.refuse(row, filters[0].heading, reason)


def _list_filters(source: MeasureSource) -> list[Filter]:
    return [*source.where, *(f for filters in source.role_where.values() for f in filters)]


def _refuse_places(table: SheetTable, rows: Flags) -> None:
    heading, where = table.columns.area, table.reader.where
    for row in np.flatnonzero(rows & np.isin(table.areas.place, (BLANK, UNKNOWN))).tolist():
        if heading is None or table.areas.place[row] == BLANK:
            table.refuse(row, heading, explain_refusal(RefusalCode.PLACE_MISSING, profile=where))
        else:
            cell = format_cell(table.cells(heading)[row])
            reason = explain_unknown_place(cell, table.reader.places, where)
            table.refuse(row, heading, explain_uncached(cell) or reason)


def _read_measure(
    table: SheetTable,
    source: MeasureSource,
    parts: dict[str, MeasurePart],
    rows: Flags,
    periods: RowPeriods | None,
) -> MeasureFigures:
    if source.period or periods is None:
        periods = repeat_period(convert_period(table, source.period), len(rows))
    refuse_periods(table, source, rows, periods)
    placed = rows & (table.areas.place >= 0) & (periods.months > 0)
    if source.measure.by_row:
        on = {role: rows & match_filters(table, f) for role, f in source.role_where.items()}
        joined = join_rows(table, parts, on, periods.keys, placed)
        checked = np.ones(len(joined.row), bool)
    else:
        at = np.flatnonzero(placed)
        joined = JoinedRows(parts, np.arange(len(rows)), at, at)
        checked = rows
    scale = table.reader.catalogue.indicator(source.measure.indicator).scale
    figures = calculate_figures(source.measure, joined.parts, checked, table.reader.marks, scale)
    for fault in figures.faults:
        table.refuse(fault.row, fault.heading, fault.reason)
    if table.shape.add_up and not source.measure.by_row:
        joined = group_rows(table, periods.keys, placed)
        indicator = table.reader.catalogue.indicator(source.measure.indicator)
        figures = add_up_rows(figures, joined.members, joined.figure, len(joined.row), indicator)
    row = joined.row
    return MeasureFigures(
        table,
        source,
        figures,
        row,
        table.areas.place[row],
        periods.ended[row],
        periods.months[row],
        joined.members,
        joined.figure,
    )
