"""Put loaded figures into the frame that `indicators.domain.observation_schema` describes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from indicators.domain.core import ObservationStatus
from indicators.domain.observation_schema import OBSERVATION_COLUMNS
from indicators.domain.periods import Month, Period
from loaders.parsing.table_figures import MeasureFigures
from loaders.profiles.marks import CellState, FigureStatus, describe_status

if TYPE_CHECKING:  # slow to import, and only loading needs it
    import pandas as pd


_STATUS = {
    CellState.NUMBER: ObservationStatus.OK,
    CellState.NOT_APPLICABLE: ObservationStatus.NOT_APPLICABLE,
    CellState.NOT_AVAILABLE: ObservationStatus.NOT_AVAILABLE,
    CellState.INCOMPLETE: ObservationStatus.INCOMPLETE,
    CellState.HIDDEN: ObservationStatus.HIDDEN,
}
_EMPTY = "empty "
"""Before a column's name: the flags of its missing numbers."""


class _Words(dict[str, int]):
    """The different texts of a column, each with its number."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number

    def number_all(self, texts: Iterable[str]) -> NDArray[np.int32]:
        return np.fromiter(map(self.__getitem__, texts), np.int32)

    def to_categories(self, numbers: NDArray[np.int32]) -> pd.Categorical:
        """Return the texts with these numbers, with categories in alphabetical order."""
        import pandas as pd

        texts = sorted(self)
        rank = {text: at for at, text in enumerate(texts)}
        in_order = np.array([rank[text] for text in self], np.int32)
        return pd.Categorical.from_codes(in_order[numbers], pd.Index(texts, dtype=object))


def build_observations(measures: Sequence[MeasureFigures]) -> pd.DataFrame:
    """Return all loaded figures as one frame."""
    import pandas as pd

    dtypes = {name: column.dtype for name, column in OBSERVATION_COLUMNS.items()}
    words = {name: _Words() for name, dtype in dtypes.items() if dtype == "category"}
    parts = [_build_columns(measured, words) for measured in measures]
    whole = {
        name: np.concatenate([part[name] for part in parts]) for name in (parts[0] if parts else ())
    }
    return pd.DataFrame(
        {name: _build_series(name, dtype, whole, words) for name, dtype in dtypes.items()}
    )


def _build_series(
    name: str, dtype: str, whole: dict[str, NDArray[Any]], words: dict[str, _Words]
) -> Any:
    import pandas as pd

    if name not in whole:
        return pd.Series([], dtype=dtype)
    if name in words:
        return words[name].to_categories(whole[name])
    if dtype == "Int64":
        return pd.arrays.IntegerArray(whole[name], whole[_EMPTY + name])
    return pd.Series(whole[name], dtype=dtype)


def _build_columns(measured: MeasureFigures, words: dict[str, _Words]) -> dict[str, NDArray[Any]]:
    """Return the columns of one measure's figures, with texts as their numbers in `words`."""
    at, figures = measured.find_loaded(), measured.figures
    state, ok = figures.state[at], figures.state[at] == CellState.NUMBER
    counted = figures.counted[at] & ok
    indicator = measured.table.reader.catalogue.indicator(measured.indicator)
    _, index, period = np.unique(measured.periods[at], return_index=True, return_inverse=True)
    first = at[index]
    periods = [
        Period(Month(ended), months)
        for ended, months in zip(
            measured.ended[first].tolist(), measured.months[first].tolist(), strict=True
        )
    ]
    definitions = [indicator.get_definition_code(each) for each in periods]
    places, place = np.unique(measured.place[at], return_inverse=True)
    states, status = np.unique(state, return_inverse=True)
    codes = measured.table.areas.codes

    def repeat(name: str, text: str) -> NDArray[np.int32]:
        return np.full(len(at), words[name][text], np.int32)

    return {
        "indicator": repeat("indicator", indicator.code),
        "place": words["place"].number_all(codes[p] for p in places)[place],
        "ended": np.array([each.ended.number for each in periods], np.int64)[period],
        "months": measured.months[at],
        "definition": words["definition"].number_all(definitions)[period],
        "numerator": figures.numerator[at],
        _EMPTY + "numerator": ~counted,
        "denominator": figures.denominator[at],
        _EMPTY + "denominator": ~(figures.weighed[at] & ok),
        "value": np.where(ok & ~counted, figures.value[at], None),
        "status": words["status"].number_all(_STATUS[CellState(s)].value for s in states)[status],
        "note": _add_notes(measured, at, repeat("note", measured.source.measure.note), words),
        "sheet": repeat("sheet", measured.table.sheet),
        "row": measured.row[at] + measured.table.header.below + 1,
    }


def _add_notes(
    measured: MeasureFigures,
    at: NDArray[np.int64],
    notes: NDArray[np.int32],
    words: dict[str, _Words],
) -> NDArray[np.int32]:
    """Add to the measure's own note what is noted of a figure, and its marks after a number."""
    statuses = _find_statuses(measured)
    own = set(measured.figures.notes).union(np.flatnonzero(statuses).tolist())
    for nth in np.flatnonzero(np.isin(at, list(own))).tolist():
        figure = int(at[nth])
        status = describe_status(FigureStatus(int(statuses[figure])))
        texts = measured.source.measure.note, measured.figures.notes.get(figure, ""), status
        notes[nth] = words["note"][" ".join(filter(None, texts))]
    return notes


def _find_statuses(measured: MeasureFigures) -> NDArray[np.int8]:
    """Return what the marks in any of a figure's cells say, as a `FigureStatus` for each figure."""
    table, split = measured.table, measured.table.reader.marks.split_status
    by_row = np.zeros(len(table.body), np.int8)
    for heading in {heading for part in measured.source.roles.values() for heading in part}:
        by_row |= table.cells(heading).map_to_array(lambda cell: int(split(cell)[1]), np.int8)
    by_figure = np.zeros(len(measured.figures.state), np.int8)
    if by_row.any():
        np.bitwise_or.at(by_figure, measured.figure, by_row[measured.members])
    return by_figure
