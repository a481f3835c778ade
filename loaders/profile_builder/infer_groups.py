"""Infers a period in two columns, and places that are named once for a group of rows.

Both are checked with the cells of the rows, so that a guess that does not hold is not made.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import permutations
from typing import Any

from indicators.ports.period_choices import PeriodSource
from indicators.ports.profile_drafts import DraftTable
from loaders.parsing.header import Heading
from loaders.periods.period_formats import complete_period, is_without_year
from loaders.profile_builder.table_body import TableBody, is_numeric, measure_share, read_draft_body
from loaders.readers.cell_text import format_cell
from loaders.readers.sheet import Rows

_MOST, _HALF = 0.8, 0.5
_PART = re.compile(r"month|quarter|\bq(?:tr)?\b|period", re.IGNORECASE)
_YEAR = re.compile(r"year|\bfy\b", re.IGNORECASE)


def find_year_and_part(draft: DraftTable, body: TableBody) -> tuple[int, int] | None:
    """Return the columns of a month or quarter and of its year, or None without such two."""
    headings = [each for each in body.header.headings if each.index != draft.area]
    parts = [each for each in headings if _is_part(each, body)]
    years = [each for each in headings if _YEAR.search(each.text)]
    for part, year in permutations({*parts, *years}, 2):
        if part not in parts or year not in years:
            continue
        pairs = [(row[part.index], row[year.index]) for row in body.rows]
        if measure_share(pairs, _is_period) >= _MOST:
            return part.index, year.index
    return None


def _is_part(heading: Heading, body: TableBody) -> bool:
    """Return whether a column holds months or quarters without their year."""
    cells = body.list_cells(heading.index)
    named = bool(_PART.search(heading.text))
    return measure_share(cells, is_without_year) >= _MOST or (
        named and measure_share(cells, _is_month_number) >= _MOST
    )


def _is_month_number(cell: object) -> bool:
    return bool(re.fullmatch(r"0?[1-9]|1[0-2]", format_cell(cell).strip()))


def _is_period(pair: tuple[Any, Any]) -> bool:
    part, year = (format_cell(cell).strip() for cell in pair)
    return complete_period(part, year, None, None) is not None


def is_named_once(draft: DraftTable, rows: Rows) -> bool:
    """Return whether a place is named on the first row of its group alone.

    At least half of the rows with figures then have no name, and with the name filled down every
    row is of another place or period.
    """
    if draft.area is None or draft.period_in is not PeriodSource.COLUMN:
        return False
    periods = [at for at in (draft.period_column, draft.year_column) if at is not None]
    body = read_draft_body(replace(draft, fill_down=True), rows).rows
    body = [row for row in body if any(map(is_numeric, row))]
    named = [bool(str(row[draft.area]).strip()) for row in body]
    if not (body and periods and named[0]) or sum(named) > _HALF * len(named):
        return False
    place, seen = "", set()
    for row, has_name in zip(body, named, strict=True):
        place = format_cell(row[draft.area]) if has_name else place
        period = tuple(format_cell(row[at]).strip() for at in periods)
        if not all(period) or (place, period) in seen:
            return False
        seen.add((place, period))
    return True
