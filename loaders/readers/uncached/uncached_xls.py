"""Errors in the sheets of an old Excel workbook (xls), which keeps a result for every formula.

Source of the layout: Microsoft, [MS-XLS] Excel Binary File Format, sections 2.4.24 (BoolErr),
2.4.28 (BoundSheet8), 2.4.127 (Formula) and 2.5.10 (Bes).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from loaders.readers.ole import OleFile

_BOF, _EOF, _BOUND_SHEET, _FORMULA, _BOOL_ERR = (0x809, 0x409), 0x0A, 0x85, 0x06, 0x205
_CODES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_SIGN = re.compile(
    rb"\x05\x02\x08\x00.{6}[\x00\x07\x0f\x17\x1d\x24\x2a]\x01"
    rb"|\x06\x00..{7}\x02.[\x00\x07\x0f\x17\x1d\x24\x2a].{3}\xff\xff",
    re.DOTALL,
)
"""What an error looks like in the bytes. Other things may look the same."""

Uncached = dict[int, dict[int, str]]


def find_uncached_xls(data: bytes, names: list[str], wanted: set[str]) -> dict[str, Uncached]:
    """Return the errors of the `wanted` sheets. `names` are all sheets, in the workbook's order."""
    if not _SIGN.search(data):
        return {}
    compound = OleFile(data)
    book = compound.read_stream("workbook", "book") if compound.sound else b""
    starts = [
        struct.unpack_from("<I", book, at)[0]
        for kind, at, size in _list_records(book, 0)
        if kind == _BOUND_SHEET and size >= 4
    ]
    if len(starts) != len(names):
        return {}
    uncached = {
        name: _find_errors(book, at)
        for name, at in zip(names, starts, strict=True)
        if name in wanted and at < len(book)
    }
    return {name: found for name, found in uncached.items() if found}


def _list_records(book: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield kind, position and size of each record from `at` to the end of the substream there.

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


def _find_errors(book: bytes, start: int) -> Uncached:
    uncached: Uncached = {}
    for kind, at, size in _list_records(book, start):
        code = None
        if kind == _BOOL_ERR and size >= 8 and book[at + 7] == 1:
            code = book[at + 6]
        elif kind == _FORMULA and size >= 14 and book[at + 12 : at + 14] == b"\xff\xff":
            code = book[at + 8] if book[at + 6] == 2 else None
        if code in _CODES:
            row, column = struct.unpack_from("<HH", book, at)
            uncached.setdefault(row, {})[column] = _CODES[code]
    return uncached
