"""Writes a draft as the TOML text of a profile, as a file in data/profiles would hold it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import tomlkit

from indicators.domain.catalogue import Catalogue
from indicators.ports.period_choices import PeriodNotation, PeriodSource
from indicators.ports.profile_drafts import DraftMeasure, DraftTable, ProfileDraft
from loaders.parsing.cell_values import read_percent, strip_brackets
from loaders.parsing.header import STEP, Heading, find_header
from loaders.profile_builder.chosen_table import ChosenTable, build_draft_error
from loaders.profile_builder.file_patterns import escape_pattern, propose_sheet_pattern
from loaders.profile_builder.table_body import find_period_part, read_draft_body
from loaders.profiles.marks import USUAL_MARKS, mark_key
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
"""The most columns that are ignored by name. With more, all other columns are ignored."""


def write_toml(draft: ProfileDraft, grid: Grid, catalogue: Catalogue) -> str:
    """Return the draft as TOML. Raises UserError if a choice is missing or cannot be written."""
    if not draft.code or not draft.about.strip():
        raise build_draft_error(
            "The profile has no name.", "Give it one, such as “Health visiting reviews”."
        )
    profile: dict[str, Any] = {
        "code": draft.code,
        "service": draft.service,
        "about": draft.about.strip(),
        "files": [draft.files.strip() or "*"],
    }
    if not draft.tables:
        raise build_draft_error("No figure has been chosen.", "Choose an indicator and its column.")
    sheets = [_choose_sheet_pattern(grid, table) for table in draft.tables]
    left = [name for name in grid.sheets if not any(is_match(name, (each,)) for each in sheets)]
    if left:
        profile["other_sheets"] = "leave"
    marks = {
        mark: meaning
        for mark, meaning in draft.marks
        if meaning and _find_usual_meaning(mark) != meaning
    }
    if marks:
        profile["marks"] = marks
    pairs = zip(draft.tables, sheets, strict=True)
    profile["table"] = [
        _describe_table(table, sheet, grid.sheets[table.sheet], catalogue) for table, sheet in pairs
    ]
    if not draft.service:
        raise build_draft_error(
            "The sender of the file is not chosen.", "Choose a service at “Sent by”."
        )
    return tomlkit.dumps(_lay_out(profile))


def _lay_out(given: Mapping[str, Any]) -> dict[str, Any]:
    """Lay the profile out as a person would write it.

    Tables and measures go one below the other, with a line for each key.
    """
    profile = dict(given)
    for key in ("table", "measure"):
        if key in profile:
            profile[key] = [_lay_out(each) for each in profile[key]]
    for key, value in profile.items():
        if isinstance(value, dict) and key != "marks":
            profile[key] = tomlkit.inline_table()
            profile[key].update(value)
    return profile


def _find_usual_meaning(mark: str) -> str:
    state = USUAL_MARKS.in_place.get(mark_key(mark))
    return "" if state is None else state.name.lower()


def _choose_sheet_pattern(grid: Grid, table: DraftTable) -> str:
    """Return the pattern of the table's sheet.

    It is any sheet if there is only one, else the sheet's name, with a star in place of a date
    unless that fits another sheet as well.
    """
    if len(grid.sheets) == 1:
        return "*"
    pattern = propose_sheet_pattern(table.sheet)
    fitting = [name for name in grid.sheets if is_match(name, (pattern,))]
    return pattern if len(fitting) == 1 else escape_pattern(table.sheet)


def _describe_table(
    table: DraftTable, sheet: str, rows: Sheet, catalogue: Catalogue
) -> dict[str, Any]:
    body = read_draft_body(table, rows)
    chosen = ChosenTable(table, body.header, rows, catalogue)
    described: dict[str, Any] = {} if sheet == "*" else {"sheets": sheet}
    area = chosen.get_name(table.area, "the place")
    period = _describe_period(chosen)
    if not table.figures:
        on = f" on sheet {table.sheet}" if table.sheet else ""
        raise build_draft_error(f"No figure is chosen{on}.", "Choose an indicator and its column.")
    figures = [_describe_measure(chosen, figure, body.rows) for figure in table.figures]
    described["header"] = _choose_header(chosen)
    if chosen.header.rows > 1:
        described["header_rows"] = chosen.header.rows
    described["area"] = {"column": area, "fill_down": True} if table.fill_down else area
    described["period"] = period
    described |= _describe_rest(chosen)
    if words := [word.strip() for word in table.totals.split(";") if word.strip()]:
        described["totals"] = {"rows": words} | ({"use": "leave"} if table.leave_totals else {})
    described |= {"ends": "blank row"} if table.to_blank_row else {}
    described |= {"add_up": True} if table.add_up else {}
    described["measure"] = figures
    return described


def _describe_period(chosen: ChosenTable) -> dict[str, Any]:
    table = chosen.table
    written = _WRITTEN[table.written]
    if table.period_in is PeriodSource.COLUMN:
        column = chosen.get_name(table.period_column, "the month")
        if table.year_column is None:
            return {"column": column} | written
        year = chosen.get_name(table.year_column, "the year")
        return {"column": column, "year_column": year} | written
    if table.period_in is PeriodSource.LABEL:
        label = table.period_label.strip()
        if not label:
            raise build_draft_error(
                "The cell with the month has no label.",
                "Write the text before or above the month, such as “Month”.",
            )
        return {"label": label} | written
    where, _, year = table.period_in.value.partition(" and ")
    return {"from": where} | ({"year_from": year} if year else {}) | written


def _describe_measure(chosen: ChosenTable, figure: DraftMeasure, rows: Rows) -> dict[str, Any]:
    described: dict[str, Any] = {"indicator": figure.indicator}
    parts = [chosen.get_name(index, "a numerator", part=True) for index in figure.numerator]
    if parts:
        described["numerator"] = parts[0] if len(parts) == 1 else {"sum": parts}
    if figure.denominator is not None:
        described["denominator"] = chosen.get_name(figure.denominator, "a denominator", part=True)
    if figure.percentage is not None:
        sent = chosen.get_name(figure.percentage, "a percentage", part=True)
        if base := chosen.find_base(figure):
            described |= {"rate": sent, "per": base}
        else:
            described["percentage"] = sent
        if figure.proportion:
            described["proportion"] = True
        decimals = _count_decimals(figure, rows)
        if parts and decimals is not None and decimals != 1:
            described["decimals"] = decimals
    if figure.only_column is not None and figure.only_word.strip():
        described["where"] = {
            chosen.get_name(figure.only_column, "the rows’ words"): figure.only_word.strip()
        }
    if chosen.table.first_of_brackets:
        described["in_brackets"] = "leave"
    return described


def _count_decimals(figure: DraftMeasure, rows: Rows) -> int | None:
    """Return to how many decimals the percentages of the first rows were rounded."""
    if figure.percentage is None:
        return None
    cells = [strip_brackets(row[figure.percentage]) for row in rows]
    read = [read_percent(cell, USUAL_MARKS, figure.proportion)[0] for cell in cells]
    decimals = [len(number.partition(".")[2]) for number in read if number]
    return min(max(decimals), _MOST_DECIMALS) if decimals else None


def _choose_header(chosen: ChosenTable) -> list[str]:
    """Return the headings to find the header by: the place's, and as many more as are needed."""
    names = list(_list_stable_headings(chosen))
    depth = chosen.header.rows
    least = 1 if chosen.across and len(names) > 1 else min(2, len(names))
    found = None
    for most in range(least, len(names) + 1):
        found = find_header(chosen.rows, [(name,) for name in names[:most]], depth)
        if found and found.top == chosen.header.top:
            return names[:most]
    where = f"in row {found.top + 1} before it" if found else "nowhere"
    raise build_draft_error(
        f"The header cannot be found again by its words: they are found {where}.",
        "Choose the first row with the columns’ headings, and how many rows belong to it.",
    )


def _list_stable_headings(chosen: ChosenTable) -> Iterable[str]:
    """Return the headings that stay the same from month to month, the most distinctive first."""
    table = chosen.table
    columns = [table.area]
    if table.period_in is PeriodSource.COLUMN:
        columns += [at for at in (table.period_column, table.year_column) if at is not None]
    columns += [index for figure in table.figures for index in figure.columns]
    headings: dict[str, None] = {}
    for index in columns:
        heading = chosen.header.headings[index or 0]
        part = find_period_part(heading.cells) if chosen.across and index != table.area else None
        words = [cell for at, cell in enumerate(heading.cells) if at != part]
        if words and all(isinstance(cell, str) for cell in words):
            path = [" ".join(str(cell).split()) for cell in words]
            headings[STEP.join(path) if part is None else path[-1]] = None
    return headings


def _describe_rest(chosen: ChosenTable) -> dict[str, Any]:
    """Return what happens to columns, places and rows that nobody chose."""
    table = chosen.table
    rest: dict[str, Any] = {}
    only = [figure.only_column for figure in table.figures]
    used = {table.area, table.period_column, table.year_column, *only}
    used |= {index for figure in table.figures for index in figure.columns}
    left = [h for h in chosen.header.headings if h.index not in used and not _is_empty(chosen, h)]
    if chosen.across or len(left) > _IGNORED or not all(h.cells for h in left):
        rest["other_columns"] = "leave"
    elif left:
        rest["ignore"] = list(dict.fromkeys(heading.text for heading in left))
    rest |= {"other_places": "leave"} if table.leave_other_places else {}
    rest |= {"other_rows": "leave"} if any(index is not None for index in only) else {}
    return rest


def _is_empty(chosen: ChosenTable, heading: Heading) -> bool:
    below = chosen.rows.columns[heading.index][chosen.header.below :]
    return not heading.cells and not below.filled.any()
