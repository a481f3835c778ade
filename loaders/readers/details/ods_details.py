"""The details of the sheets of an ods workbook."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET  # calamine and the guards have read the part before
import zipfile
from typing import IO

from loaders.readers import limits
from loaders.readers.details.number_formats import BUILT_IN_PERCENTS
from loaders.readers.details.sheet_details import SheetDetails

_SIGNS = (
    *(b'"error"', b"table:formula", b">#", b">Err:"),
    *(b'"percentage"', b'visibility="collapse"', b'visibility="filter"', b'display="false"'),
    *(b"-spanned=", b'row-height="0', b'column-width="0'),
)
"""No content without one of these has a detail."""
_CHUNK_BYTES, _OVERLAP = 1 << 20, 32
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_KIND = f"{_OFFICE}value-type"
_TYPES = (
    _KIND,
    "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type",
)
_ROW, _COLUMN = f"{_TABLE}table-row", f"{_TABLE}table-column"
_GROUPS = (f"{_TABLE}table-row-group", f"{_TABLE}table-column-group")
_NO_SIZE = re.compile(r"0+(?:\.0*)?[a-z%]*")
_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|Err:\d{3}")
_REPEATS = 1000
"""A cell that is repeated is put back into at most this many rows or columns."""


def find_ods_details(data: bytes, _names: list[str], wanted: set[str]) -> dict[str, SheetDetails]:
    """Return the details of the `wanted` sheets; none if the zip is no ods."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "content.xml" not in archive.namelist() or not _may_have_details(archive):
            return {}
        with archive.open("content.xml") as content:
            return _ContentReader(wanted).read(content)


def _may_have_details(archive: zipfile.ZipFile) -> bool:
    with archive.open("content.xml") as content:
        tail, read = b"", 0
        while (chunk := content.read(_CHUNK_BYTES)) and read < limits.UNPACKED_BYTES:
            if any(sign in tail + chunk for sign in _SIGNS):
                return True
            tail, read = chunk[-_OVERLAP:], read + len(chunk)
    return False


class _ContentReader:
    """Reads the content of an ods workbook from its start to its end."""

    def __init__(self, wanted: set[str]) -> None:
        self.wanted = wanted
        self.found: dict[str, SheetDetails] = {}
        self.details = SheetDetails()
        self.without_size: set[str] = set()
        self.row = self.column = 0
        self.collapsed = 0

    def read(self, content: IO[bytes]) -> dict[str, SheetDetails]:
        for event, each in ET.iterparse(content, ("start", "end")):  # noqa: S314
            if event == "start":
                self._start(each)
            else:
                self._end(each)
        return self.found

    def _start(self, each: ET.Element) -> None:
        if each.tag == f"{_TABLE}table":
            self.row = self.column = self.collapsed = 0
            self.details = SheetDetails()
            name = each.get(f"{_TABLE}name", "")
            if name in self.wanted:
                self.found[name] = self.details
        elif each.tag in _GROUPS:
            self.collapsed += _is_collapsed(each)

    def _end(self, each: ET.Element) -> None:
        if each.tag == f"{_STYLE}style":
            sizes = (value for part in each for key, value in part.items() if _is_size(key))
            if any(_NO_SIZE.fullmatch(size) for size in sizes):
                self.without_size.add(each.get(f"{_STYLE}name", ""))
        elif each.tag in _GROUPS:
            self.collapsed -= _is_collapsed(each)
        elif each.tag == _COLUMN:
            times = int(each.get(f"{_TABLE}number-columns-repeated", 1))
            if self._is_hidden(each):
                self.details.hidden_columns.update(_limit(self.column, times))
            self.column += times
        elif each.tag == _ROW:
            times = int(each.get(f"{_TABLE}number-rows-repeated", 1))
            if self._is_hidden(each):
                self.details.hidden_rows.update(_limit(self.row, times))
            self._read_cells(each, range(self.row, self.row + min(times, _REPEATS)))
            self.row += times
            each.clear()

    def _is_hidden(self, each: ET.Element) -> bool:
        """Return whether a row or column is hidden, filtered, collapsed or without a size."""
        return (
            self.collapsed > 0
            or each.get(f"{_TABLE}visibility", "visible") != "visible"
            or each.get(f"{_TABLE}style-name", "") in self.without_size
        )

    def _read_cells(self, row: ET.Element, rows: range) -> None:
        column = 0
        for cell in row:
            times = int(cell.get(f"{_TABLE}number-columns-repeated", 1))
            columns = range(column, column + min(times, _REPEATS))
            if text := _read_text(cell):
                for at in rows:
                    self.details.uncached.setdefault(at, {}).update(dict.fromkeys(columns, text))
            if cell.get(_KIND) == "percentage":
                for at in columns:
                    self.details.add_percents(rows, at, BUILT_IN_PERCENTS[9])
            down = int(cell.get(f"{_TABLE}number-rows-spanned", 1))
            right = int(cell.get(f"{_TABLE}number-columns-spanned", 1))
            if down > 1 or right > 1:
                span = (self.row, column, self.row + down - 1, column + right - 1)
                self.details.merged.append(span)
            column += times


def _is_collapsed(group: ET.Element) -> bool:
    return group.get(f"{_TABLE}display") == "false"


def _is_size(key: str) -> bool:
    return key in (f"{_STYLE}row-height", f"{_STYLE}column-width")


def _limit(first: int, times: int) -> range:
    """Return as many repeated rows or columns as a sheet may have cells."""
    return range(first, first + min(times, limits.CELLS // _REPEATS))


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
