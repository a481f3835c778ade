"""The rows of one table to figures of places and periods: what is kept, left, refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.domain.refusal_texts import explain_refusal
from indicators.domain.refusals import RefusalCode
from loaders.parsing.aggregate import add_up_rows as rows_added_up
from loaders.parsing.calculate_figures import Figures, calculate_figures
from loaders.parsing.cell_values import explain_uncached, strip_brackets
from loaders.parsing.columns import Filter, Slot
from loaders.parsing.join_rows import JoinedRows, group_rows, join_rows
from loaders.parsing.measure_parts import (
    MeasurePart,
    add_up_columns,
    combine_flags,
    read_percentages,
)
from loaders.parsing.row_periods import (
    RowPeriods,
    convert_period,
    read_row_periods,
    refuse_periods,
    repeat_period,
)
from loaders.parsing.row_places import BLANK, LEFT, UNKNOWN, explain_unknown_place
from loaders.parsing.sheet_table import SheetTable
from loaders.profiles.marks import CellState, mark_key
from loaders.readers.cell_text import format_cell
from loaders.readers.sheet import Flags


@dataclass(slots=True)
class MeasureRows:
    """The figures of one measure in one table.

    `figures` has one a figure; `row` is the row of the body that each stands on, `place` its place
    (an index into `Areas.codes`) and `ended` its last month's ordinal. `members` are all rows that
    bring a figure and `figure` says which: a figure may be added up or joined from several.
    """

    table: SheetTable
    slot: Slot
    figures: Figures
    row: NDArray[np.int64]
    place: NDArray[np.int64]
    ended: NDArray[np.int64]
    members: NDArray[np.int64]
    figure: NDArray[np.int64]

    @property
    def indicator(self) -> str:
        return self.slot.measure.indicator

    @property
    def of_many_rows(self) -> bool:
        return self.table.shape.add_up or self.slot.measure.by_row

    def find_loaded(self) -> NDArray[np.int64]:
        """The figures that there are and that are not refused."""
        stands = np.zeros(len(self.row), bool)
        stands[self.figure] = True
        stands &= self.figures.state != CellState.BLANK
        stands[self.figure[self.table.refused[self.members]]] = False
        return np.flatnonzero(stands)


def read_rows(table: SheetTable) -> list[MeasureRows]:
    """Every figure of a table, its faults told in `table.refusals` and `table.refused`."""
    if not table.check_headings() or not table.body:
        return []
    slots = table.columns.slots
    parts = [_parts(table, slot) for slot in slots]
    filled = [_filled(part.values()) for part in parts]
    lost = _lost_words(table) & combine_flags(filled)
    ours = _kept(table) & combine_flags(filled) & ~lost
    wanted = [_on(table, slot) for slot in slots]
    _refuse_other_rows(table, ours & ~combine_flags(wanted))
    _refuse_areas(table, ours & combine_flags(wanted))
    periods = read_row_periods(table) if table.shape.period.from_ != "heading" else None
    return [
        _read_slot(table, slot, part, ours & has & on, periods)
        for slot, part, has, on in zip(slots, parts, filled, wanted, strict=True)
    ]


def _parts(table: SheetTable, slot: Slot) -> dict[str, MeasurePart]:
    marks, parts = table.reader.marks, {}
    for role, headings in slot.roles.items():
        cells = tuple(table.cells(heading) for heading in headings)
        if slot.measure.in_brackets == "leave":
            cells = tuple(column.map_cells(strip_brackets) for column in cells)
        if role == "percentage":
            parts[role] = read_percentages(headings, cells, marks, slot.measure.proportion)
        else:
            parts[role] = add_up_columns(headings, cells, marks)
    return parts


def _filled(parts: Iterable[MeasurePart]) -> Flags:
    """Rows in which any part of the figure has anything in it."""
    return combine_flags([part.state != CellState.BLANK for part in parts])


def _kept(table: SheetTable) -> Flags:
    kept = match_filters(table, table.columns.only)
    kept &= table.areas.place != LEFT
    kept &= (table.areas.place != BLANK) | table.body.find_filled_rows(table.columns.figures)
    if table.shape.other_places == "leave":
        kept &= table.areas.place >= 0
    return kept


def _lost_words(table: SheetTable) -> Flags:
    """Rows of which nobody can tell whether they are ours, since the cell that says it holds an
    error or a formula without a result. They are refused.
    """
    filters = [f for slot in table.columns.slots for f in _filters(slot)]
    rows = np.zeros(len(table.body), bool)
    for heading in {f.heading for f in (*table.columns.only, *filters)}:
        reasons = table.cells(heading).map_cells(explain_uncached)
        lost = reasons.each(bool, bool)
        for row in np.flatnonzero(lost).tolist():
            table.refuse(row, heading, reasons[row])
        rows |= lost
    return rows


def match_filters(table: SheetTable, filters: Iterable[Filter]) -> Flags:
    """Rows that pass every filter."""
    kept = np.ones(len(table.body), bool)
    for one in filters:
        words = {mark_key(word) for word in one.words}
        said = table.cells(one.heading).map_cells(lambda cell: mark_key(format_cell(cell)))
        kept &= said.each(words.__contains__, bool)
    return kept


def _on(table: SheetTable, slot: Slot) -> Flags:
    """The rows on which a slot's figure, or any part of it, is said to stand."""
    rows = match_filters(table, slot.where)
    if slot.measure.by_row:
        rows = rows & combine_flags([match_filters(table, f) for f in slot.role_where.values()])
    return rows


def _refuse_other_rows(table: SheetTable, rows: Flags) -> None:
    if table.shape.other_rows == "leave":
        return
    filters = [f for slot in table.columns.slots for f in _filters(slot)]
    reason = explain_refusal(RefusalCode.UNKNOWN_ROW, profile=table.reader.where)
    for row in np.flatnonzero(rows).tolist():
        table.refuse(row, filters[0].heading, reason)


def _filters(slot: Slot) -> list[Filter]:
    return [*slot.where, *(f for filters in slot.role_where.values() for f in filters)]


def _refuse_areas(table: SheetTable, rows: Flags) -> None:
    heading = table.columns.area
    for row in np.flatnonzero(rows & np.isin(table.areas.place, (BLANK, UNKNOWN))).tolist():
        if heading is None or table.areas.place[row] == BLANK:
            table.refuse(row, heading, explain_refusal(RefusalCode.PLACE_MISSING))
        else:
            cell = format_cell(table.cells(heading)[row])
            reason = explain_uncached(cell) or explain_unknown_place(cell, table.reader.places)
            table.refuse(row, heading, reason)


def _read_slot(
    table: SheetTable,
    slot: Slot,
    parts: dict[str, MeasurePart],
    rows: Flags,
    periods: RowPeriods | None,
) -> MeasureRows:
    if slot.period or periods is None:
        periods = repeat_period(convert_period(table, slot.period), len(rows))
    refuse_periods(table, slot, rows, periods)
    placed = rows & (table.areas.place >= 0) & (periods.months > 0)
    if slot.measure.by_row:
        on = {role: rows & match_filters(table, f) for role, f in slot.role_where.items()}
        joined = join_rows(table, parts, on, periods.ended, placed)
        asked = np.ones(len(joined.row), bool)
    else:
        at = np.flatnonzero(placed)
        joined = JoinedRows(parts, np.arange(len(rows)), at, at)
        asked = rows
    figures = calculate_figures(slot.measure, joined.parts, asked, table.reader.marks)
    for fault in figures.faults:
        table.refuse(fault.row, fault.heading, fault.reason)
    if table.shape.add_up and not slot.measure.by_row:
        joined = group_rows(table, periods.ended, placed)
        indicator = table.reader.catalogue.indicator(slot.measure.indicator)
        figures = rows_added_up(figures, joined.members, joined.figure, len(joined.row), indicator)
    row = joined.row
    return MeasureRows(
        table,
        slot,
        figures,
        row,
        table.areas.place[row],
        periods.ended[row],
        joined.members,
        joined.figure,
    )
