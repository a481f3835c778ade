"""Find the profile that reads a file, by its name, its sheets and its headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from indicators.domain.errors import NoProfileError
from loaders.parsing.cell_values import is_figure
from loaders.parsing.header import find_header, read_header
from loaders.profiles.hidden_view import refuse_if_all_hidden, show_for
from loaders.profiles.profile_schema import Profile, TableProfile
from loaders.readers import limits
from loaders.readers.file_names import is_match
from loaders.readers.grid import Grid
from loaders.readers.sheet import Sheet, is_filled
from loaders.readers.tolerant_names import is_literal, match_names

_SHEETS_SHOWN = 4
_LONGEST_HEADING = 60
_MOST_FIGURES = 0.2
"""The share of figures in a row of headings: a heading can be a number, such as a year."""


def find_claimant(grid: Grid, profiles: Sequence[Profile]) -> Profile:
    """Return the one profile that claims the file. NoProfileError if none does, or several do."""
    mismatches = {profile.code: _explain_mismatch(grid, profile) for profile in profiles}
    claimants = [profile for profile in profiles if not mismatches[profile.code]]
    if len(claimants) == 1:
        return claimants[0]
    if claimants:
        raise NoProfileError(
            f"More than one profile claims the file: {', '.join(p.code for p in claimants)}.",
            where=grid.file,
            remedy="Set files, with_sheets or without_sheets so that only one of them does.",
        )
    refuse_if_all_hidden(grid)
    tried = " ".join(f"{code}: {mismatch}" for code, mismatch in mismatches.items())
    raise NoProfileError(
        "No profile knows this file.",
        f"{f'Tried {tried}' if tried else 'There are no profiles yet.'} "
        f"Its headings are: {_describe_headings(grid)}.",
        where=grid.file,
        remedy=f"{_suggest_names(grid, profiles)}Check that it is the right file. If it is, create "
        "a profile for it on the data page, or add its headings to a profile.",
    )


def list_claimants(grid: Grid, profiles: Sequence[Profile]) -> list[str]:
    """Return the codes of the profiles that claim the file."""
    return [profile.code for profile in profiles if not _explain_mismatch(grid, profile)]


def list_fitting(grid: Grid, profiles: Sequence[Profile]) -> list[Profile]:
    """Return the profiles that fit the file's sheets and headings, whatever its name."""
    return [profile for profile in profiles if not _explain_content_mismatch(grid, profile)]


def _suggest_names(grid: Grid, profiles: Sequence[Profile]) -> str:
    """Suggest another name for the file, if only its name does not fit a profile."""
    usual = [name for profile in list_fitting(grid, profiles) for name in profile.files]
    if not usual:
        return ""
    return f"By its headings it may be {' or '.join(usual)}: if so, give it such a name. "


def _explain_mismatch(grid: Grid, profile: Profile) -> str:
    """Return why a profile does not claim the file; "" if it does."""
    if not grid.is_named(profile.files):
        return f"is for files named {' or '.join(profile.files)}."
    return _explain_content_mismatch(grid, profile)


def _explain_content_mismatch(grid: Grid, profile: Profile) -> str:
    for pattern in profile.with_sheets:
        if not match_names(grid.names, pattern):
            return f"there is no sheet {pattern}."
    for pattern in profile.without_sheets:
        if unwanted := match_names(grid.names, pattern):
            return f"it is not for files with a sheet {unwanted[0]}."
    grid = show_for(grid, profile)
    if unclear := _explain_unclear_sheet(grid, profile):
        return unclear
    found = [shape for shape in profile.table if _has_table(grid, profile, shape)]
    for shape in profile.table:
        if shape not in found and (not shape.optional or not found):
            named = " and ".join(f"“{spelt[0]}”" for spelt in shape.header)
            return f"there is no header with {named}{_describe_sheets(shape)}."
    return ""


def find_sheets(names: Sequence[str], profile: Profile, shape: TableProfile) -> list[str]:
    """Return which of these sheets a table may be on.

    A sheet that another table names exactly is not this one's by being like its name.
    """
    named = {
        name
        for table in profile.table
        for name in names
        if is_match(name, filter(is_literal, table.sheets))
    }
    found = {
        name
        for pattern in shape.sheets
        for name in match_names(names, pattern)
        if name not in named or is_match(name, shape.sheets)
    }
    return [name for name in names if name in found]


def select_sheets(grid: Grid, wanted: Iterable[str]) -> Grid:
    """Return the grid with the wanted sheets alone."""
    chosen = {name for pattern in wanted for name in match_names(tuple(grid.sheets), pattern)}
    sheets = {name: rows for name, rows in grid.sheets.items() if name in chosen}
    return replace(grid, sheets=sheets)


def _explain_unclear_sheet(grid: Grid, profile: Profile) -> str:
    """Return which two sheets are like one that the profile names, if none has its exact name."""
    for pattern in filter(is_literal, profile.sheets):
        found = match_names(tuple(grid.sheets), pattern)
        if len(found) > 1:
            return f"sheets {found[0]} and {found[1]} can both be {pattern}. Rename one of them."
    return ""


def _has_table(grid: Grid, profile: Profile, shape: TableProfile) -> bool:
    return any(
        find_header(grid.sheets[sheet], shape.header, shape.header_rows)
        for sheet in find_sheets(tuple(grid.sheets), profile, shape)
    )


def _describe_sheets(shape: TableProfile) -> str:
    return "" if shape.sheets == ("*",) else f" on a sheet named {' or '.join(shape.sheets)}"


def _describe_headings(grid: Grid) -> str:
    """Describe the headings of each of the first sheets."""
    described = []
    for sheet, rows in list(grid.visible.sheets.items())[:_SHEETS_SHOWN]:
        headings = _find_headings(rows[: limits.HEADER_SEARCH_ROWS])
        more = " …" if len(headings) > limits.HEADINGS_SHOWN else ""
        shown = [text[:_LONGEST_HEADING] for text in headings[: limits.HEADINGS_SHOWN]]
        cells = " | ".join(shown) or "no row of headings"
        described.append(f"{f'sheet {sheet}: ' if sheet else ''}{cells}{more}")
    return "; ".join(described) or ", ".join(grid.names) or "nothing"


def _find_headings(top: Sheet) -> list[str]:
    """Return the headings among the first rows of a sheet, or none if no row is clearly a header.

    The header is the first row of words with at least half as many cells as the fullest row. It
    may have a row of groups above it. A row with figures is never shown.
    """
    counts = [sum(map(is_filled, row)) for row in top]
    least = max(2, max(counts, default=0) / 2)
    for at, row in enumerate(top):
        cells = [cell for cell in row if is_filled(cell)]
        figures = sum(map(is_figure, cells))
        if len(cells) >= least and figures <= _MOST_FIGURES * len(cells):
            has_groups = at > 0 and counts[at - 1] > 1 and not any(map(_is_number, top[at - 1]))
            above = 1 if has_groups else 0
            header = read_header(top, at - above, 1 + above)
            return [heading.text for heading in header.headings if heading.cells]
        if figures > _MOST_FIGURES * len(cells) and len(cells) > 1:
            return []  # the figures have begun
    return []


def _is_number(cell: object) -> bool:
    return is_filled(cell) and is_figure(cell)
