"""Find where a table starts by the texts of its header, and the heading of each column."""

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
    """Return one key for headings that differ only in case, spaces, line breaks or underscores."""
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

    def find_columns(self, spelt: Sequence[str]) -> list[Heading]:
        """Return every column with one of these headings; the reader refuses more than one."""
        keys = {parse_heading_spec(text) for text in spelt}
        return [heading for heading in self.headings if heading.key in keys]

    def find_periods(
        self, spelt: Sequence[str], every: Frequency | None
    ) -> Iterator[tuple[Period, Heading]]:
        """Yield the columns with a heading like a spelling, with a period in place of {period}."""
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
    """Return the key of a heading as a profile writes it: `Group > Column` for two header rows."""
    return tuple(normalise_heading(part) for part in text.split(STEP))


def find_header(
    rows: Sequence[list[Any]], wanted: Sequence[Sequence[str]], depth: int
) -> Header | None:
    """Return the first `depth` rows that hold each of the `wanted` texts in one of its spellings.

    Return None where there are no such rows near the top.
    """
    rows = list(rows[: limits.HEADER_SEARCH_ROWS + depth - 1])
    for top in range(min(len(rows), limits.HEADER_SEARCH_ROWS)):
        cells = [cell for row in rows[top : top + depth] for cell in row]
        present = {normalise_heading(cell) for cell in cells if isinstance(cell, str)}
        if all(_is_present(spelt, present) for spelt in wanted) and _is_start(rows[top], wanted):
            return read_header(rows, top, depth)
    return None


def read_header(rows: Rows, top: int, depth: int) -> Header:
    """Return the `depth` rows from `top` (from 0) as a header."""
    return Header(top, depth, tuple(_list_headings(list(rows[top : top + depth]))))


def _is_present(spelt: Sequence[str], present: set[str]) -> bool:
    return any(all(part in present for part in parse_heading_spec(text)) for text in spelt)


def _is_start(row: list[Any], wanted: Sequence[Sequence[str]]) -> bool:
    """Return whether the header starts here, and not one row later below a title."""
    cells = {normalise_heading(cell) for cell in row if isinstance(cell, str)}
    return any(parse_heading_spec(text)[0] in cells for spelt in wanted for text in spelt)


def _list_headings(rows: list[list[Any]]) -> Iterator[Heading]:
    filled = [_fill_right(row) for row in rows[:-1]] + [list(rows[-1])]
    for index, column in enumerate(zip(*filled, strict=True)):
        bottom = rows[-1][index]
        own = any(str(row[index]).strip() for row in rows)
        cells: list[object] = []
        for cell in column if own or str(bottom).strip() else ():
            if str(cell).strip() and (not cells or cells[-1] != cell):
                cells.append(cell)
        yield Heading(index, tuple(cells))


def _fill_right(row: list[Any]) -> list[Any]:
    """Carry the text of a merged group, which is in its first cell only, to the right."""
    filled: list[Any] = []
    for cell in row:
        filled.append(cell if str(cell).strip() or not filled else filled[-1])
    return filled
