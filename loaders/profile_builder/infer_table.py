"""Guesses where a table lies on a sheet: its header, the columns of its areas and of its periods.

A guess is only where a person starts from, so that it may be wrong. It never fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from indicators.domain.places import SENT_FOR, Places
from indicators.ports.profile_drafts import DraftTable, PeriodNotation, PeriodSource
from loaders.parsing.cell_values import explain_uncached, read_count, read_percent
from loaders.parsing.header import Header, read_header
from loaders.parsing.period_formats import find_period, parse_period, read_bare_year
from loaders.profiles.marks import USUAL_MARKS, CellState
from loaders.readers import limits
from loaders.readers.cell_text import format_cell
from loaders.readers.sheet import Rows

LOOKED_AT = 400
"""Rows below the header that a guess looks at."""
_TOTAL = re.compile(r"(?:grand |sub-?)?totals?\b|all (?:areas|centres)$|overall$", re.I)
_PERIOD_WORDS = re.compile(r"month|period|quarter|date|year|time", re.I)
_MOST, _MOST_FIGURES = 0.8, 0.2
_OF_OTHERS, _FEW = 0.5, 5
_LABEL = 60
"""Letters of a label; more are a sentence that will read otherwise next month."""

Known = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class TableBody:
    """The rows below a header that a guess looks at: those with an area and anything beside it."""

    header: Header
    rows: Rows

    def cells(self, index: int) -> list[Any]:
        return [row[index] for row in self.rows if _has(row, index)]


def infer_table(sheet: str, rows: Rows, file: str, places: Places) -> DraftTable | None:
    """The table of a sheet as far as it can be guessed, without its figures; None where there is
    nothing on the sheet that looks like one.
    """
    rows = list(rows[: limits.HEADER_SEARCH_ROWS + LOOKED_AT])
    known = _known(places)
    area = _area(rows, known)
    if area is None:
        return None
    first = _first_row(rows, area, known)
    bottom = _header_above(rows, first, area)
    above = _rows_above(rows, bottom, area)
    draft = DraftTable(sheet, bottom + 1, above, area)
    body = read_draft_body(draft, rows)
    draft = replace(draft, totals="; ".join(_totals(body, area)))
    draft = replace(draft, leave_other_places=_of_others(body, area, known))
    return infer_period(draft, body, rows, file)


def adjust_header(draft: DraftTable, rows: Rows, places: Places) -> DraftTable:
    """The draft with as many header rows as its last one needs, and an area if it had none."""
    area = draft.area
    if area is None:
        area = _area(rows[: limits.HEADER_SEARCH_ROWS + LOOKED_AT], _known(places))
    bottom = min(draft.header_row, len(rows)) - 1
    return replace(draft, area=area, rows_above=_rows_above(rows, bottom, area or 0))


def read_draft_header(draft: DraftTable, rows: Rows) -> Header:
    """The header that a draft chose, as far as the sheet reaches."""
    if not rows:
        return Header(0, 0, ())
    bottom = min(max(draft.header_row, 1), len(rows)) - 1
    top = max(0, bottom - max(draft.rows_above, 0))
    return read_header(rows, top, bottom - top + 1)


def read_draft_body(draft: DraftTable, rows: Rows) -> TableBody:
    """The header that a draft chose, and the rows below it that a guess looks at."""
    header = read_draft_header(draft, rows)
    below = rows[header.below : header.below + LOOKED_AT]
    area = draft.area
    kept = [
        row
        for row in below
        if (draft.fill_down or area is None or _has(row, area)) and _filled(row) > 1
    ]
    return TableBody(header, kept)


def is_numeric(cell: object) -> bool:
    """Whether a cell holds a count or a percentage."""
    return CellState.NUMBER in (
        read_count(cell, USUAL_MARKS)[1],
        read_percent(cell, USUAL_MARKS, proportion=False)[1],
    )


def _figure(cell: object) -> bool:
    """Whether a cell holds a number, or a mark in the place of one."""
    return is_numeric(cell) or read_count(cell, USUAL_MARKS)[1] != CellState.FAULT


def share(cells: Sequence[Any], holds: Callable[[Any], object]) -> float:
    return sum(bool(holds(cell)) for cell in cells) / len(cells) if cells else 0.0


def _known(places: Places) -> Known:
    found: dict[str, bool] = {}

    def known(text: str) -> bool:
        if text not in found:
            code = places.find(text)
            found[text] = code is not None and places[code].kind in SENT_FOR
        return found[text]

    return known


def _filled(row: Sequence[Any]) -> int:
    return sum(bool(str(cell).strip()) for cell in row)


def _has(row: Sequence[Any], index: int) -> bool:
    return index < len(row) and bool(str(row[index]).strip())


def _area(rows: Rows, known: Known) -> int | None:
    """The column with the most different known places; where none is known, that with
    the most different words.
    """
    columns = [{c for c in column if isinstance(c, str) and c.strip()} for column in _across(rows)]
    named = [sum(map(known, cells)) for cells in columns]
    if any(named):
        return named.index(max(named))
    words = [
        sum(not (is_numeric(c) or parse_period(c) or explain_uncached(c)) for c in cells)
        for cells in columns
    ]
    return words.index(max(words)) if max(words, default=0) > 1 else None  # a header and a place


def _across(rows: Rows) -> Iterator[tuple[Any, ...]]:
    yield from zip(*rows, strict=True)


def _first_row(rows: Rows, area: int, known: Known) -> int:
    """The first row of the body: with a known place, else with a name and a number, beside it."""
    named = [
        at for at, row in enumerate(rows) if known(format_cell(row[area])) and _filled(row) > 1
    ]
    if named:
        return named[0]
    for at, row in enumerate(rows):
        others = [cell for index, cell in enumerate(row) if index != area]
        if str(row[area]).strip() and at and any(map(is_numeric, others)):
            return at
    return min(1, len(rows) - 1)


def _header_above(rows: Rows, first: int, area: int) -> int:
    """The header's last row: the nearest above the body with about as many cells. Places that are
    not known may stand between the two, so that rows with numbers are passed over.
    """
    wide = (_filled(rows[first]) - 1) / 2
    for at in range(min(first, limits.HEADER_SEARCH_ROWS) - 1, -1, -1):
        cells = [cell for index, cell in enumerate(rows[at]) if index != area]
        texts = [cell for cell in cells if str(cell).strip()]
        periods = bool(texts) and all(map(parse_period, texts))
        if len(texts) >= wide and (share(texts, _figure) <= _MOST_FIGURES or periods):
            return at
    return max(0, min(first, limits.HEADER_SEARCH_ROWS) - 1)


def _rows_above(rows: Rows, bottom: int, area: int) -> int:
    """How many more rows the header needs so that each column has a heading of its own."""
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
    """The draft with where its period is said."""
    where, index, label = _period(draft, body, rows, file)
    written = PeriodNotation.ITSELF
    if index is not None and share(body.cells(index), parse_period) < _MOST:
        written = PeriodNotation.YEAR_TO_MARCH
    return replace(draft, period_in=where, period_column=index, period_label=label, written=written)


def _of_others(body: TableBody, area: int, known: Known) -> bool:
    """Whether most of the places are none of ours, as in a file for a whole country."""
    names = {format_cell(cell) for cell in body.cells(area)}
    ours = sum(map(known, names))
    return len(names) > _FEW and 0 < ours < _OF_OTHERS * len(names)


def _period(
    draft: DraftTable, body: TableBody, rows: Rows, file: str
) -> tuple[PeriodSource, int | None, str]:
    columns = [
        heading
        for heading in body.header.headings
        if heading.index != draft.area and share(body.cells(heading.index), _said) >= _MOST
    ]
    columns.sort(key=lambda heading: not _PERIOD_WORDS.search(heading.text))
    # A count may look like a year, so that years alone want a heading that says so.
    for heading in columns:
        if share(body.cells(heading.index), parse_period) >= _MOST or _PERIOD_WORDS.search(
            heading.text
        ):
            return PeriodSource.COLUMN, heading.index, ""
    if any(find_period_part(heading.cells) is not None for heading in body.header.headings):
        return PeriodSource.HEADING, None, ""
    label = next(_labels(rows[: body.header.top]), None)
    if label:
        return PeriodSource.LABEL, None, label
    if find_period(file.rpartition(".")[0] or file):
        return PeriodSource.FILE, None, ""
    if parse_period(draft.sheet) or find_period(draft.sheet):
        return PeriodSource.SHEET, None, ""
    return PeriodSource.COLUMN, None, ""


def _said(cell: object) -> object:
    return parse_period(cell) or read_bare_year(cell, 3)


def find_period_part(cells: Sequence[object]) -> int | None:
    """Which of a heading's cells is a period; None where none is."""
    return next((at for at, cell in enumerate(cells) if parse_period(cell)), None)


def _labels(above: Rows) -> Iterator[str]:
    """Words that stand before a period, in its own cell or the cell to its left."""
    for row in above:
        before = ""
        for cell in row:
            text = " ".join(format_cell(cell).split())
            if not text:
                continue
            label = before if before and parse_period(cell) else _before_period(text)
            if label and len(label) <= _LABEL:
                yield label
            before = "" if parse_period(cell) else text.rstrip(" :")


def _before_period(text: str) -> str:
    """“Month” of “Month: October 2026”; "" where the rest is no period."""
    label, colon, rest = text.partition(":")
    if colon and label.strip() and parse_period(rest.strip()):
        return label.strip()
    words = text.split()
    for at in range(1, len(words)):
        if parse_period(" ".join(words[at:])):
            return " ".join(words[:at]).rstrip(" :")
    return ""


def _totals(body: TableBody, area: int | None) -> list[str]:
    if area is None:
        return []
    names = dict.fromkeys(format_cell(cell).strip() for cell in body.cells(area))
    return [name for name in names if _TOTAL.match(name)]
