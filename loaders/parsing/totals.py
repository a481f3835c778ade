"""Compare a total in the file with the sum of its areas.

A disagreement is confirmed and not refused, since either may be right.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from indicators.domain.confirmation_texts import write_confirmation
from indicators.domain.confirmations import Confirmation, ConfirmationCode, SheetRows
from indicators.domain.core import LocalityKind
from indicators.domain.periods import Month
from loaders.parsing.table_figures import MeasureFigures
from loaders.profiles.marks import CellState, mark_key
from loaders.readers.cell_text import format_cell
from loaders.readers.sheet import Flags


def find_contradictions(measured: MeasureFigures) -> Iterator[Confirmation]:
    """Yield each total of a measure that its areas contradict.

    Where an area is hidden or missing, the sum of the others is the least that the total can be, so
    only a lower total is wrong. Percentages have no sum.
    """
    totals, area = measured.table.shape.totals, measured.table.columns.area
    if totals is None or area is None:
        return
    words = {mark_key(word) for word in totals.rows}
    loaded = measured.find_loaded()
    counted = measured.figures.counted
    for at in loaded[counted[loaded]].tolist():
        row = int(measured.row[at])
        if mark_key(format_cell(measured.table.cells(area)[row])) in words:
            areas = _find_areas(measured, loaded, int(measured.ended[at]))
            for role, numbers in _list_counts(measured).items():
                yield from _compare_total(measured, at, role, numbers, areas)


def _find_areas(
    measured: MeasureFigures, loaded: NDArray[np.int64], ended: int
) -> NDArray[np.int64]:
    """Return the loaded figures of areas for one period."""
    codes, places = measured.table.areas.codes, measured.table.reader.places
    is_area = np.array([places[code].kind is LocalityKind.AREA for code in codes], bool)
    ours: Flags = is_area[measured.place[loaded]] & (measured.ended[loaded] == ended)
    return np.asarray(loaded[ours], np.int64)


def _list_counts(measured: MeasureFigures) -> dict[str, NDArray[np.int64]]:
    counts = {"numerator": measured.figures.numerator}
    if "denominator" in measured.source.roles:
        counts["denominator"] = measured.figures.denominator
    return counts


def _flag_known(measured: MeasureFigures, areas: NDArray[np.int64]) -> Flags:
    """Flag areas with known counts; an area with nobody has none."""
    figures = measured.figures
    known: Flags = figures.counted[areas] | (figures.state[areas] == CellState.NOT_APPLICABLE)
    return known


def _compare_total(
    measured: MeasureFigures,
    at: int,
    role: str,
    numbers: NDArray[np.int64],
    areas: NDArray[np.int64],
) -> Iterator[Confirmation]:
    known = _flag_known(measured, areas)
    counted = areas[measured.figures.counted[areas]]
    total, least = int(numbers[at]), int(numbers[counted].sum())
    month = Month(int(measured.ended[at]))
    everyone = len(measured.table.reader.places.list_by_kind(LocalityKind.AREA, month))
    whole = bool(known.all()) and len(set(measured.place[areas].tolist())) == everyone
    to = measured.table.shape.totals.rounded_to if measured.table.shape.totals else 1
    slack = (len(counted) + 1) * (to // 2)
    if total >= least - slack and not (whole and total > least + slack):
        return
    code = ConfirmationCode.TOTAL_CONTRADICTS_AREAS if whole else ConfirmationCode.TOTAL_BELOW_AREAS
    table, heading = measured.table, measured.source.roles[role][0]
    yield Confirmation(
        code,
        write_confirmation(code, areas=least, total=total, period=month.name),
        (measured.indicator,),
        role,
        (table.areas.codes[measured.place[at]],),
        month,
        (SheetRows(table.sheet, (table.number(int(measured.row[at])),), heading.label),),
    )
