"""Holds a total that was sent against the sum of its areas. A disagreement is told, not refused:
either may be right.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from indicators.domain.confirmation_texts import write_confirmation
from indicators.domain.confirmations import Confirmation, ConfirmationCode, SheetRows
from indicators.domain.core import LocalityKind
from indicators.domain.periods import Month
from loaders.parsing.table_figures import MeasureRows
from loaders.profiles.marks import CellState, mark_key
from loaders.readers.cell_text import format_cell
from loaders.readers.sheet import Flags


def find_contradictions(piece: MeasureRows) -> Iterator[Confirmation]:
    """Each total of a measure that its areas contradict.

    Where an area is hidden or missing the sum is only the least that the total can be, so that then
    only a total below it is wrong. Figures sent as percentages have no sum.
    """
    totals, area = piece.table.shape.totals, piece.table.columns.area
    if totals is None or area is None:
        return
    words = {mark_key(word) for word in totals.rows}
    standing = piece.find_loaded()
    counted = piece.figures.counted
    for at in standing[counted[standing]].tolist():
        row = int(piece.row[at])
        if mark_key(format_cell(piece.table.cells(area)[row])) in words:
            areas = _areas(piece, standing, int(piece.ended[at]))
            for role, numbers in _parts(piece).items():
                yield from _held(piece, at, role, numbers, areas)


def _areas(piece: MeasureRows, standing: NDArray[np.int64], ended: int) -> NDArray[np.int64]:
    """The standing figures of areas for one period."""
    codes, places = piece.table.areas.codes, piece.table.reader.places
    is_area = np.array([places[code].kind is LocalityKind.AREA for code in codes], bool)
    ours: Flags = is_area[piece.place[standing]] & (piece.ended[standing] == ended)
    return np.asarray(standing[ours], np.int64)


def _parts(piece: MeasureRows) -> dict[str, NDArray[np.int64]]:
    parts = {"numerator": piece.figures.numerator}
    if "denominator" in piece.slot.roles:
        parts["denominator"] = piece.figures.denominator
    return parts


def _known(piece: MeasureRows, areas: NDArray[np.int64]) -> Flags:
    """Areas whose counts are known; one with nobody has none."""
    figures = piece.figures
    known: Flags = figures.counted[areas] | (figures.state[areas] == CellState.NOT_APPLICABLE)
    return known


def _held(
    piece: MeasureRows, at: int, role: str, numbers: NDArray[np.int64], areas: NDArray[np.int64]
) -> Iterator[Confirmation]:
    known = _known(piece, areas)
    counted = areas[piece.figures.counted[areas]]
    total, least = int(numbers[at]), int(numbers[counted].sum())
    month = Month(int(piece.ended[at]))
    everyone = len(piece.table.reader.places.list_by_kind(LocalityKind.AREA, month))
    whole = bool(known.all()) and len(set(piece.place[areas].tolist())) == everyone
    to = piece.table.shape.totals.rounded_to if piece.table.shape.totals else 1
    slack = (len(counted) + 1) * (to // 2)
    if total >= least - slack and not (whole and total > least + slack):
        return
    code = ConfirmationCode.TOTAL_CONTRADICTS_AREAS if whole else ConfirmationCode.TOTAL_BELOW_AREAS
    table, heading = piece.table, piece.slot.roles[role][0]
    yield Confirmation(
        code,
        write_confirmation(code, areas=least, total=total, period=month.name),
        (piece.indicator,),
        role,
        (table.areas.codes[piece.place[at]],),
        month,
        (SheetRows(table.sheet, (table.number(int(piece.row[at])),), heading.label),),
    )
