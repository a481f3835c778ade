"""The three-way difference: as exported, as in the sheet, and as in the dashboard now.

Nothing that either side wrote is lost: a field that only one side changed takes that change, and
one that both changed is asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from indicators.actions.action import Action
from indicators.actions.action_fields import ActionField, ActionFields, ActionStatus
from indicators.actions.sheets.difference_model import (
    CellDifference,
    RowDifference,
    SheetCellState,
    SheetDifference,
    SheetRowState,
)
from indicators.actions.sheets.sheet_model import (
    FILLED_IN,
    SHEET_HEADINGS,
    BaselineRow,
    SheetReading,
    SheetRow,
)


@dataclass(frozen=True, slots=True)
class LaterAction:
    """An action of the team that is not in the baseline.

    `first` are the fields with which it was made. `is_from_sheet` says that an import of the same
    sheet made it.
    """

    action: Action
    first: ActionFields
    is_from_sheet: bool


def compare_sheet(
    reading: SheetReading,
    current: Mapping[int, Action],
    bases: Mapping[int, ActionFields],
    later: Sequence[LaterAction],
) -> SheetDifference:
    """Return what a sheet changes.

    `current` holds the actions of the baseline as they are now, and `bases` their fields as they
    were at the version that was exported.
    """
    rows = _RowMatch(reading, later)
    found: list[RowDifference] = []
    for exported in reading.baseline.rows:
        if exported.number in reading.refused:
            continue
        action, base = current[exported.number], bases[exported.number]
        own = rows.take_own(exported)
        if own is None:
            found += _list_missing(action)
        else:
            found.append(_compare_row(own, exported.cells, base, action))
    for row, made in rows.list_made_by_sheet():
        first = {field: made.first[field] for field in SHEET_HEADINGS}
        found.append(_compare_row(row, first, made.first, made.action))
    for row, alike in rows.list_new():
        found.append(_describe_new(row, alike))
    return SheetDifference(tuple(found))


class _RowMatch:
    """Which row of the sheet is which action."""

    def __init__(self, reading: SheetReading, later: Sequence[LaterAction]) -> None:
        numbers = {row.number for row in reading.rows} | set(reading.refused)
        self._rows = list(reading.rows)
        self._missing = [row for row in reading.baseline.rows if row.number not in numbers]
        self._later = [each for each in later if not each.action.is_removed]

    def take_own(self, exported: BaselineRow) -> SheetRow | None:
        """Return the row of an action that was exported; others with its reference are copies.

        A row that lost its reference is found by what it says, if no other row has the reference.
        """
        own = [row for row in self._rows if row.number == exported.number]
        if not own and exported in self._missing:
            says = _make_key(exported.cells)
            own = [r for r in self._rows if r.number is None and _make_key(r.cells) == says][:1]
        unchanged = [row for row in own if _is_as_exported(row, exported)]
        chosen = next(iter(unchanged or own), None)
        if chosen:
            self._rows.remove(chosen)
        return chosen

    def list_made_by_sheet(self) -> Iterator[tuple[SheetRow, LaterAction]]:
        """Yield the rows that an earlier import of the same sheet added, with their actions."""
        for made in [each for each in self._later if each.is_from_sheet]:
            says = _make_key(made.first)
            for row in self._rows:
                if row.number is None and _make_key(row.cells) == says:
                    self._rows.remove(row)
                    self._later.remove(made)
                    yield row, made
                    break

    def list_new(self) -> Iterator[tuple[SheetRow, Action | None]]:
        """Yield the rows that are left, each with an action that says the same, if there is one."""
        for row in self._rows:
            says = _make_key(row.cells)
            alike = (each.action for each in self._later if _make_key(each.action.fields) == says)
            yield row, next(alike, None) if row.number is None else None


def _make_key(cells: Mapping[ActionField, str]) -> tuple[str, str]:
    return cells[ActionField.INDICATOR], " ".join(cells[ActionField.WHAT].casefold().split())


def _is_as_exported(row: SheetRow, exported: BaselineRow) -> bool:
    return all(
        _read_here(row, field, exported.cells[field]) == exported.cells[field]
        for field in SHEET_HEADINGS
    )


def _read_here(row: SheetRow, field: ActionField, base: str) -> str:
    """Return what the sheet says in a field, where it may say what it said before."""
    here = row.cells[field]
    if field is ActionField.DUE and base and base == row.other_day:
        return base
    if field is ActionField.STATUS and not here and base == ActionStatus.NOT_STARTED:
        return base
    return here


def _list_missing(action: Action) -> Iterator[RowDifference]:
    if not action.is_removed:
        yield RowDifference(SheetRowState.MISSING, action.id, action.version, 0, action.what, ())


def _compare_row(
    row: SheetRow, exported: Mapping[ActionField, str], base: ActionFields, action: Action
) -> RowDifference:
    """Compare one action. `exported` is the baseline in the file, `base` the same in the database.

    The two may differ where a spreadsheet program cannot keep a text, in the same way as the sheet.
    """
    if not any(row.cells[field] for field in FILLED_IN):
        cells: tuple[CellDifference, ...] = ()
        state = SheetRowState.KNOWN if action.is_removed else SheetRowState.MISSING
    else:
        cells = tuple(
            _compare_cell(row, field, exported[field], base[field], action.fields[field])
            for field in SHEET_HEADINGS
        )
        state = SheetRowState.KNOWN
    found = RowDifference(state, action.id, action.version, row.row, action.what, cells)
    if action.is_removed and found.changes_sheet:
        return replace(found, state=SheetRowState.REMOVED)
    return found


def _compare_cell(
    row: SheetRow, field: ActionField, exported: str, base: str, there: str
) -> CellDifference:
    here = _read_here(row, field, exported)
    if here == exported:
        state = SheetCellState.UNCHANGED if there == base else SheetCellState.CHANGED_THERE
        return CellDifference(field, base, base, there, state)
    other_day = row.other_day if field is ActionField.DUE else ""
    if there in (here, other_day or here):
        return CellDifference(field, base, there, there, SheetCellState.BOTH_EQUAL)
    if there != base:
        state = SheetCellState.CONFLICT
    elif not here:
        state = SheetCellState.EMPTIED
    elif other_day or field is ActionField.INDICATOR:
        state = SheetCellState.UNSURE
    else:
        state = SheetCellState.CHANGED_HERE
    return CellDifference(field, base, here, there, state, other_day)


def _describe_new(row: SheetRow, alike: Action | None) -> RowDifference:
    what = row.cells[ActionField.WHAT]
    if row.number is not None:
        return RowDifference(SheetRowState.COPY, row.number, 0, row.row, what, _list_new_cells(row))
    if alike is None:
        return RowDifference(SheetRowState.NEW, None, 0, row.row, what, _list_new_cells(row))
    says = {field: _read_here(row, field, alike.fields[field]) for field in SHEET_HEADINGS}
    if all(says[field] == alike.fields[field] for field in SHEET_HEADINGS):
        cells = tuple(
            CellDifference(field, "", text, text, SheetCellState.BOTH_EQUAL)
            for field, text in says.items()
        )
        return RowDifference(SheetRowState.KNOWN, alike.id, alike.version, row.row, what, cells)
    return RowDifference(
        SheetRowState.ALIKE, None, 0, row.row, what, _list_new_cells(row), alike.id
    )


def _list_new_cells(row: SheetRow) -> tuple[CellDifference, ...]:
    return tuple(
        CellDifference(
            field,
            "",
            text,
            "",
            SheetCellState.UNSURE if day else SheetCellState.CHANGED_HERE,
            day,
        )
        for field, text in row.cells.items()
        if text
        for day in [row.other_day if field is ActionField.DUE else ""]
    )
