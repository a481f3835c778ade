"""Find where a table starts by the texts of its header, and the heading of each column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from indicators.domain.periods import Period
from indicators.domain.refusals import format_column
from loaders.periods.period_reading import PeriodReading
from loaders.readers import limits
from loaders.readers.cell_text import format_cell
from loaders.readers.column_letters import format_column_letters
from loaders.readers.sheet import Rows
from loaders.readers.tolerant_names import Likeness, make_name_key

ReadHeading = Callable[[object], PeriodReading | None]
PERIOD = "{period}"
STEP = " > "


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
        return self.make_key(Likeness.FOLDED)

    def make_key(self, likeness: Likeness) -> tuple[str, ...]:
        return tuple(make_name_key(format_cell(cell), likeness) for cell in self.cells)


@dataclass(frozen=True)
class Header:
    """A header found at row `top` (from 0), and its columns."""

    top: int
    rows: int
    headings: tuple[Heading, ...]

    @property
    def below(self) -> int:
        return self.top + self.rows

    def find_columns(
        self, spelt: Sequence[str], *, percentages: bool = False
    ) -> tuple[list[Heading], Likeness]:
        """Return every column with the headings most like one of these, and how alike they are.

        The reader refuses more than one. `percentages` may have a “%” that the profile leaves out.
        """
        for likeness in Likeness:
            keys = {parse_heading_spec(text, likeness) for text in spelt}
            if percentages and likeness is Likeness.REDUCED:
                keys |= {(*key[:-1], f"{key[-1]}%") for key in keys}
            if found := [h for h in self.headings if h.make_key(likeness) in keys]:
                return found, likeness
        return [], Likeness.REDUCED

    def find_periods(
        self, spelt: Sequence[str], read: ReadHeading
    ) -> Iterator[tuple[PeriodReading, Heading, Likeness]]:
        """Yield the columns with a heading like a spelling, with a period in place of {period}.

        Of the columns of one period these are the ones with the headings most like it.
        """
        found: set[Period] = set()
        for likeness in Likeness:
            alike = list(self._list_periods(spelt, read, likeness))
            yield from (
                (reading, heading, likeness)
                for reading, heading in alike
                if reading.period not in found
            )
            found.update(reading.period for reading, _ in alike)

    def _list_periods(
        self, spelt: Sequence[str], read: ReadHeading, likeness: Likeness
    ) -> Iterator[tuple[PeriodReading, Heading]]:
        paths = (text.split(STEP) for text in spelt)
        wanted = {
            (path.index(PERIOD), parse_heading_path(path, likeness))
            for path in paths
            if PERIOD in path
        }
        for at, key in wanted:
            for heading in self.headings:
                own = heading.make_key(likeness)
                if (*own[:at], *key[at : at + 1], *own[at + 1 :]) != key or len(own) != len(key):
                    continue
                if reading := read(heading.cells[at]):
                    yield reading, heading


def parse_heading_spec(text: str, likeness: Likeness) -> tuple[str, ...]:
    """Return the key of a heading as a profile writes it: `Group > Column` for two header rows."""
    return parse_heading_path(text.split(STEP), likeness)


def parse_heading_path(path: Sequence[str], likeness: Likeness) -> tuple[str, ...]:
    """Return the key of a heading given from the top row down."""
    return tuple(make_name_key(part, likeness) for part in path)


def find_header(
    rows: Sequence[list[Any]], wanted: Sequence[Sequence[str]], depth: int
) -> Header | None:
    """Return the first `depth` rows that hold each of the `wanted` texts in one of its spellings.

    Rows with the texts as typed take precedence over rows with texts that are only alike. Return
    None where there are no such rows near the top.
    """
    rows = list(rows[: limits.HEADER_SEARCH_ROWS + depth - 1])
    tops = range(min(len(rows), limits.HEADER_SEARCH_ROWS))
    for likeness in Likeness:
        keys = [
            {make_name_key(cell, likeness) for cell in row if isinstance(cell, str)} for row in rows
        ]
        for top in tops:
            present = set().union(*keys[top : top + depth])
            if all(_is_present(spelt, present, likeness) for spelt in wanted) and any(
                parse_heading_spec(text, likeness)[0]
                in keys[top]  # not one row later, below a title
                for spelt in wanted
                for text in spelt
            ):
                return read_header(rows, top, depth)
    return None


def read_header(rows: Rows, top: int, depth: int) -> Header:
    """Return the `depth` rows from `top` (from 0) as a header."""
    return Header(top, depth, tuple(_list_headings(list(rows[top : top + depth]))))


def _is_present(spelt: Sequence[str], present: set[str], likeness: Likeness) -> bool:
    return any(all(part in present for part in parse_heading_spec(t, likeness)) for t in spelt)


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
