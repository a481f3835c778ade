"""Finds what calamine does not return: errors, percentages, hidden rows, merged cells.

Calamine returns an error, and a formula without a saved result, as an empty cell, and 93.4% as
0.934. These are looked for while calamine reads, in another thread, and only if a quick search of
the bytes finds that there may be any, so that a file without them is not slowed down.
"""

from __future__ import annotations

import threading

from loaders.readers.column_packing import Block
from loaders.readers.details.ods_details import find_ods_details
from loaders.readers.details.sheet_details import SheetDetails, Uncached
from loaders.readers.details.xls_details import find_xls_details
from loaders.readers.details.xlsb_details import find_xlsb_details
from loaders.readers.details.xlsx_details import find_xlsx_details
from loaders.readers.file_type import OLD_EXCEL


class DetailsSearch(threading.Thread):
    """The details of the `wanted` sheets of a workbook. `names` are all sheets, in order."""

    def __init__(self, data: bytes, names: list[str], wanted: set[str]) -> None:
        super().__init__(daemon=True)
        self.arguments = data, names, wanted
        self.found: dict[str, SheetDetails] = {}
        self.fault: BaseException | None = None
        self.start()

    def run(self) -> None:
        data = self.arguments[0]
        try:
            for find in (
                (find_xls_details,)
                if data.startswith(OLD_EXCEL)
                else (find_xlsx_details, find_xlsb_details, find_ods_details)
            ):
                self.found |= find(*self.arguments)
        except BaseException as fault:  # noqa: BLE001 - raised again in the other thread
            self.fault = fault

    def get_details(self, sheet: str) -> SheetDetails:
        """Return those of one sheet. Raises what was raised in the search."""
        self.join()
        if self.fault:
            raise self.fault
        return self.found.get(sheet) or SheetDetails()


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
