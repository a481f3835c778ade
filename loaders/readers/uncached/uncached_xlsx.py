"""Errors and formulas without a saved result in the sheets of an xlsx or xlsm workbook."""

from __future__ import annotations

import io
import posixpath
import re
import xml.etree.ElementTree as ET  # calamine and the guards have read the parts before
import zipfile
from collections.abc import Iterator
from html import unescape

from loaders.readers import limits
from loaders.readers.column_letters import parse_column_letters

_MAY_BE_FORMULA, _FORMULA = re.compile(rb"f[ >/]"), re.compile(rb"[<:]f[ >/]")
_ERROR = re.compile(rb"""\bt=["']e["']""")
_OVERLAP, _CELL_BYTES = 16, 512
_CHUNK_BYTES = 1 << 20
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
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"

Uncached = dict[int, dict[int, str]]


def find_uncached_xlsx(data: bytes, _names: list[str], wanted: set[str]) -> dict[str, Uncached]:
    """Return the uncached cells of the `wanted` sheets; none if the zip is no xlsx."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return {}
        parts = {name: part for name, part in _list_parts(archive) if name in wanted}
        return {
            name: found
            for name, part in parts.items()
            if part in archive.namelist() and (found := _find_in_part(archive, part))
        }


def _list_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield each sheet's name and the part of the archive that holds it."""
    relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    target = {each.get("Id"): each.get("Target", "") for each in relations}
    workbook = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    for sheet in workbook.iterfind(".//{*}sheet"):
        to = target.get(sheet.get(_ID) or sheet.get(_STRICT_ID), "")
        yield sheet.get("name", ""), posixpath.normpath(posixpath.join("/xl", to)).lstrip("/")


def _find_in_part(archive: zipfile.ZipFile, part: str) -> Uncached:
    if not _may_have_uncached(archive, part):
        return {}
    uncached: Uncached = {}
    for chunk in _read_chunks(archive, part):
        for match in _LOST.finditer(chunk):
            text = _read_text(match)
            at = _AT.search(match["wrong"] or match["about"]) if text else None
            if text and at is None:
                return _find_by_position(archive, part)
            if at:
                row = uncached.setdefault(int(at[2]) - 1, {})
                row[parse_column_letters(at[1].decode()) - 1] = text
    return uncached


def _may_have_uncached(archive: zipfile.ZipFile, part: str) -> bool:
    """Return whether a sheet has an error or a formula at all.

    Single characters are found many times faster than words, and an error's text begins with #.
    """
    with archive.open(part) as opened:
        tail, read = b"", 0
        while (chunk := opened.read(_CHUNK_BYTES)) and read < limits.UNPACKED_BYTES:
            for piece in (chunk, tail + chunk[:_OVERLAP]):
                if b"#" in piece and _ERROR.search(tail + chunk):
                    return True
                if _MAY_BE_FORMULA.search(piece) and _FORMULA.search(piece):
                    return True
            tail, read = chunk[-_CELL_BYTES:], read + len(chunk)
    return False


def _find_by_position(archive: zipfile.ZipFile, part: str) -> Uncached:
    """Find the uncached cells of a sheet without positions: each cell is next to the last."""
    uncached: Uncached = {}
    row = column = -1
    with archive.open(part) as opened:
        for event, each in ET.iterparse(opened, ("start", "end")):  # noqa: S314
            tag = each.tag.rpartition("}")[2]
            if tag == "row" and event == "start":
                row, column = int(each.get("r", row + 2)) - 1, -1
            elif tag == "row":
                each.clear()
            elif tag == "c" and event == "start":
                at = re.match("[A-Z]+", each.get("r", ""))
                column = parse_column_letters(at[0]) - 1 if at else column + 1
            elif tag == "c":
                match = _LOST.search(_strip_namespaces(each))
                if match and (text := _read_text(match)):
                    uncached.setdefault(row, {})[column] = text
    return uncached


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


def _read_chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield a part in pieces that each end with a cell."""
    with archive.open(part) as opened:
        rest, read = b"", 0
        while (chunk := opened.read(_CHUNK_BYTES)) and read < limits.UNPACKED_BYTES:
            whole, read = rest + chunk, read + len(chunk)
            cut = whole.rfind(b"c>") + 2 if b"c>" in whole else 0
            yield whole[:cut]
            rest = whole[cut:]
        yield rest
