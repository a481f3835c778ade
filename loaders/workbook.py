"""Workbooks (xlsx, xlsm, xlsb, xls, ods) to rows of raw cells through python-calamine.

Calamine gives every number as a float and reads `#DIV/0!` and formulas that were never calculated
as empty cells: telling those apart is for the reader in a child process to come."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from indicators.errors import UnreadableFile
from loaders import limits
from loaders.bombs import guard_archive, too_large
from loaders.compound import guard_compound
from loaders.delimited import Cells
from loaders.sniff import AGAIN, DAMAGED, OLD_EXCEL

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_workbook(
    path: Path, data: bytes, wanted: Callable[[str], bool]
) -> dict[str, Cells | None]:
    """Every sheet by name, in order: its rows from A1 on, or None where it is not wanted.

    `data` are the bytes of `path`. Raises UnreadableFile, also for calamine's panics, which are no
    `Exception`."""
    name = path.name
    if data.startswith(b"PK"):
        guard_archive(data, name)
    elif data.startswith(OLD_EXCEL):
        guard_compound(data, name)
    try:
        return _read(_open(path, data), name, wanted)
    except UnreadableFile:
        raise
    except PasswordError:
        raise _locked(name) from None
    except MemoryError:
        raise too_large(name, "It needs more memory than there is") from None
    except CalamineError as error:
        if "limit exceeded" in str(error):
            raise too_large(name, "It claims more cells than any extract has") from None
        if _ENCRYPTED in data:
            raise _locked(name) from None
        raise UnreadableFile(DAMAGED, where=name, remedy=AGAIN) from None
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise UnreadableFile(DAMAGED, where=name, remedy=AGAIN) from None
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
    workbook: CalamineWorkbook, name: str, wanted: Callable[[str], bool]
) -> dict[str, Cells | None]:
    sheets: dict[str, Cells | None] = {}
    cells = 0
    for about in workbook.sheets_metadata:
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheets[about.name] = None
        if wanted(about.name):
            sheet = workbook.get_sheet_by_name(about.name)
            last_row, last_column = sheet.end or (-1, -1)
            cells += (last_row + 1) * (last_column + 1)
            if cells > limits.CELLS:
                raise too_large(name, f"With sheet {about.name} it has more cells than any extract")
            sheets[about.name] = sheet.to_python(skip_empty_area=False)  # type: ignore[assignment]
    return sheets


def _locked(name: str) -> UnreadableFile:
    return UnreadableFile(
        "The workbook is protected by a password.",
        where=name,
        remedy="Ask for it without one, or open it and save it without a password.",
    )
