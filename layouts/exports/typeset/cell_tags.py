"""The tags of a table's cells: Typst's own tags know headings of columns, but not of rows.

`pdf.header-cell` would say it, but Typst's package for Python cannot switch it on yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from layouts.exports.typeset.packed_pdf import PdfObjects
from layouts.exports.typeset.table_source import CellKind, CellKinds

_TAG = b"<</Type/StructElem/S/"
_CELL = re.compile(
    rb"<</Type/StructElem/S/T[DH](/P \d+ 0 R(?:/ID\(\w+\))?/A\[<</O/Table)"
    rb"(?:/Scope/\w+)?(?:/Headers\[[^]]*\])?"
)
_CELL_STARTS = {
    CellKind.DATA: rb"<</Type/StructElem/S/TD\1",
    CellKind.COLUMN: rb"<</Type/StructElem/S/TH\1/Scope/Column",
    CellKind.ROW: rb"<</Type/StructElem/S/TH\1/Scope/Row",
}
"""Where headings have a scope, cells need not name their headings."""


def tag_cells(made: bytes, tables: Sequence[CellKinds]) -> bytes:
    """Return the PDF with each cell tagged as in the markup, and the whole in less space.

    ValueError if its tables are not those of the markup.
    """
    pdf = PdfObjects.read(made)
    tags = _Tags(pdf.objects)
    for table, kinds in zip(list(tags.find_tables()), tables, strict=True):
        for row, row_kinds in zip(tags.find_rows(table), kinds, strict=True):
            for cell, kind in zip(tags.find_below(row), row_kinds, strict=True):
                tags.say(cell, kind)
    return pdf.pack()


class _Tags:
    """The tags among the objects of a PDF, each by its number."""

    def __init__(self, objects: dict[int, bytes]) -> None:
        self._objects = objects

    def find_tables(self) -> Iterator[int]:
        """Return the tables in reading order."""
        document = next(tag for tag in self._objects if self._is(tag, b"Document"))
        yield from self._find_tables_below(document)

    def find_rows(self, table: int) -> Iterator[int]:
        for child in self.find_below(table):
            if self._is(child, b"TR"):
                yield child
            elif self._is(child, b"THead", b"TBody", b"TFoot"):
                yield from self.find_below(child)

    def find_below(self, tag: int) -> list[int]:
        """Return the tags right below one; what is not a tag is left out."""
        inside = self._objects[tag].rpartition(b"/K[")[2].partition(b"]")[0]
        numbers = map(int, re.findall(rb"(\d+) 0 R", inside))
        return [each for each in numbers if self._objects[each].startswith(_TAG)]

    def say(self, cell: int, kind: CellKind) -> None:
        """Say what a cell is."""
        self._objects[cell], found = _CELL.subn(_CELL_STARTS[kind], self._objects[cell], count=1)
        if not found:
            raise ValueError(f"object {cell} of the PDF is not a cell")

    def _find_tables_below(self, tag: int) -> Iterator[int]:
        if self._is(tag, b"Table"):
            yield tag
        else:
            for child in self.find_below(tag):
                yield from self._find_tables_below(child)

    def _is(self, tag: int, *kinds: bytes) -> bool:
        return self._objects[tag].startswith(tuple(_TAG + kind + b"/" for kind in kinds))
