"""Reads a file of any usual kind into one grid of raw cells, or says why it cannot be read.

Every file comes in through here. It is opened only in a worker process with limits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from loaders.readers.file_names import is_match
from loaders.readers.layout.hidden_cells import hide_cells
from loaders.readers.layout.sheet_layout import PLAIN, SheetLayout
from loaders.readers.sheet import Sheet
from loaders.readers.worker import read_in_worker


@dataclass(frozen=True)
class Grid:
    """A file as raw cells: str ("" is empty), float, bool, date, datetime, time, timedelta.

    `sheets` holds the sheets that were requested, each from its cell A1: `[row][column]` of one is
    a cell, `.columns[column]` a whole column. `names` are the names of all sheets. A text file has
    one sheet, named "". A cell that holds an error is its text, such as #DIV/0!; one that holds a
    formula without a saved result is the formula, which begins with =. A number that is shown as a
    percentage is that text, such as 93.4%.

    `layouts` says which rows and columns of a sheet are hidden and which cells are merged; a sheet
    with neither may be missing there. `hidden` are the names of the hidden sheets. All hidden
    cells are in `sheets`: those of `visible` are without them. `inside` is the name of the file
    in an archive; it is empty where the file is no archive.
    """

    file: str
    sheets: dict[str, Sheet]
    names: tuple[str, ...]
    layouts: Mapping[str, SheetLayout] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    inside: str = ""

    @property
    def content_name(self) -> str:
        """The name of the file that holds the cells, which may be in an archive."""
        return self.inside or self.file

    def is_named(self, patterns: Iterable[str]) -> bool:
        """Return whether the name of the file, or of the one in the archive, fits a pattern."""
        patterns = tuple(patterns)
        return is_match(self.file, patterns) or is_match(self.content_name, patterns)

    @cached_property
    def visible(self) -> Grid:
        """The same file without its hidden sheets, and nothing on hidden rows and columns."""
        if not self.hidden and not any(one.hides_any for one in self.layouts.values()):
            return self
        sheets, layouts = {}, {}
        for name, sheet in self.sheets.items():
            if name not in self.hidden:
                sheets[name], layouts[name] = hide_cells(sheet, self.get_layout(name))
        return replace(self, sheets=sheets, layouts=layouts)

    def get_layout(self, sheet: str) -> SheetLayout:
        return self.layouts.get(sheet, PLAIN)


def read_grid(path: Path, wanted: Iterable[str] = ("*",)) -> Grid:
    """Read the sheets of `path` that have a name which fits a pattern in `wanted`.

    Raises UnreadableFileError for whatever cannot be read, and nothing else.
    """
    names, hidden, inside, sheets = read_in_worker(path, tuple(wanted))
    cells = {name: Sheet.unpack(height, packed) for name, (_, height, packed) in sheets.items()}
    layouts = {name: layout for name, (layout, _, _) in sheets.items() if layout != PLAIN}
    return Grid(path.name, cells, names, layouts, hidden, inside)
