"""Months of figures as dense arrays. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.domain.core import Unit
from indicators.domain.indicator import Indicator
from indicators.domain.periods import Month, Period
from indicators.domain.reading.observation_texts import NO_COUNT, ObservationTexts
from indicators.figures.month_states import NOT_APPLICABLE, OK
from indicators.figures.observation_columns import (
    UNKNOWN,
    ObservationColumns,
    WholeNumbers,
    convert_numbers,
    find_positions,
    read_columns,
)
from indicators.figures.span_sum import Note

_NONE = -2
"""The number of no definition, where none was in force."""
ARRAYS = {
    "numerator": np.int64,
    "denominator": np.int64,
    "state": np.int8,
    "missing": np.int32,
    "unpooled": np.int32,
}


@dataclass(frozen=True, slots=True)
class MonthWindow:
    """The months that are looked at, as array positions: `first` is position 0."""

    first: Month
    last: Month

    @property
    def length(self) -> int:
        return self.last.ordinal - self.first.ordinal + 1

    @property
    def months(self) -> list[Month]:
        return [self.first + at for at in range(self.length)]

    @property
    def numbers(self) -> list[int]:
        ordinals = range(self.first.ordinal, self.last.ordinal + 1)
        return [ordinal // 12 * 100 + ordinal % 12 + 1 for ordinal in ordinals]

    @property
    def years(self) -> MonthWindow:
        """The whole calendar years that the months lie in."""
        return MonthWindow(Month.of(self.first.year, 1), Month.of(self.last.year, 12))

    def at(self, month: Month) -> int:
        return month.ordinal - self.first.ordinal

    def has(self, month: Month) -> bool:
        return self.first <= month <= self.last

    def covers(self, other: MonthWindow) -> bool:
        return self.has(other.first) and self.has(other.last)


class Series:
    """Arrays of shape (indicators, places, months).

    They are numerator, denominator, state, `missing` areas and `unpooled` areas, whose percentages
    without counts cannot be pooled. `are_counts` has an element for each indicator. `exact` holds,
    at (indicator, place, month), figures that were sent as percentages only. `wholes` holds, by
    their length, the quarters and years that were sent as one figure for an indicator with shorter
    periods; their series has that `length`. `released` holds the published `Figure`s of the
    indicators of which the viewer sees no others.
    """

    def __init__(
        self,
        indicators: Sequence[Indicator],
        places: Sequence[str],
        window: MonthWindow,
        length: int | None = None,
        definitions: list[list[str]] | None = None,
    ) -> None:
        """Open empty arrays.

        `definitions` are the codes by indicator and month, if they are known already.
        """
        self.length = length
        self.wholes: dict[int, Series] = {}
        self.released: dict[str, Mapping[tuple[str, Period], Any]] = {}
        self.indicators = {indicator.code: at for at, indicator in enumerate(indicators)}
        self.catalogued = list(indicators)
        self.places = {place: at for at, place in enumerate(places)}
        self.window = window
        shape = (len(indicators), len(places), window.length)
        self.numerator = np.zeros(shape, np.int64)
        self.denominator = np.zeros(shape, np.int64)
        self.state = np.zeros(shape, np.int8)
        self.missing = np.zeros(shape, np.int32)
        self.unpooled = np.zeros(shape, np.int32)
        self.notes: dict[tuple[int, int], list[Note]] = {}
        self.exact: dict[tuple[int, int, int], Fraction] = {}
        self.definitions = definitions or [
            indicator.list_definition_codes(window.first, window.last, length or indicator.months)
            for indicator in indicators
        ]
        self._lengths = np.array([length or indicator.months for indicator in indicators])
        self.are_counts = np.array([i.unit is Unit.COUNT for i in indicators], bool)

    def restrict_to(self, window: MonthWindow) -> Series:
        """Return the months of a shorter window. Nothing is copied."""
        start, end = self.window.at(window.first), self.window.at(window.last) + 1
        definitions = [codes[start:end] for codes in self.definitions]
        part = Series(self.catalogued, list(self.places), window, self.length, definitions)
        part.wholes = {length: whole.restrict_to(window) for length, whole in self.wholes.items()}
        for name in ARRAYS:
            setattr(part, name, getattr(self, name)[:, :, start:end])
        part.notes, part.released = self.notes, self.released
        part.exact = {
            (i, p, m - start): v for (i, p, m), v in self.exact.items() if start <= m < end
        }
        return part

    def copy_months(self, window: MonthWindow) -> Series:
        """Return the months of a shorter window as a series of its own, which may be changed."""
        part = self.restrict_to(window)
        for name, kind in ARRAYS.items():
            setattr(part, name, getattr(part, name).astype(kind))
        part.wholes = {length: whole.copy_months(window) for length, whole in self.wholes.items()}
        within = (
            (at, [n for n in every if window.has(n.ended)]) for at, every in self.notes.items()
        )
        part.notes = {at: notes for at, notes in within if notes}
        part.released = {}
        return part

    def narrow(self) -> None:
        """Take no more bytes for a number than the largest needs: a third, of a usual council.

        The arrays are then only for `copy_months`, which gives each number its room again.
        """
        for name in ARRAYS:
            numbers = getattr(self, name)
            ends = numbers.min(initial=0), numbers.max(initial=0)
            setattr(self, name, numbers.astype(np.result_type(*map(np.min_scalar_type, ends))))
        for whole in self.wholes.values():
            whole.narrow()

    def without_wholes(self) -> Series:
        """Return the series without quarters and years that were sent as one figure."""
        part = self.restrict_to(self.window)
        part.wholes = {}
        return part

    def fill(self, texts: Iterable[ObservationTexts]) -> None:
        """Fill in observations, at most one of each definition for a place and period.

        A figure of a definition that was not in force in its month is left out, so that definitions
        are never mixed.
        """
        every = list(texts)
        if every:
            months = {str(number): m for m, number in enumerate(self.window.numbers)}
            columns = read_columns(
                every, self.indicators, months, self.places, self._number_definitions()
            )
            self.fill_columns(columns)

    def fill_columns(self, found: ObservationColumns) -> None:
        """Fill in the same from arrays."""
        longer = found.months > self._lengths[found.indicator]
        if longer.any():
            for length in np.unique(found.months[longer]).tolist():
                of_length = found.select(longer & (found.months == length))
                self._open_whole(length).fill_columns(of_length)
            found = found.select(~longer)
        i, p, m = found.indicator, found.place, found.month
        state, num, den = found.state.copy(), found.numerator, found.denominator
        in_force = self._flag_in_force(i, m, found.definition)
        ok = in_force & (state == OK)
        counted = ok & (num != NO_COUNT)
        state[counted & (den == 0)] = NOT_APPLICABLE
        self.state[i[in_force], p[in_force], m[in_force]] = state[in_force]
        counted &= den != 0
        key = i[counted], p[counted], m[counted]
        self.numerator[key] = num[counted]
        self.denominator[key] = np.where(self.are_counts[i], 1, np.maximum(den, 0))[counted]
        for row in np.flatnonzero(ok & (num == NO_COUNT)).tolist():
            self.exact[int(i[row]), int(p[row]), int(m[row])] = Fraction(found.values[row])
        places = list(self.places) if found.notes else []
        for row, text in found.notes.items():
            if in_force[row]:
                note = Note(places[p[row]], self.window.first + int(m[row]), text)
                self.notes.setdefault((int(i[row]), int(p[row])), []).append(note)

    def _number_definitions(self) -> dict[str, int]:
        codes = (each.code for indicator in self.catalogued for each in indicator.definition)
        return {code: at for at, code in enumerate(dict.fromkeys(codes))}

    def _flag_in_force(
        self, i: WholeNumbers, m: WholeNumbers, definitions: WholeNumbers
    ) -> NDArray[np.bool_]:
        """Flag what is of the definition in force, by the number of its own."""
        numbers = self._number_definitions()
        wanted = np.array([[numbers.get(c, _NONE) for c in codes] for codes in self.definitions])
        flags: NDArray[np.bool_] = wanted[i, m] == definitions
        return flags

    def _open_whole(self, length: int) -> Series:
        """Return the series of the figures that were sent for periods of this length."""
        if length not in self.wholes:
            whole = Series(self.catalogued, list(self.places), self.window, length)
            self.wholes[length] = whole
        return self.wholes[length]

    def fill_totals(self, city: str, rows: Iterable[Any], areas: Sequence[int]) -> None:
        """Fill in the totals over all centre areas as the city's months.

        A count needs the count of every area. `areas` is the number of areas in each month.
        """
        rows = list(rows)
        if not rows:
            return
        codes, ended, definitions, months, have, nums, dens = zip(*rows, strict=True)
        numbers = self._number_definitions()
        at = {number: m for m, number in enumerate(self.window.numbers)}
        i, m = find_positions(self.indicators, codes), find_positions(at, ended)
        sent = convert_numbers([numbers.get(code, UNKNOWN) for code in definitions])
        in_force = self._flag_in_force(i, m, sent)
        longer = convert_numbers(months) > self._lengths[i]
        if longer.any():
            for row in np.flatnonzero(longer).tolist():
                self._open_whole(months[row]).fill_totals(city, [rows[row]], areas)
            rest = [rows[row] for row in np.flatnonzero(~longer).tolist()]
            self.fill_totals(city, rest, areas)
            return
        lacking = np.array(areas)[m] - convert_numbers(have)
        are_counts = self.are_counts[i]
        kept = in_force & ~(are_counts & (lacking > 0))
        den = np.where(are_counts, 1, convert_numbers(dens))[kept]
        key = i[kept], self.places[city], m[kept]
        self.missing[key] = np.maximum(lacking, 0)[kept]
        self.numerator[key] = convert_numbers(nums)[kept]
        self.denominator[key] = den
        self.state[key] = np.where(den > 0, OK, NOT_APPLICABLE)

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        arrays: int = sum(getattr(self, name).nbytes for name in ARRAYS)
        listed = sum(map(len, self.definitions)) * 8 + len(self.exact) * 250
        notes = sum(250 + 2 * len(note.text) for every in self.notes.values() for note in every)
        return arrays + listed + notes + sum(whole.size for whole in self.wholes.values())

    def values(self) -> NDArray[np.float64]:
        """Return each month's figure as a binary float, for charts and limits but not verdicts.

        The shape is (indicators, places, months). It is NaN where there is no figure of the
        definition in force at the window's end.
        """
        scale = np.array([float(i.scale) for i in self.catalogued])[:, None, None]
        figures = np.full(self.state.shape, np.nan)
        known = (self.state == OK) & (self.denominator > 0)
        np.divide(scale * self.numerator, self.denominator, out=figures, where=known)
        for at, figure in self.exact.items():
            figures[at] = float(figure)
        same = np.array([[code == codes[-1] for code in codes] for codes in self.definitions])
        figures[~np.broadcast_to(same[:, None, :], figures.shape)] = np.nan
        return figures

    def list_monthly_values(
        self, indicator: str, place: str, last: int | None = None
    ) -> list[Fraction | None]:
        """Return the figure of each month that has the definition in force at the window's end.

        Of the `last` months, if it is given.
        """
        i, g = self.indicators[indicator], self.places[place]
        codes, state = self.definitions[i], self.state[i, g].tolist()
        first = 0 if last is None else self.window.length - last
        return [
            self.get_figure_at(i, g, m) if state[m] == OK and codes[m] == codes[-1] else None
            for m in range(first, self.window.length)
        ]

    def get_figure_at(self, i: int, g: int, m: int) -> Fraction:
        """Return the figure at a position that has one."""
        if (i, g, m) in self.exact:
            return self.exact[i, g, m]
        scale = self.catalogued[i].scale
        return Fraction(scale * int(self.numerator[i, g, m]), int(self.denominator[i, g, m]))
