"""Workbooks (xlsx, xlsm, xlsb, xls, ods) to columns of raw cells through python-calamine.

Calamine gives every number as a float and reads `#DIV/0!` and formulas that were never calculated
as empty cells: `lost_cells` puts those back.
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
from loaders.readers.uncached_cells import Uncached, UncachedCells, below, restore_uncached
from loaders.readers.zip_bombs import guard_archive

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
Sheets = dict[str, PackedSheet]


def read_workbook(
    path: Path, data: bytes, wanted: Callable[[str], bool]
) -> tuple[tuple[str, ...], Sheets]:
    """Every sheet's name, in order, and the cells of those `wanted`, each from A1 on.

    `data` are the bytes of `path`. Raises UnreadableFile, also for calamine's panics, which are no
    `Exception`.
    """
    name = path.name
    if data.startswith(b"PK"):
        guard_archive(data, name)
    elif data.startswith(OLD_EXCEL):
        guard_ole(data, name)
    try:
        return _read(_open(path, data), data, name, wanted)
    except (UnreadableFileError, BrokenPipeError):
        raise
    except PasswordError:
        raise _locked(name) from None
    except MemoryError:
        raise build_too_large_error(name, "It needs more memory than there is") from None
    except CalamineError as error:
        if "limit exceeded" in str(error):
            raise build_too_large_error(name, "It claims more cells than any extract has") from None
        if _ENCRYPTED in data:
            raise _locked(name) from None
        raise UnreadableFileError(DAMAGED, where=name, remedy=AGAIN) from None
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise UnreadableFileError(DAMAGED, where=name, remedy=AGAIN) from None
        raise


def _open(path: Path, data: bytes) -> CalamineWorkbook:
    """By the name's ending, which gives the better reasons; by its content where that is wrong."""
    try:
        return CalamineWorkbook.from_path(path)
    except CalamineError as by_name:
        if isinstance(by_name, PasswordError) or "limit exceeded" in str(by_name):
            raise
        try:
            return CalamineWorkbook.from_filelike(io.BytesIO(data))
        except CalamineError:
            raise by_name from None


def _read(
    workbook: CalamineWorkbook, data: bytes, name: str, wanted: Callable[[str], bool]
) -> tuple[tuple[str, ...], Sheets]:
    sheets = workbook.sheets_metadata
    names = [sheet.name for sheet in sheets if sheet.typ is SheetTypeEnum.WorkSheet]
    asked = list(filter(wanted, names))
    lost = UncachedCells(data, [sheet.name for sheet in sheets], set(asked))
    cells, packed = 0, {}
    for sheet_name in asked:
        sheet = workbook.get_sheet_by_name(sheet_name)
        last_row, last_column = sheet.end or (-1, -1)
        odd = lost.of(sheet_name)
        last_row = max(last_row, *odd, -1)
        last_column = max(last_column, *(column for row in odd.values() for column in row), -1)
        cells += (last_row + 1) * (last_column + 1)
        if cells > limits.CELLS:
            raise build_too_large_error(
                name, f"With sheet {sheet_name} it has more cells than any extract"
            )
        packed[sheet_name] = _packed(sheet, odd)
    return tuple(names), packed


def _packed(sheet: CalamineSheet, lost: Uncached) -> PackedSheet:
    """The cells of a sheet from A1 on, its lost ones put back."""
    packed = PackedSheet()
    rows = cast("Iterator[list[object]]", iter(sheet.iter_rows()))
    if sheet.start and sheet.start[1]:  # rows come from the first row on, but not the first column
        rows = ([""] * sheet.start[1] + row for row in rows)
    while block := list(islice(rows, limits.BLOCK_ROWS)):
        if lost:
            restore_uncached(block, packed.height, lost)
        packed.add(block)
    if lost:
        packed.add(below(packed.height, lost))
    return packed


def _locked(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        "The workbook is protected by a password.",
        where=name,
        remedy="Ask for it without one, or open it and save it without a password.",
    )
