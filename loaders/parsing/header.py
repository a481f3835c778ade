"""Finds where a table starts by what its header says, and which column is what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from indicators.domain.core import Frequency
from indicators.domain.periods import Period
from indicators.domain.refusals import format_column
from loaders.parsing.period_formats import parse_period
from loaders.readers import limits
from loaders.readers.cell_text import format_cell
from loaders.readers.column_letters import format_column_letters
from loaders.readers.sheet import Rows

PERIOD = "{period}"
STEP = " > "


def normalise_heading(text: str) -> str:
    """One key for headings that differ in case, spaces, line breaks or underscores only."""
    plain = re.sub(r"[\s_]+", " ", text.replace("’", "'")).strip().casefold()
    return re.sub(r"\s+%", "%", plain)


@dataclass(frozen=True)
class Heading:
    """A column's heading: the cells above it from the top down, merged groups filled in."""

    index: int
    cells: tuple[object, ...]

    @property
    def text(self) -> str:
        return STEP.join(" ".join(format_cell(cell).split()) for cell in self.cells)

    @property
    def letters(self) -> str:
        return format_column_letters(self.index)

    @property
    def label(self) -> str:
        """Letters and heading, as a message names a column."""
        return format_column(self.letters, self.text)

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(normalise_heading(format_cell(cell)) for cell in self.cells)


@dataclass(frozen=True)
class Header:
    """A header found at row `top` (from 0), and its columns."""

    top: int
    rows: int
    headings: tuple[Heading, ...]

    @property
    def below(self) -> int:
        return self.top + self.rows

    def columns(self, spelt: Sequence[str]) -> list[Heading]:
        """Every column headed so: more than one is for the reader to refuse."""
        keys = {parse_heading_spec(text) for text in spelt}
        return [heading for heading in self.headings if heading.key in keys]

    def by_period(
        self, spelt: Sequence[str], every: Frequency | None
    ) -> Iterator[tuple[Period, Heading]]:
        """Columns whose heading fits a spelling with a period in place of {period}."""
        for key in map(parse_heading_spec, spelt):
            at = key.index(PERIOD) if PERIOD in key else -1
            for heading in self.headings:
                if at < 0 or len(heading.key) != len(key):
                    continue
                rest = (*heading.key[:at], PERIOD, *heading.key[at + 1 :])
                period = parse_period(heading.cells[at], every) if rest == key else None
                if period:
                    yield period, heading


def parse_heading_spec(text: str) -> tuple[str, ...]:
    """The key of a heading written in a profile: `Group > Column` for two header rows."""
    return tuple(normalise_heading(part) for part in text.split(STEP))


def find_header(
    rows: Sequence[list[Any]], wanted: Sequence[Sequence[str]], depth: int
) -> Header | None:
    """The first `depth` rows in which each of the `wanted` texts (any spelling of it) stands in a
    cell, or as a whole path; None where there are none near the top.
    """
    rows = list(rows[: limits.HEADER_SEARCH_ROWS + depth - 1])
    for top in range(min(len(rows), limits.HEADER_SEARCH_ROWS)):
        cells = [cell for row in rows[top : top + depth] for cell in row]
        present = {normalise_heading(cell) for cell in cells if isinstance(cell, str)}
        if all(_any_of(spelt, present) for spelt in wanted) and _starts_at(rows[top], wanted):
            return read_header(rows, top, depth)
    return None


def read_header(rows: Rows, top: int, depth: int) -> Header:
    """The `depth` rows from `top` (from 0) as a header."""
    return Header(top, depth, tuple(_headings(list(rows[top : top + depth]))))


def _any_of(spelt: Sequence[str], present: set[str]) -> bool:
    return any(all(part in present for part in parse_heading_spec(text)) for text in spelt)


def _starts_at(row: list[Any], wanted: Sequence[Sequence[str]]) -> bool:
    """A header of two rows must not be taken to start one row early, at a title above it."""
    cells = {normalise_heading(cell) for cell in row if isinstance(cell, str)}
    return any(parse_heading_spec(text)[0] in cells for spelt in wanted for text in spelt)


def _headings(rows: list[list[Any]]) -> Iterator[Heading]:
    filled = [_filled(row) for row in rows[:-1]] + [list(rows[-1])]
    for index, column in enumerate(zip(*filled, strict=True)):
        bottom = rows[-1][index]
        own = any(str(row[index]).strip() for row in rows)
        cells: list[object] = []
        for cell in column if own or str(bottom).strip() else ():
            if str(cell).strip() and (not cells or cells[-1] != cell):
                cells.append(cell)
        yield Heading(index, tuple(cells))


def _filled(row: list[Any]) -> list[Any]:
    """A merged group's text stands in its first cell only: carry it to the right."""
    filled: list[Any] = []
    for cell in row:
        filled.append(cell if str(cell).strip() or not filled else filled[-1])
    return filled
