"""Reads a workbook of a record: what it was exported with, and what its rows say now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from indicators.records.record_refusals import RecordRefusalCode, RefusedRecordSheetError
from indicators.records.record_sheet import (
    BASE_HEADINGS,
    EVIDENCE,
    MOST_ROWS,
    REF,
    SHEET_FORMAT,
    SHEET_LINES,
    SHEET_TITLE,
    VALUE,
    BaseRow,
    RecordSheet,
    RecordSheetRow,
    parse_ref,
)
from loaders.readers import limits
from loaders.readers.cell_text import format_cell
from loaders.readers.details.limited_copy import copy_limited
from loaders.readers.file_names import make_safe_name
from loaders.readers.file_type import ZIPS
from loaders.readers.grid import Grid, read_grid
from loaders.readers.sheet import Sheet

_VALUE_AT, _TABLE_AT = 1, len(SHEET_LINES) + 1
"""The column of the values, and the row of the headings, from 0."""


class RecordSheetFiles:
    """Reads workbooks from files. It implements `indicators.ports.record_sheet_reader`."""

    most_bytes = 8 * limits.MEGABYTE

    def read(self, name: str, content: IO[bytes]) -> RecordSheet:
        with TemporaryDirectory(prefix="record-", ignore_cleanup_errors=True) as folder:
            path = Path(folder) / make_safe_name(name)
            copy_limited(path, content, self.most_bytes)
            with path.open("rb") as file:
                is_zipped = file.read(4).startswith(ZIPS)
            grid = read_grid(path)
        if not is_zipped or grid.inside:
            raise RefusedRecordSheetError(RecordRefusalCode.NO_WORKBOOK, grid.file)
        hidden = _find_base(grid)
        record, exported_at, base = _read_base(grid, hidden)
        rows = list(_list_rows(grid, hidden))
        if len(rows) > MOST_ROWS:
            raise RefusedRecordSheetError(RecordRefusalCode.MORE_ROWS, grid.file)
        found = [
            RecordSheetRow(cell, at, value, evidence)
            for at, ref, value, evidence in rows
            if (cell := parse_ref(ref))
        ]
        lost = [(at, value or evidence) for at, ref, value, evidence in rows if not parse_ref(ref)]
        return RecordSheet(grid.file, record, exported_at, base, tuple(found), tuple(lost))


def _find_base(grid: Grid) -> str:
    for name, sheet in grid.sheets.items():
        if sheet.height and sheet.columns and _read_text(sheet[0][0]) == SHEET_TITLE:
            return name
    raise RefusedRecordSheetError(RecordRefusalCode.EXPORT_MISSING, grid.file)


def _read_base(grid: Grid, name: str) -> tuple[str, datetime, tuple[BaseRow, ...]]:
    """Return the record, the time of the export and the rows as they were exported."""
    sheet = grid.sheets[name]
    try:
        number, record, exported = (_read_text(sheet[at][_VALUE_AT]) for at in range(1, _TABLE_AT))
        if int(number) > SHEET_FORMAT:
            raise RefusedRecordSheetError(RecordRefusalCode.EXPORT_TOO_NEW, grid.file)
        headings = [_read_text(cell) for cell in sheet[_TABLE_AT]][: len(BASE_HEADINGS)]
        if tuple(headings) != BASE_HEADINGS:
            raise ValueError(headings)
        base = tuple(map(_read_base_row, sheet[_TABLE_AT + 1 :]))
        return record, datetime.fromisoformat(exported), base
    except (ValueError, IndexError):
        raise RefusedRecordSheetError(RecordRefusalCode.EXPORT_DAMAGED, grid.file) from None


def _read_base_row(cells: Sequence[Any]) -> BaseRow:
    ref, version, value, evidence = (_read_text(cell) for cell in cells[: len(BASE_HEADINGS)])
    cell = parse_ref(ref)
    if cell is None:
        raise ValueError(ref)
    return BaseRow(cell, int(version), value, evidence)


def _list_rows(grid: Grid, without: str) -> Iterator[tuple[int, str, str, str]]:
    """Yield the rows below the headings: number from 1, reference, value and evidence."""
    found = [
        (sheet, at)
        for name, sheet in grid.sheets.items()
        if name != without
        for at, row in enumerate(sheet[: limits.HEADER_SEARCH_ROWS])
        if {VALUE, REF} <= {_read_text(cell) for cell in row}
    ]
    if len(found) != 1:
        raise RefusedRecordSheetError(RecordRefusalCode.HEADINGS_MISSING, grid.file)
    ((sheet, at),) = found
    yield from _read_table(sheet, at)


def _read_table(sheet: Sheet, at: int) -> Iterator[tuple[int, str, str, str]]:
    headings = [_read_text(cell) for cell in sheet[at]]
    ref_at, value_at = headings.index(REF), headings.index(VALUE)
    evidence_at = headings.index(EVIDENCE) if EVIDENCE in headings else None
    for number, row in enumerate(sheet[at + 1 :], at + 2):
        ref, value = _read_text(row[ref_at]), _read_text(row[value_at])
        evidence = "" if evidence_at is None else _read_text(row[evidence_at])
        if ref or value or evidence:
            yield number, ref, value, evidence


def _read_text(cell: Any) -> str:
    return format_cell(cell).strip()
