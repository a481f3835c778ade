"""Notes whether exact small numbers were read for a page or a file.

Every exact figure that anyone sees is read by a few functions. They note here what they return, and
who builds a page or a file looks afterwards. A page counts as showing small numbers if its figures
are worked out from some, even where it prints sums alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import numpy as np

from indicators.domain.core import Unit
from indicators.domain.indicator import Indicator
from indicators.figures.series import Series


@dataclass(slots=True)
class ReadFigures:
    """What was read within a block."""

    has_small_numbers: bool = False


_reading: ContextVar[ReadFigures | None] = ContextVar("reading", default=None)


@contextmanager
def watch_figures() -> Iterator[ReadFigures]:
    """Watch what is read within the block. A block around it learns of it too."""
    outer, read = _reading.get(), ReadFigures()
    before = _reading.set(read)
    try:
        yield read
    finally:
        _reading.reset(before)
        if outer:
            outer.has_small_numbers |= read.has_small_numbers


def note_small_numbers() -> None:
    """Note that small numbers were read, or may have been."""
    if read := _reading.get():
        read.has_small_numbers = True


def note_series(series: Series) -> None:
    """Note whether a series holds small numbers."""
    read = _reading.get()
    if read and not read.has_small_numbers:
        read.has_small_numbers = _holds_small_numbers(series)


def note_counts(
    counts: Iterable[tuple[Indicator, int | None, int | None]],
) -> None:
    """Note whether any of these numerators and denominators is small."""
    read = _reading.get()
    if read and not read.has_small_numbers:
        read.has_small_numbers = any(is_small_count(*each) for each in counts)


def note_plain_counts(counts: Iterable[int | None], most: int) -> None:
    """Note whether any of these counts, which have no denominator, is from 1 to `most`."""
    if any(count is not None and 1 <= count <= most for count in counts):
        note_small_numbers()


def is_small_count(indicator: Indicator, numerator: int | None, denominator: int | None) -> bool:
    """Return whether a count, what is left of its denominator, or the denominator is small."""
    most = indicator.small_number_threshold
    counts = [numerator]
    if indicator.unit is not Unit.COUNT and denominator is not None:
        counts += [denominator, None if numerator is None else denominator - numerator]
    return any(count is not None and 1 <= count <= most for count in counts)


def _holds_small_numbers(series: Series) -> bool:
    most = np.array([i.small_number_threshold for i in series.catalogued]).reshape(-1, 1, 1)
    has_people = np.array([i.unit is not Unit.COUNT for i in series.catalogued]).reshape(-1, 1, 1)
    left = series.denominator - series.numerator
    small = (series.numerator >= 1) & (series.numerator <= most)
    for counts in (series.denominator, left):
        small |= has_people & (counts >= 1) & (counts <= most)
    return bool(small.any()) or any(map(_holds_small_numbers, series.wholes.values()))
