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
    """Return the areas of a file, with their outlines if it has any.

    Raises UserError, which names the file.
    """
    try:
        return _read_places(path, property_name)
    except UserError as error:
        raise UserError(error.what, where=error.where or path.name, remedy=error.remedy) from None


def _read_places(path: Path, property_name: str) -> tuple[PlannedPlaces, PlannedOutlines | None]:
    if path.suffix.casefold() in _OUTLINES:
        return read_place_outlines(path.read_bytes(), property_name)
    from loaders.place_tables.place_table_file import read_place_table

    return read_place_rows(read_place_table(path)), None
