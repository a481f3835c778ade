"""Finds cells that calamine returns as empty: errors, and formulas without a saved result.

They are looked for while calamine reads, in another thread, and only if a quick search of the bytes
finds that there may be any, so that a file without them is not slowed down.
"""

from __future__ import annotations

import threading

from loaders.readers.column_packing import Block
from loaders.readers.file_type import OLD_EXCEL
from loaders.readers.uncached.uncached_ods import find_uncached_ods
from loaders.readers.uncached.uncached_xls import find_uncached_xls
from loaders.readers.uncached.uncached_xlsx import find_uncached_xlsx

Uncached = dict[int, dict[int, str]]
"""What each uncached cell holds, by row and column from 0: `#DIV/0!`, or `=A1+B1`."""


class UncachedCells(threading.Thread):
    """The uncached cells of the `wanted` sheets of a workbook. `names` are all sheets, in order."""

    def __init__(self, data: bytes, names: list[str], wanted: set[str]) -> None:
        super().__init__(daemon=True)
        self.arguments = data, names, wanted
        self.found: dict[str, Uncached] = {}
        self.fault: BaseException | None = None
        self.start()

    def run(self) -> None:
        data = self.arguments[0]
        try:
            for find in (
                (find_uncached_xls,)
                if data.startswith(OLD_EXCEL)
                else (find_uncached_xlsx, find_uncached_ods)
            ):
                self.found |= find(*self.arguments)
        except BaseException as fault:  # noqa: BLE001 - raised again in the other thread
            self.fault = fault

    def get_cells(self, sheet: str) -> Uncached:
        """Return those of one sheet. Raises what was raised in the search."""
        self.join()
        if self.fault:
            raise self.fault
        return self.found.get(sheet, {})


def restore_uncached(rows: Block, first: int, lost: Uncached) -> None:
    """Put the uncached cells into a block of rows that starts at row `first` of its sheet."""
    for number in [number for number in lost if number < first + len(rows)]:
        row = rows[number - first]
        for column, text in lost.pop(number).items():
            row.extend([""] * (column + 1 - len(row)))
            if row[column] == "":
                row[column] = text


def build_rows_below(first: int, lost: Uncached) -> Block:
    """Return rows from `first` on for uncached cells that are below all others."""
    rows: Block = [[] for _ in range(first, max(lost, default=first - 1) + 1)]
    restore_uncached(rows, first, lost)
    return rows
