"""A profile in the making: proposed from a file that none claims, and tried on that file by the
very engine that will load it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import pandas as pd

from indicators.domain.catalogue import Catalogue
from indicators.domain.errors import ConfigurationError, UserError
from indicators.domain.periods import Month
from indicators.domain.places import Places
from indicators.domain.refusals import RefusalCode
from indicators.ports.profile_drafts import (
    DraftColumn,
    DraftPreview,
    DraftResult,
    DraftTable,
    FirstFigure,
    PeriodSource,
    ProfileDraft,
    SheetPreview,
)
from loaders.parsing.cell_values import read_count, strip_brackets
from loaders.parsing.extract import ParsedExtract, parse_with_profile
from loaders.parsing.unknown_places import list_unknown_places
from loaders.profile_builder.draft_toml import write_toml
from loaders.profile_builder.file_patterns import describe_pattern, make_code, propose_file_pattern
from loaders.profile_builder.infer_measures import infer_measures
from loaders.profile_builder.infer_table import (
    TableBody,
    adjust_header,
    find_period_part,
    infer_period,
    infer_table,
    is_numeric,
    read_draft_body,
    read_draft_header,
)
from loaders.profiles.marks import USUAL_MARKS, CellState, mark_key
from loaders.profiles.profile_files import parse_profile
from loaders.readers.cell_text import format_cell
from loaders.readers.column_letters import format_column_letters
from loaders.readers.file_names import is_match
from loaders.readers.grid import Grid
from loaders.readers.sheet import Rows

ROWS_SEEN, COLUMNS_SEEN = 30, 80
_SHEETS = 40
_MARKS = 12
_REFUSED, _FIRST, _UNKNOWN = 20, 10, 40
_WORDS = 30
_CELL = 80
"""Letters of a cell that are shown."""


@dataclass(frozen=True, slots=True)
class ProfileProposer:
    """What drafts are made and tried with."""

    catalogue: Catalogue
    places: Places
    today: Month | None

    def propose(self, grid: Grid) -> ProfileDraft:
        """A draft as good as can be guessed; without figures where none can."""
        tables = list(self._tables(grid))
        service = self._service(tables)
        used = _each_once([self._of_service(table, service) for table in tables])
        if not used:
            tables.sort(key=lambda table: -len(grid.sheets[table.sheet]))
            used = tables[:1] or [DraftTable(next(iter(grid.sheets), ""), 1)]
        pattern = propose_file_pattern(grid.file)
        name = describe_pattern(pattern) or describe_pattern(
            grid.file.rpartition(".")[0] or grid.file
        )
        return ProfileDraft(make_code(name), name, service, pattern, tuple(used))

    def preview_draft(self, grid: Grid, draft: ProfileDraft, sheet: str) -> DraftResult:
        """A draft beside its file, with the sheet in view and what would load."""
        sheet = sheet if sheet in grid.sheets else next(iter(grid.sheets), "")
        service = draft.service or self._service(draft.tables)
        draft = replace(draft, marks=tuple(_marks(draft, grid)), service=service)
        rows: Rows = grid.sheets.get(sheet, [])
        table = draft.table(sheet) or self._table(sheet, rows, grid.file) or DraftTable(sheet, 1)
        return DraftResult(
            grid.file,
            draft,
            tuple(grid.sheets),
            _seen(sheet, rows),
            table,
            tuple(_columns(table, rows)),
            tuple(_words(table, rows)),
            self.preview(grid, draft, sheet),
        )

    def complete_table(self, grid: Grid, table: DraftTable) -> DraftTable:
        """The table with how many rows its header has guessed anew, and what is not chosen yet."""
        rows: Rows = grid.sheets.get(table.sheet, [])
        if not rows:
            return table
        table = adjust_header(table, rows, self.places)
        if table.period_in is PeriodSource.COLUMN and table.period_column is None:
            table = infer_period(table, read_draft_body(table, rows), rows, grid.file)
        return table if table.figures else self._with_figures(table, rows, grid.file)

    def preview(self, grid: Grid, draft: ProfileDraft, sheet: str = "") -> DraftPreview:
        """What would load, with the first figures of a sheet; or why the draft says nothing that
        can be read.
        """
        try:
            toml = write_toml(draft, grid)
            return self._told(self._read(grid, toml), toml, sheet)
        except ConfigurationError as error:
            return DraftPreview(
                tuple(f"{each.what} {each.remedy}".strip() for each in error.faults)
            )
        except UserError as error:
            return DraftPreview((f"{error.what} {error.remedy}".strip(),))

    def _read(self, grid: Grid, toml: str) -> ParsedExtract:
        profile = parse_profile(toml, "")
        if not is_match(grid.file, profile.files):
            raise UserError(
                f"Files named “{profile.files[0]}” are not named like this one.",
                remedy="Write a name that fits this file's, with * for what changes.",
            )
        sheets = {
            name: rows for name, rows in grid.sheets.items() if is_match(name, profile.sheets)
        }
        wanted = replace(grid, sheets=sheets)
        return parse_with_profile(wanted, profile, self.catalogue, self.places, self.today)

    def _told(self, reading: ParsedExtract, toml: str, sheet: str) -> DraftPreview:
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
            reading.doubts[:_REFUSED],
            tuple(list_unknown_places(reading.refusals, self.places)[:_UNKNOWN]),
            tuple(_first(reading, sheet)),
            toml,
        )

    def _tables(self, grid: Grid) -> Iterator[DraftTable]:
        for sheet, rows in islice(grid.sheets.items(), _SHEETS):
            if table := self._table(sheet, rows, grid.file):
                yield table

    def _table(self, sheet: str, rows: Rows, file: str) -> DraftTable | None:
        table = infer_table(sheet, rows, file, self.places) if rows else None
        return self._with_figures(table, rows, file) if table else None

    def _with_figures(self, table: DraftTable, rows: Rows, file: str) -> DraftTable:
        body = read_draft_body(table, rows)
        plain = TableBody(body.header, [list(map(strip_brackets, row)) for row in body.rows])
        bracketed = any(
            is_numeric(after) and not is_numeric(cell)
            for row, told in zip(body.rows, plain.rows, strict=True)
            for cell, after in zip(row, told, strict=True)
        )
        above = rows[: body.header.top]
        title = " ".join(format_cell(c) for row in above for c in row if str(c).strip())[:400]
        said = f"{file} {table.sheet} {title}"
        figures = infer_measures(table, plain, said, self.catalogue)
        return replace(table, figures=figures, first_of_brackets=bracketed)

    def _of_service(self, table: DraftTable, service: str) -> DraftTable:
        own = self.catalogue.indicators
        kept = (figure for figure in table.figures if own[figure.indicator].service == service)
        return replace(table, figures=tuple(kept))

    def _service(self, tables: Sequence[DraftTable]) -> str:
        """The service that most of the figures are of; "" where none is chosen."""
        services = Counter(
            self.catalogue.indicators[figure.indicator].service
            for table in tables
            for figure in table.figures
        )
        found = services.most_common(1)
        return found[0][0] if found else ""


def _each_once(tables: Sequence[DraftTable]) -> list[DraftTable]:
    """An indicator on two sheets would stand twice: it is kept on the first."""
    told: set[str] = set()
    kept = []
    for table in tables:
        figures = tuple(figure for figure in table.figures if figure.indicator not in told)
        told.update(figure.indicator for figure in figures)
        if figures:
            kept.append(replace(table, figures=figures))
    return kept


def _seen(sheet: str, rows: Rows) -> SheetPreview:
    top = [row[:COLUMNS_SEEN] for row in rows[:ROWS_SEEN]]
    cells = (tuple(" ".join(format_cell(cell).split())[:_CELL] for cell in row) for row in top)
    return SheetPreview(sheet, tuple(cells), len(rows))


def _columns(table: DraftTable, rows: Rows) -> Iterator[DraftColumn]:
    header = read_draft_header(table, rows)
    below = rows[header.below :]
    alike: dict[tuple[str, ...], int] = {}
    for heading in header.headings:
        if heading.cells or any(str(row[heading.index]).strip() for row in below):
            like = None
            part = find_period_part(heading.cells)
            if table.period_in is PeriodSource.HEADING and part is not None:
                rest = (*heading.key[:part], *heading.key[part + 1 :])
                like = alike.setdefault(rest, heading.index)
            yield DraftColumn(
                heading.index, format_column_letters(heading.index), heading.text, like
            )


def _words(table: DraftTable, rows: Rows) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The different words of each column by which rows are kept."""
    for index in {f.only_column for f in table.figures if f.only_column is not None}:
        body = read_draft_body(table, rows)
        cells = body.cells(index) if index < len(body.header.headings) else []
        found = sorted({format_cell(cell).strip() for cell in cells})
        yield index, tuple(found[:_WORDS])


def _marks(draft: ProfileDraft, grid: Grid) -> Iterator[tuple[str, str]]:
    """What stands for a number in the columns chosen, each with its meaning as far as it is said
    or usual; and what was said of others.
    """
    said = dict(draft.marks)
    met = dict.fromkeys(cell for table in draft.tables for cell in _met(table, grid))
    for mark in [*islice(met, _MARKS), *(mark for mark in said if mark not in met)]:
        state = USUAL_MARKS.get(mark_key(mark))
        usual = "" if state is None else state.name.lower()
        yield mark, said.get(mark, "") or usual


def _met(table: DraftTable, grid: Grid) -> Iterator[str]:
    rows: Rows = grid.sheets.get(table.sheet, [])
    columns = {index for figure in table.figures for index in figure.columns}
    for row in read_draft_body(table, rows).rows:
        for index in columns:
            cell: Any = row[index] if index < len(row) else ""
            if table.first_of_brackets:
                cell = strip_brackets(cell)
            text = format_cell(cell).strip()
            if text and not is_numeric(cell) and read_count(cell, {})[1] == CellState.FAULT:
                yield text[:_CELL]


def _first(reading: ParsedExtract, sheet: str) -> Iterator[FirstFigure]:
    found = reading.observations
    found = found.assign(elsewhere=found["sheet"] != sheet)
    figures = found.sort_values(["elsewhere", "sheet", "row"], kind="stable").head(_FIRST)
    columns: list[list[Any]] = [figures[name].tolist() for name in FirstFigure.__slots__]
    for row in zip(*columns, strict=True):
        told: list[Any] = [None if pd.isna(cell) else cell for cell in row]
        yield FirstFigure(*told)
