"""The tags of a table's cells: Typst's own tags know headings of columns, but not of rows.

`pdf.header-cell` would say it, but Typst's package for Python cannot switch it on yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import pikepdf

from layouts.exports.typeset.table_source import CellKind, CellKinds

_DATA, _HEADING = pikepdf.Name.TD, pikepdf.Name.TH
_SCOPES = {CellKind.COLUMN: pikepdf.Name.Column, CellKind.ROW: pikepdf.Name.Row}


def tag_cells(made: bytes, tables: Sequence[CellKinds]) -> bytes:
    """Return the PDF with each cell tagged as in the markup, and the whole in less space.

    ValueError if its tables are not those of the markup.
    """
    with pikepdf.open(BytesIO(made)) as pdf:
        found = list(_find_tables(pdf.Root.StructTreeRoot))
        for table, kinds in zip(found, tables, strict=True):
            rows = list(_find_rows(table))
            for row, row_kinds in zip(rows, kinds, strict=True):
                for cell, kind in zip(row.K, row_kinds, strict=True):
                    _tag_cell(cell, kind)
        smaller = BytesIO()
        pdf.save(
            smaller,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
    return smaller.getvalue()


def _find_tables(element: Any) -> Iterator[Any]:
    """Return the tables below an element, in reading order."""
    for child in element.get("/K", []):
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            if child.S == "/Table":
                yield child
            else:
                yield from _find_tables(child)


def _find_rows(table: Any) -> Iterator[Any]:
    for child in table.K:
        if child.S == "/TR":
            yield child
        elif child.S in ("/THead", "/TBody", "/TFoot"):
            yield from child.K


def _tag_cell(cell: Any, kind: CellKind) -> None:
    """Say what the cell is. Where headings have a scope, cells need not name their headings."""
    attributes = cell.A[0]
    if "/Headers" in attributes:
        del attributes["/Headers"]
    if kind in _SCOPES:
        cell.S = _HEADING
        attributes.Scope = _SCOPES[kind]
    elif cell.S == _HEADING:
        cell.S = _DATA
        del attributes["/Scope"]
