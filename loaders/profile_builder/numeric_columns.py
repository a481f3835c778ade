"""The columns of a table that hold numbers, with the words, ages and doses of their headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from indicators.ports.profile_drafts import DraftTable
from loaders.parsing.cell_values import read_count, read_percent
from loaders.parsing.header import Heading
from loaders.profile_builder.care_steps import CareSteps, find_steps
from loaders.profile_builder.heading_words import extract_stems
from loaders.profile_builder.table_body import (
    TableBody,
    find_period_part,
    is_numeric,
    measure_share,
)
from loaders.profiles.marks import USUAL_MARKS, CellState
from loaders.profiles.rate_bases import find_rate_bases, remove_rate_bases

_MOST = 0.5
_PERCENT = re.compile(
    r"%|per ?cent|percentage|\bpct\b|proportion|\buptake\b|coverage|ratio\b", re.I
)
_RATE = re.compile(r"\brates?\b", re.I)
_COLUMNS = 60
"""Columns that are used; a table with more repeats them for each month."""


@dataclass(frozen=True)
class NumericColumn:
    """A column of numbers: for each row a count and a percentage, or None."""

    heading: Heading
    words: frozenset[str]
    group: tuple[str, ...]
    counts: tuple[int | None, ...]
    percents: tuple[float | None, ...]
    fit: float = 0.0
    """How well its age and dose are those of the indicator that is looked for."""

    @property
    def index(self) -> int:
        return self.heading.index

    @cached_property
    def is_percent(self) -> bool:
        """Whether it holds percentages: its heading says so, or its numbers are not whole."""
        given = [p for p in self.percents if p is not None]
        whole = sum(count is not None for count in self.counts)
        return bool(_PERCENT.search(self.heading.text)) or (bool(given) and whole < len(given))

    @cached_property
    def steps(self) -> CareSteps:
        return find_steps(self.heading.text)

    @cached_property
    def is_rate(self) -> bool:
        """Whether its heading says that it holds rates."""
        text = self.heading.text
        return bool(_RATE.search(text) or find_rate_bases(text))

    @cached_property
    def is_proportion(self) -> bool:
        given = [p for p in self.percents if p is not None]
        return bool(given) and max(given) <= 1 and any(0 < p < 1 for p in given)


def list_numeric_columns(draft: DraftTable, body: TableBody) -> Iterator[NumericColumn]:
    """Yield the columns of numbers; of the months across, those of the first."""
    across = draft.period_in.in_heading
    seen: set[tuple[str, ...]] = set()
    for heading in body.header.headings[:_COLUMNS]:
        if (
            heading.index in (draft.area, draft.period_column, draft.year_column)
            or not heading.cells
        ):
            continue
        if measure_share(body.list_cells(heading.index), is_numeric) < _MOST:
            continue
        part = find_period_part(heading.cells)
        path = tuple(text for at, text in enumerate(heading.key) if at != part)
        if across and (part is None or path in seen):
            continue
        seen.add(path)
        cells = [row[heading.index] for row in body.rows]
        yield NumericColumn(
            heading,
            extract_stems(remove_rate_bases(" ".join(path))),
            path[:-1],
            _read_counts(cells),
            _read_percents(cells),
        )


def _read_counts(cells: Sequence[Any]) -> tuple[int | None, ...]:
    read = (read_count(cell, USUAL_MARKS) for cell in cells)
    return tuple(number if state == CellState.NUMBER else None for number, state in read)


def _read_percents(cells: Sequence[Any]) -> tuple[float | None, ...]:
    read = (read_percent(cell, USUAL_MARKS, proportion=False) for cell in cells)
    return tuple(float(number) if state == CellState.NUMBER else None for number, state in read)
