"""Refuse repeated figures and incomplete sums, so that each row is loaded or refused as a whole."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indicators.domain.periods import Month
from indicators.domain.refusal_texts import explain_refusal
from indicators.domain.refusals import RefusalCode
from loaders.parsing.table_figures import MeasureFigures

_PERIODS = 10**6
"""More than there are months, so that a place and a month make one number."""


def deduplicate(measures: Sequence[MeasureFigures]) -> None:
    """Refuse rows until each figure is given once and has all its rows.

    To refuse one row can leave another without its partner, so this repeats until nothing changes.
    """
    before = -1
    while before != (now := sum(int(measured.table.refused.sum()) for measured in measures)):
        before = now
        for measured in measures:
            if measured.of_many_rows:
                _refuse_related_rows(measured)
        for code in dict.fromkeys(measured.indicator for measured in measures):
            _refuse_repeats([measured for measured in measures if measured.indicator == code])


def _refuse_related_rows(measured: MeasureFigures) -> None:
    """Refuse all rows of a figure that has a refused row, since it cannot be known."""
    refused = measured.table.refused[measured.members]
    incomplete = np.zeros(len(measured.row), bool)
    incomplete[measured.figure[refused]] = True
    figures = measured.figure[refused].tolist()
    cause = dict(zip(figures, measured.members[refused].tolist(), strict=True))
    for at in np.flatnonzero(incomplete[measured.figure] & ~refused).tolist():
        other = measured.table.number(cause[int(measured.figure[at])])
        measured.table.refuse(
            int(measured.members[at]),
            measured.table.columns.area,
            explain_refusal(RefusalCode.RELATED_ROW_REFUSED, row=other),
        )


def _refuse_repeats(measures: Sequence[MeasureFigures]) -> None:
    """Refuse the later rows where a file has the same place and period twice."""
    loaded = [measured.find_loaded() for measured in measures]
    keys = np.concatenate(
        [m.place[at] * _PERIODS + m.ended[at] for m, at in zip(measures, loaded, strict=True)]
    )
    ordered = np.sort(keys)
    if (ordered[1:] != ordered[:-1]).all():  # quicker than finding which are repeated
        return
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    owner = np.repeat(np.arange(len(measures)), [len(at) for at in loaded])
    figure = np.concatenate(loaded)
    for later in np.flatnonzero(first[inverse] != np.arange(len(keys))).tolist():
        earlier = int(first[inverse[later]])
        _refuse_repeat(
            measures[owner[later]],
            int(figure[later]),
            measures[owner[earlier]],
            int(figure[earlier]),
        )


def _refuse_repeat(measured: MeasureFigures, at: int, first: MeasureFigures, first_at: int) -> None:
    earlier = f"row {first.table.number(int(first.row[first_at]))}"
    if first.table.sheet != measured.table.sheet:
        earlier += f" of sheet {first.table.sheet}"
    places, codes = measured.table.reader.places, measured.table.areas.codes
    measured.table.refuse(
        int(measured.row[at]),
        measured.table.columns.area,
        explain_refusal(
            RefusalCode.DUPLICATE_FIGURE,
            place=places[codes[measured.place[at]]].name,
            month=Month(int(measured.ended[at])).name,
            earlier=earlier,
        ),
    )
