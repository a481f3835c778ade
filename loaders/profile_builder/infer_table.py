"""Infers where a table is on a sheet: its header, and the columns of its areas and periods.

The result is only a start for a person, so it may be wrong. It never fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from indicators.domain.places import SENT_FOR, Places
from indicators.ports.period_choices import PeriodNotation, PeriodSource
from indicators.ports.profile_drafts import DraftTable
from loaders.parsing.cell_values import explain_uncached, is_figure
from loaders.parsing.header import read_header
from loaders.periods.period_formats import find_year, is_without_year, parse_period
from loaders.periods.period_reading import FINANCIAL
from loaders.periods.period_search import find_period
from loaders.profile_builder.infer_groups import find_year_and_part, is_named_once
from loaders.profile_builder.table_body import (
    ROWS_USED,
    TableBody,
    count_filled,
    find_period_part,
    is_numeric,
    measure_share,
    read_draft_body,
)
from loaders.readers import limits
from loaders.readers.cell_text import format_cell
from loaders.readers.sheet import Rows

_TOTAL = re.compile(r"(?:grand |sub-?)?totals?\b|all (?:areas|centres)$|overall$", re.I)
_PERIOD_WORDS = re.compile(r"month|period|quarter|date|year|time", re.I)
_MOST, _MOST_FIGURES = 0.8, 0.2
_OF_OTHERS, _FEW = 0.5, 5
_YEAR = 12
_LABEL = 60
"""The longest label; a longer text is a sentence that will change next month."""

PlaceCheck = Callable[[str], bool]


def infer_table(sheet: str, rows: Rows, file: str, places: Places) -> DraftTable | None:
    """Return the table of a sheet as far as it can be inferred, without its figures.

    Returns None if nothing on the sheet looks like a table.
    """
    rows = list(rows[: limits.HEADER_SEARCH_ROWS + ROWS_USED])
    is_known = _make_place_check(places)
    area = _find_area_column(rows, is_known)
    if area is None:
        return None
    first = _find_first_row(rows, area, is_known)
    bottom = _find_header_row(rows, first, area)
    above = _count_rows_above(rows, bottom, area)
    draft = DraftTable(sheet, bottom + 1, above, area)
    body = read_draft_body(draft, rows)
    draft = replace(draft, totals="; ".join(_find_totals(body, area)))
    draft = replace(draft, leave_other_places=_has_other_places(body, area, is_known))
    draft = infer_period(draft, body, rows, file)
    return replace(draft, fill_down=is_named_once(draft, rows))


def adjust_header(draft: DraftTable, rows: Rows, places: Places) -> DraftTable:
    """Return the draft with as many header rows as it needs, and an area if it had none."""
    area = draft.area
    if area is None:
        area = _find_area_column(
            rows[: limits.HEADER_SEARCH_ROWS + ROWS_USED], _make_place_check(places)
        )
    bottom = min(draft.header_row, len(rows)) - 1
    return replace(draft, area=area, rows_above=_count_rows_above(rows, bottom, area or 0))


def _make_place_check(places: Places) -> PlaceCheck:
    found: dict[str, bool] = {}

    def is_known(text: str) -> bool:
        if text not in found:
            code = places.find(text)
            found[text] = code is not None and places[code].kind in SENT_FOR
        return found[text]

    return is_known


def _find_area_column(rows: Rows, is_known: PlaceCheck) -> int | None:
    """Return the column with the most different known places.

    If no place is known, it is the column with the most different words.
    """
    columns = [
        {c for c in column if isinstance(c, str) and c.strip()} for column in _list_columns_of(rows)
    ]
    named = [sum(map(is_known, cells)) for cells in columns]
    if any(named):
        return named.index(max(named))
    words = [
        sum(
            not (is_numeric(c) or parse_period(c) or is_without_year(c) or explain_uncached(c))
            for c in cells
        )
        for cells in columns
    ]
    return words.index(max(words)) if max(words, default=0) > 1 else None  # a header and a place


def _list_columns_of(rows: Rows) -> Iterator[tuple[Any, ...]]:
    yield from zip(*rows, strict=True)


def _find_first_row(rows: Rows, area: int, is_known: PlaceCheck) -> int:
    """Return the first row of the body: with a known place, else with a name and a number."""
    named = [
        at
        for at, row in enumerate(rows)
        if is_known(format_cell(row[area])) and count_filled(row) > 1
    ]
    if named:
        return named[0]
    for at, row in enumerate(rows):
        others = [cell for index, cell in enumerate(row) if index != area]
        if str(row[area]).strip() and at and any(map(is_numeric, others)):
            return at
    return min(1, len(rows) - 1)


def _find_header_row(rows: Rows, first: int, area: int) -> int:
    """Return the last row of the header: the nearest above the body with about as many cells.

    Rows with unknown places may be in between, so rows with numbers are skipped.
    """
    wide = (count_filled(rows[first]) - 1) / 2
    for at in range(min(first, limits.HEADER_SEARCH_ROWS) - 1, -1, -1):
        cells = [cell for index, cell in enumerate(rows[at]) if index != area]
        texts = [cell for cell in cells if str(cell).strip()]
        periods = bool(texts) and all(map(parse_period, texts))
        if len(texts) >= wide and (measure_share(texts, is_figure) <= _MOST_FIGURES or periods):
            return at
    return max(0, min(first, limits.HEADER_SEARCH_ROWS) - 1)


def _count_rows_above(rows: Rows, bottom: int, area: int) -> int:
    """Return how many more rows the header needs so that each column has its own heading."""
    above = 0
    while above < 3 and bottom - above - 1 >= 0:
        header = read_header(rows, bottom - above, above + 1)
        keys = [heading.key for heading in header.headings if heading.key]
        whole = len(set(keys)) == len(keys) and header.headings[area].key
        higher = [str(cell).strip() for cell in rows[bottom - above - 1]]
        if whole or not any(higher):
            break
        above += 1
    return above


def infer_period(draft: DraftTable, body: TableBody, rows: Rows, file: str) -> DraftTable:
    """Return the draft with the place of its period."""
    if found := find_year_and_part(draft, body):
        part, year = found
        return replace(draft, period_in=PeriodSource.COLUMN, period_column=part, year_column=year)
    where, index, label = _find_period_source(draft, body, rows, file)
    written = PeriodNotation.ITSELF
    if index is not None and measure_share(body.list_cells(index), parse_period) < _MOST:
        written = PeriodNotation.YEAR_TO_MARCH
    return replace(draft, period_in=where, period_column=index, period_label=label, written=written)


def _has_other_places(body: TableBody, area: int, is_known: PlaceCheck) -> bool:
    """Return whether most places are not the council's, as in a file for a whole country."""
    names = {format_cell(cell) for cell in body.list_cells(area)}
    ours = sum(map(is_known, names))
    return len(names) > _FEW and 0 < ours < _OF_OTHERS * len(names)


def _find_period_source(
    draft: DraftTable, body: TableBody, rows: Rows, file: str
) -> tuple[PeriodSource, int | None, str]:
    columns = [
        heading
        for heading in body.header.headings
        if heading.index != draft.area
        and measure_share(body.list_cells(heading.index), _parse_period_or_year) >= _MOST
    ]
    # A month or quarter says more than the year in a column before it.
    columns.sort(
        key=lambda heading: (
            measure_share(body.list_cells(heading.index), _is_within_year) < _MOST,
            not _PERIOD_WORDS.search(heading.text),
        )
    )
    # A count may look like a year, so years alone need a heading that says so.
    for heading in columns:
        if measure_share(
            body.list_cells(heading.index), parse_period
        ) >= _MOST or _PERIOD_WORDS.search(heading.text):
            return PeriodSource.COLUMN, heading.index, ""
    if any(find_period_part(heading.cells) is not None for heading in body.header.headings):
        return _find_year_source(draft, body, rows, file), None, ""
    label = next(_find_labels(rows[: body.header.top]), None)
    if label:
        return PeriodSource.LABEL, None, label
    if find_period(file.rpartition(".")[0] or file):
        return PeriodSource.FILE, None, ""
    if parse_period(draft.sheet) or find_period(draft.sheet):
        return PeriodSource.SHEET, None, ""
    return PeriodSource.COLUMN, None, ""


def _find_year_source(draft: DraftTable, body: TableBody, rows: Rows, file: str) -> PeriodSource:
    """Return where the months in headings have their year: there, or in a title or name."""
    cells = [cell for heading in body.header.headings for cell in heading.cells]
    if any(map(parse_period, cells)):
        return PeriodSource.HEADING
    titles = [format_cell(cell) for row in rows[: body.header.top] for cell in row]
    if any(find_year(text, None) for text in titles):
        return PeriodSource.HEADING_AND_TITLE
    if find_year(draft.sheet, None):
        return PeriodSource.HEADING_AND_SHEET
    named = find_year(file.rpartition(".")[0] or file, None)
    return PeriodSource.HEADING_AND_FILE if named else PeriodSource.HEADING


def _is_within_year(cell: object) -> bool:
    period = parse_period(cell)
    return period is not None and period.months < _YEAR


def _parse_period_or_year(cell: object) -> object:
    return parse_period(cell, year_ends=FINANCIAL)


def _find_labels(above: Rows) -> Iterator[str]:
    """Yield the words before a period, in its own cell or the cell to its left."""
    for row in above:
        before = ""
        for cell in row:
            text = " ".join(format_cell(cell).split())
            if not text:
                continue
            label = before if before and parse_period(cell) else _take_label(text)
            if label and len(label) <= _LABEL:
                yield label
            before = "" if parse_period(cell) else text.rstrip(" :")


def _take_label(text: str) -> str:
    """Return “Month” of “Month: October 2026”; "" if the rest is not a period."""
    label, colon, rest = text.partition(":")
    if colon and label.strip() and parse_period(rest.strip()):
        return label.strip()
    words = text.split()
    for at in range(1, len(words)):
        if parse_period(" ".join(words[at:])):
            return " ".join(words[:at]).rstrip(" :")
    return ""


def _find_totals(body: TableBody, area: int | None) -> list[str]:
    if area is None:
        return []
    names = dict.fromkeys(format_cell(cell).strip() for cell in body.list_cells(area))
    return [name for name in names if _TOTAL.match(name)]
