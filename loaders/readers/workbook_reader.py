"""Reads workbooks (xlsx, xlsm, xlsb, xls, ods) into columns of raw cells with python-calamine.

Calamine returns every number as a float, and an empty cell for `#DIV/0!` and for a formula that was
never calculated: `uncached_cells` puts those back.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import cast

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
)

from indicators.domain.errors import UnreadableFileError
from loaders.readers import limits
from loaders.readers.column_packing import PackedSheet
from loaders.readers.file_type import AGAIN, DAMAGED, OLD_EXCEL, build_too_large_error
from loaders.readers.ole import guard_ole
from loaders.readers.uncached.uncached_cells import (
    Uncached,
    UncachedCells,
    build_rows_below,
    restore_uncached,
)
from loaders.readers.zip_bombs import guard_archive

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
Sheets = dict[str, PackedSheet]


def read_workbook(
    path: Path, data: bytes, wanted: Callable[[str], bool]
) -> tuple[tuple[str, ...], Sheets]:
    """Return every sheet's name, in order, and the cells of those `wanted`, each from A1 on.

    `data` are the bytes of `path`. Raises UnreadableFileError, also for calamine's panics, which
    are no `Exception`.
    """
    name = path.name
    if data.startswith(b"PK"):
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


def _open_workbook(path: Path, data: bytes) -> CalamineWorkbook:
    """Open it by the ending of its name, which gives better reasons, else by its content."""
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
) -> tuple[tuple[str, ...], Sheets]:
    sheets = workbook.sheets_metadata
    names = [sheet.name for sheet in sheets if sheet.typ is SheetTypeEnum.WorkSheet]
    chosen = list(filter(wanted, names))
    search = UncachedCells(data, [sheet.name for sheet in sheets], set(chosen))
    cells, packed = 0, {}
    for sheet_name in chosen:
        sheet = workbook.get_sheet_by_name(sheet_name)
        last_row, last_column = sheet.end or (-1, -1)
        uncached = search.get_cells(sheet_name)
        last_row = max(last_row, *uncached, -1)
        last_column = max(last_column, *(column for row in uncached.values() for column in row), -1)
        cells += (last_row + 1) * (last_column + 1)
        if cells > limits.CELLS:
            raise build_too_large_error(
                name, f"With sheet {sheet_name} it has more cells than any extract"
            )
        packed[sheet_name] = _pack_sheet(sheet, uncached)
    return tuple(names), packed


def _pack_sheet(sheet: CalamineSheet, uncached: Uncached) -> PackedSheet:
    """Return the cells of a sheet from A1 on, with the uncached ones put back."""
    packed = PackedSheet()
    rows = cast("Iterator[list[object]]", iter(sheet.iter_rows()))
    if sheet.start and sheet.start[1]:  # rows come from the first row on, but not the first column
        rows = ([""] * sheet.start[1] + row for row in rows)
    while block := list(islice(rows, limits.BLOCK_ROWS)):
        if uncached:
            restore_uncached(block, packed.height, uncached)
        packed.add(block)
    if uncached:
        packed.add(build_rows_below(packed.height, uncached))
    return packed


def _build_locked_error(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        "The workbook is protected by a password.",
        where=name,
        remedy="Ask for it without one, or open it and save it without a password.",
    )
