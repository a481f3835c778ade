"""A draft as the profile that a file in data/profiles would hold: its TOML text, and that text read
and checked like any other profile's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import tomlkit

from indicators.domain.errors import UserError
from indicators.ports.profile_drafts import (
    DraftMeasure,
    DraftTable,
    PeriodNotation,
    PeriodSource,
    ProfileDraft,
)
from loaders.parsing.cell_values import read_percent, strip_brackets
from loaders.parsing.header import PERIOD, STEP, Header, Heading, find_header
from loaders.profile_builder.file_patterns import escape_pattern, propose_sheet_pattern
from loaders.profile_builder.infer_table import find_period_part, read_draft_body
from loaders.profiles.marks import USUAL_MARKS, mark_key
from loaders.readers.cell_text import format_cell
from loaders.readers.file_names import is_match
from loaders.readers.grid import Grid
from loaders.readers.sheet import Rows, Sheet

_WRITTEN: Mapping[PeriodNotation, dict[str, Any]] = {
    PeriodNotation.ITSELF: {},
    PeriodNotation.QUARTER: {"stands_for": "quarter"},
    PeriodNotation.YEAR: {"stands_for": "year"},
    PeriodNotation.YEAR_TO_MARCH: {"year_ends": 3},
    PeriodNotation.YEAR_TO_DECEMBER: {"year_ends": 12},
}
_MOST_DECIMALS = 10
_IGNORED = 40
"""Columns that are left by name. With more, any other column is left."""


def write_toml(draft: ProfileDraft, grid: Grid) -> str:
    """The draft as TOML. UserError where a choice is missing or no profile can say it."""
    if not draft.code or not draft.about.strip():
        raise _lacking(
            "The profile has no name.", "Give it one, such as “Health visiting reviews”."
        )
    told: dict[str, Any] = {
        "code": draft.code,
        "service": draft.service,
        "about": draft.about.strip(),
        "files": [draft.files.strip() or "*"],
    }
    if not draft.tables:
        raise _lacking("No figure has been chosen.", "Choose an indicator and its column.")
    sheets = [_sheets(grid, table) for table in draft.tables]
    left = [name for name in grid.names if not any(is_match(name, (each,)) for each in sheets)]
    if left:
        told["other_sheets"] = "leave"
    marks = {mark: meaning for mark, meaning in draft.marks if meaning and _usual(mark) != meaning}
    if marks:
        told["marks"] = marks
    pairs = zip(draft.tables, sheets, strict=True)
    told["table"] = [_table(table, sheet, grid.sheets[table.sheet]) for table, sheet in pairs]
    if not draft.service:
        raise _lacking("It is not said who sends the file.", "Choose a service at “Sent by”.")
    return tomlkit.dumps(_laid_out(told))


def _laid_out(told: Mapping[str, Any]) -> dict[str, Any]:
    """As a person would write it: tables and measures one below the other, what is in them on a
    line each.
    """
    laid = dict(told)
    for key in ("table", "measure"):
        if key in laid:
            laid[key] = [_laid_out(each) for each in laid[key]]
    for key, value in laid.items():
        if isinstance(value, dict) and key != "marks":
            laid[key] = tomlkit.inline_table()
            laid[key].update(value)
    return laid


def _lacking(what: str, remedy: str) -> UserError:
    return UserError(what, remedy=remedy)


def _usual(mark: str) -> str:
    state = USUAL_MARKS.get(mark_key(mark))
    return "" if state is None else state.name.lower()


def _sheets(grid: Grid, table: DraftTable) -> str:
    """The pattern of the table's sheet: any where there is only one, else its name, with a star
    for a date in it unless that fits another sheet as well.
    """
    if len(grid.names) == 1:
        return "*"
    pattern = propose_sheet_pattern(table.sheet)
    fitting = [name for name in grid.names if is_match(name, (pattern,))]
    return pattern if len(fitting) == 1 else escape_pattern(table.sheet)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A table with its header, to name its columns by."""

    table: DraftTable
    header: Header
    rows: Sheet

    @property
    def across(self) -> bool:
        return self.table.period_in is PeriodSource.HEADING

    def name(self, index: int | None, what: str, *, part: bool = False) -> str:
        """A column as a profile names it; the `part` of a figure may have a period in its
        heading.
        """
        on = f" on sheet {self.table.sheet}" if self.table.sheet else ""
        if index is None or not 0 <= index < len(self.header.headings):
            raise _lacking(f"No column is chosen for {what}{on}.", "Choose one.")
        heading = self.header.headings[index]
        if not heading.cells:
            raise _lacking(
                f"Column {heading.letters} is to be {what}{on}, and has no heading "
                "in the rows chosen.",
                "Choose the header's rows so that each column in use has a heading.",
            )
        text = self._with_period(heading) if part and self.across else heading.text
        self._once(heading, text, on)
        return text

    def _with_period(self, heading: Heading) -> str:
        at = find_period_part(heading.cells)
        if at is None:
            raise _lacking(
                f"The heading of column {heading.label} holds no month.",
                "Say that the month is somewhere else, or choose a column under a month.",
            )
        words = [" ".join(format_cell(cell).split()) for cell in heading.cells]
        return STEP.join([*words[:at], PERIOD, *words[at + 1 :]])

    def _once(self, heading: Heading, text: str, on: str) -> None:
        twins = [h for h in self.header.headings if h.key == heading.key and h is not heading]
        if twins:
            raise _lacking(
                f"Columns {heading.label} and {twins[0].label}{on} have the same heading.",
                "Say that one more row above belongs to the header, or give them different "
                "headings in the file.",
            )


def _table(table: DraftTable, sheet: str, rows: Sheet) -> dict[str, Any]:
    body = read_draft_body(table, rows)
    chosen = _Chosen(table, body.header, rows)
    told: dict[str, Any] = {} if sheet == "*" else {"sheets": sheet}
    area = chosen.name(table.area, "the place")
    period = _period(chosen)
    if not table.figures:
        on = f" on sheet {table.sheet}" if table.sheet else ""
        raise _lacking(f"No figure is chosen{on}.", "Choose an indicator and its column.")
    figures = [_measure(chosen, figure, body.rows) for figure in table.figures]
    told["header"] = _header(chosen)
    if chosen.header.rows > 1:
        told["header_rows"] = chosen.header.rows
    told["area"] = {"column": area, "fill_down": True} if table.fill_down else area
    told["period"] = period
    told |= _others(chosen)
    if words := [word.strip() for word in table.totals.split(";") if word.strip()]:
        told["totals"] = {"rows": words} | ({"use": "leave"} if table.leave_totals else {})
    told |= {"ends": "blank row"} if table.to_blank_row else {}
    told |= {"add_up": True} if table.add_up else {}
    told["measure"] = figures
    return told


def _period(chosen: _Chosen) -> dict[str, Any]:
    table = chosen.table
    written = _WRITTEN[table.written]
    if table.period_in is PeriodSource.COLUMN:
        return {"column": chosen.name(table.period_column, "the month")} | written
    if table.period_in is PeriodSource.LABEL:
        label = table.period_label.strip()
        if not label:
            raise _lacking(
                "The cell with the month has no label.",
                "Write what stands before or above the month, such as “Month”.",
            )
        return {"label": label} | written
    return {"from": table.period_in.value} | written


def _measure(chosen: _Chosen, figure: DraftMeasure, rows: Rows) -> dict[str, Any]:
    told: dict[str, Any] = {"indicator": figure.indicator}
    parts = [chosen.name(index, "a numerator", part=True) for index in figure.numerator]
    if parts:
        told["numerator"] = parts[0] if len(parts) == 1 else {"sum": parts}
    if figure.denominator is not None:
        told["denominator"] = chosen.name(figure.denominator, "a denominator", part=True)
    if figure.percentage is not None:
        told["percentage"] = chosen.name(figure.percentage, "a percentage", part=True)
        if figure.proportion:
            told["proportion"] = True
        decimals = _decimals(figure, rows)
        if parts and decimals is not None and decimals != 1:
            told["decimals"] = decimals
    if figure.only_column is not None and figure.only_word.strip():
        told["where"] = {
            chosen.name(figure.only_column, "the rows’ words"): figure.only_word.strip()
        }
    if chosen.table.first_of_brackets:
        told["in_brackets"] = "leave"
    return told


def _decimals(figure: DraftMeasure, rows: Rows) -> int | None:
    """To how many decimals the percentages were rounded, as far as the first rows tell."""
    if figure.percentage is None:
        return None
    cells = [strip_brackets(row[figure.percentage]) for row in rows]
    read = [read_percent(cell, USUAL_MARKS, figure.proportion)[0] for cell in cells]
    told = [len(number.partition(".")[2]) for number in read if number]
    return min(max(told), _MOST_DECIMALS) if told else None


def _header(chosen: _Chosen) -> list[str]:
    """What the header is found by: the place's heading and as many more as it takes."""
    names = list(_telling(chosen))
    depth = chosen.header.rows
    least = 1 if chosen.across and len(names) > 1 else min(2, len(names))
    found = None
    for most in range(least, len(names) + 1):
        found = find_header(chosen.rows, [(name,) for name in names[:most]], depth)
        if found and found.top == chosen.header.top:
            return names[:most]
    where = f"in row {found.top + 1} before it" if found else "nowhere"
    raise _lacking(
        f"The header cannot be found again by its words: they are found {where}.",
        "Choose the first row in which the columns’ headings stand, and how many belong to it.",
    )


def _telling(chosen: _Chosen) -> Iterable[str]:
    """Headings that stay from month to month, the most telling first."""
    table = chosen.table
    columns = [table.area]
    columns += [table.period_column] if table.period_in is PeriodSource.COLUMN else []
    columns += [index for figure in table.figures for index in figure.columns]
    told: dict[str, None] = {}
    for index in columns:
        heading = chosen.header.headings[index or 0]
        part = find_period_part(heading.cells) if chosen.across and index != table.area else None
        words = [cell for at, cell in enumerate(heading.cells) if at != part]
        if words and all(isinstance(cell, str) for cell in words):
            path = [" ".join(str(cell).split()) for cell in words]
            told[STEP.join(path) if part is None else path[-1]] = None
    return told


def _others(chosen: _Chosen) -> dict[str, Any]:
    """What becomes of columns, places and rows that nobody chose."""
    table = chosen.table
    told: dict[str, Any] = {}
    only = [figure.only_column for figure in table.figures]
    used = {table.area, table.period_column, *only}
    used |= {index for figure in table.figures for index in figure.columns}
    left = [h for h in chosen.header.headings if h.index not in used and not _empty(chosen, h)]
    if chosen.across or len(left) > _IGNORED or not all(h.cells for h in left):
        told["other_columns"] = "leave"
    elif left:
        told["ignore"] = list(dict.fromkeys(heading.text for heading in left))
    told |= {"other_places": "leave"} if table.leave_other_places else {}
    told |= {"other_rows": "leave"} if any(index is not None for index in only) else {}
    return told


def _empty(chosen: _Chosen, heading: Heading) -> bool:
    below = chosen.rows.columns[heading.index][chosen.header.below :]
    return not heading.cells and not below.filled.any()
