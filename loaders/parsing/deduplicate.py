"""Refuse repeated figures and incomplete sums, so that each row is loaded or refused as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from indicators.domain.confirmations import join_list
from indicators.domain.periods import Month, Period
from indicators.domain.refusal_texts import explain_refusal
from indicators.domain.refusals import RefusalCode
from loaders.parsing.table_figures import MeasureFigures

_PERIODS = 10**8
"""More than any number of a period, so that a place and a period make one number."""
_NAMED = 3
"""Rows that a reason names before it counts the others."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One figure of a measure, by its position."""

    measured: MeasureFigures
    at: int

    @property
    def row(self) -> tuple[int, int]:
        """The table and the row of its body."""
        return id(self.measured.table), int(self.measured.row[self.at])

    @property
    def figure(self) -> tuple[Any, ...]:
        """What would be loaded."""
        figures, at = self.measured.figures, self.at
        sent = None if figures.counted[at] else figures.value[at]
        value = None if sent is None else Decimal(sent)  # 90 and 90.0 are one figure
        counts = int(figures.numerator[at]), int(figures.denominator[at])
        return int(figures.state[at]), value, *(counts if value is None else counts[1:])

    @property
    def content(self) -> tuple[Any, ...]:
        """The figure with what it is for."""
        measured, at = self.measured, self.at
        key = measured.indicator, int(measured.place[at]), int(measured.periods[at])
        return *key, *self.figure

    @property
    def number(self) -> int:
        return self.measured.table.number(int(self.measured.row[self.at]))


_Repeat = list[_Entry]
"""All entries for one indicator, place and period."""
_Contents = dict[tuple[int, int], list[tuple[Any, ...]]]
"""What each row holds."""


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
        repeats = list(_find_repeats(measures))
        contents = _list_row_contents(measures, repeats)
        conflicts = [repeated for repeated in repeats if _is_conflict(repeated, contents)]
        for repeated in conflicts:
            _refuse_conflict(repeated)
        # A row that repeats one of the conflicting rows is refused with them, and not as a copy.
        for repeated in () if conflicts else repeats:
            _refuse_copies(repeated)


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


def _find_repeats(measures: Sequence[MeasureFigures]) -> Iterator[_Repeat]:
    """Yield the figures that a file has more than once."""
    for code in dict.fromkeys(measured.indicator for measured in measures):
        own = [measured for measured in measures if measured.indicator == code]
        loaded = [measured.find_loaded() for measured in own]
        keys = np.concatenate(
            [m.place[at] * _PERIODS + m.periods[at] for m, at in zip(own, loaded, strict=True)]
        )
        ordered = np.sort(keys)
        if (ordered[1:] != ordered[:-1]).all():  # quicker than finding which are repeated
            continue
        owner = np.repeat(np.arange(len(own)), [len(at) for at in loaded])
        figure = np.concatenate(loaded)
        _, inverse, times = np.unique(keys, return_inverse=True, return_counts=True)
        found: dict[int, _Repeat] = defaultdict(list)
        for at in np.flatnonzero(times[inverse] > 1).tolist():
            found[int(keys[at])].append(_Entry(own[owner[at]], int(figure[at])))
        yield from found.values()


def _list_row_contents(measures: Sequence[MeasureFigures], repeats: Sequence[_Repeat]) -> _Contents:
    """Return everything on the rows with a repeated figure."""
    rows: dict[int, set[int]] = defaultdict(set)
    for table, row in (entry.row for repeated in repeats for entry in repeated):
        rows[table].add(row)
    contents: _Contents = defaultdict(list)
    for measured in measures if repeats else ():
        wanted = sorted(rows[id(measured.table)])
        loaded = measured.find_loaded()
        for at in loaded[np.isin(measured.row[loaded], wanted)].tolist():
            entry = _Entry(measured, at)
            contents[entry.row].append(entry.content)
    return contents


def _is_conflict(repeated: _Repeat, contents: _Contents) -> bool:
    """Return whether the rows of one figure differ, so that the order would decide what is loaded.

    Rows of one table must be the same in all they hold: to refuse one of them would lose what the
    other lacks.
    """
    if len({entry.figure for entry in repeated}) > 1:
        return True
    rows: dict[int, set[frozenset[tuple[Any, ...]]]] = defaultdict(set)
    for entry in repeated:
        if not entry.measured.of_many_rows:
            rows[entry.row[0]].add(frozenset(contents[entry.row]))
    return any(len(different) > 1 for different in rows.values())


def _refuse_conflict(repeated: _Repeat) -> None:
    """Refuse every row of a figure that the rows of a file give differently."""
    for entry in repeated:
        others = [_locate(other, entry) for other in repeated if other.row != entry.row]
        table = entry.measured.table
        _refuse(
            entry,
            RefusalCode.CONFLICTING_FIGURE,
            others=join_list(list(dict.fromkeys(others)), _NAMED),
            profile=table.reader.where,
        )


def _refuse_copies(repeated: _Repeat) -> None:
    """Refuse the later rows where a file has the same figure twice."""
    for entry in repeated[1:]:
        _refuse(entry, RefusalCode.DUPLICATE_FIGURE, earlier=_locate(repeated[0], entry))


def _locate(entry: _Entry, seen_from: _Entry) -> str:
    table = entry.measured.table
    sheet = f" of sheet {table.sheet}" if table.sheet != seen_from.measured.table.sheet else ""
    return f"row {entry.number}{sheet}"


def _refuse(entry: _Entry, code: RefusalCode, **values: str) -> None:
    measured, at = entry.measured, entry.at
    places, codes = measured.table.reader.places, measured.table.areas.codes
    reason = explain_refusal(
        code,
        place=places[codes[measured.place[at]]].name,
        month=Period(Month(int(measured.ended[at])), int(measured.months[at])).name,
        **values,
    )
    measured.table.refuse(int(measured.row[at]), measured.table.columns.area, reason)
