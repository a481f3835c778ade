"""The columns of a sheet for the detection of people: of a long sheet, a sample of its rows."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from loaders.pii import heading_evidence
from loaders.pii import value_evidence as values
from loaders.readers import limits
from loaders.readers.sheet import Sheet

_ROWS = 1500
"""Rows sampled of a longer sheet: a sixth from its top, a sixth from its end, and the others at
random, one from each stretch between. A kind of record on one row in 300 is still found. Whether
values differ on nearly every row is counted on all rows."""

_CELLS = 400_000
"""Cells sampled: of a sheet with hundreds of columns, fewer rows, so that it costs no more."""

_LONGEST = 500
"""Characters of a cell that are used."""

NEARLY = 0.8


class SampledColumn:
    """One column of the sampled rows: its heading, and what it holds below."""

    def __init__(self, sheet: SampledSheet, index: int, cells: Sequence[object]) -> None:
        self.sheet, self.index, self.cells = sheet, index, cells
        self.heading = values.trim_cell(cells[sheet.header])
        above = values.trim_cell(cells[sheet.header - 1]) if sheet.header else ""
        kind = heading_evidence.classify_heading
        self.kind = kind(self.heading) or kind(f"{above} {self.heading}")
        """Which kind of personal data the heading names, alone or with the one above it."""
        self.filled = [cell for cell in cells[sheet.header + 1 :] if cell != ""]

    @cached_property
    def texts(self) -> list[str]:
        """What the column holds as text, each once, in no order.

        The header row is included, since a file may have no header.
        """
        cells = {*self.filled, self.cells[self.sheet.header]}
        texts = {values.trim_cell(cell)[:_LONGEST] for cell in cells}
        return [text for text in texts if text]

    @cached_property
    def worded(self) -> list[str]:
        """Those of `texts` that have letters in them."""
        return [text for text in self.texts if _has_letters(text)]

    @cached_property
    def numbers(self) -> list[str]:
        """Those of `texts` that are plain numbers."""
        bare = (text.replace(".", "", 1).replace(",", "") for text in self.texts)
        return [text for text, digits in zip(self.texts, bare, strict=True) if digits.isdigit()]

    @property
    def is_numeric(self) -> bool:
        """Whether nearly all that it holds are plain numbers."""
        return len(self.numbers) >= 0.9 * (len(self.texts) - 1)

    @cached_property
    def differ(self) -> float:
        """The share of filled cells that differ from the others, on all rows of the sheet."""
        few = len(set(self.filled)) / max(1, len(self.filled))
        if few < NEARLY or not self.sheet.sampled:
            return few
        whole = self.sheet.rows.columns[self.index]
        filled = int(whole.map_to_array(lambda cell: cell != "", bool).sum())
        return len(whole.list_different() - {""}) / max(1, filled)

    @cached_property
    def days(self) -> list[int]:
        """The different full dates in it, as day numbers."""
        return [day for cell in set(self.filled) if (day := values.read_day(cell))]

    @cached_property
    def organisations(self) -> float:
        """The share of its different values that name an organisation."""
        return values.count_organisations(self.worded) / max(1, len(self.texts))

    @cached_property
    def coded(self) -> float:
        """The share that are codes or long numbers, except codes of the ONS or of NHS sites."""
        texts = [text for text in self.texts if text != self.heading]
        codes = [
            text
            for text in texts
            if len(text) >= 4
            and " " not in text
            and "." not in text
            and (text.isdigit() or any(map(str.isdigit, text)))
        ]
        official = values.count("official", [code for code in codes if not code.isdigit()])
        return (len(codes) - official) / max(1, len(texts))


class SampledSheet:
    """The sampled rows of one sheet. `rows` holds at least one row and one column."""

    def __init__(self, rows: Sheet) -> None:
        self.rows = rows
        most = min(_ROWS, max(limits.HEADER_SEARCH_ROWS, _CELLS // len(rows.columns)))
        self.sampled = len(rows) > most
        self.header = find_header_row(rows)
        sample = np.array(_choose_rows(len(rows), most) if self.sampled else range(len(rows)))
        self.columns = [
            SampledColumn(self, at, list(column.take(sample)))
            for at, column in enumerate(rows.columns)
        ]

    def has_organisations(self, of: SampledColumn) -> bool:
        """Return whether each value of a column goes with a practice, hospital, school or similar.

        Then the rows are organisations, and not people.
        """
        least = NEARLY * len(set(of.filled))
        return any(
            len(column.texts) >= least and column.organisations >= 0.4 for column in self.columns
        )


def _choose_rows(rows: int, many: int) -> list[int]:
    edge = many // 6
    chance = random.Random(rows)  # noqa: S311 (the same rows each time; they are no secret)
    step = (rows - 2 * edge) / (many - 2 * edge)
    between = [edge + int((at + chance.random()) * step) for at in range(many - 2 * edge)]
    return [*range(edge), *between, *range(rows - edge, rows)]


def take_top_rows(rows: Sheet) -> list[list[Any]]:
    """Return the rows to look for headings in: fewer if there are hundreds of columns."""
    return list(rows[: min(limits.HEADER_SEARCH_ROWS, max(5, 60_000 // len(rows.columns)))])


def find_header_row(rows: Sheet) -> int:
    """Return the index of the header row.

    It is the row near the top with the most kinds of headings about people, if one has two; else
    the first that has nearly as many cells with letters as any.
    """
    top = take_top_rows(rows)
    worded = [[cell for cell in row if isinstance(cell, str) and _has_letters(cell)] for row in top]
    kinds = [len({*map(heading_evidence.classify_heading, cells)} - {""}) for cells in worded]
    if max(kinds) >= 2:
        return kinds.index(max(kinds))
    most = max(map(len, worded))
    return next(at for at, cells in enumerate(worded) if len(cells) >= 0.7 * most)


def _has_letters(text: str) -> bool:
    return text.upper() != text.lower() or bool(_LETTER.search(text))


_LETTER = re.compile(r"[^\W\d_]")
"""A letter of any script; not every script has capitals."""
