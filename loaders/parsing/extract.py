"""Parse an extract with its profile: observations, refusals and things to confirm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.domain.catalogue import Catalogue
from indicators.domain.confirmation_texts import write_confirmation
from indicators.domain.confirmations import Confirmation, ConfirmationCode
from indicators.domain.periods import Month
from indicators.domain.places import Places
from indicators.domain.refusal_texts import explain_refusal
from indicators.domain.refusals import Refusal, RefusalCode, build_refusal
from indicators.ports.hidden_parts import NOTHING_HIDDEN, HiddenParts
from indicators.ports.unused_rows import UnusedRows, add_up_unused_rows
from loaders.parsing.area_dates import refuse_outside_dates
from loaders.parsing.council_rules.rule_questions import ask_about_rules
from loaders.parsing.council_rules.rule_refusals import list_refusing_rules, refuse_by_rules
from loaders.parsing.deduplicate import deduplicate
from loaders.parsing.filter_questions import ask_about_filters
from loaders.parsing.header import find_header, read_header
from loaders.parsing.match_profile import (
    find_claimant,
    find_sheets,
    list_claimants,
    list_fitting,
    select_sheets,
)
from loaders.parsing.observation_frame import build_observations
from loaders.parsing.sheet_table import SheetTable, TableReader
from loaders.parsing.table_figures import find_loaded_rows, read_table_figures
from loaders.parsing.table_periods.other_columns import ask_about_other_columns
from loaders.parsing.table_periods.period_questions import ask_about_periods
from loaders.parsing.table_periods.shared_period import build_period_reader
from loaders.parsing.totals import ColumnKey, list_columns, read_left_totals
from loaders.pii.guarded_grid import read_guarded_grid
from loaders.profiles.hidden_view import list_hidden, show_for
from loaders.profiles.profile_files import check_against
from loaders.profiles.profile_schema import Profile
from loaders.readers.file_names import ERROR_SHEETS
from loaders.readers.grid import Grid
from loaders.readers.layout.merged_cells import fill_merged

if TYPE_CHECKING:  # slow to import, and only loading needs it
    import pandas as pd


@dataclass(frozen=True)
class ParsedExtract:
    """The content of one file.

    `observations` is described by `indicators.domain.observation_schema`.

    `rows_read` counts the rows of all tables, from below the header to the notes. Each is loaded,
    refused or blank as a whole: rows_read = rows_loaded + rows_refused + rows_blank, always. Rows
    that the profile leaves out (rows outside `only`, other places, other rows, totals) are blank;
    `unused_rows` counts them by the reason. Hidden rows are not read and not counted: `hidden`
    names those with content.

    A refused heading refuses no row unless rows cannot be read without it, so nothing is refused
    only where `refusals` is empty. `doubts` are periods that could be others, and words of filters
    that no row has: the figures are loaded once these are confirmed. `renamed` is there where the
    file was recognised by its headings alone.

    `left_totals` are totals that the profile leaves out, as observations. `columns` names the
    column of each part of a figure, and `rounded_to` is what counts were rounded to.
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
    unused_rows: tuple[UnusedRows, ...] = ()
    hidden: HiddenParts = NOTHING_HIDDEN
    left_totals: pd.DataFrame = field(default_factory=lambda: build_observations([]))
    columns: Mapping[ColumnKey, str] = field(default_factory=dict)
    rounded_to: int = 1


def read_extract(
    path: Path,
    profiles: Sequence[Profile],
    catalogue: Catalogue,
    places: Places,
    *,
    today: Month | None,
) -> ParsedExtract:
    """Read the file at `path` with the one profile that claims it: see `parse_grid`.

    Raises UnreadableFileError if the file cannot be read, and PersonalRecordsError if it is a list
    of people.
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
    """Parse the cells of a file with the one profile that claims it.

    `today` is the last month that a figure may be for; None allows any. Raises NoProfileError if no
    profile, or more than one, claims the file, and ConfigurationError if the profile does not fit
    the catalogue.
    """
    named = [profile for profile in profiles if grid.is_named(profile.files)]
    others = [profile for profile in profiles if profile not in named]
    if not list_claimants(grid, named) and (
        renamed := _parse_renamed(grid, others, catalogue, places, today)
    ):
        return renamed
    if named:
        grid = select_sheets(grid, {pattern for profile in named for pattern in profile.sheets})
    profile = find_claimant(grid, named or list(profiles))
    return parse_with_profile(grid, profile, catalogue, places, today)


def _parse_renamed(
    grid: Grid,
    profiles: Sequence[Profile],
    catalogue: Catalogue,
    places: Places,
    today: Month | None,
) -> ParsedExtract | None:
    """Parse a file with a name that fits no profile, if its headings fit exactly one.

    More of its rows must be good than refused. Then it was renamed, or its sender has other names.
    """
    fits = list_fitting(grid, profiles)
    if len(fits) != 1:
        return None
    parsed = parse_with_profile(
        select_sheets(grid, fits[0].sheets), fits[0], catalogue, places, today
    )
    if parsed.rows_loaded <= parsed.rows_refused:
        return None
    usual = " or ".join(fits[0].files)
    text = write_confirmation(ConfirmationCode.RENAMED_FILE, usual=usual)
    return replace(parsed, renamed=Confirmation(ConfirmationCode.RENAMED_FILE, text))


def parse_with_profile(
    grid: Grid, profile: Profile, catalogue: Catalogue, places: Places, today: Month | None
) -> ParsedExtract:
    """Parse the cells of a file with one profile.

    Raises ConfigurationError if the profile does not fit the catalogue.
    """
    check_against(profile, catalogue)
    reader = TableReader(grid.file, grid.content_name, profile, catalogue, places, today)
    shown = show_for(grid, profile)
    tables = list(_find_tables(shown, grid, reader))
    measures = [measured for table in tables for measured in read_table_figures(table)]
    for measured in measures:
        refuse_outside_dates(measured)
    deduplicate(measures)
    if rules := list_refusing_rules(reader):
        refuse_by_rules(rules, reader, measures, build_observations(measures))
        deduplicate(measures)  # a row of the same figure is refused too
    loaded = sum(int(find_loaded_rows(table, measures).sum()) for table in tables)
    refused = sum(int(table.refused.sum()) for table in tables)
    read = sum(table.count_rows() for table in tables)
    observations, by_row = build_observations(measures), attrgetter("row")
    refusals = [each for table in tables for each in sorted(table.refusals, key=by_row)]
    return ParsedExtract(
        grid.file,
        profile.code,
        profile.service,
        observations,
        (*_refuse_other_sheets(shown, reader), *refusals),
        read,
        loaded,
        refused,
        read - loaded - refused,
        (
            *ask_about_periods(tables, measures),
            *ask_about_other_columns(tables, measures),
            *ask_about_filters(tables, measures),
            *ask_about_rules(observations, profile.code, catalogue, places),
        ),
        unused_rows=add_up_unused_rows(table.unused_rows for table in tables),
        hidden=list_hidden(grid, profile, {table.sheet for table in tables}),
        left_totals=build_observations(
            [one for table in tables for one in read_left_totals(table)]
        ),
        columns=list_columns(measures),
        rounded_to=max(
            (shape.totals.rounded_to for shape in profile.table if shape.totals), default=1
        ),
    )


def _find_tables(grid: Grid, whole: Grid, reader: TableReader) -> Iterator[SheetTable]:
    """Yield each table in what the profile sees of the whole file."""
    for shape in reader.profile.table:
        for sheet in find_sheets(tuple(grid.sheets), reader.profile, shape):
            rows = grid.sheets[sheet]
            if header := find_header(rows, shape.header, shape.header_rows):
                periods = build_period_reader(
                    shape.period, sheet, grid.content_name, rows[: header.top]
                )
                layout = grid.get_layout(sheet)
                filled = fill_merged(rows, layout, header.below)
                found = read_header(whole.sheets[sheet], header.top, header.rows).headings
                hidden = tuple(found[at] for at in layout.hidden_columns if at < len(found))
                yield SheetTable(reader, shape, sheet, filled, header, periods, layout, hidden)


def _refuse_other_sheets(grid: Grid, reader: TableReader) -> Iterator[Refusal]:
    """Refuse filled sheets that no table of the profile is on, so that none is dropped unseen."""
    if reader.profile.other_sheets == "leave":
        return
    read = {table.sheet for table in _find_tables(grid, grid, reader)}
    for sheet, rows in grid.sheets.items():
        if sheet not in (*read, *ERROR_SHEETS) and rows.filled.any():
            reason = explain_refusal(RefusalCode.UNKNOWN_SHEET, profile=reader.where)
            yield build_refusal(reason, grid.file, sheet, 1)
