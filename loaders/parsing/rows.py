"""The rows of one table to figures of places and periods: what is kept, left, refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from loaders.parsing.aggregate import added_up as rows_added_up
from loaders.parsing.cell_values import before_brackets, lost_fault
from loaders.parsing.columns import Filter, Slot
from loaders.parsing.measure_columns import Sent, added_up, any_of, as_percentage
from loaders.parsing.measure_rows import Joined, group_rows, join_rows
from loaders.parsing.measures import Figures, work_out
from loaders.parsing.row_periods import Periods, constant, refuse_periods, row_periods, stands_for
from loaders.parsing.row_places import BLANK, LEFT, UNKNOWN, unknown_area
from loaders.parsing.sheet_table import Table
from loaders.profiles.marks import State, mark_key
from loaders.readers.cell_text import shown
from loaders.readers.sheet import Flags


@dataclass(slots=True)
class Piece:
    """The figures of one measure in one table.

    `figures` has one a figure; `row` is the row of the body that each stands on, `place` its place
    (an index into `Areas.codes`) and `ended` its last month's ordinal. `members` are all rows that
    bring a figure and `figure` says which: a figure may be added up or joined from several."""

    table: Table
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

    def standing(self) -> NDArray[np.int64]:
        """The figures that there are and that are not refused."""
        stands = np.zeros(len(self.row), bool)
        stands[self.figure] = True
        stands &= self.figures.state != State.BLANK
        stands[self.figure[self.table.refused[self.members]]] = False
        return np.flatnonzero(stands)


def read_rows(table: Table) -> list[Piece]:
    """Every figure of a table, its faults told in `table.refusals` and `table.refused`."""
    if not table.check_headings() or not table.body:
        return []
    slots = table.columns.slots
    parts = [_parts(table, slot) for slot in slots]
    filled = [_filled(part.values()) for part in parts]
    lost = _lost_words(table) & any_of(filled)
    ours = _kept(table) & any_of(filled) & ~lost
    wanted = [_on(table, slot) for slot in slots]
    _refuse_other_rows(table, ours & ~any_of(wanted))
    _refuse_areas(table, ours & any_of(wanted))
    periods = row_periods(table) if table.shape.period.from_ != "heading" else None
    return [
        _read_slot(table, slot, part, ours & has & on, periods)
        for slot, part, has, on in zip(slots, parts, filled, wanted, strict=True)
    ]


def _parts(table: Table, slot: Slot) -> dict[str, Sent]:
    marks, parts = table.reader.marks, {}
    for role, headings in slot.roles.items():
        cells = tuple(table.cells(heading) for heading in headings)
        if slot.measure.in_brackets == "leave":
            cells = tuple(column.changed(before_brackets) for column in cells)
        if role == "percentage":
            parts[role] = as_percentage(headings, cells, marks, slot.measure.proportion)
        else:
            parts[role] = added_up(headings, cells, marks)
    return parts


def _filled(parts: Iterable[Sent]) -> Flags:
    """Rows in which any part of the figure has anything in it."""
    return any_of([part.state != State.BLANK for part in parts])


def _kept(table: Table) -> Flags:
    kept = where(table, table.columns.only)
    kept &= table.areas.place != LEFT
    kept &= (table.areas.place != BLANK) | table.body.filled_in(table.columns.figures)
    if table.shape.other_places == "leave":
        kept &= table.areas.place >= 0
    return kept


def _lost_words(table: Table) -> Flags:
    """Rows of which nobody can tell whether they are ours, since the cell that says it holds an
    error or a formula without a result. They are refused."""
    filters = [f for slot in table.columns.slots for f in _filters(slot)]
    rows = np.zeros(len(table.body), bool)
    for heading in {f.heading for f in (*table.columns.only, *filters)}:
        told = table.cells(heading).changed(lost_fault)
        lost = told.each(bool, bool)
        for row in np.flatnonzero(lost).tolist():
            table.refuse(row, heading, *told[row])
        rows |= lost
    return rows


def where(table: Table, filters: Iterable[Filter]) -> Flags:
    """Rows that pass every filter."""
    kept = np.ones(len(table.body), bool)
    for one in filters:
        words = {mark_key(word) for word in one.words}
        said = table.cells(one.heading).changed(lambda cell: mark_key(shown(cell)))
        kept &= said.each(words.__contains__, bool)
    return kept


def _on(table: Table, slot: Slot) -> Flags:
    """The rows on which a slot's figure, or any part of it, is said to stand."""
    rows = where(table, slot.where)
    if slot.measure.by_row:
        rows = rows & any_of([where(table, f) for f in slot.role_where.values()])
    return rows


def _refuse_other_rows(table: Table, rows: Flags) -> None:
    if table.shape.other_rows == "leave":
        return
    filters = [f for slot in table.columns.slots for f in _filters(slot)]
    for row in np.flatnonzero(rows).tolist():
        table.refuse(
            row,
            filters[0].heading,
            "The profile knows no figure on such a row.",
            f"Correct it, or say in {table.reader.where} what it is.",
        )


def _filters(slot: Slot) -> list[Filter]:
    return [*slot.where, *(f for filters in slot.role_where.values() for f in filters)]


def _refuse_areas(table: Table, rows: Flags) -> None:
    heading = table.columns.area
    for row in np.flatnonzero(rows & np.isin(table.areas.place, (BLANK, UNKNOWN))).tolist():
        if heading is None or table.areas.place[row] == BLANK:
            table.refuse(row, heading, "There are figures but no place.", "Say whose they are.")
        else:
            cell = shown(table.cells(heading)[row])
            told = lost_fault(cell) or unknown_area(cell, table.reader.places)
            table.refuse(row, heading, *told)


def _read_slot(
    table: Table, slot: Slot, parts: dict[str, Sent], rows: Flags, periods: Periods | None
) -> Piece:
    if slot.period or periods is None:
        periods = constant(stands_for(table, slot.period), len(rows))
    refuse_periods(table, slot, rows, periods)
    placed = rows & (table.areas.place >= 0) & (periods.months > 0)
    if slot.measure.by_row:
        on = {role: rows & where(table, f) for role, f in slot.role_where.items()}
        joined = join_rows(table, parts, on, periods.ended, placed)
        asked = np.ones(len(joined.row), bool)
    else:
        at = np.flatnonzero(placed)
        joined = Joined(parts, np.arange(len(rows)), at, at)
        asked = rows
    figures = work_out(slot.measure, joined.parts, asked, table.reader.marks)
    for fault in figures.faults:
        table.refuse(fault.row, fault.heading, fault.why, fault.remedy)
    if table.shape.add_up and not slot.measure.by_row:
        joined = group_rows(table, periods.ended, placed)
        indicator = table.reader.catalogue.indicator(slot.measure.indicator)
        figures = rows_added_up(figures, joined.members, joined.figure, len(joined.row), indicator)
    row = joined.row
    return Piece(
        table,
        slot,
        figures,
        row,
        table.areas.place[row],
        periods.ended[row],
        joined.members,
        joined.figure,
    )
