"""A sheet to send back: the sender's own workbook with the refused cells marked and explained.

Formulas and formats stay as they were sent; macros do not come back.
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

from indicators.domain.refusals import Refusal
from loaders.readers import limits
from loaders.readers.column_letters import parse_column_letters
from loaders.readers.file_names import TO_MEND
from loaders.readers.grid import Grid, read_grid
from loaders.readers.sandbox import run_in_sandbox

SHEET = TO_MEND
AMBER = "FFFFC000"
_HEADINGS = {"Sheet": 18, "Cell": 9, "Value": 24, "Why": 50, "What to do": 60, "Code": 28}
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_Found = tuple[Worksheet, Cell]
_NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class MarkedWorkbook:
    """An xlsx workbook. It is `whole` unless the file was too large to hand back with its cells."""

    name: str
    content: bytes
    whole: bool


def write_error_workbook(path: Path, refusals: Sequence[Refusal]) -> MarkedWorkbook:
    """The file at `path` as a workbook in which every refusal is marked, with a list of them first.

    Raises UnreadableFile for what cannot be read. A file of more than `limits.SENT_BACK_CELLS`
    cells, or refusals beyond `limits.SENT_BACK_REFUSALS`, are left out and that is said.
    """
    grid = read_grid(path)
    whole = _cells(grid) <= limits.SENT_BACK_CELLS
    listed = list(refusals[: limits.SENT_BACK_REFUSALS])
    notes = _notes(len(refusals), whole)
    content = (
        run_in_sandbox(_own_marked, path, listed, notes) if whole and _is_zipped(path) else None
    )
    if content is None:
        content = _marked(*_copied(path, grid, whole), listed, notes)
    return MarkedWorkbook(f"{path.stem}.xlsx", content, whole)


def _marked(
    book: Workbook, sheets: dict[str, Worksheet], told: list[Refusal], notes: list[str]
) -> bytes:
    """The workbook with each refusal marked, and listed; `sheets` are by the names they are told
    by.
    """
    cells = {at: found for at, one in enumerate(told) if (found := _cell(one, sheets))}
    for at, (sheet, cell) in cells.items():
        _mark(sheet, cell, told[at])
    _list(book, told, cells, notes)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _cells(grid: Grid) -> int:
    return sum(sheet.height * len(sheet.columns) for sheet in grid.sheets.values())


def _notes(refused: int, whole: bool) -> list[str]:
    notes = []
    if refused > limits.SENT_BACK_REFUSALS:
        notes.append(f"These are the first {limits.SENT_BACK_REFUSALS:,} of {refused:,}.")
    if not whole:
        notes.append("The file is too large to be handed back, so its cells are not in here.")
    return notes


def _is_zipped(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"PK"


def _own_marked(path: Path, told: list[Refusal], notes: list[str]) -> bytes:
    """The sender's workbook itself, marked. openpyxl opens far more of it than its cells (styles,
    merged cells, drawings), so this is done apart. It raises whatever openpyxl does for an ods and
    for what only calamine can open: then the cells are copied.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts that openpyxl does not write again
        book = load_workbook(io.BytesIO(path.read_bytes()), keep_vba=False)
    _unmark(book)
    return _marked(book, {sheet.title: sheet for sheet in book.worksheets}, told, notes)


def _unmark(book: Workbook) -> None:
    """Take away what was marked in an earlier round, and only that."""
    if SHEET in book.sheetnames:
        book.remove(book[SHEET])
    for sheet in book.worksheets:
        # Only cells that are there: iter_rows would make all those before a far one.
        for cell in list(sheet._cells.values()):
            if cell.comment and cell.comment.author == SHEET:
                cell.comment = None
                cell.fill = PatternFill()


def _copied(path: Path, grid: Grid, whole: bool) -> tuple[Workbook, dict[str, Worksheet]]:
    """The cells of a file that is no such workbook, each where it stood; none of one too large."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets: dict[str, Worksheet] = {}
    for name, rows in grid.sheets.items() if whole else ():
        title = _NOT_IN_A_SHEET_NAME.sub(" ", name or path.stem)[:31].strip("' ") or "Sheet"
        sheets[name] = sheet = book.create_sheet(title)
        for row, cells in enumerate(rows, 1):
            for column, value in enumerate(cells, 1):
                if value != "":
                    write(sheet.cell(row, column), value)
    return book, sheets


def write(cell: Any, value: Any) -> None:
    """Put a raw value in a cell; text stays text, also where it starts as a formula does."""
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


def _cell(told: Refusal, sheets: dict[str, Worksheet]) -> _Found | None:
    """The sheet and cell a refusal is about: its column's, or the first of its row."""
    sheet = sheets.get(told.sheet)
    if sheet is None or not 1 <= told.row <= 1_048_576:
        return None
    column = parse_column_letters(told.column) if told.column else 1
    cell = sheet.cell(told.row, column)
    if isinstance(cell, MergedCell):
        span = next(span for span in sheet.merged_cells.ranges if cell.coordinate in span)
        cell = sheet.cell(span.min_row, span.min_col)
    return (sheet, cell) if isinstance(cell, Cell) else None


def _mark(sheet: Worksheet, cell: Cell, told: Refusal) -> None:
    cell.fill = PatternFill("solid", fgColor=AMBER)
    said = _UNWRITABLE.sub("\ufffd", f"{told.reason} {told.sender_remedy}".strip())
    before = f"{cell.comment.text}\n\n" if cell.comment else ""
    author = cell.comment.author if cell.comment else SHEET
    comment = Comment((before + said)[:5_000], author)
    comment.width, comment.height = 320, 40 + 20 * (len(comment.text) // 45 + 1)
    cell.comment = comment
    sheet.sheet_state = "visible"
    sheet.row_dimensions[cell.row].hidden = False


def _list(
    book: Workbook,
    refusals: list[Refusal],
    cells: dict[int, tuple[Worksheet, Cell]],
    notes: list[str],
) -> None:
    """The first sheet: every refusal, with a link to its cell."""
    sheet = book.create_sheet(SHEET, 0)
    for heading, width in _HEADINGS.items():
        column = list(_HEADINGS).index(heading) + 1
        sheet.cell(1, column, heading).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for at, told in enumerate(refusals):
        found, row = cells.get(at), at + 2
        where = found[1].coordinate if found else _where(told)
        texts = (told.sheet, where, told.value, told.reason, told.sender_remedy, told.code.value)
        for column, text in enumerate(texts, 1):
            write(sheet.cell(row, column), text)
            sheet.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
        if found:
            _link(sheet.cell(row, 2), *found)
    for at, note in enumerate(notes):
        write(sheet.cell(len(refusals) + 3 + at, 1), note)
    sheet.freeze_panes = "A2"
    book.active = 0
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet


def _where(told: Refusal) -> str:
    return f"row {told.row}, {told.column_label}" if told.column else f"row {told.row}"


def _link(cell: Any, sheet: Worksheet, to: Cell) -> None:
    name = sheet.title.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!{to.coordinate}")
    cell.font = Font(color="FF0563C1", underline="single")
