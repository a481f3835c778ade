"""The details of the sheets of an old Excel workbook (xls).

It keeps a result for every formula, so only errors are uncached.

Source of the layout: Microsoft, [MS-XLS] Excel Binary File Format, section 2.4, records BoolErr,
BoundSheet8, ColInfo, Format, Formula, MergeCells, MulRk, Number, RK, Row and XF, and section 2.5.10
(Bes).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from loaders.readers.details.error_codes import ERROR_CODES
from loaders.readers.details.number_formats import BUILT_IN_PERCENTS, may_show_percent
from loaders.readers.details.sheet_details import SheetDetails
from loaders.readers.ole import OleFile

_BOF, _EOF, _BOUND_SHEET = (0x809, 0x409), 0x0A, 0x85
_FORMAT, _OLD_FORMAT, _XF = 0x41E, 0x1E, 0xE0
_FORMULA, _BOOL_ERR, _NUMBER, _RK, _MUL_RK = 0x06, 0x205, 0x203, 0x27E, 0xBD
_ROW, _COL_INFO, _MERGED = 0x208, 0x7D, 0xE5
_BIFF8 = 0x600
_HIDDEN_ROW, _OWN_HEIGHT, _HIDDEN_COLUMN = 0x20, 0x40, 0x01
_MOST_COLUMNS = 256
_RK_BYTES = 6

Record = tuple[int, int, int]
"""The kind, position and size of a record."""


def find_xls_details(data: bytes, names: list[str], wanted: set[str]) -> dict[str, SheetDetails]:
    """Return the details of the `wanted` sheets. `names` are all sheets, in their order."""
    compound = OleFile(data)
    book = compound.read_stream("workbook", "book") if compound.sound else b""
    head = list(_list_records(book, 0))
    starts = [
        struct.unpack_from("<I", book, at)[0]
        for kind, at, size in head
        if kind == _BOUND_SHEET and size >= 4
    ]
    if len(starts) != len(names):
        return {}
    styles = _read_percent_styles(book, head)
    return {
        name: _find_in_sheet(book, at, styles)
        for name, at in zip(names, starts, strict=True)
        if name in wanted and at < len(book)
    }


def _list_records(book: bytes, at: int) -> Iterator[Record]:
    """Yield each record from `at` to the end of the substream there.

    A chart within it has a beginning and an end of its own.
    """
    depth = 0
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        if at + 4 + size > len(book):
            return
        yield kind, at + 4, size
        depth += (kind in _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        at += 4 + size


def _read_percent_styles(book: bytes, head: list[Record]) -> dict[int, str]:
    """Return the number formats of the cells' styles that may show a percentage."""
    new = len(book) >= 6 and struct.unpack_from("<H", book, 4)[0] == _BIFF8
    formats = dict(BUILT_IN_PERCENTS)
    styles: dict[int, str] = {}
    used = 0
    for kind, at, size in head:
        if kind in (_FORMAT, _OLD_FORMAT) and size >= 5:
            formats[struct.unpack_from("<H", book, at)[0]] = _read_format(
                book[at + 2 : at + size], new
            )
        elif kind == _XF and size >= 4:
            number_format = formats.get(struct.unpack_from("<H", book, at + 2)[0], "")
            if may_show_percent(number_format):
                styles[used] = number_format
            used += 1
    return styles


def _read_format(text: bytes, new: bool) -> str:
    if not new:
        return text[1 : 1 + text[0]].decode("cp1252", "replace")
    (length,) = struct.unpack_from("<H", text)
    if text[2] & 1:
        return text[3 : 3 + 2 * length].decode("utf-16-le", "replace")
    return text[3 : 3 + length].decode("latin-1")


def _find_in_sheet(book: bytes, start: int, styles: dict[int, str]) -> SheetDetails:
    details = SheetDetails()
    for kind, at, size in _list_records(book, start):
        if kind in (_NUMBER, _RK, _FORMULA, _BOOL_ERR) and size >= 8:
            row, column, style = struct.unpack_from("<HHH", book, at)
            if style in styles:
                details.add_percents((row,), column, styles[style])
            if error := _read_error(book, kind, at, size):
                details.uncached.setdefault(row, {})[column] = error
        elif kind == _MUL_RK and styles:
            _add_numbers(book[at : at + size], styles, details)
        elif kind in (_ROW, _COL_INFO, _MERGED):
            _add_layout(kind, book[at : at + size], details)
    return details


def _add_layout(kind: int, record: bytes, details: SheetDetails) -> None:
    """Add what a record says about a row, some columns or merged cells."""
    if kind == _ROW and len(record) >= 16:
        row, height, flags = struct.unpack_from("<H4xH4xH", record)
        if flags & _HIDDEN_ROW or (flags & _OWN_HEIGHT and height == 0):
            details.hidden_rows.add(row)
    elif kind == _COL_INFO and len(record) >= 10:
        first, last, width, _, flags = struct.unpack_from("<5H", record)
        if flags & _HIDDEN_COLUMN or width == 0:
            details.hidden_columns.update(range(first, min(last + 1, _MOST_COLUMNS)))
    elif kind == _MERGED:
        for each in range(2, len(record) - 7, 8):
            top, bottom, left, right = struct.unpack_from("<4H", record, each)
            details.merged.append((top, left, bottom, right))


def _add_numbers(record: bytes, styles: dict[int, str], details: SheetDetails) -> None:
    """Add the cells of a record that holds several numbers of one row."""
    row, first = struct.unpack_from("<HH", record)
    for at in range(4, len(record) - 2 - _RK_BYTES + 1, _RK_BYTES):
        (style,) = struct.unpack_from("<H", record, at)
        if style in styles:
            column = first + (at - 4) // _RK_BYTES
            details.add_percents((row,), column, styles[style])


def _read_error(book: bytes, kind: int, at: int, size: int) -> str:
    """Return the error that a cell holds; "" if it holds none."""
    if kind == _BOOL_ERR and book[at + 7] == 1:
        return ERROR_CODES.get(book[at + 6], "")
    if kind == _FORMULA and size >= 14 and book[at + 12 : at + 14] == b"\xff\xff":
        return ERROR_CODES.get(book[at + 8], "") if book[at + 6] == 2 else ""
    return ""
