"""Observations as arrays of whole numbers, made of the texts that a database joined. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.domain.observation_texts import NUMBERS_APART, TEXTS_APART, ObservationTexts
from indicators.figures.month_states import STATES

WholeNumbers = NDArray[np.int64]
UNKNOWN = -1
"""The number of a code that has none."""


@dataclass(frozen=True, slots=True)
class ObservationColumns:
    """Arrays with an element for each observation.

    `indicator`, `month` and `place` are positions, `definition` a number, `state` that of a month.
    `values` and `notes` have the texts of those that have one, by position.
    """

    indicator: WholeNumbers
    month: WholeNumbers
    place: WholeNumbers
    definition: WholeNumbers
    months: WholeNumbers
    numerator: WholeNumbers
    denominator: WholeNumbers
    state: WholeNumbers
    values: Mapping[int, str]
    notes: Mapping[int, str]

    def select(self, wanted: NDArray[np.bool_]) -> ObservationColumns:
        """Return some of the observations."""
        now = {was: at for at, was in enumerate(np.flatnonzero(wanted).tolist())}
        arrays = {field.name: getattr(self, field.name)[wanted] for field in fields(self)[:-2]}
        texts: dict[str, Any] = {
            name: {now[at]: text for at, text in written.items() if at in now}
            for name, written in (("values", self.values), ("notes", self.notes))
        }
        return replace(self, **arrays, **texts)


def read_columns(
    texts: Sequence[ObservationTexts],
    indicators: Mapping[str, int],
    months: Mapping[str, int],
    places: Mapping[str, int],
    definitions: Mapping[str, int],
) -> ObservationColumns:
    """Return observations of at least one indicator, with positions and numbers by code.

    Those of other `places` and `months` are left out. A definition that has no number is UNKNOWN.
    """
    codes, ended, place, definition, lengths, num, den, value, status, note = zip(
        *texts, strict=True
    )
    counted = _convert(lengths, _read_numbers)
    many = [len(each) for each in counted]

    def join(column: Iterable[str], convert: Callable[[str], WholeNumbers]) -> WholeNumbers:
        return np.concatenate(_convert(column, convert))

    found = ObservationColumns(
        indicator=np.repeat(find_positions(indicators, codes), many),
        month=join(ended, _split_at(NUMBERS_APART, _find_in(months))),
        place=join(place, _split_at(TEXTS_APART, _find_in(places))),
        definition=join(definition, _split_at(TEXTS_APART, _find_in(definitions))),
        months=np.concatenate(counted),
        numerator=join(num, _read_numbers),
        denominator=join(den, _read_numbers),
        state=join(status, _split_at(TEXTS_APART, partial(map, STATES.__getitem__))),
        values=_find_written(value, many),
        notes=_find_written(note, many),
    )
    asked = (found.place != UNKNOWN) & (found.month != UNKNOWN)
    return found if asked.all() else found.select(asked)


def _find_in(numbers: Mapping[str, int]) -> Callable[[list[str]], Iterable[int]]:
    """Return what finds the numbers of codes, UNKNOWN for those that have none."""
    return lambda cells: map(numbers.get, cells, repeat(UNKNOWN))


def find_positions(positions: Mapping[Any, int], keys: Sequence[Any]) -> WholeNumbers:
    """Return the position of each key. Raises KeyError for one that has none."""
    return np.fromiter(map(positions.__getitem__, keys), np.int64, len(keys))


def convert_numbers(numbers: Sequence[Any]) -> WholeNumbers:
    """Return whole numbers of 64 bits."""
    return np.fromiter(numbers, np.int64, len(numbers))


def _convert(texts: Iterable[str], convert: Callable[[str], WholeNumbers]) -> list[WholeNumbers]:
    """Return each text as an array. Indicators often have the same, such as months and places."""
    found: dict[str, WholeNumbers] = {}
    arrays = []
    for text in texts:
        if text not in found:
            found[text] = convert(text)
        arrays.append(found[text])
    return arrays


def _read_numbers(text: str) -> WholeNumbers:
    return np.fromstring(text, np.int64, sep=NUMBERS_APART)


def _split_at(
    apart: str, find: Callable[[list[str]], Iterable[int]]
) -> Callable[[str], WholeNumbers]:
    """Return what makes an array of a text: what is found for each of its cells."""

    def convert(text: str) -> WholeNumbers:
        cells = text.split(apart)
        if cells.count(cells[0]) == len(cells):
            return np.repeat(np.fromiter(find(cells[:1]), np.int64, 1), len(cells))
        return np.fromiter(find(cells), np.int64, len(cells))

    return convert


def _find_written(texts: Iterable[str], many: Iterable[int]) -> dict[int, str]:
    """Return the cells that are not empty, by their position among all."""
    found: dict[int, str] = {}
    start = 0
    for text, of_indicator in zip(texts, many, strict=True):
        if text.strip(TEXTS_APART):
            cells = enumerate(text.split(TEXTS_APART), start)
            found |= {at: cell for at, cell in cells if cell}
        start += of_indicator
    return found
