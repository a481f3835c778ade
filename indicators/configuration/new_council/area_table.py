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
    "area name": PlaceColumn.AREA,
    "name": PlaceColumn.AREA,
    "ward": PlaceColumn.AREA,
    "ward name": PlaceColumn.AREA,
    "locality": PlaceColumn.AREA,
    "place": PlaceColumn.AREA,
    "centre": PlaceColumn.AREA,
    "centre area": PlaceColumn.AREA,
    "reach area": PlaceColumn.AREA,
    "team": PlaceColumn.TEAM,
    "team name": PlaceColumn.TEAM,
    "hub": PlaceColumn.HUB,
    "hub name": PlaceColumn.HUB,
    "family hub": PlaceColumn.HUB,
    "spellings": PlaceColumn.SPELLINGS,
    "other spellings": PlaceColumn.SPELLINGS,
}
_COLUMNS = f"The columns are: {', '.join(PlaceColumn)}. Remove the others."
_LONGEST_NAME = 100
Cells = dict[PlaceColumn, str]


@dataclass(frozen=True)
class PlannedPlaces:
    """Areas, and the names of the team and hub of each by its name."""

    areas: tuple[PlannedArea, ...]
    teams: dict[str, str]
    hubs: dict[str, str]


def read_place_text(text: str) -> PlannedPlaces:
    """Read what was typed or pasted: a line for each area.

    Cells are separated by tabs, as a spreadsheet copies them; in a text without any by commas, and
    in one without these by semicolons. Raises UserError.
    """
    between = next((each for each in "\t,;" if each in text), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    rows: list[list[str]] = []
    begins = 1
    try:
        for row in reader:
            rows.append(row)
            begins = reader.line_num + 1
    except csv.Error:
        raise UserError(
            f"Line {begins} cannot be read: a quotation mark in it is not closed.",
            remedy="Close the quotation mark, or remove it.",
        ) from None
    return read_place_rows(rows)


def read_place_rows(rows: Iterable[Sequence[str]]) -> PlannedPlaces:
    """Read the rows of a table.

    Without headings the columns are area, team, hub and other spellings, in this order. Raises
    UserError for a row without an area, one that is there twice, a cell outside the columns, and
    headings that are unknown or not at the top.
    """
    numbered = [(at, _clean_row(row)) for at, row in enumerate(rows, 1)]
    filled = [(at, row) for at, row in numbered if row]
    columns = _read_headings(filled[0][1]) if filled else []
    if columns:
        filled = filled[1:]
    if not filled:
        raise UserError("There is no area.", remedy="Write one area on each line.")
    places, lines = PlannedPlaces((), {}, {}), dict[str, int]()
    areas: list[PlannedArea] = []
    for at, row in filled:
        cells = _name_cells(row, columns or list(PlaceColumn), at)
        area = _read_area(cells, at)
        if (earlier := lines.setdefault(normalise_spelling(area.name), at)) != at:
            raise UserError(
                f"“{area.name}” is there twice, in lines {earlier} and {at}.",
                remedy="Keep one of the two. Capitals and punctuation make no difference.",
            )
        areas.append(area)
        for groups, column in ((places.teams, PlaceColumn.TEAM), (places.hubs, PlaceColumn.HUB)):
            if name := cells.get(column, ""):
                groups[area.name] = name
    return PlannedPlaces(tuple(areas), places.teams, places.hubs)


def is_heading(name: str) -> bool:
    """Return whether a cell is the heading of a column and no name."""
    return normalise_spelling(name) in _HEADINGS


def _clean_row(row: Sequence[str]) -> list[str]:
    """Return cells without what cannot be seen, and without empty ones at the end."""
    cells = [
        " ".join("".join(each for each in cell if each.isprintable() or each.isspace()).split())
        for cell in row
    ]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _read_headings(row: Sequence[str]) -> list[PlaceColumn]:
    """Return the columns that a row of headings names; nothing for a row of an area."""
    known = [_HEADINGS.get(normalise_spelling(cell)) for cell in row]
    if not any(known):
        return []
    found: list[PlaceColumn] = []
    for at, (cell, column) in enumerate(zip(row, known, strict=True), 1):
        if column is None:
            what = f"The heading “{cell}” is not known." if cell else f"Column {at} has no heading."
            raise UserError(what, remedy=_COLUMNS)
        if column in found:
            raise UserError(f"Two columns are headed {column}.", remedy=_COLUMNS)
        found.append(column)
    if PlaceColumn.AREA not in found:
        raise UserError("No column is headed area.", remedy="Add the column with the areas.")
    return found


def _name_cells(row: Sequence[str], columns: Sequence[PlaceColumn], at: int) -> Cells:
    """Return the cells of a row by their columns."""
    if len(row) > len(columns):
        raise UserError(
            f"Line {at} has {len(row)} cells, and there are {len(columns)} columns.",
            remedy=_COLUMNS,
        )
    if len(row) > 1 and all(map(is_heading, row)):
        raise UserError(
            f"Line {at} has headings.", remedy="Headings are in the first line: remove this one."
        )
    cells = dict(zip(columns, row, strict=False))
    for column in (PlaceColumn.AREA, PlaceColumn.TEAM, PlaceColumn.HUB):
        if len(name := cells.get(column, "")) > _LONGEST_NAME:
            raise UserError(
                f"“{name[:30]}…” in line {at} has more than {_LONGEST_NAME} letters.",
                remedy="Write a shorter name. Write one area on each line.",
            )
    return cells


def _read_area(cells: Cells, at: int) -> PlannedArea:
    name = cells.get(PlaceColumn.AREA, "")
    if not normalise_spelling(name):
        raise UserError(
            f"Line {at} has no name of an area.",
            remedy="Write the area in its column, with letters or digits.",
        )
    if _BETWEEN_SPELLINGS in name:
        raise UserError(
            f"“{name}” in line {at} has a semicolon.",
            remedy="Separate all cells in the same way, with tabs or with commas.",
        )
    spelt = cells.get(PlaceColumn.SPELLINGS, "").split(_BETWEEN_SPELLINGS)
    return PlannedArea(name=name, spellings=tuple(filter(None, map(str.strip, spelt))))
