"""Tables as Typst source, and which of their cells are headings."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from layouts.exports.typeset.inline_source import write_line
from layouts.exports.typeset.parsed_markup import Element, get_classes, has_class, is_shown


class CellKind(Enum):
    """What a cell is, for those who listen to a table."""

    DATA = "data"
    COLUMN = "heading of a column"
    ROW = "heading of a row"


CellKinds = list[list[CellKind]]
"""The kinds of the cells of a table, row by row."""

_LOOKS = {
    "compare": "matrix-table",
    "ranges": "ranges-table",  # goes before the standings, which it is too
    "standings": "standings-table",
    "rows": "place-table",
    "action-sheet": "sheet-table",
}
_CELLS = {
    "n": "align: right",
    "g": "stroke: (left: 0.75pt + hair)",
    "now": "fill: ground",
    "v-tick": "fill: tick-ground",
    "v-na": "fill: na-ground",
    "v-cross": "fill: cross-ground",
}
_WORDS = {"change": "tight", "chance": "soft", "light": "soft", "better": "good", "worse": "bad"}
_MATRIX_HEADING = (
    ("service-cell", "below-services"),
    ("name-cell", "below-names"),
    ("target-cell", "below-targets"),
)
"""The function for the cells of each row of a matrix's heading, and the line below the row."""
_ROW_SCOPES = frozenset(["row", "rowgroup"])


def write_table(table: Element) -> tuple[str, CellKinds]:
    """Return a call that sets a table, and the kinds of its cells."""
    return _Table(table).write()


class _Table:
    def __init__(self, table: Element) -> None:
        self._classes = get_classes(table)
        self._caption = table.find("caption")
        self._head = list(table.iterfind("thead/tr"))
        self._body = [row for part in table.iterfind("tbody") for row in part.iterfind("tr")]
        self._foot = list(table.iterfind("tfoot/tr"))
        self._is_matrix = "compare" in self._classes
        self._is_sheet = "action-sheet" in self._classes
        self._has_bold_names = not (self._is_sheet or self._is_matrix)

    def write(self) -> tuple[str, CellKinds]:
        rows = [*self._head, *self._body, *self._foot]
        kinds = [[self._find_kind(cell) for cell in _list_cells(row)] for row in rows]
        looks = next((_LOOKS[name] for name in _LOOKS if name in self._classes), "side-table")
        parts = [str(_count_columns(rows))]
        if self._is_matrix:
            parts.append("true" if self._has_gap() else "false")
        if self._head:
            parts.append(f"table.header({','.join(self._write_heading())})")
        for row in self._body:
            parts.extend(self._write_row(row))
        if self._foot:
            parts.append("closing-rule")
        for row in self._foot:
            parts.extend(self._write_row(row))
        return self._write_caption() + f"#{looks}({','.join(parts)})", kinds

    def _write_caption(self) -> str:
        if self._caption is None or not is_shown(self._caption):
            return ""
        return f"#caption({write_line(self._caption)})\n"

    def _write_heading(self) -> Iterator[str]:
        for at, row in enumerate(self._head):
            function, line = self._find_heading(at)
            for cell in _list_cells(row):
                is_bold = cell.tag == "th" and not self._is_matrix
                yield self._write_cell(cell, row, is_bold=is_bold, function=function)
            if line:
                yield line

    def _find_heading(self, at: int) -> tuple[str, str]:
        """Return the function for the cells of a row of the heading, and the line below the row."""
        if self._is_matrix:
            return _MATRIX_HEADING[at]
        if self._is_sheet:
            return "sheet-heading", ""
        return "heading-cell", "below-heading" if at == len(self._head) - 1 else ""

    def _write_row(self, row: Element) -> Iterator[str]:
        is_whole = row in self._foot[:1]
        for cell in _list_cells(row):
            yield self._write_cell(cell, row, is_bold=is_whole or self._is_bold_cell(cell, row))
        if has_class(row, "service"):
            yield "table.hline(stroke: 0.75pt + ink)"

    def _is_bold_cell(self, cell: Element, row: Element) -> bool:
        return cell.tag == "th" and self._has_bold_names and row not in self._foot

    def _write_cell(self, cell: Element, row: Element, *, is_bold: bool, function: str = "") -> str:
        """Return a cell. One without settings is its words, unless it has its own function."""
        classes = get_classes(cell)
        settings = [_CELLS[name] for name in classes if name in _CELLS]
        if self._is_matrix and "n" in classes:
            settings.remove(_CELLS["n"])
        for name in ("colspan", "rowspan"):
            if _span(cell, name) > 1:
                settings.append(f"{name}: {_span(cell, name)}")
        words = self._write_words(cell, row, classes, is_bold=is_bold)
        if not (settings or function):
            return words
        return f"{function or 'table.cell'}({', '.join([*settings, words])})"

    def _write_words(
        self, cell: Element, row: Element, classes: list[str], *, is_bold: bool
    ) -> str:
        if has_class(row, "service"):
            return f"service({write_line(cell)})"
        words = write_line(cell, is_large="now" in classes)
        if self._is_sheet and cell.tag == "th" and row not in self._head:
            return f"tall({words})"
        if cell.get("aria-sort"):
            words = (
                f"{{{words};{'falling' if cell.get('aria-sort') == 'descending' else 'rising'}}}"
            )
        looks = next((_WORDS[name] for name in classes if name in _WORDS), "")
        if is_bold:
            looks = "headed"
        elif has_class(row, "elsewhere"):
            looks = "soft"
        return f"{looks}({words})" if looks and words != "[]" else words

    def _find_kind(self, cell: Element) -> CellKind:
        if cell.tag != "th":
            return CellKind.DATA
        return CellKind.ROW if cell.get("scope") in _ROW_SCOPES else CellKind.COLUMN

    def _has_gap(self) -> bool:
        return any(has_class(cell, "gap") for row in self._body[:1] for cell in row)


def _list_cells(row: Element) -> list[Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _count_columns(rows: list[Element]) -> int:
    return max(sum(_span(cell, "colspan") for cell in _list_cells(row)) for row in rows)


def _span(cell: Element, name: str) -> int:
    return int(cell.get(name, "1"))
