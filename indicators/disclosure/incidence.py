"""Which columns of unknown counts each row adds up, kept by the positions of the ones. Pure."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", np.int64, np.float64)


class Incidence:
    """The ones of a matrix of rows and columns. Few entries are ones, so sums need only these.

    Each row must have a column and each column a row.
    """

    def __init__(self, members: NDArray[np.bool_]) -> None:
        row, self._columns = np.nonzero(members)
        column, self._rows = np.nonzero(members.T)
        self._row_starts = np.searchsorted(row, np.arange(members.shape[0]))
        self._column_starts = np.searchsorted(column, np.arange(members.shape[1]))

    def sum_columns(self, values: NDArray[Number]) -> NDArray[Number]:
        """Return the total of each row, given the value of each column."""
        return np.asarray(np.add.reduceat(values[self._columns], self._row_starts))

    def sum_rows(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the weight of each column: those of the rows that it is in, added up."""
        return np.asarray(np.add.reduceat(weights[self._rows], self._column_starts))
