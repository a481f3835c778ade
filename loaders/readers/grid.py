"""Reads a file of any usual kind into one grid of raw cells, or says why it cannot be read.

Every file comes in through here. It is opened only in a worker process with limits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from loaders.readers.sheet import Sheet
from loaders.readers.worker import read_in_worker


@dataclass(frozen=True, slots=True)
class Grid:
    """A file as raw cells: str ("" is empty), float, bool, date, datetime, time, timedelta.

    `sheets` holds the sheets that were requested, each from its cell A1: `[row][column]` of one is
    a cell, `.columns[column]` a whole column. `names` are the names of all sheets. A text file has
    one sheet, named "". A cell that holds an error is its text, such as #DIV/0!; one that holds a
    formula without a saved result is the formula, which begins with =.
    """

    file: str
    sheets: dict[str, Sheet]
    names: tuple[str, ...]


def read_grid(path: Path, wanted: Iterable[str] = ("*",)) -> Grid:
    """Read the sheets of `path` that have a name which fits a pattern in `wanted`.

    Raises UnreadableFileError for whatever cannot be read, and nothing else.
    """
    names, sheets = read_in_worker(path, tuple(wanted))
    return Grid(path.name, sheets, names)
