"""Proposes a profile for a file that no profile reads, and tries a draft on that file.

The draft is tried with the same code that will load the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from indicators.domain.catalogue import Catalogue
from indicators.domain.confirmations import Confirmation
from indicators.domain.errors import ConfigurationError, UserError
from indicators.domain.periods import Month
from indicators.domain.places import Places
from indicators.domain.refusals import RefusalCode
from indicators.ports.period_choices import PeriodSource
from indicators.ports.profile_drafts import (
    DraftColumn,
    DraftPreview,
    DraftResult,
    DraftTable,
    FirstFigure,
    ProfileDraft,
    SheetPreview,
)
from loaders.anomalies.total_rules import FileTotals, find_contradicted_totals
from loaders.parsing.cell_values import read_count, strip_brackets
from loaders.parsing.extract import ParsedExtract, parse_with_profile
from loaders.parsing.match_profile import select_sheets
from loaders.parsing.unknown_places import list_unknown_places
from loaders.profile_builder.draft_toml import write_toml
from loaders.profile_builder.file_patterns import describe_pattern, make_code, propose_file_pattern
from loaders.profile_builder.infer_measures import infer_measures
from loaders.profile_builder.infer_table import (
    adjust_header,
    infer_period,
    infer_table,
)
from loaders.profile_builder.table_body import (
    TableBody,
    find_period_part,
    is_numeric,
    read_draft_body,
    read_draft_header,
)
from loaders.profiles.marks import NO_MARKS, USUAL_MARKS, CellState, mark_key
from loaders.profiles.profile_files import parse_profile
from loaders.readers.cell_text import format_cell
from loaders.readers.column_letters import format_column_letters
from loaders.readers.grid import Grid
from loaders.readers.sheet import Rows

if TYPE_CHECKING:  # slow to import, and only loading needs it
    pass


ROWS_SEEN, COLUMNS_SEEN = 30, 80
_SHEETS = 40
_MARKS = 12
_REFUSED, _FIRST, _UNKNOWN = 20, 10, 40
_WORDS = 30
_CELL = 80
"""Characters of a cell that are shown."""
_AFTER_NUMBER = re.compile(r"\d[\d,.\s]*%?\s*([^\d\s%.,]\D{0,11})")
"""A number with a mark after it that is not known yet."""


@dataclass(frozen=True, slots=True)
class ProfileProposer:
    """Makes drafts of profiles and tries them."""

    catalogue: Catalogue
    places: Places
    today: Month | None
    patterns: tuple[str, ...] = ()
    """The names of files that other profiles read; a proposed pattern fits none of them."""

    def propose(self, grid: Grid) -> ProfileDraft:
        """Return a draft as far as it can be inferred; without figures if none can be.

        What is hidden is not used.
        """
        grid = grid.visible
        tables = list(self._infer_tables(grid))
        service = self._find_service(tables)
        used = _keep_first([self._keep_service(table, service) for table in tables])
        if not used:
            tables.sort(key=lambda table: -len(grid.sheets[table.sheet]))
            used = tables[:1] or [DraftTable(next(iter(grid.sheets), ""), 1)]
        pattern = propose_file_pattern(grid.content_name, self.patterns)
        name = describe_pattern(pattern) or describe_pattern(
            grid.content_name.rpartition(".")[0] or grid.content_name
        )
        return ProfileDraft(make_code(name), name, service, pattern, tuple(used))

    def preview_draft(self, grid: Grid, draft: ProfileDraft, sheet: str) -> DraftResult:
        """Return a draft with its file, the selected sheet and what would load."""
        whole, grid = grid, grid.visible
        sheet = sheet if sheet in grid.sheets else next(iter(grid.sheets), "")
        service = draft.service or self._find_service(draft.tables)
        draft = replace(draft, marks=tuple(_list_marks(draft, grid)), service=service)
        rows: Rows = grid.sheets.get(sheet, [])
        table = (
            draft.find_table(sheet)
            or self._infer_table(sheet, rows, grid.content_name)
            or DraftTable(sheet, 1)
        )
        return DraftResult(
            grid.file,
            draft,
            tuple(grid.sheets),
            _preview_sheet(sheet, rows),
            table,
            tuple(_list_columns(table, rows)),
            tuple(_list_words(table, rows)),
            self.preview(whole, draft, sheet),
        )

    def complete_table(self, grid: Grid, table: DraftTable) -> DraftTable:
        """Return the table with its header rows, and what is not chosen yet, inferred again."""
        rows: Rows = grid.visible.sheets.get(table.sheet, [])
        if not rows:
            return table
        table = adjust_header(table, rows, self.places)
        if table.period_in is PeriodSource.COLUMN and table.period_column is None:
            table = infer_period(table, read_draft_body(table, rows), rows, grid.content_name)
        return table if table.figures else self._add_measures(table, rows, grid.content_name)

    def preview(self, grid: Grid, draft: ProfileDraft, sheet: str = "") -> DraftPreview:
        """Return what would load, with the first figures of a sheet, or why nothing can be read."""
        try:
            toml = write_toml(draft, grid.visible, self.catalogue)
            return self._summarise(self._read(grid, toml), toml, sheet)
        except ConfigurationError as error:
            return DraftPreview(
                tuple(f"{each.what} {each.remedy}".strip() for each in error.faults)
            )
        except UserError as error:
            return DraftPreview((f"{error.what} {error.remedy}".strip(),))

    def _read(self, grid: Grid, toml: str) -> ParsedExtract:
        profile = parse_profile(toml, "")
        if not grid.is_named(profile.files):
            raise UserError(
                f"The name “{profile.files[0]}” does not fit this file.",
                remedy="Write a name that fits the name of this file, with * for what changes.",
            )
        wanted = select_sheets(grid, profile.sheets)
        return parse_with_profile(wanted, profile, self.catalogue, self.places, self.today)

    def _summarise(self, reading: ParsedExtract, toml: str, sheet: str) -> DraftPreview:
        others = [r for r in reading.refusals if r.code is not RefusalCode.PLACE_UNKNOWN]
        return DraftPreview(
            (),
            reading.rows_read,
            reading.rows_loaded,
            reading.rows_refused,
            reading.rows_blank,
            len(reading.observations),
            tuple(others[:_REFUSED]),
            len(others),
            (*reading.doubts, *self._compare_totals(reading))[:_REFUSED],
            tuple(list_unknown_places(reading.refusals, self.places)[:_UNKNOWN]),
            tuple(_list_first_figures(reading, sheet)),
            toml,
            reading.unused_rows,
            reading.hidden,
        )

    def _compare_totals(self, reading: ParsedExtract) -> list[Confirmation]:
        """Return the totals that the file itself contradicts."""
        own = reading.observations
        file = FileTotals(own, reading.left_totals, reading.columns, reading.rounded_to)
        return find_contradicted_totals(file, own.iloc[:0], self.catalogue, self.places)

    def _infer_tables(self, grid: Grid) -> Iterator[DraftTable]:
        for sheet, rows in islice(grid.sheets.items(), _SHEETS):
            if table := self._infer_table(sheet, rows, grid.content_name):
                yield table

    def _infer_table(self, sheet: str, rows: Rows, file: str) -> DraftTable | None:
        table = infer_table(sheet, rows, file, self.places) if rows else None
        return self._add_measures(table, rows, file) if table else None

    def _add_measures(self, table: DraftTable, rows: Rows, file: str) -> DraftTable:
        body = read_draft_body(table, rows)
        plain = TableBody(body.header, [list(map(strip_brackets, row)) for row in body.rows])
        bracketed = any(
            is_numeric(after) and not is_numeric(cell)
            for row, stripped in zip(body.rows, plain.rows, strict=True)
            for cell, after in zip(row, stripped, strict=True)
        )
        above = rows[: body.header.top]
        title = " ".join(format_cell(c) for row in above for c in row if str(c).strip())[:400]
        context = f"{file} {table.sheet} {title}"
        figures = infer_measures(table, plain, context, self.catalogue)
        return replace(table, figures=figures, first_of_brackets=bracketed)

    def _keep_service(self, table: DraftTable, service: str) -> DraftTable:
        own = self.catalogue.indicators
        kept = (figure for figure in table.figures if own[figure.indicator].service == service)
        return replace(table, figures=tuple(kept))

    def _find_service(self, tables: Sequence[DraftTable]) -> str:
        """Return the service that most of the figures are of; "" if none is chosen."""
        services = Counter(
            self.catalogue.indicators[figure.indicator].service
            for table in tables
            for figure in table.figures
        )
        found = services.most_common(1)
        return found[0][0] if found else ""


def _keep_first(tables: Sequence[DraftTable]) -> list[DraftTable]:
    """Keep each indicator only on the first sheet that has it."""
    seen: set[str] = set()
    kept = []
    for table in tables:
        figures = tuple(figure for figure in table.figures if figure.indicator not in seen)
        seen.update(figure.indicator for figure in figures)
        if figures:
            kept.append(replace(table, figures=figures))
    return kept


def _preview_sheet(sheet: str, rows: Rows) -> SheetPreview:
    top = [row[:COLUMNS_SEEN] for row in rows[:ROWS_SEEN]]
    cells = (tuple(" ".join(format_cell(cell).split())[:_CELL] for cell in row) for row in top)
    return SheetPreview(sheet, tuple(cells), len(rows))


def _list_columns(table: DraftTable, rows: Rows) -> Iterator[DraftColumn]:
    header = read_draft_header(table, rows)
    below = rows[header.below :]
    alike: dict[tuple[str, ...], int] = {}
    for heading in header.headings:
        if heading.cells or any(str(row[heading.index]).strip() for row in below):
            like = None
            part = find_period_part(heading.cells)
            if table.period_in.in_heading and part is not None:
                rest = (*heading.key[:part], *heading.key[part + 1 :])
                like = alike.setdefault(rest, heading.index)
            yield DraftColumn(
                heading.index, format_column_letters(heading.index), heading.text, like
            )


def _list_words(table: DraftTable, rows: Rows) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the different words of each column by which rows are kept."""
    for index in {f.only_column for f in table.figures if f.only_column is not None}:
        body = read_draft_body(table, rows)
        cells = body.list_cells(index) if index < len(body.header.headings) else []
        found = sorted({format_cell(cell).strip() for cell in cells})
        yield index, tuple(found[:_WORDS])


def _list_marks(draft: ProfileDraft, grid: Grid) -> Iterator[tuple[str, str]]:
    """Yield each mark that is written in place of a number, with its meaning if that is known.

    These are the marks in the chosen columns, and any others that the draft gives a meaning.
    """
    chosen = dict(draft.marks)
    found = dict.fromkeys(cell for table in draft.tables for cell in _find_marks(table, grid))
    for mark in [*islice(found, _MARKS), *(mark for mark in chosen if mark not in found)]:
        state = USUAL_MARKS.in_place.get(mark_key(mark))
        usual = "" if state is None else state.name.lower()
        yield mark, chosen.get(mark, "") or usual


def _find_marks(table: DraftTable, grid: Grid) -> Iterator[str]:
    rows: Rows = grid.sheets.get(table.sheet, [])
    columns = {index for figure in table.figures for index in figure.columns}
    for row in read_draft_body(table, rows).rows:
        for index in columns:
            cell: Any = row[index] if index < len(row) else ""
            if table.first_of_brackets:
                cell = strip_brackets(cell)
            text = format_cell(cell).strip()
            if text and not is_numeric(cell) and read_count(cell, NO_MARKS)[1] == CellState.FAULT:
                after = _AFTER_NUMBER.fullmatch(text)
                yield after[1] if after else text[:_CELL]


def _list_first_figures(reading: ParsedExtract, sheet: str) -> Iterator[FirstFigure]:
    import pandas as pd

    found = reading.observations
    found = found.assign(elsewhere=found["sheet"] != sheet)
    figures = found.sort_values(["elsewhere", "sheet", "row"], kind="stable").head(_FIRST)
    columns: list[list[Any]] = [figures[name].tolist() for name in FirstFigure.__slots__]
    for row in zip(*columns, strict=True):
        cells: list[Any] = [None if pd.isna(cell) else cell for cell in row]
        yield FirstFigure(*cells)
