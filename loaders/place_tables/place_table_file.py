"""Reads the table of areas of a new council from a CSV file or a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from indicators.domain.errors import UserError
from loaders.readers import limits
from loaders.readers.cell_text import format_cell
from loaders.readers.details.limited_copy import copy_limited
from loaders.readers.file_names import make_safe_name
from loaders.readers.grid import read_grid

_MOST_BYTES = 8 * limits.MEGABYTE


class PlaceTableFiles:
    """Reads tables from files. It implements `indicators.ports.place_table_reader`."""

    def read(self, name: str, content: IO[bytes]) -> list[Sequence[str]]:
        with TemporaryDirectory(prefix="places-", ignore_cleanup_errors=True) as folder:
            path = Path(folder) / make_safe_name(name)
            copy_limited(path, content, _MOST_BYTES)
            return read_place_table(path)


def read_place_table(path: Path) -> list[Sequence[str]]:
    """Return the visible rows of the only sheet with cells, as text. Raises UserError."""
    grid = read_grid(path).visible
    filled = [sheet for sheet in grid.sheets.values() if len(sheet)]
    if len(filled) != 1:
        raise UserError(
            f"{path.name} has {len(filled)} sheets with cells.",
            remedy="Keep the one with the areas: a row for each, with area, team and hub.",
        )
    return [[format_cell(cell) for cell in row] for row in filled[0]]
