"""An extract and the profiles to observations and refusals: which profile a file is of, and what is
in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from indicators.domain.catalogue import Catalogue
from indicators.domain.confirmation_texts import write_confirmation
from indicators.domain.confirmations import Confirmation, ConfirmationCode
from indicators.domain.errors import NoProfileError, UnreadableFileError
from indicators.domain.periods import Month
from indicators.domain.places import Places
from indicators.domain.refusal_texts import explain_refusal
from indicators.domain.refusals import Refusal, RefusalCode, build_refusal
from loaders.parsing.deduplicate import deduplicate
from loaders.parsing.header import find_header
from loaders.parsing.observation_frame import build_observations
from loaders.parsing.sheet_table import SheetTable, TableReader
from loaders.parsing.table_figures import find_loaded_rows, read_table_figures
from loaders.parsing.totals import find_contradictions
from loaders.pii.detection import refuse_people
from loaders.profiles.profile_files import check_against
from loaders.profiles.profile_schema import Profile, TableProfile
from loaders.readers import limits
from loaders.readers.cell_text import format_cell
from loaders.readers.file_names import TO_MEND, is_match
from loaders.readers.grid import Grid, read_grid
from loaders.readers.sheet import is_filled


@dataclass(frozen=True)
class ParsedExtract:
    """What one file holds.

    `observations` is described by `indicators.domain.observation_schema`.

    `rows_read` counts the rows of all tables, from below the header to the notes. Each is loaded,
    refused or blank as a whole: rows_read = rows_loaded + rows_refused + rows_blank, always. Rows
    that the profile leaves out (rows outside `only`, other places, other rows, totals) are blank.

    A refused heading refuses no row unless rows cannot be read without it, so nothing is refused
    only where `refusals` is empty. `doubts` are totals that their areas contradict: they are
    loaded once confirmed. `renamed` is there where the file was recognised by its headings alone.
    """

    file: str
    profile: str
    service: str
    observations: pd.DataFrame
    refusals: tuple[Refusal, ...]
    rows_read: int
    rows_loaded: int
    rows_refused: int
    rows_blank: int
    doubts: tuple[Confirmation, ...] = ()
    renamed: Confirmation | None = None


def read_extract(
    path: Path,
    profiles: Sequence[Profile],
    catalogue: Catalogue,
    places: Places,
    *,
    today: Month | None,
) -> ParsedExtract:
    """Read the file at `path` by the one profile that claims it: see `parse_grid`.

    Raises UnreadableFile where the file cannot be read, and PeoplesRecords where it looks
    record-level.
    """
    return parse_grid(read_guarded_grid(path), profiles, catalogue, places, today=today)


def parse_grid(
    grid: Grid,
    profiles: Sequence[Profile],
    catalogue: Catalogue,
    places: Places,
    *,
    today: Month | None,
) -> ParsedExtract:
    """Parse the cells of a file by the one profile that claims it.

    `today` is the last month that a figure may be of; None lets all be. Raises UnclaimedFile where
    no profile, or more than one, claims it; ConfigurationError where the profile does not fit the
    catalogue.
    """
    named = [profile for profile in profiles if is_match(grid.file, profile.files)]
    others = [profile for profile in profiles if profile not in named]
    if not list_claimants(grid, named) and (
        renamed := _by_headings(grid, others, catalogue, places, today)
    ):
        return renamed
    if named:
        grid = _of_sheets(grid, {pattern for profile in named for pattern in profile.sheets})
    profile = _claimant(grid, named or list(profiles))
    return read_as(grid, profile, catalogue, places, today)


def _by_headings(
    grid: Grid,
    profiles: Sequence[Profile],
    catalogue: Catalogue,
    places: Places,
    today: Month | None,
) -> ParsedExtract | None:
    """What a file holds that is not named for any of the profiles, where all else of one fits it
    and more of its rows are good than refused: it was renamed, or its sender names it otherwise.
    """
    fits = [profile for profile in profiles if not _lacks_within(grid, profile)]
    if len(fits) != 1:
        return None
    reading = read_as(_of_sheets(grid, fits[0].sheets), fits[0], catalogue, places, today)
    if reading.rows_loaded <= reading.rows_refused:
        return None
    usual = " or ".join(fits[0].files)
    text = write_confirmation(ConfirmationCode.RENAMED_FILE, usual=usual)
    return replace(reading, renamed=Confirmation(ConfirmationCode.RENAMED_FILE, text))


def read_as(
    grid: Grid, profile: Profile, catalogue: Catalogue, places: Places, today: Month | None
) -> ParsedExtract:
    """What a grid holds by one profile. Raises ConfigurationError where the profile does not fit
    the catalogue.
    """
    check_against(profile, catalogue)
    reader = TableReader(grid.file, profile, catalogue, places, today)
    tables = list(_tables(grid, reader))
    measures = [measured for table in tables for measured in read_table_figures(table)]
    deduplicate(measures)
    loaded = sum(int(find_loaded_rows(table, measures).sum()) for table in tables)
    refused = sum(int(table.refused.sum()) for table in tables)
    read = sum(len(table.body) for table in tables)
    told = [refusal for table in tables for refusal in sorted(table.refusals, key=_row)]
    return ParsedExtract(
        grid.file,
        profile.code,
        profile.service,
        build_observations(measures),
        (*_other_sheets(grid, reader), *told),
        read,
        loaded,
        refused,
        read - loaded - refused,
        tuple(doubt for measured in measures for doubt in find_contradictions(measured)),
    )


def read_guarded_grid(path: Path) -> Grid:
    """All sheets of a file, once the guard has seen them: people's records often lie on a sheet
    behind the figures. Raises UnreadableFile where no cell of it holds anything.
    """
    grid = read_grid(path)
    cells = (cell for rows in grid.sheets.values() for each in rows.columns for cell in each.values)
    if not any(map(is_filled, cells)):
        raise UnreadableFileError(
            "There is nothing in the file.", where=path.name, remedy="Ask for it again."
        )
    refuse_people(grid)
    return grid


def _of_sheets(grid: Grid, wanted: Collection[str]) -> Grid:
    sheets = {name: rows for name, rows in grid.sheets.items() if is_match(name, wanted)}
    return replace(grid, sheets=sheets)


def _row(refusal: Refusal) -> int:
    return refusal.row


def _tables(grid: Grid, reader: TableReader) -> Iterator[SheetTable]:
    for shape in reader.profile.table:
        for sheet, rows in grid.sheets.items():
            if is_match(sheet, shape.sheets) and (
                header := find_header(rows, shape.header, shape.header_rows)
            ):
                yield SheetTable(reader, shape, sheet, rows, header)


def _other_sheets(grid: Grid, reader: TableReader) -> Iterator[Refusal]:
    """A sheet that no table of the profile is on would be dropped in silence."""
    if reader.profile.other_sheets == "leave":
        return
    read = {table.sheet for table in _tables(grid, reader)}
    for sheet, rows in grid.sheets.items():
        if sheet not in (*read, TO_MEND) and rows.filled.any():
            reason = explain_refusal(RefusalCode.UNKNOWN_SHEET, profile=reader.where)
            yield build_refusal(reason, grid.file, sheet, 1)


def _claimant(grid: Grid, profiles: Sequence[Profile]) -> Profile:
    lacking = {profile.code: _lacks(grid, profile) for profile in profiles}
    claim = [profile for profile in profiles if not lacking[profile.code]]
    if len(claim) == 1:
        return claim[0]
    if claim:
        raise NoProfileError(
            f"More than one profile claims the file: {', '.join(p.code for p in claim)}.",
            where=grid.file,
            remedy="Make their files, with_sheets or without_sheets tell the two apart.",
        )
    tried = " ".join(f"{code}: {lack}" for code, lack in lacking.items())
    raise NoProfileError(
        f"No profile knows this file. Tried {tried or 'none: there are no profiles.'} "
        f"Seen: {_seen(grid)}.",
        where=grid.file,
        remedy=f"{_may_be(grid, profiles)}Check that it is the right file, or add its headings to "
        "a profile.",
    )


def _may_be(grid: Grid, profiles: Sequence[Profile]) -> str:
    """The names of files like it, where its name alone keeps the profiles for them away."""
    usual = [name for p in profiles if not _lacks_within(grid, p) for name in p.files]
    return f"By its headings it may be {' or '.join(usual)}: if so, name it so. " if usual else ""


def list_claimants(grid: Grid, profiles: Sequence[Profile]) -> list[str]:
    """The codes of the profiles that would read this file."""
    return [profile.code for profile in profiles if not _lacks(grid, profile)]


def _lacks(grid: Grid, profile: Profile) -> str:
    """What keeps a profile from claiming the file; "" where nothing does."""
    if not is_match(grid.file, profile.files):
        return f"is for files named {' or '.join(profile.files)}."
    return _lacks_within(grid, profile)


def _lacks_within(grid: Grid, profile: Profile) -> str:
    """As `_lacks`, whatever the file is called."""
    for pattern in profile.with_sheets:
        if not any(is_match(name, (pattern,)) for name in grid.names):
            return f"there is no sheet {pattern}."
    for name in grid.names:
        if is_match(name, profile.without_sheets):
            return f"it is not for files with a sheet {name}."
    found = [shape for shape in profile.table if _found(grid, shape)]
    for shape in profile.table:
        if shape not in found and (not shape.optional or not found):
            named = " and ".join(f"“{spelt[0]}”" for spelt in shape.header)
            return f"there is no header with {named}{_on(shape)}."
    return ""


def _found(grid: Grid, shape: TableProfile) -> bool:
    return any(
        is_match(sheet, shape.sheets) and find_header(rows, shape.header, shape.header_rows)
        for sheet, rows in grid.sheets.items()
    )


def _on(shape: TableProfile) -> str:
    return "" if shape.sheets == ("*",) else f" on a sheet named {' or '.join(shape.sheets)}"


def _seen(grid: Grid) -> str:
    """The fullest of the first rows of each sheet: most likely its headings."""
    seen = []
    for sheet, rows in list(grid.sheets.items())[:4]:
        top = rows[: limits.HEADER_SEARCH_ROWS]
        filled = [[format_cell(cell) for cell in row if str(cell).strip()] for row in top]
        fullest = max(filled, key=len, default=[])
        more = " …" if len(fullest) > limits.HEADINGS_SHOWN else ""
        cells = " | ".join(" ".join(cell.split())[:40] for cell in fullest[: limits.HEADINGS_SHOWN])
        seen.append(f"{f'sheet {sheet}: ' if sheet else ''}{cells or 'nothing'}{more}")
    return "; ".join(seen) or ", ".join(grid.names) or "nothing"
