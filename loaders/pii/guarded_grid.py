"""Reads a file that is no list of people."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from indicators.domain.errors import UnreadableFileError
from loaders.pii.detection import refuse_people
from loaders.readers.grid import Grid, read_grid
from loaders.readers.sheet import is_filled


def read_guarded_grid(path: Path, is_declared: Callable[[], bool] = lambda: False) -> Grid:
    """Read all sheets of a file and check that none of them is a list of people.

    `is_declared` says whether a person has declared that the file holds counts. A list is often on
    a sheet behind the figures. Raises UnreadableFileError if all cells are empty.
    """
    grid = read_grid(path)
    cells = (cell for rows in grid.sheets.values() for each in rows.columns for cell in each.values)
    if not any(map(is_filled, cells)):
        raise UnreadableFileError(
            "There is nothing in the file.", where=path.name, remedy="Ask for it again."
        )
    refuse_people(grid, is_declared)
    return grid
