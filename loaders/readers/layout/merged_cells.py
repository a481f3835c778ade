"""Repeats a merged cell on all rows and columns that it covers, as a person reads it."""

from __future__ import annotations

import numpy as np

from loaders.readers.layout.hidden_cells import empty_rows
from loaders.readers.layout.sheet_layout import SheetLayout
from loaders.readers.sheet import Column, Sheet


def fill_merged(sheet: Sheet, layout: SheetLayout, below: int) -> Sheet:
    """Return the sheet with the merged cells that begin below row `below` (from 0) filled.

    What is in the covered cells is never shown, so it is replaced. Hidden cells stay empty.
    """
    spans = [span for span in layout.merged if span[0] >= below]
    if not spans:
        return sheet
    columns = [Column(list(one.values), one.codes.copy()) for one in sheet.columns]
    for top, left, bottom, right in spans:
        cell = sheet.columns[left][top]
        for index in range(left, right + 1):
            if index not in layout.hidden_columns:
                columns[index].codes[top : bottom + 1] = len(columns[index].values)
                columns[index].values.append(cell)
    if layout.hidden_rows:
        hidden = np.array(layout.hidden_rows, np.int64)
        columns = [empty_rows(column, hidden) for column in columns]
    return Sheet(columns, sheet.height)
