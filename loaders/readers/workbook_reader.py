"""Reads workbooks (xlsx, xlsm, xlsb, xls, ods) into columns of raw cells with python-calamine.

Calamine returns every number as a float, and an empty cell for `#DIV/0!` and for a formula that was
never calculated: those are put back. A number that is shown as a percentage becomes its text, such
as 93.4%. What is hidden or merged stays as it is, and the layout of the sheet says so.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import cast

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from indicators.domain.errors import UnreadableFileError
from loaders.readers import limits
from loaders.readers.column_packing import PackedSheet
from loaders.readers.details.details_search import (
    DetailsSearch,
    build_rows_below,
    restore_uncached,
)
from loaders.readers.details.number_formats import write_percent
from loaders.readers.details.sheet_details import SheetDetails, Uncached
from loaders.readers.file_type import AGAIN, DAMAGED, OLD_EXCEL, ZIPS, build_too_large_error
from loaders.readers.layout.sheet_layout import SheetLayout
from loaders.readers.ole import guard_ole
from loaders.readers.raw_file import RawFile
from loaders.readers.zip_bombs import guard_archive

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_workbook(
    name: str, data: bytes, wanted: Callable[[str], bool], path: Path | None = None
) -> RawFile:
    """Return every sheet's name, in order, and the cells of those `wanted`, each from A1 on.

    `data` are the bytes of the file with this name; `path` is where it is, unless it was in an
    archive. Raises UnreadableFileError, also for calamine's panics, which
    are no `Exception`.
    """
    if data.startswith(ZIPS):
        guard_archive(data, name)
    elif data.startswith(OLD_EXCEL):
        guard_ole(data, name)
    try:
        return _read_sheets(_open_workbook(path, data), data, name, wanted)
    except (UnreadableFileError, BrokenPipeError):
        raise
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise _explain_error(error, data, name) from None
        raise


def _explain_error(error: BaseException, data: bytes, name: str) -> UnreadableFileError:
    if isinstance(error, PasswordError):
        return _build_locked_error(name)
    if isinstance(error, MemoryError):
        return build_too_large_error(name, "It needs more memory than there is")
    if isinstance(error, CalamineError):
        if _is_over_limit(error):
            return build_too_large_error(name, "It claims more cells than any extract has")
        if _ENCRYPTED in data:
            return _build_locked_error(name)
    return UnreadableFileError(DAMAGED, where=name, remedy=AGAIN)


def _is_over_limit(error: CalamineError) -> bool:
    """Return whether calamine's own limit stopped it: it has no class or code for that error."""
    return "limit exceeded" in str(error)


def _open_workbook(path: Path | None, data: bytes) -> CalamineWorkbook:
    """Open it by the ending of its name, which gives better reasons, else by its content."""
    if path is None:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    try:
        return CalamineWorkbook.from_path(path)
    except CalamineError as by_name:
        if isinstance(by_name, PasswordError) or _is_over_limit(by_name):
            raise
        try:
            return CalamineWorkbook.from_filelike(io.BytesIO(data))
        except CalamineError:
            raise by_name from None


def _read_sheets(
    workbook: CalamineWorkbook, data: bytes, name: str, wanted: Callable[[str], bool]
) -> RawFile:
    every = workbook.sheets_metadata
    sheets = [sheet for sheet in every if sheet.typ is SheetTypeEnum.WorkSheet]
    chosen = [sheet.name for sheet in sheets if wanted(sheet.name)]
    search = DetailsSearch(data, [sheet.name for sheet in every], set(chosen))
    cells, packed = 0, {}
    for sheet_name in chosen:
        sheet = workbook.get_sheet_by_name(sheet_name)
        details = search.get_details(sheet_name)
        height, width = _measure_sheet(sheet, details.uncached)
        layout = details.build_layout(height, width)
        cells += height * width + layout.count_merged_cells()
        if cells > limits.CELLS or len(layout.merged) > limits.MERGED:
            raise build_too_large_error(
                name, f"With sheet {sheet_name} it has more cells than any extract"
            )
        packed[sheet_name] = _pack_sheet(sheet, details, layout)
    hidden = (sheet.name for sheet in sheets if sheet.visible is not SheetVisibleEnum.Visible)
    return RawFile(tuple(sheet.name for sheet in sheets), packed, tuple(hidden))


def _measure_sheet(sheet: CalamineSheet, uncached: Uncached) -> tuple[int, int]:
    """Return how many rows and columns a sheet has, counted from A1."""
    last_row, last_column = sheet.end or (-1, -1)
    columns = (column for row in uncached.values() for column in row)
    return max(last_row, *uncached, -1) + 1, max(last_column, *columns, -1) + 1


def _pack_sheet(sheet: CalamineSheet, details: SheetDetails, layout: SheetLayout) -> PackedSheet:
    """Return the cells of a sheet from A1 on, with what calamine does not return put back."""
    packed, uncached = PackedSheet(layout=layout), details.uncached
    rows = cast("Iterator[list[object]]", iter(sheet.iter_rows()))
    if sheet.start and sheet.start[1]:  # rows come from the first row on, but not the first column
        rows = ([""] * sheet.start[1] + row for row in rows)
    while block := list(islice(rows, limits.BLOCK_ROWS)):
        if uncached:
            restore_uncached(block, packed.height, uncached)
        packed.add(block)
    if uncached:
        packed.add(build_rows_below(packed.height, uncached))
    for column, formats in details.percents.items():
        for number_format, at in formats.items():
            packed.change(column, at, partial(write_percent, number_format=number_format))
    return packed


def _build_locked_error(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        "The workbook is protected by a password.",
        where=name,
        remedy="Ask for it without one, or open it and save it without a password.",
    )
