"""The parts of an xlsx or xlsm workbook: where its sheets are, and which styles are percentages."""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as ET  # calamine and the guards have read the parts before
import zipfile
from collections.abc import Iterator, Mapping

from loaders.readers import limits
from loaders.readers.details.number_formats import BUILT_IN_PERCENTS, may_show_percent

_CHUNK_BYTES = 1 << 20
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"

Styles = Mapping[int, str]
"""The number format of each style of a cell, of those that may show a percentage."""


def list_sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield each sheet's name and the part of the archive that holds it."""
    target = read_relations(archive, "xl/_rels/workbook.xml.rels")
    workbook = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    for sheet in workbook.iterfind(".//{*}sheet"):
        yield sheet.get("name", ""), target.get(sheet.get(_ID) or sheet.get(_STRICT_ID), "")


def read_relations(archive: zipfile.ZipFile, part: str) -> dict[str | None, str]:
    """Return the part of the archive that each relation of the workbook names."""
    relations = ET.fromstring(archive.read(part))  # noqa: S314
    return {
        each.get("Id"): posixpath.normpath(posixpath.join("/xl", each.get("Target", ""))).lstrip(
            "/"
        )
        for each in relations
    }


def read_percent_styles(archive: zipfile.ZipFile) -> Styles:
    """Return the cells' styles that may show a percentage."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    content = archive.read("xl/styles.xml")
    if b"%" not in content and not any(b'"%d"' % one in content for one in BUILT_IN_PERCENTS):
        return {}
    styles = ET.fromstring(content)  # noqa: S314
    written = {
        int(each.get("numFmtId", -1)): each.get("formatCode", "")
        for each in styles.iterfind("./{*}numFmts/{*}numFmt")
    }
    formats = BUILT_IN_PERCENTS | written
    used = enumerate(styles.iterfind("./{*}cellXfs/{*}xf"))
    return {
        style: found
        for style, each in used
        if may_show_percent(found := formats.get(int(each.get("numFmtId", 0)), ""))
    }


def read_chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield a part in pieces as they are unpacked."""
    with archive.open(part) as opened:
        read = 0
        while (chunk := opened.read(_CHUNK_BYTES)) and read < limits.UNPACKED_BYTES:
            yield chunk
            read += len(chunk)


def read_whole_cells(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield the part of a sheet in pieces that each end with a cell."""
    rest = b""
    for chunk in read_chunks(archive, part):
        whole = rest + chunk
        cut = whole.rfind(b"c>") + 2 if b"c>" in whole else 0
        yield whole[:cut]
        rest = whole[cut:]
    yield rest
