"""One table of a sheet: its body, its columns, and what is refused in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from indicators.domain.catalogue import Catalogue
from indicators.domain.confirmations import join_list
from indicators.domain.periods import Month
from indicators.domain.places import Places
from indicators.domain.refusal_texts import explain_refusal
from indicators.domain.refusals import Refusal, RefusalCode, RefusalReason, build_refusal
from indicators.ports.unused_rows import UnusedReason
from loaders.parsing.columns import Columns, resolve_columns
from loaders.parsing.header import PERIOD, Header, Heading
from loaders.parsing.row_places import RowPlaces, find_places
from loaders.parsing.table_periods.period_reader import DoubtfulPeriod, PeriodReader, WrittenPeriod
from loaders.periods.period_formats import is_without_year
from loaders.profiles.marks import Marks
from loaders.profiles.profile_schema import Profile, TableProfile
from loaders.profiles.rate_bases import find_rate_bases
from loaders.readers import limits
from loaders.readers.cell_text import format_cell
from loaders.readers.layout.sheet_layout import PLAIN, SheetLayout
from loaders.readers.sheet import Column, Flags, Sheet

_LONGEST_VALUE = 200


@dataclass(frozen=True)
class TableReader:
    """What all tables of a file are read with.

    `content_name` is the name of the file that holds the cells, which may be in an archive.
    """

    file: str
    content_name: str
    profile: Profile
    catalogue: Catalogue
    places: Places
    today: Month | None

    @cached_property
    def marks(self) -> Marks:
        return self.profile.all_marks

    @property
    def where(self) -> str:
        return self.profile.where


@dataclass
class SheetTable:
    """A table whose header has been found in `rows`, the cells of its whole sheet.

    Below the header, merged cells are filled. `layout` says what is hidden and merged, and `hidden`
    has the headings of hidden columns.
    """

    reader: TableReader
    shape: TableProfile
    sheet: str
    rows: Sheet
    header: Header
    periods: PeriodReader
    layout: SheetLayout = PLAIN
    hidden: tuple[Heading, ...] = ()
    refusals: list[Refusal] = field(default_factory=list)
    recorded: set[tuple[int, int, str]] = field(default_factory=set)
    unused_rows: Counter[UnusedReason] = field(default_factory=Counter)
    doubtful: dict[tuple[str, str], DoubtfulPeriod] = field(default_factory=dict)

    @property
    def above(self) -> Sheet:
        """The rows above the header."""
        return self.rows[: self.header.top]

    @cached_property
    def columns(self) -> Columns:
        every = {code: i.every for code, i in self.reader.catalogue.indicators.items()}
        columns = resolve_columns(
            self.shape, self.header, self.rows[self.header.below :], every, self.periods.read
        )
        for heading, reading in columns.doubtful:
            self.doubt(WrittenPeriod(heading.text, reading), (self.header.below,), heading)
        return columns

    def doubt(
        self, written: WrittenPeriod, rows: tuple[int, ...] = (), heading: Heading | None = None
    ) -> None:
        """Record a period that could be another one. `rows` are numbered as in a spreadsheet."""
        column = heading.letters if heading else ""
        key = (column, written.written)
        before = self.doubtful[key].rows if key in self.doubtful else ()
        self.doubtful[key] = DoubtfulPeriod(written, tuple(sorted({*before, *rows})), column)

    @cached_property
    def body(self) -> Sheet:
        """The rows from below the header to the last with a figure or a known place.

        Any rows below are notes.
        """
        below = self.rows[self.header.below :]
        if self.shape.ends == "blank row":
            blank = np.flatnonzero(~below.filled & ~self._flag_hidden(len(below)))
            below = below[: blank[0] if len(blank) else len(below)]
        last = _count_to_last(below.find_filled_rows(self.columns.figures))
        if area := self.columns.area:
            find, notes = self.reader.places.find, below.columns[area.index][last:]
            last += _count_to_last(
                notes.map_to_array(lambda cell: find(format_cell(cell)) is not None, bool)
            )
        return below[:last]

    def count_rows(self) -> int:
        """Return how many rows of the body are read: those that are not hidden."""
        return int((~self._flag_hidden(len(self.body))).sum())

    def _flag_hidden(self, rows: int) -> Flags:
        """Flag the hidden rows of the first `rows` below the header."""
        hidden = np.zeros(rows, bool)
        at = np.array(self.layout.hidden_rows, np.int64) - self.header.below
        hidden[at[(at >= 0) & (at < rows)]] = True
        return hidden

    def cells(self, heading: Heading) -> Column:
        """Return the body's cells under a heading, one for each row."""
        return self.body.columns[heading.index]

    @cached_property
    def refused(self) -> Flags:
        return np.zeros(len(self.body), bool)

    @cached_property
    def areas(self) -> RowPlaces:
        area, code = self.columns.area, self.columns.code
        names, codes = (self.cells(heading) if heading else None for heading in (area, code))
        return find_places(names, codes, self.shape, self.reader.places, len(self.body))

    def number(self, row: int) -> int:
        """Return the number that a spreadsheet gives to a row of the body."""
        return self.header.below + row + 1

    def refuse(self, row: int, heading: Heading | None, reason: RefusalReason) -> None:
        """Refuse a row of the body for its cell under `heading`; each reason is recorded once."""
        key = (row, heading.index if heading else -1, reason.reason)
        self.refused[row] = True
        if key not in self.recorded:
            self.recorded.add(key)
            cell = self.cells(heading)[row] if heading else ""
            self.record(reason, self.number(row), heading, cell)

    def refuse_all(self, reason: RefusalReason) -> None:
        """Refuse every row for one reason that lies above them, recorded once at the header."""
        self.refused[:] = self.body.filled
        if (-1, -1, reason.reason) not in self.recorded:
            self.recorded.add((-1, -1, reason.reason))
            self.record(reason, self.header.below)

    def record(
        self, reason: RefusalReason, row: int, heading: Heading | None = None, cell: object = ""
    ) -> None:
        """Add a refusal. `row` is numbered as in a spreadsheet."""
        self.refusals.append(
            build_refusal(
                reason,
                self.reader.file,
                self.sheet,
                row,
                column=heading.letters if heading else "",
                heading=heading.text if heading else "",
                value=format_cell(cell)[:_LONGEST_VALUE],
            )
        )

    def check_headings(self) -> bool:
        """Refuse unknown, doubled, unclear and missing columns; return whether rows can be read.

        An unknown column refuses no row. Any other of these refuses every row.
        """
        at, profile = self.header.below, self.reader.where
        for named, first, second in self.columns.unclear:
            both = {"heading": named, "first": first.label, "second": second.label}
            self.refuse_all(explain_refusal(RefusalCode.AMBIGUOUS_HEADING, **both))
        for heading, one, other in self.columns.shared:
            self.refuse_all(
                explain_refusal(
                    RefusalCode.AMBIGUOUS_COLUMN, heading=heading.label, one=one, other=other
                )
            )
        without_year = self._list_without_year()
        for heading in self.columns.unknown:
            if heading not in without_year:
                unknown = explain_refusal(RefusalCode.UNKNOWN_COLUMN, profile=profile)
                self.record(unknown, at, heading)
        for heading in without_year:
            code, written = RefusalCode.PERIOD_WITHOUT_YEAR, heading.text
            self.record(explain_refusal(code, written=written, profile=profile), at, heading)
        for heading in self.columns.twice:
            twice = explain_refusal(RefusalCode.DUPLICATE_COLUMN, profile=profile)
            self.record(twice, at, heading)
        headings = [heading.text for heading in self.header.headings if heading.cells]
        there = join_list(headings, limits.HEADINGS_SHOWN)
        for text in self.columns.missing:
            if without_year and PERIOD in text:
                self.refused[:] = self.body.filled
                continue
            self.refuse_all(self._explain_missing(text, there))
        if self.columns.twice:
            self.refused[:] = self.body.filled
        columns = self.columns
        unreadable = columns.missing or columns.twice or columns.unclear or columns.shared
        return not (unreadable or self._refuse_other_bases())

    def _list_without_year(self) -> list[Heading]:
        """Return the columns of months or quarters whose year is not known."""
        if self.shape.period.from_ != "heading":
            return []
        unused = self.columns.unused
        return [one for one in unused if any(is_without_year(cell) for cell in one.cells)]

    def _explain_missing(self, text: str, there: str) -> RefusalReason:
        spelt = (text, *self.shape.spellings.get(text, ()))
        hidden, _ = replace(self.header, headings=self.hidden).find_columns(spelt)
        if hidden:
            return explain_refusal(
                RefusalCode.COLUMN_HIDDEN, heading=hidden[0].label, profile=self.reader.where
            )
        return explain_refusal(
            RefusalCode.MISSING_COLUMN, heading=text, columns=there, profile=self.reader.where
        )

    def _refuse_other_bases(self) -> bool:
        """Refuse every row where the headings or the titles state another base than a rate's."""
        titles = " ".join(format_cell(c) for row in self.rows[: self.header.top] for c in row)
        found = False
        for source in self.columns.sources:
            for heading in source.roles.get("rate", ()):
                per, above = source.measure.per, find_rate_bases(titles)
                stated = find_rate_bases(heading.text)
                if not stated and per not in above:  # titles may be about several columns
                    stated = above
                if stated - {per}:
                    found = True
                    values = {"per": f"{per:,}", "profile": self.reader.where}
                    bases = " or ".join(f"{base:,}" for base in sorted(stated))
                    reason = explain_refusal(RefusalCode.RATE_BASE_DIFFERS, stated=bases, **values)
                    self.refuse_all(reason)
        return found


def _count_to_last(rows: Flags) -> int:
    """Return how many rows there are up to the last flagged one."""
    flagged = np.flatnonzero(rows)
    return int(flagged[-1]) + 1 if len(flagged) else 0
