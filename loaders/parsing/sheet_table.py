"""One table as it stands in a sheet: its body, its columns, and what is refused of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from indicators.domain.catalogue import Catalogue
from indicators.domain.errors import Refusal
from indicators.domain.periods import Month
from indicators.domain.places import Places
from loaders.parsing.columns import Columns, resolve_columns
from loaders.parsing.header import Header, Heading
from loaders.parsing.row_places import RowPlaces, find_places
from loaders.profiles.marks import Marks
from loaders.profiles.profile_schema import Profile, TableProfile
from loaders.readers.cell_text import format_cell
from loaders.readers.sheet import Column, Flags, Sheet


@dataclass(frozen=True)
class TableReader:
    """What every table of a file is read with."""

    file: str
    profile: Profile
    catalogue: Catalogue
    places: Places
    today: Month | None

    @cached_property
    def marks(self) -> Marks:
        return self.profile.mark_states

    @property
    def where(self) -> str:
        return self.profile.where


@dataclass
class SheetTable:
    """A table whose header has been found in `rows`, the cells of its whole sheet."""

    reader: TableReader
    shape: TableProfile
    sheet: str
    rows: Sheet
    header: Header
    refusals: list[Refusal] = field(default_factory=list)
    told: set[tuple[int, int, str]] = field(default_factory=set)

    @cached_property
    def columns(self) -> Columns:
        every = {code: i.every for code, i in self.reader.catalogue.indicators.items()}
        return resolve_columns(self.shape, self.header, self.rows[self.header.below :], every)

    @cached_property
    def body(self) -> Sheet:
        """The rows from below the header to the last that has a figure or names a known place:
        what is below that are notes.
        """
        below = self.rows[self.header.below :]
        if self.shape.ends == "blank row":
            blank = np.flatnonzero(~below.filled)
            below = below[: blank[0] if len(blank) else len(below)]
        last = _last(below.find_filled_rows(self.columns.figures))
        if area := self.columns.area:
            find, notes = self.reader.places.find, below.columns[area.index][last:]
            last += _last(notes.each(lambda cell: find(format_cell(cell)) is not None, bool))
        return below[:last]

    def cells(self, heading: Heading) -> Column:
        """The body's cells under a heading, one a row."""
        return self.body.columns[heading.index]

    @cached_property
    def refused(self) -> Flags:
        return np.zeros(len(self.body), bool)

    @cached_property
    def areas(self) -> RowPlaces:
        area, code = self.columns.area, self.columns.code
        names, codes = (self.cells(heading) if heading else None for heading in (area, code))
        return find_places(names, codes, self.shape, self.reader.places, len(self.body))

    def number(self, row: int) -> int:
        """A row of the body as a spreadsheet numbers it."""
        return self.header.below + row + 1

    def refuse(self, row: int, heading: Heading | None, why: str, remedy: str) -> None:
        """Refuse a row of the body for what stands under `heading`; the same is told once."""
        key = (row, heading.index if heading else -1, why)
        self.refused[row] = True
        if key not in self.told:
            self.told.add(key)
            cell = self.cells(heading)[row] if heading else ""
            self.tell(self.number(row), heading, cell, why, remedy)

    def refuse_all(self, value: str, why: str, remedy: str) -> None:
        """Refuse every row for one reason that lies above them, told once at the header."""
        self.refused[:] = self.body.filled
        if (-1, -1, why) not in self.told:
            self.told.add((-1, -1, why))
            self.tell(self.header.below, None, value, why, remedy)

    def tell(self, row: int, heading: Heading | None, cell: object, why: str, remedy: str) -> None:
        """Add a refusal. `row` is numbered as in a spreadsheet."""
        self.refusals.append(
            Refusal(
                self.reader.file,
                self.sheet,
                row,
                heading.told if heading else "",
                format_cell(cell)[:200],
                why,
                remedy,
            )
        )

    def check_headings(self) -> bool:
        """Tell unknown, doubled and missing columns. With one of the latter no row can be read."""
        where, at = self.reader.where, self.header.below
        for heading in self.columns.unknown:
            self.tell(
                at,
                heading,
                "",
                "This column is not known.",
                f"Remove it, or say in {where} what it is or that it is to be ignored.",
            )
        for heading in self.columns.twice:
            self.tell(
                at,
                heading,
                "",
                "Another column has the same heading.",
                "Give each column a heading of its own.",
            )
        for text in self.columns.missing:
            self.refuse_all(
                "",
                f"There is no column “{text}”.",
                f"Put it back, or add this file's spelling of it to {where}.",
            )
        if self.columns.twice:
            self.refused[:] = self.body.filled
        return not (self.columns.missing or self.columns.twice)


def _last(rows: Flags) -> int:
    """How many rows there are up to the last that is flagged."""
    flagged = np.flatnonzero(rows)
    return int(flagged[-1]) + 1 if len(flagged) else 0
