"""Refuses a zipped workbook that would fill the memory, before it is opened."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import IO

from indicators.domain.errors import UnreadableFileError
from loaders.readers import limits
from loaders.readers.column_letters import parse_column_letters
from loaders.readers.file_type import AGAIN, DAMAGED, build_too_large_error

_FILLED_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')


def is_workbook(file: IO[bytes]) -> bool:
    """Return whether a zip is a workbook, and not an archive. Raises BadZipFile if it is no zip."""
    with zipfile.ZipFile(file) as archive:
        return any(
            part.filename in ("[Content_Types].xml", "content.xml") for part in archive.infolist()
        )


def guard_archive(data: bytes, name: str) -> None:
    """Raise UnreadableFileError for a zip that is no workbook, is cut short, or is a bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _guard_parts(archive, name)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
    ):
        raise UnreadableFileError(DAMAGED, where=name, remedy=AGAIN) from None


def _guard_parts(archive: zipfile.ZipFile, name: str) -> None:
    parts = archive.infolist()
    if not any(p.filename.endswith(("[Content_Types].xml", "content.xml")) for p in parts):
        raise UnreadableFileError(
            "This is a zip archive, but no workbook.",
            where=name,
            remedy="Unpack it and send the spreadsheet in it.",
        )
    if sum(part.file_size for part in parts) > limits.UNPACKED_BYTES:
        raise build_too_large_error(name, "It unpacks to far more than an extract holds")
    for part in parts:
        if "sheet" in part.filename and part.filename.endswith(".xml"):
            _guard_far_cell(archive, part, name)


def _guard_far_cell(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    """Refuse a sheet with a cell far away from the others.

    Calamine makes room for every cell from the first to the last, so one cell at XFD1048576 would
    claim 17 billion of them.
    """
    if part.file_size > limits.PART_SCANNED_BYTES:
        return
    with archive.open(part) as opened:
        text = opened.read(limits.PART_SCANNED_BYTES)
    cells = set(_FILLED_CELL.findall(text))
    rows = max((int(row) for _, row in cells), default=0)
    columns = max((parse_column_letters(letters.decode()) for letters, _ in cells), default=0)
    if rows * columns > limits.CELLS:
        raise build_too_large_error(name, "A sheet has a cell far away from the others")
