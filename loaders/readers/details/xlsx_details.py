"""The details of the sheets of an xlsx or xlsm workbook.

A quick look at the bytes finds which details a sheet may have at all, so that a sheet without any
costs little more than unpacking it once. Searches for them then pick out only the cells and rows
that have them.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET  # calamine and the guards have read the parts before
import zipfile
from collections import defaultdict
from collections.abc import Callable
from enum import Flag, auto
from html import unescape

from loaders.readers.column_letters import parse_column_letters
from loaders.readers.details.sheet_details import SheetDetails
from loaders.readers.details.xlsx_parts import (
    Styles,
    list_sheet_parts,
    read_chunks,
    read_percent_styles,
    read_whole_cells,
)

_MAY_BE_FORMULA, _FORMULA = re.compile(rb"f[ >/]"), re.compile(rb"[<:]f[ >/]")
_ERROR = re.compile(rb"""\bt=["']e["']""")
_OVERLAP, _CELL_BYTES = 16, 512
_F = rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(?P<%s>[^<]*)</(?:\w+:)?f>)\s*"
_V = rb"<(?:\w+:)?v\b[^>]*?(?:/>|>(?P<%s>%s)</(?:\w+:)?v>)\s*"
_LOST = re.compile(
    rb"<(?:\w+:)?c\b(?:"
    rb"(?P<about>[^>]*)>\s*"
    + (_F % b"formula" + rb"(?:" + _V % (b"none", rb"\s*") + rb")?")
    + rb"|"
    rb"""(?P<wrong>[^>]*\bt=["']e["'][^>]*)>\s*"""
    + (rb"(?:" + _F % b"failed" + rb")?" + rb"(?:" + _V % (b"error", rb"[^<]*") + rb")?")
    + rb")</(?:\w+:)?c>"
)
"""A cell with a formula and no value, or with an error: all others cost no Python."""
_AT = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_KIND = re.compile(rb"""\bt=["'](\w+)["']""")
_ROW = re.compile(
    rb"""<(?:\w+:)?row\b([^>]*?\s(?:hidden=["'](?:1|true)["']|ht=["']0*(?:\.0*)?["'])[^>]*)>"""
)
_ROW_NUMBER = re.compile(rb"""\br=["'](\d{1,7})["']""")
_COLUMNS = re.compile(
    rb"""<(?:\w+:)?col\b([^>]*?\s(?:hidden=["'](?:1|true)["']|width=["']0*(?:\.0*)?["'])[^>]*)>"""
)
_FIRST, _LAST = re.compile(rb"""\bmin=["'](\d+)["']"""), re.compile(rb"""\bmax=["'](\d+)["']""")
_MERGED = re.compile(
    rb"""<(?:\w+:)?mergeCell\b[^>]*?\bref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']"""
)
_MOST_COLUMNS = 16_384
_HIDING, _NO_WIDTH = re.compile(rb""" h(?:idden=|t=["']0)"""), re.compile(rb""" width=["']0""")
_CELL = re.compile(rb"<(?:\w+:)?c\s")
_TAG_BYTES = 200
"""The longest tag of a cell."""


class _Kinds(Flag):
    """The kinds of details that a sheet may have."""

    NONE = 0
    UNCACHED = auto()
    HIDDEN = auto()
    MERGED = auto()


class _NoPositionsError(Exception):
    """A cell or row does not say where it is."""


def find_xlsx_details(data: bytes, _names: list[str], wanted: set[str]) -> dict[str, SheetDetails]:
    """Return the details of the `wanted` sheets; none if the zip is no xlsx."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return {}
        styles = read_percent_styles(archive)
        return {
            name: _find_in_part(archive, part, styles)
            for name, part in list_sheet_parts(archive)
            if name in wanted and part in archive.namelist()
        }


def _find_in_part(archive: zipfile.ZipFile, part: str, styles: Styles) -> SheetDetails:
    kinds = _look_for_kinds(archive, part)
    if not kinds and not styles:
        return SheetDetails()
    try:
        return _search_part(archive, part, kinds, styles)
    except _NoPositionsError:
        return _read_by_position(archive, part, styles)


def _look_for_kinds(archive: zipfile.ZipFile, part: str) -> _Kinds:
    """Return which kinds of details a sheet may have.

    Single characters are found many times faster than words, and an error's text begins with #.
    The columns are above the first cell, and merged cells are listed below the last.
    """
    kinds, tail, last = _Kinds.NONE, b"", b""
    for chunk in read_chunks(archive, part):
        for piece in (chunk, tail[-_OVERLAP:] + chunk[:_OVERLAP]):
            if _Kinds.UNCACHED not in kinds and (
                (b"#" in piece and _ERROR.search(tail + chunk))
                or (_MAY_BE_FORMULA.search(piece) and _FORMULA.search(piece))
            ):
                kinds |= _Kinds.UNCACHED
            if _Kinds.HIDDEN not in kinds and _HIDING.search(piece):
                kinds |= _Kinds.HIDDEN
        if not last and _NO_WIDTH.search(tail[-_OVERLAP:] + chunk):
            kinds |= _Kinds.HIDDEN
        if b"</c>" in chunk or b":c>" in chunk:
            last = chunk
        elif b"mergeCell" in tail[-_OVERLAP:] + chunk:
            kinds |= _Kinds.MERGED
        tail = chunk[-_CELL_BYTES:]
    return kinds | _Kinds.MERGED if b"mergeCell" in last else kinds


def _search_part(
    archive: zipfile.ZipFile, part: str, kinds: _Kinds, styles: Styles
) -> SheetDetails:
    details = SheetDetails()
    searches: list[Callable[[bytes], None]] = []
    if _Kinds.UNCACHED in kinds:
        searches.append(lambda chunk: _find_uncached(chunk, details))
    if styles:
        numbers = b"|".join(b"%d" % style for style in styles)
        styled = re.compile(rb"""s=["'](%s)["']""" % numbers)
        searches.append(lambda chunk: _find_percents(chunk, styled, styles, details))
    if _Kinds.HIDDEN in kinds:
        searches.append(lambda chunk: _find_hidden(chunk, details))
    if _Kinds.MERGED in kinds:
        searches.append(lambda chunk: _find_merged(chunk, details))
    for chunk in read_whole_cells(archive, part):
        for search in searches:
            search(chunk)
    return details


def _find_uncached(chunk: bytes, details: SheetDetails) -> None:
    for match in _LOST.finditer(chunk):
        if text := _read_text(match):
            row, column = _read_position(match["wrong"] or match["about"])
            details.uncached.setdefault(row, {})[column] = text


def _find_percents(
    chunk: bytes, styled: re.Pattern[bytes], styles: Styles, details: SheetDetails
) -> None:
    rows: dict[tuple[bytes, bytes], list[int]] = defaultdict(list)
    for match in styled.finditer(chunk):
        start = chunk.rfind(b"<", max(match.start() - _TAG_BYTES, 0), match.start())
        if start >= 0 and _CELL.match(chunk, start):
            at = _AT.search(chunk, start, chunk.find(b">", match.end()))
            if at is None:
                raise _NoPositionsError
            rows[at[1], match[1]].append(int(at[2]) - 1)
    for (letters, style), found in rows.items():
        column = parse_column_letters(letters.decode()) - 1
        details.add_percents(found, column, styles[int(style)])


def _find_hidden(chunk: bytes, details: SheetDetails) -> None:
    for match in _ROW.finditer(chunk):
        number = _ROW_NUMBER.search(match[1])
        if number is None:
            raise _NoPositionsError
        details.hidden_rows.add(int(number[1]) - 1)
    for match in _COLUMNS.finditer(chunk):
        first, last = _FIRST.search(match[1]), _LAST.search(match[1])
        if first and last:
            details.hidden_columns.update(
                range(int(first[1]) - 1, min(int(last[1]), _MOST_COLUMNS))
            )


def _find_merged(chunk: bytes, details: SheetDetails) -> None:
    for match in _MERGED.finditer(chunk):
        left, right = (parse_column_letters(match[at].decode()) - 1 for at in (1, 3))
        details.merged.append((int(match[2]) - 1, left, int(match[4]) - 1, right))


def _read_position(about: bytes) -> tuple[int, int]:
    at = _AT.search(about)
    if at is None:
        raise _NoPositionsError
    return int(at[2]) - 1, parse_column_letters(at[1].decode()) - 1


def _read_by_position(archive: zipfile.ZipFile, part: str, styles: Styles) -> SheetDetails:
    """Return the details of a sheet without positions: each cell is next to the last."""
    details = SheetDetails()
    row = column = -1
    with archive.open(part) as opened:
        for event, each in ET.iterparse(opened, ("start", "end")):  # noqa: S314
            tag = each.tag.rpartition("}")[2]
            if tag == "row" and event == "start":
                row, column = int(each.get("r", row + 2)) - 1, -1
                if each.get("hidden") in ("1", "true") or each.get("ht") == "0":
                    details.hidden_rows.add(row)
            elif tag == "row":
                each.clear()
            elif tag == "c" and event == "start":
                at = re.match("[A-Z]+", each.get("r", ""))
                column = parse_column_letters(at[0]) - 1 if at else column + 1
                if (style := int(each.get("s", -1))) in styles:
                    details.add_percents((row,), column, styles[style])
            elif tag == "c":
                match = _LOST.search(_strip_namespaces(each))
                if match and (text := _read_text(match)):
                    details.uncached.setdefault(row, {})[column] = text
            elif tag in ("cols", "mergeCells") and event == "end":
                written = ET.tostring(each)
                _find_hidden(written, details)
                _find_merged(written, details)
    return details


def _strip_namespaces(cell: ET.Element) -> bytes:
    """Return a cell as bytes without the namespaces."""
    return re.sub(rb"<(/?)ns\d+:", rb"<\1", ET.tostring(cell)).strip()


def _read_text(match: re.Match[bytes]) -> str:
    """Return what an uncached cell holds; "" for a formula with empty text as its saved result."""
    kind = _KIND.search(match["wrong"] or match["about"])
    if kind and kind[1] == b"e":
        return unescape((match["error"] or b"#").decode(errors="replace")).strip()
    if kind and kind[1] == b"str":
        return ""
    return "=" + unescape((match["formula"] or b"").decode(errors="replace"))
