"""The shared view of a month as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from indicators.domain.core import Unit
from indicators.reports.sharing.released_figures import SharedRow
from layouts.exports.csv_export import escape_formula

COLUMNS = (
    "place",
    "kind",
    "whole",
    "indicator",
    "period",
    "numerator",
    "denominator",
    "value",
    "mark",
)
HIDDEN_MARK = "c"


def write_shared_view(rows: Iterable[SharedRow]) -> bytes:
    """Return the file: a row for each figure, in UTF-8 with a line of headings."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(map(_list_cells, rows))
    return text.getvalue().encode()


def _list_cells(row: SharedRow) -> list[str]:
    whole = ";".join(row.whole)
    words = (row.place, row.kind, whole, row.indicator.code, row.period.name)
    head = [*map(escape_formula, words)]
    if row.figure is None:
        return [*head, "", "", "", HIDDEN_MARK]
    counts = row.figure.sum
    denominator = "" if row.indicator.unit is Unit.COUNT else str(counts.denominator)
    return [*head, str(counts.numerator), denominator, str(row.figure.shown), ""]
