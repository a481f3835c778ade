"""What stands in the end: figures that stood before are refused, rows are added up, and each row is
loaded, refused or blank as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.model import Status
from indicators.periods import Month
from loaders.cells import State
from loaders.rows import Piece
from loaders.sent import Flags
from loaders.sheet_table import Table

COLUMNS = {
    "indicator": "str",
    "place": "str",
    "ended": "int64",
    "months": "int64",
    "definition": "str",
    "numerator": "Int64",
    "denominator": "Int64",
    "value": "object",
    "status": "str",
    "note": "str",
    "sheet": "str",
    "row": "int64",
}
_STATUS = {
    State.NUMBER: Status.OK,
    State.NOT_APPLICABLE: Status.NOT_APPLICABLE,
    State.NOT_AVAILABLE: Status.NOT_AVAILABLE,
    State.INCOMPLETE: Status.INCOMPLETE,
    State.HIDDEN: Status.HIDDEN,
}


def settle(pieces: Sequence[Piece]) -> None:
    """Refuse rows until every figure stands once and no sum lacks a row."""
    before = -1
    while before != (now := sum(int(piece.table.refused.sum()) for piece in pieces)):
        before = now
        for piece in pieces:
            if piece.of_many_rows:
                _refuse_partners(piece)
        for code in dict.fromkeys(piece.indicator for piece in pieces):
            _refuse_repeats([piece for piece in pieces if piece.indicator == code])


def _refuse_partners(piece: Piece) -> None:
    """Where a row of a sum is refused the sum cannot be known, so its other rows are too."""
    refused = piece.table.refused[piece.members]
    lacking = np.zeros(len(piece.row), bool)
    lacking[piece.figure[refused]] = True
    of, row = piece.figure[refused].tolist(), piece.members[refused].tolist()
    culprit = dict(zip(of, row, strict=True))
    for at in np.flatnonzero(lacking[piece.figure] & ~refused).tolist():
        other = piece.table.number(culprit[int(piece.figure[at])])
        piece.table.refuse(
            int(piece.members[at]),
            piece.table.columns.area,
            f"It belongs to one figure with row {other}, which is refused.",
            f"Correct row {other}.",
        )


def _refuse_repeats(pieces: Sequence[Piece]) -> None:
    """The same place and period twice in a file: the later rows are refused."""
    offered = [piece.standing() for piece in pieces]
    keys = np.concatenate(
        [p.place[at] * 10**6 + p.ended[at] for p, at in zip(pieces, offered, strict=True)]
    )
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    if len(first) == len(keys):
        return
    whose = np.repeat(np.arange(len(pieces)), [len(at) for at in offered])
    figure = np.concatenate(offered)
    for later in np.flatnonzero(first[inverse] != np.arange(len(keys))).tolist():
        earlier = int(first[inverse[later]])
        _refuse_repeat(
            pieces[whose[later]], int(figure[later]), pieces[whose[earlier]], int(figure[earlier])
        )


def _refuse_repeat(piece: Piece, at: int, stood: Piece, earlier: int) -> None:
    sheet = f" of sheet {stood.table.sheet}" if stood.table.sheet != piece.table.sheet else ""
    row = stood.table.number(int(stood.row[earlier]))
    place = piece.table.reader.places[piece.table.areas.codes[piece.place[at]]].name
    piece.table.refuse(
        int(piece.row[at]),
        piece.table.columns.area,
        f"{place}, {Month(int(piece.ended[at])).name}, stands already on row {row}{sheet}.",
        "Keep one of the two.",
    )


def loaded_rows(table: Table, pieces: Sequence[Piece]) -> Flags:
    """Rows of a table that bring a figure and are not refused."""
    brings = np.zeros(len(table.body), bool)
    for piece in pieces:
        if piece.table is table:
            state = piece.figures.state[piece.figure]
            brings[piece.members[state != State.BLANK]] = True
    return brings & ~table.refused


def frame(pieces: Sequence[Piece]) -> pd.DataFrame:
    """The observations that stand, as `Reading.observations` describes them."""
    parts = [part for part in map(_columns, pieces) if len(part["row"])]
    if not parts:
        return pd.DataFrame({name: pd.Series([], dtype=kind) for name, kind in COLUMNS.items()})
    whole = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return pd.DataFrame(
        {
            name: _series(whole[name], kind, whole.get("no " + name))
            for name, kind in COLUMNS.items()
        }
    )


def _series(values: NDArray[Any], kind: str, missing: NDArray[Any] | None) -> Any:
    if missing is not None:
        return pd.arrays.IntegerArray(values, missing)
    return pd.Series(values, dtype=kind)


def _columns(piece: Piece) -> dict[str, NDArray[Any]]:
    at, figures = piece.standing(), piece.figures
    ok = figures.state[at] == State.NUMBER
    counted, length = figures.counted[at] & ok, len(at)
    indicator = piece.table.reader.catalogue.indicator(piece.indicator)
    months, inverse = np.unique(piece.ended[at], return_inverse=True)
    definitions = [_definition(indicator, Month(m)) for m in months.tolist()]
    return {
        "indicator": _text(indicator.code, length),
        "place": np.array(piece.table.areas.codes, object)[piece.place[at]],
        "ended": np.array([Month(m).number for m in months.tolist()], np.int64)[inverse],
        "months": np.full(length, indicator.months, np.int64),
        "definition": np.array(definitions, object)[inverse],
        "numerator": figures.numerator[at],
        "no numerator": ~counted,
        "denominator": figures.denominator[at],
        "no denominator": ~(figures.weighed[at] & ok),
        "value": np.where(ok & ~counted, figures.value[at], None),
        "status": _statuses(figures.state[at]),
        "note": _notes(piece, at),
        "sheet": _text(piece.table.sheet, length),
        "row": piece.row[at] + piece.table.header.below + 1,
    }


def _text(text: str, length: int) -> NDArray[Any]:
    filled = np.empty(length, object)
    filled[:] = text
    return filled


def _definition(indicator: Any, month: Month) -> str:
    definition = indicator.definition_at(month)
    return definition.code if definition else ""


def _statuses(state: NDArray[np.int8]) -> NDArray[Any]:
    names = np.empty(len(State), object)
    for own, status in _STATUS.items():
        names[own] = status.value
    return names[state]


def _notes(piece: Piece, at: NDArray[np.int64]) -> NDArray[Any]:
    notes = _text(piece.slot.measure.note, len(at))
    if piece.figures.notes:
        own = piece.figures.notes
        for nth, figure in enumerate(at.tolist()):
            if figure in own:
                notes[nth] = " ".join(filter(None, (notes[nth], own[figure])))
    return notes
