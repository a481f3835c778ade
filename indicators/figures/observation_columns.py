"""Observations as arrays of whole numbers, made of the texts that a database joined. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.domain.reading.observation_texts import NUMBERS_APART, TEXTS_APART, ObservationTexts
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
    many = [text.count(NUMBERS_APART) + 1 for text in lengths]
    found = ObservationColumns(
        indicator=np.repeat(find_positions(indicators, codes), many),
        month=_find_all(ended, NUMBERS_APART, months),
        place=_find_all(place, TEXTS_APART, places),
        definition=_find_all(definition, TEXTS_APART, definitions),
        months=_read_numbers(lengths),
        numerator=_read_numbers(num),
        denominator=_read_numbers(den),
        state=_find_all(status, TEXTS_APART, STATES),
        values=_find_written(value),
        notes=_find_written(note),
    )
    asked = (found.place != UNKNOWN) & (found.month != UNKNOWN)
    return found if asked.all() else found.select(asked)


def find_positions(positions: Mapping[Any, int], keys: Sequence[Any]) -> WholeNumbers:
    """Return the position of each key. Raises KeyError for one that has none."""
    return np.fromiter(map(positions.__getitem__, keys), np.int64, len(keys))


def convert_numbers(numbers: Sequence[Any]) -> WholeNumbers:
    """Return whole numbers of 64 bits."""
    return np.fromiter(numbers, np.int64, len(numbers))


def _read_numbers(texts: Sequence[str]) -> WholeNumbers:
    return np.fromstring(NUMBERS_APART.join(texts), np.int64, sep=NUMBERS_APART)


def _find_all(texts: Sequence[str], apart: str, numbers: Mapping[str, int]) -> WholeNumbers:
    """Return the number of each cell, UNKNOWN for those that have none.

    Most indicators have the same months, places and definitions, and those are read once.
    """
    if texts.count(texts[0]) < len(texts):
        return _find_cells(apart.join(texts).split(apart), numbers)
    return np.tile(_find_cells(texts[0].split(apart), numbers), len(texts))


def _find_cells(cells: list[str], numbers: Mapping[str, int]) -> WholeNumbers:
    if cells.count(cells[0]) == len(cells):
        return np.full(len(cells), numbers.get(cells[0], UNKNOWN), np.int64)
    return np.fromiter(map(numbers.get, cells, repeat(UNKNOWN)), np.int64, len(cells))


def _find_written(texts: Sequence[str]) -> dict[int, str]:
    """Return the cells that are not empty, by their position among all."""
    every = TEXTS_APART.join(texts)
    if not every.strip(TEXTS_APART):
        return {}
    return {at: cell for at, cell in enumerate(every.split(TEXTS_APART)) if cell}
