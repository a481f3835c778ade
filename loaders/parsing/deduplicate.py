"""What stands in the end: figures that stood before are refused, rows are added up, and each row is
loaded, refused or blank as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.domain.core import ObservationStatus
from indicators.domain.periods import Month
from indicators.domain.refusal_texts import explain_refusal
from indicators.domain.refusals import RefusalCode
from loaders.parsing.area_dates import refuse_outside_dates
from loaders.parsing.sheet_table import SheetTable
from loaders.parsing.table_figures import MeasureRows
from loaders.profiles.marks import CellState
from loaders.readers.sheet import Flags

COLUMNS = {
    "indicator": "category",
    "place": "category",
    "ended": "int64",
    "months": "int64",
    "definition": "category",
    "numerator": "Int64",
    "denominator": "Int64",
    "value": "object",
    "status": "category",
    "note": "category",
    "sheet": "category",
    "row": "int64",
}
_STATUS = {
    CellState.NUMBER: ObservationStatus.OK,
    CellState.NOT_APPLICABLE: ObservationStatus.NOT_APPLICABLE,
    CellState.NOT_AVAILABLE: ObservationStatus.NOT_AVAILABLE,
    CellState.INCOMPLETE: ObservationStatus.INCOMPLETE,
    CellState.HIDDEN: ObservationStatus.HIDDEN,
}


def deduplicate(pieces: Sequence[MeasureRows]) -> None:
    """Refuse rows until every figure is of a place there was, stands once and lacks no row."""
    for piece in pieces:
        refuse_outside_dates(piece)
    before = -1
    while before != (now := sum(int(piece.table.refused.sum()) for piece in pieces)):
        before = now
        for piece in pieces:
            if piece.of_many_rows:
                _refuse_partners(piece)
        for code in dict.fromkeys(piece.indicator for piece in pieces):
            _refuse_repeats([piece for piece in pieces if piece.indicator == code])


def _refuse_partners(piece: MeasureRows) -> None:
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
            explain_refusal(RefusalCode.RELATED_ROW_REFUSED, row=other),
        )


def _refuse_repeats(pieces: Sequence[MeasureRows]) -> None:
    """The same place and period twice in a file: the later rows are refused."""
    offered = [piece.find_loaded() for piece in pieces]
    keys = np.concatenate(
        [p.place[at] * 10**6 + p.ended[at] for p, at in zip(pieces, offered, strict=True)]
    )
    ordered = np.sort(keys)
    if (ordered[1:] != ordered[:-1]).all():  # which is quicker to see than which are twice
        return
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    whose = np.repeat(np.arange(len(pieces)), [len(at) for at in offered])
    figure = np.concatenate(offered)
    for later in np.flatnonzero(first[inverse] != np.arange(len(keys))).tolist():
        earlier = int(first[inverse[later]])
        _refuse_repeat(
            pieces[whose[later]], int(figure[later]), pieces[whose[earlier]], int(figure[earlier])
        )


def _refuse_repeat(piece: MeasureRows, at: int, stood: MeasureRows, earlier: int) -> None:
    where = f"row {stood.table.number(int(stood.row[earlier]))}"
    if stood.table.sheet != piece.table.sheet:
        where += f" of sheet {stood.table.sheet}"
    place = piece.table.reader.places[piece.table.areas.codes[piece.place[at]]].name
    piece.table.refuse(
        int(piece.row[at]),
        piece.table.columns.area,
        explain_refusal(
            RefusalCode.DUPLICATE_FIGURE,
            place=place,
            month=Month(int(piece.ended[at])).name,
            earlier=where,
        ),
    )


def find_loaded_rows(table: SheetTable, pieces: Sequence[MeasureRows]) -> Flags:
    """Rows of a table that bring a figure and are not refused."""
    brings = np.zeros(len(table.body), bool)
    for piece in pieces:
        if piece.table is table:
            state = piece.figures.state[piece.figure]
            brings[piece.members[state != CellState.BLANK]] = True
    return brings & ~table.refused


def to_frame(pieces: Sequence[MeasureRows]) -> pd.DataFrame:
    """The observations that stand, as `Reading.observations` describes them."""
    words: dict[str, _Words] = {n: _Words() for n, kind in COLUMNS.items() if kind == "category"}
    parts = [_columns(piece, words) for piece in pieces]
    whole = {
        name: np.concatenate([part[name] for part in parts]) for name in (parts[0] if parts else ())
    }
    return pd.DataFrame({name: _series(name, kind, whole, words) for name, kind in COLUMNS.items()})


class _Words(dict[str, int]):
    """The different texts of a column, each with its number."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number

    def numbers(self, texts: Iterable[str]) -> NDArray[np.int32]:
        return np.fromiter(map(self.__getitem__, texts), np.int32)

    def written(self, numbers: NDArray[np.int32]) -> pd.Categorical:
        """The texts with these numbers, as categories in the order of the alphabet."""
        texts = sorted(self)
        rank = {text: at for at, text in enumerate(texts)}
        in_order = np.array([rank[text] for text in self], np.int32)
        return pd.Categorical.from_codes(in_order[numbers], pd.Index(texts, dtype=object))


def _series(name: str, kind: str, whole: dict[str, NDArray[Any]], words: dict[str, _Words]) -> Any:
    if name not in whole:
        return pd.Series([], dtype=kind)
    if name in words:
        return words[name].written(whole[name])
    if kind == "Int64":
        return pd.arrays.IntegerArray(whole[name], whole["no " + name])
    return pd.Series(whole[name], dtype=kind)


def _columns(piece: MeasureRows, words: dict[str, _Words]) -> dict[str, NDArray[Any]]:
    """The columns of a piece's figures, those of text by the numbers of `words`."""
    at, figures = piece.find_loaded(), piece.figures
    state, ok = figures.state[at], figures.state[at] == CellState.NUMBER
    counted = figures.counted[at] & ok
    indicator = piece.table.reader.catalogue.indicator(piece.indicator)
    months, inverse = np.unique(piece.ended[at], return_inverse=True)
    definitions = [_definition(indicator, Month(m)) for m in months.tolist()]
    places, place = np.unique(piece.place[at], return_inverse=True)
    states, status = np.unique(state, return_inverse=True)

    def all_of(name: str, text: str) -> NDArray[np.int32]:
        return np.full(len(at), words[name][text], np.int32)

    return {
        "indicator": all_of("indicator", indicator.code),
        "place": words["place"].numbers(piece.table.areas.codes[p] for p in places)[place],
        "ended": np.array([Month(m).number for m in months.tolist()], np.int64)[inverse],
        "months": np.full(len(at), indicator.months, np.int64),
        "definition": words["definition"].numbers(definitions)[inverse],
        "numerator": figures.numerator[at],
        "no numerator": ~counted,
        "denominator": figures.denominator[at],
        "no denominator": ~(figures.weighed[at] & ok),
        "value": np.where(ok & ~counted, figures.value[at], None),
        "status": words["status"].numbers(_STATUS[CellState(one)].value for one in states)[status],
        "note": _notes(piece, at, all_of("note", piece.slot.measure.note), words["note"]),
        "sheet": all_of("sheet", piece.table.sheet),
        "row": piece.row[at] + piece.table.header.below + 1,
    }


def _definition(indicator: Any, month: Month) -> str:
    definition = indicator.find_definition(month)
    return definition.code if definition else ""


def _notes(
    piece: MeasureRows, at: NDArray[np.int64], notes: NDArray[np.int32], words: _Words
) -> NDArray[np.int32]:
    """The measure's own note, and after it what is noted of a figure."""
    if own := piece.figures.notes:
        for nth in np.flatnonzero(np.isin(at, list(own))).tolist():
            said = piece.slot.measure.note, own[int(at[nth])]
            notes[nth] = words[" ".join(filter(None, said))]
    return notes
