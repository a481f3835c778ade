"""Cells that calamine gives as empty and that are not: errors, and formulas without a saved result.

They are looked for beside calamine, in a thread of their own, and only where a quick search of the
bytes finds that there may be any, so that a sound file waits for nothing.
"""

from __future__ import annotations

import threading

from loaders.readers.column_packing import Block
from loaders.readers.file_type import OLD_EXCEL
from loaders.readers.uncached_ods import find_uncached_ods
from loaders.readers.uncached_xls import find_uncached_xls
from loaders.readers.uncached_xlsx import find_uncached_xlsx

Uncached = dict[int, dict[int, str]]
"""By row and column, both from 0, what a lost cell holds: `#DIV/0!`, or `=A1+B1`."""


class UncachedCells(threading.Thread):
    """The lost cells of the `wanted` sheets of a workbook. `names` are all its sheets, in order."""

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
        except BaseException as fault:
            self.fault = fault

    def of(self, sheet: str) -> Uncached:
        """Those of one sheet. Raises what was raised in looking for them."""
        self.join()
        if self.fault:
            raise self.fault
        return self.found.get(sheet, {})


def restore_uncached(rows: Block, first: int, lost: Uncached) -> None:
    """Put the lost cells into a block of rows, of which the first is row `first` of its sheet."""
    for number in [number for number in lost if number < first + len(rows)]:
        row = rows[number - first]
        for column, text in lost.pop(number).items():
            row.extend([""] * (column + 1 - len(row)))
            if row[column] == "":
                row[column] = text


def below(first: int, lost: Uncached) -> Block:
    """Rows from `first` on for lost cells below all others."""
    rows: Block = [[] for _ in range(first, max(lost, default=first - 1) + 1)]
    restore_uncached(rows, first, lost)
    return rows
