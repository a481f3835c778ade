"""Errors and formulas without a saved result in the sheets of an ods workbook."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET  # calamine and the guards have read the part before
import zipfile
from typing import IO

from loaders.readers import limits

_SIGNS = (b'"error"', b"table:formula", b">#", b">Err:")
"""No content without one of these has an error or a formula."""
_CHUNK_BYTES = 1 << 20
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TYPES = (
    f"{_OFFICE}value-type",
    "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type",
)
_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|Err:\d{3}")
_REPEATS = 1000
"""A cell that is repeated is put back into at most this many rows or columns."""

Uncached = dict[int, dict[int, str]]


def find_uncached_ods(data: bytes, _names: list[str], wanted: set[str]) -> dict[str, Uncached]:
    """Return the uncached cells of the `wanted` sheets; none if the zip is no ods."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "content.xml" not in archive.namelist() or not _may_have_uncached(archive):
            return {}
        with archive.open("content.xml") as content:
            return _find_cells(content, wanted)


def _may_have_uncached(archive: zipfile.ZipFile) -> bool:
    with archive.open("content.xml") as content:
        tail, read = b"", 0
        while (chunk := content.read(_CHUNK_BYTES)) and read < limits.UNPACKED_BYTES:
            if any(sign in tail + chunk for sign in _SIGNS):
                return True
            tail, read = chunk[-16:], read + len(chunk)
    return False


def _find_cells(content: IO[bytes], wanted: set[str]) -> dict[str, Uncached]:
    uncached: dict[str, Uncached] = {}
    sheet, row = "", 0
    for event, each in ET.iterparse(content, ("start", "end")):  # noqa: S314
        if event == "start":
            if each.tag == f"{_TABLE}table":
                sheet, row = each.get(f"{_TABLE}name", ""), 0
        elif each.tag == f"{_TABLE}table-row":
            times = int(each.get(f"{_TABLE}number-rows-repeated", 1))
            if sheet in wanted and (cells := _read_row(each)):
                for at in range(row, row + min(times, _REPEATS)):
                    uncached.setdefault(sheet, {})[at] = dict(cells)
            row += times
            each.clear()
    return uncached


def _read_row(row: ET.Element) -> dict[int, str]:
    found: dict[int, str] = {}
    column = 0
    for cell in row:
        times = int(cell.get(f"{_TABLE}number-columns-repeated", 1))
        if text := _read_text(cell):
            found |= dict.fromkeys(range(column, column + min(times, _REPEATS)), text)
        column += times
    return found


def _read_text(cell: ET.Element) -> str:
    """Return what an uncached cell holds; "" for every other cell."""
    shown = "".join(cell.itertext()).strip()
    formula = cell.get(f"{_TABLE}formula")
    kinds = [cell.get(kind) for kind in _TYPES]
    if "error" in kinds or (formula is not None and _ERROR.fullmatch(shown)):
        return shown or "#N/A"
    if formula is None or kinds[0] is not None:
        return ""
    return "=" + formula.partition(":=")[2]
