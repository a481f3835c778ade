"""Finds the cells of a workbook that hold a formula or an error, of which others see the result.

It runs in the sandbox: see `loaders.readers.sandbox`.
"""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET  # the worker has read the parts before
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from loaders.readers.column_letters import format_column_letters
from loaders.readers.details.xlsx_parts import list_sheet_parts
from loaders.readers.file_type import build_too_large_error
from loaders.readers.sandbox import run_in_sandbox

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_MOST = 20_000
"""Cells that are listed, and rows or columns into which one is repeated."""


@dataclass(frozen=True, slots=True)
class CalculatedCells:
    """The addresses of cells with a formula, and of those with an error, by sheet."""

    formulas: dict[str, set[str]]
    errors: dict[str, set[str]]


def find_calculated_cells(path: Path) -> CalculatedCells | None:
    """Return the calculated cells of an xlsx or ods workbook; None for any other file.

    Raises UnreadableFileError if looking for them takes too much time or memory.
    """
    answer = run_in_sandbox(list_calculated_cells, path)
    if answer is None:
        raise build_too_large_error(path.name, "It holds far more than an action sheet")
    if not answer:
        return None
    formulas, errors = (
        {sheet: set(cells) for sheet, cells in found.items()} for found in json.loads(answer)
    )
    return CalculatedCells(formulas, errors)


def list_calculated_cells(path: Path) -> bytes:
    """Return the formulas and errors by sheet as JSON; nothing for a file of another kind."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        names = archive.namelist()
        if "xl/workbook.xml" in names:
            found = list(_search_xlsx(archive))
        elif "content.xml" in names:
            found = list(_search_ods(archive))
        else:
            return b""
    formulas: dict[str, list[str]] = {}
    errors: dict[str, list[str]] = {}
    for sheet, cell, is_formula in found:
        (formulas if is_formula else errors).setdefault(sheet, []).append(cell)
    return json.dumps([formulas, errors]).encode()


def _search_xlsx(archive: zipfile.ZipFile) -> Iterator[tuple[str, str, bool]]:
    for name, part in list_sheet_parts(archive):
        if part not in archive.namelist():
            continue
        row = column = 0
        with archive.open(part) as opened:
            for event, each in ET.iterparse(opened, ("start", "end")):  # noqa: S314
                tag = each.tag.rpartition("}")[2]
                if tag == "row" and event == "start":
                    row, column = int(each.get("r", row + 1)), 0
                elif tag == "c" and event == "start":
                    column += 1
                elif tag == "c":
                    at = each.get("r") or f"{format_column_letters(column - 1)}{row}"
                    if each.find("{*}f") is not None:
                        yield name, at, True
                    elif each.get("t") == "e":
                        yield name, at, False
                elif tag == "row":
                    each.clear()


def _search_ods(archive: zipfile.ZipFile) -> Iterator[tuple[str, str, bool]]:
    name, row = "", 0
    with archive.open("content.xml") as opened:
        for event, each in ET.iterparse(opened, ("start", "end")):  # noqa: S314
            if each.tag == f"{_TABLE}table" and event == "start":
                name, row = each.get(f"{_TABLE}name", ""), 0
            elif each.tag == f"{_TABLE}table-row" and event == "end":
                times = int(each.get(f"{_TABLE}number-rows-repeated", 1))
                for column in _list_formula_columns(each):
                    for at in range(row, row + min(times, _MOST)):
                        yield name, f"{format_column_letters(column)}{at + 1}", True
                row += times
                each.clear()


def _list_formula_columns(row: ET.Element) -> Iterator[int]:
    column = 0
    for cell in row:
        times = int(cell.get(f"{_TABLE}number-columns-repeated", 1))
        if cell.get(f"{_TABLE}formula") is not None:
            yield from range(column, column + min(times, _MOST))
        column += times
