"""What a profile sees of a file: hidden sheets, rows and columns only if it asks for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

import numpy as np

from indicators.domain.errors import UnreadableFileError
from indicators.ports.hidden_parts import NOTHING_HIDDEN, HiddenCells, HiddenParts
from loaders.profiles.profile_schema import Profile
from loaders.readers.column_letters import format_column_letters
from loaders.readers.file_names import ERROR_SHEETS
from loaders.readers.grid import Grid
from loaders.readers.tolerant_names import match_names


def show_for(grid: Grid, profile: Profile) -> Grid:
    """Return the file as a profile sees it."""
    if profile.hidden == "leave":
        return grid.visible
    layouts = {name: layout.show_all() for name, layout in grid.layouts.items()}
    return replace(grid, layouts=layouts, hidden=())


def refuse_if_all_hidden(grid: Grid) -> None:
    """Raise UnreadableFileError if there is something in a file and all of it is hidden."""
    if _is_any_filled(grid) and not _is_any_filled(grid.visible):
        raise UnreadableFileError(
            "Everything in the workbook is hidden.",
            where=grid.file,
            remedy="Show the sheet, rows and columns of the table and send it again. If they "
            'are meant to be hidden, write hidden = "read" in the profile.',
        )


def _is_any_filled(grid: Grid) -> bool:
    return any(sheet.filled.any() for sheet in grid.sheets.values())


def list_hidden(grid: Grid, profile: Profile, read: Collection[str]) -> HiddenParts:
    """Return what a profile leaves out of a file because it is hidden.

    `read` are the sheets with its tables. Hidden sheets count if it would read or refuse them.
    """
    if profile.hidden == "read" or grid.visible is grid:
        return NOTHING_HIDDEN
    sheets = (
        name
        for name in grid.hidden
        if any(match_names((name,), pattern) for pattern in profile.sheets)
        and name not in ERROR_SHEETS
        and name in grid.sheets
        and grid.sheets[name].filled.any()
    )
    return HiddenParts(tuple(sheets), tuple(_list_hidden_cells(grid, read)), profile.where)


def _list_hidden_cells(grid: Grid, read: Collection[str]) -> Iterator[HiddenCells]:
    for name, sheet in grid.sheets.items():
        layout = grid.get_layout(name)
        if name not in read or not layout.hides_any:
            continue
        rows = np.array(layout.hidden_rows, np.int64)
        rows = rows[sheet.filled[rows]] + 1
        columns = (at for at in layout.hidden_columns if sheet.columns[at].filled.any())
        cells = HiddenCells(name, tuple(rows.tolist()), tuple(map(format_column_letters, columns)))
        if cells.rows or cells.columns:
            yield cells
