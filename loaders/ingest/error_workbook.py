"""Mark and explain the refused cells in the sender's own workbook, so that it can be sent back.

Formulas and formats stay as they were sent; macros are removed.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from indicators.domain.refusals import Refusal, group_refusals
from loaders.readers import limits
from loaders.readers.column_letters import parse_column_letters
from loaders.readers.file_names import ERROR_SHEET, ERROR_SHEETS
from loaders.readers.file_type import ZIPS
from loaders.readers.grid import Grid
from loaders.readers.layout.sheet_layout import SheetLayout
from loaders.readers.sandbox import run_in_sandbox

SHEET = ERROR_SHEET
AMBER = "FFFFC000"
_HEADINGS = {
    "Sheet": 18,
    "Cell": 9,
    "Value": 24,
    "Why": 50,
    "What to do": 60,
    "Code": 28,
    "How many": 10,
}
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_Found = tuple[Worksheet, Cell]
_NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class MarkedWorkbook:
    """An xlsx workbook. It is `whole` unless the file was too large to return its cells."""

    name: str
    content: bytes
    whole: bool


def write_error_workbook(path: Path, grid: Grid, refusals: Sequence[Refusal]) -> MarkedWorkbook:
    """Return the file at `path` as a workbook with every refusal marked, and a list of them first.

    `grid` holds its cells. The cells of a file of more than `limits.SENT_BACK_CELLS` and refusals
    beyond `limits.SENT_BACK_REFUSALS` are left out, with a note.
    """
    whole = _count_cells(grid) <= limits.SENT_BACK_CELLS
    listed = list(refusals[: limits.SENT_BACK_REFUSALS])
    notes = _write_notes(len(refusals), whole)
    content = (
        run_in_sandbox(_mark_original, path, listed, notes) if whole and _is_zipped(path) else None
    )
    if content is None:
        content = _mark_all(*_copy_cells(grid, whole), listed, notes)
    return MarkedWorkbook(f"{Path(grid.content_name).stem}.xlsx", content, whole)


def _mark_all(
    book: Workbook, sheets: dict[str, Worksheet], refusals: list[Refusal], notes: list[str]
) -> bytes:
    """Return the workbook with each refusal marked and listed; `sheets` has its sheets by name."""
    cells = {at: found for at, one in enumerate(refusals) if (found := _find_cell(one, sheets))}
    for at, (sheet, cell) in cells.items():
        _mark(sheet, cell, refusals[at])
    _add_list(book, refusals, cells, notes)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _count_cells(grid: Grid) -> int:
    return sum(sheet.height * len(sheet.columns) for sheet in grid.sheets.values())


def _write_notes(refused: int, whole: bool) -> list[str]:
    notes = []
    if refused > limits.SENT_BACK_REFUSALS:
        notes.append(f"These are the first {limits.SENT_BACK_REFUSALS:,} of {refused:,}.")
    if not whole:
        notes.append("The file is too large to return, so its cells are not included.")
    return notes


def _is_zipped(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4).startswith(ZIPS)


def _mark_original(path: Path, refusals: list[Refusal], notes: list[str]) -> bytes:
    """Return the sender's workbook itself, marked.

    openpyxl opens far more of it than its cells (styles, merged cells, drawings), so this runs in
    the sandbox. It raises whatever openpyxl does for ods files and others that only calamine can
    open; their cells are copied instead.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts that openpyxl does not write again
        book = load_workbook(io.BytesIO(path.read_bytes()), keep_vba=False)
    _unmark(book)
    return _mark_all(book, {sheet.title: sheet for sheet in book.worksheets}, refusals, notes)


def _unmark(book: Workbook) -> None:
    """Remove the marks of an earlier round, and only those."""
    for name in ERROR_SHEETS:
        if name in book.sheetnames:
            book.remove(book[name])
    for sheet in book.worksheets:
        # Only cells that are there: iter_rows would make all those before a far one.
        for cell in list(sheet._cells.values()):  # noqa: SLF001 - openpyxl has no other way to list filled cells
            if cell.comment and cell.comment.author in ERROR_SHEETS:
                cell.comment = None
                cell.fill = PatternFill()


def _copy_cells(grid: Grid, whole: bool) -> tuple[Workbook, dict[str, Worksheet]]:
    """Copy the cells of a file that openpyxl cannot open; none if it is too large."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets: dict[str, Worksheet] = {}
    for name, rows in grid.sheets.items() if whole else ():
        title = (
            _NOT_IN_A_SHEET_NAME.sub(" ", name or Path(grid.content_name).stem)[:31].strip("' ")
            or "Sheet"
        )
        sheets[name] = sheet = book.create_sheet(title)
        for row, cells in enumerate(rows, 1):
            for column, value in enumerate(cells, 1):
                if value != "":
                    write_cell(sheet.cell(row, column), value)
        _copy_layout(sheet, grid.get_layout(name))
        if name in grid.hidden:
            sheet.sheet_state = "hidden"
    return book, sheets


def _copy_layout(sheet: Worksheet, layout: SheetLayout) -> None:
    """Hide and merge what is hidden and merged in the sender's sheet."""
    for row in layout.hidden_rows:
        sheet.row_dimensions[row + 1].hidden = True
    for column in layout.hidden_columns:
        sheet.column_dimensions[get_column_letter(column + 1)].hidden = True
    for top, left, bottom, right in layout.merged:
        sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)


def write_cell(cell: Any, value: Any) -> None:
    """Write a raw value to a cell; text stays text even if it starts like a formula."""
    if isinstance(value, float) and not isfinite(value):
        value = str(value)
    if isinstance(value, date | datetime) and value.year < 1900:
        value = value.isoformat()
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = _UNWRITABLE.sub("\ufffd", value)[:32_767]
    cell.data_type = "s"
    if value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        cell.quotePrefix = True


def _find_cell(refusal: Refusal, sheets: dict[str, Worksheet]) -> _Found | None:
    """Find the sheet and cell of a refusal: in its column, or the first of its row."""
    sheet = sheets.get(refusal.sheet)
    if sheet is None or not 1 <= refusal.row <= 1_048_576:
        return None
    column = parse_column_letters(refusal.column) if refusal.column else 1
    cell = sheet.cell(refusal.row, column)
    if isinstance(cell, MergedCell):
        span = next(span for span in sheet.merged_cells.ranges if cell.coordinate in span)
        cell = sheet.cell(span.min_row, span.min_col)
    return (sheet, cell) if isinstance(cell, Cell) else None


def _mark(sheet: Worksheet, cell: Cell, refusal: Refusal) -> None:
    cell.fill = PatternFill("solid", fgColor=AMBER)
    explanation = _UNWRITABLE.sub("\ufffd", f"{refusal.reason} {refusal.sender_remedy}".strip())
    before = f"{cell.comment.text}\n\n" if cell.comment else ""
    author = cell.comment.author if cell.comment else SHEET
    comment = Comment((before + explanation)[:5_000], author)
    comment.width, comment.height = 320, 40 + 20 * (len(comment.text) // 45 + 1)
    cell.comment = comment
    sheet.sheet_state = "visible"
    sheet.row_dimensions[cell.row].hidden = False


def _add_list(
    book: Workbook,
    refusals: list[Refusal],
    cells: dict[int, tuple[Worksheet, Cell]],
    notes: list[str],
) -> None:
    """Add the first sheet: every refusal with a link to its cell, identical ones once."""
    sheet = book.create_sheet(SHEET, 0)
    for heading, width in _HEADINGS.items():
        column = list(_HEADINGS).index(heading) + 1
        sheet.cell(1, column, heading).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    groups = group_refusals(refusals)
    place = {id(one): at for at, one in enumerate(refusals)}
    for row, group in enumerate(groups, 2):
        refusal = group.first
        found = cells.get(place[id(refusal)])
        where = found[1].coordinate if found else _describe_row(refusal)
        texts = (
            refusal.sheet,
            where,
            group.values if group.count > 1 else refusal.value,
            refusal.reason,
            refusal.sender_remedy,
            refusal.full_code,
        )
        for column, text in enumerate(texts, 1):
            write_cell(sheet.cell(row, column), text)
            sheet.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(row, len(texts) + 1, group.count)
        if found:
            _link(sheet.cell(row, 2), *found)
    for at, note in enumerate(notes):
        write_cell(sheet.cell(len(groups) + 3 + at, 1), note)
    sheet.freeze_panes = "A2"
    book.active = 0
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet


def _describe_row(refusal: Refusal) -> str:
    return f"row {refusal.row}, {refusal.column_label}" if refusal.column else f"row {refusal.row}"


def _link(cell: Any, sheet: Worksheet, to: Cell) -> None:
    name = sheet.title.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!{to.coordinate}")
    cell.font = Font(color="FF0563C1", underline="single")
