"""What the names of a file and its sheets, and the titles of its tables, say of the period."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indicators.domain.confirmations import ConfirmationCode
from indicators.domain.periods import Period
from loaders.parsing.sheet_table import SheetTable
from loaders.parsing.table_periods.row_periods import get_expected_length
from loaders.parsing.table_periods.shared_period import list_title_cells, strip_ending
from loaders.periods.period_search import PeriodClaim, list_claims
from loaders.readers.cell_text import format_cell

_OTHER_DATE = re.compile(
    r"\b(?:since|after|before|publish\w*|publication|updat\w*|next|releas\w*|creat\w*|print\w*|"
    r"extract\w*|chang\w*|revis\w*|census|compar\w*|baseline|previous|prior)\b.*"
)
"""Words before a date in a title that is not the period of the figures."""
_LONGEST_TITLE = 200


@dataclass(frozen=True)
class TableClaim:
    """What one name or title says: about one `table`, or about the whole file if that is None."""

    code: ConfirmationCode
    named: str
    claims: tuple[PeriodClaim, ...]
    table: SheetTable | None = None
    cell: str = ""

    def is_contradicted(self, periods: Sequence[Period]) -> bool:
        """Return whether none of its periods is one of these, or they end after all of them.

        A date with a day is when the file was made, so that only later figures contradict it.
        """
        if max(period.ended for period in periods) > max(claim.last for claim in self.claims):
            return True
        named = [(claim.first, claim.last) for claim in self.claims if claim.first]
        return bool(named) and not any(
            first <= period.ended and period.start <= last
            for first, last in named
            for period in periods
        )


def list_table_claims(tables: Sequence[SheetTable]) -> Iterator[TableClaim]:
    """Yield the claims of the file's name, and of each table's sheet name and title cells.

    An archive and the file in it have a name each.
    """
    if not tables:
        return
    reader = tables[0].reader
    for name in dict.fromkeys([reader.content_name, reader.file]):
        code = ConfirmationCode.FILE_NAMED_FOR_OTHER_PERIOD
        yield from _read(tables[0], strip_ending(name), code, whole=True)
    for table in tables:
        yield from _read(table, table.sheet, ConfirmationCode.SHEET_NAMED_FOR_OTHER_PERIOD)
        for cell, where in list_title_cells(table.above):
            text = _OTHER_DATE.sub("", format_cell(cell).casefold())
            if len(text) <= _LONGEST_TITLE:
                yield from _read(table, text, ConfirmationCode.TITLE_NAMES_OTHER_PERIOD, where)


def _read(
    table: SheetTable, text: str, code: ConfirmationCode, cell: str = "", *, whole: bool = False
) -> Iterator[TableClaim]:
    claims = list_claims(
        text,
        get_expected_length(table),
        table.shape.period.year_ends,
        bare_years=code is not ConfirmationCode.TITLE_NAMES_OTHER_PERIOD,
    )
    if claims:
        named = " and ".join(claim.name for claim in claims)
        about = None if whole else table
        where = f"cell {cell} of sheet {table.sheet}" if table.sheet else f"cell {cell}"
        yield TableClaim(code, named, tuple(claims), about, where)
