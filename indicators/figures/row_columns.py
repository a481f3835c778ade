"""Rows of observations as columns, and their cells as arrays of whole numbers. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

WholeNumbers = NDArray[np.int64]
NO_COUNT = -1
"""No count was sent; none that was is below 0."""
_AT_ONCE = 1000


def split_columns(rows: Sequence[Any]) -> list[list[Any]]:
    """Return the columns of rows. `zip` is fast for a thousand, and slow for a hundred thousand."""
    columns: list[list[Any]] = [[] for _ in rows[0]]
    for first in range(0, len(rows), _AT_ONCE):
        some = zip(*rows[first : first + _AT_ONCE], strict=True)
        for column, part in zip(columns, some, strict=True):
            column.extend(part)
    return columns


def find_positions(positions: Mapping[Any, int], keys: Sequence[Any]) -> WholeNumbers:
    """Return the position of each key. Raises KeyError for one that has none."""
    return np.fromiter(map(positions.__getitem__, keys), np.int64, len(keys))


def convert_counts(numbers: Sequence[int | None]) -> WholeNumbers:
    """Return counts, with NO_COUNT for those that were not sent."""
    if None in numbers:
        return convert_numbers([NO_COUNT if number is None else number for number in numbers])
    return convert_numbers(numbers)


def convert_numbers(numbers: Sequence[Any]) -> WholeNumbers:
    """Return whole numbers of 64 bits."""
    return np.fromiter(numbers, np.int64, len(numbers))
