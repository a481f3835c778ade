"""Reads the areas of a new council from a CSV file, a workbook or GeoJSON."""

from __future__ import annotations

from pathlib import Path

from indicators.configuration.new_council.area_table import PlannedPlaces, read_place_rows
from indicators.configuration.new_council.council_plan import PlannedOutlines
from indicators.configuration.new_council.place_outlines import read_place_outlines
from indicators.domain.errors import UserError

_OUTLINES = (".geojson", ".json")


def read_place_file(
    path: Path, property_name: str = ""
) -> tuple[PlannedPlaces, PlannedOutlines | None]:
    """Return the areas of a file, with their outlines if it has any. Raises UserError."""
    if path.suffix.casefold() in _OUTLINES:
        return read_place_outlines(path.read_bytes(), property_name)
    from loaders.readers.cell_text import format_cell
    from loaders.readers.grid import read_grid

    grid = read_grid(path).visible
    filled = [sheet for sheet in grid.sheets.values() if len(sheet)]
    if len(filled) != 1:
        raise UserError(
            f"{path.name} has {len(filled)} sheets with cells.",
            remedy="Keep the one with the areas: a row for each, with area, team and hub.",
        )
    return read_place_rows([[format_cell(cell) for cell in row] for row in filled[0]]), None
