"""The details of the sheets of a binary workbook (xlsb).

Calamine returns the results of its formulas, so only errors are uncached.

Source of the layout: Microsoft, [MS-XLSB] Excel (.xlsb) Binary File Format, section 2.4.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator

from loaders.readers import limits
from loaders.readers.details.error_codes import ERROR_CODES
from loaders.readers.details.number_formats import BUILT_IN_PERCENTS, may_show_percent
from loaders.readers.details.sheet_details import SheetDetails
from loaders.readers.details.xlsx_parts import Styles, read_relations

_ROW, _RK, _ERROR, _REAL, _FORMULA_NUMBER, _FORMULA_ERROR = 0, 2, 3, 5, 9, 11
_FORMAT, _XF, _CELL_STYLES, _CELL_STYLES_END = 44, 47, 617, 618
_COLUMN, _SHEET, _MERGED = 60, 156, 176
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x10, 0x01
_STYLE = 0xFFFFFF
_MOST_COLUMNS = 16_384


def find_xlsb_details(data: bytes, _names: list[str], wanted: set[str]) -> dict[str, SheetDetails]:
    """Return the details of the `wanted` sheets; none if the zip is no xlsb."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "xl/workbook.bin" not in archive.namelist():
            return {}
        styles = _read_percent_styles(archive)
        return {
            name: _find_in_part(archive, part, styles)
            for name, part in _list_sheet_parts(archive)
            if name in wanted and part in archive.namelist()
        }


def _list_records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield the kind, position and size of each record."""
    at, end = 0, len(content)
    while at < end:
        kind = content[at]
        at += 1
        if kind & 0x80 and at < end:
            kind = (kind & 0x7F) | (content[at] << 7)
            at += 1
        size = shift = 0
        while at < end:
            byte = content[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift > 21:
                break
        if at + size > end:
            return
        yield kind, at, size
        at += size


def _read_text(content: bytes, at: int) -> tuple[str, int]:
    """Return the text at a position, and the position after it."""
    (length,) = struct.unpack_from("<I", content, at)
    end = at + 4 + 2 * length
    return content[at + 4 : end].decode("utf-16-le", "replace"), end


def _list_sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield each sheet's name and the part of the archive that holds it."""
    target = read_relations(archive, "xl/_rels/workbook.bin.rels")
    content = archive.read("xl/workbook.bin")
    for kind, at, size in _list_records(content):
        if kind == _SHEET and size >= 16:
            relation, after = _read_text(content, at + 8)
            yield _read_text(content, after)[0], target.get(relation, "")


def _read_percent_styles(archive: zipfile.ZipFile) -> Styles:
    """Return the cells' styles that may show a percentage."""
    if "xl/styles.bin" not in archive.namelist():
        return {}
    content = archive.read("xl/styles.bin")
    formats = dict(BUILT_IN_PERCENTS)
    styles: dict[int, str] = {}
    used, of_cells = 0, False
    for kind, at, size in _list_records(content):
        if kind == _FORMAT and size >= 6:
            formats[struct.unpack_from("<H", content, at)[0]] = _read_text(content, at + 2)[0]
        elif kind in (_CELL_STYLES, _CELL_STYLES_END):
            of_cells = kind == _CELL_STYLES
        elif kind == _XF and of_cells and size >= 4:
            number_format = formats.get(struct.unpack_from("<H", content, at + 2)[0], "")
            if may_show_percent(number_format):
                styles[used] = number_format
            used += 1
    return styles


def _find_in_part(archive: zipfile.ZipFile, part: str, styles: Styles) -> SheetDetails:
    details = SheetDetails()
    with archive.open(part) as opened:
        content = opened.read(limits.UNPACKED_BYTES)
    row = -1
    for kind, at, size in _list_records(content):
        if kind == _ROW and size >= 12:
            row, height = struct.unpack_from("<I4xH", content, at)
            if content[at + 11] & _HIDDEN_ROW or height == 0:
                details.hidden_rows.add(row)
        elif kind in (_RK, _REAL, _FORMULA_NUMBER) and size >= 8:
            column, style = struct.unpack_from("<II", content, at)
            if (style & _STYLE) in styles:
                details.add_percents((row,), column, styles[style & _STYLE])
        elif kind in (_ERROR, _FORMULA_ERROR) and size >= 9:
            (column,) = struct.unpack_from("<I", content, at)
            details.uncached.setdefault(row, {})[column] = ERROR_CODES.get(content[at + 8], "#N/A")
        elif kind == _COLUMN and size >= 18:
            first, last, width, _, flags = struct.unpack_from("<4IH", content, at)
            if flags & _HIDDEN_COLUMN or width == 0:
                details.hidden_columns.update(range(first, min(last + 1, _MOST_COLUMNS)))
        elif kind == _MERGED and size >= 16:
            top, bottom, left, right = struct.unpack_from("<4I", content, at)
            details.merged.append((top, left, bottom, right))
    return details
