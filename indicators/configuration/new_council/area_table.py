"""Read areas from the rows of a table: name, team, hub, other spellings."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from indicators.configuration.new_council.council_plan import PlannedArea
from indicators.domain.errors import UserError
from indicators.domain.localities import normalise_spelling

_BETWEEN_SPELLINGS = ";"


class PlaceColumn(StrEnum):
    """A column of the table, by its usual heading."""

    AREA = "area"
    TEAM = "team"
    HUB = "hub"
    SPELLINGS = "spellings"


_HEADINGS = {
    "area": PlaceColumn.AREA,
    "name": PlaceColumn.AREA,
    "ward": PlaceColumn.AREA,
    "place": PlaceColumn.AREA,
    "centre": PlaceColumn.AREA,
    "centre area": PlaceColumn.AREA,
    "reach area": PlaceColumn.AREA,
    "team": PlaceColumn.TEAM,
    "hub": PlaceColumn.HUB,
    "family hub": PlaceColumn.HUB,
    "spellings": PlaceColumn.SPELLINGS,
    "other spellings": PlaceColumn.SPELLINGS,
}


@dataclass(frozen=True)
class PlannedPlaces:
    """Areas, and the names of the team and hub of each by its name."""

    areas: tuple[PlannedArea, ...]
    teams: dict[str, str]
    hubs: dict[str, str]


def read_place_text(text: str) -> PlannedPlaces:
    """Read what was typed or pasted: a line for each area.

    Cells are separated by tabs, as a spreadsheet copies them, or by commas. Raises UserError.
    """
    first = text.strip("\r\n").partition("\n")[0]
    between = "\t" if "\t" in first else ","
    lines = io.StringIO(text, newline="")
    try:
        rows = list(csv.reader(lines, delimiter=between))
    except csv.Error as error:
        raise UserError(
            f"The list of areas cannot be read: {error}.", remedy="Write one area on each line."
        ) from None
    return read_place_rows(rows)


def read_place_rows(rows: Iterable[Sequence[str]]) -> PlannedPlaces:
    """Read the rows of a table.

    Without headings the columns are area, team, hub and other spellings, in this order. Raises
    UserError for a row without an area, one that is there twice, and an unknown heading.
    """
    numbered = [(at, [" ".join(cell.split()) for cell in row]) for at, row in enumerate(rows, 1)]
    filled = [(at, row) for at, row in numbered if any(row)]
    if not filled:
        raise UserError("There is no area.", remedy="Write one area on each line.")
    columns = _read_headings(filled[0][1])
    if columns:
        filled = filled[1:]
    places, lines = PlannedPlaces((), {}, {}), dict[str, int]()
    areas: list[PlannedArea] = []
    for at, row in filled:
        cells = dict(zip(columns or list(PlaceColumn), row, strict=False))
        area = _read_area(cells, at)
        if (earlier := lines.setdefault(normalise_spelling(area.name), at)) != at:
            raise UserError(
                f"“{area.name}” is there twice, in lines {earlier} and {at}.",
                remedy="Keep one of the two.",
            )
        areas.append(area)
        for groups, column in ((places.teams, PlaceColumn.TEAM), (places.hubs, PlaceColumn.HUB)):
            if name := cells.get(column, ""):
                groups[area.name] = name
    return PlannedPlaces(tuple(areas), places.teams, places.hubs)


def _read_headings(row: Sequence[str]) -> list[PlaceColumn]:
    """Return the columns that a row of headings names; nothing for a row of an area."""
    known = [_HEADINGS.get(normalise_spelling(cell)) for cell in row]
    if PlaceColumn.AREA not in known:
        return []
    found = [column for column in known if column]
    if len(found) < len(known) or len(set(found)) < len(found):
        wrong = next(
            cell
            for at, (cell, column) in enumerate(zip(row, known, strict=True))
            if column is None or column in known[:at]
        )
        raise UserError(
            f"The heading “{wrong}” is unknown, or there twice.",
            remedy=f"The columns are: {', '.join(PlaceColumn)}. Remove the others.",
        )
    return found


def _read_area(cells: dict[PlaceColumn, str], at: int) -> PlannedArea:
    name = cells.get(PlaceColumn.AREA, "")
    if not normalise_spelling(name) or len(name) > 100:
        raise UserError(
            f"Line {at} has no name of an area, or one of more than 100 letters.",
            remedy="Write the area in the first column.",
        )
    spelt = cells.get(PlaceColumn.SPELLINGS, "").split(_BETWEEN_SPELLINGS)
    return PlannedArea(name=name, spellings=tuple(filter(None, map(str.strip, spelt))))
