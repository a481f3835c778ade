"""A profile while it is being made: what a person has chosen, and what they are shown of it.

Columns are told by number from 0, rows as a spreadsheet numbers them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from indicators.access.permissions import Viewer
from indicators.domain.confirmations import Confirmation
from indicators.domain.refusals import Refusal
from indicators.ports.upload_service import UnknownSpelling


class PeriodSource(StrEnum):
    """Where a table says its period."""

    COLUMN = "column"
    HEADING = "heading"
    LABEL = "label"
    SHEET = "sheet"
    FILE = "file"


class PeriodNotation(StrEnum):
    """What a period that is written stands for."""

    ITSELF = "itself"
    QUARTER = "quarter"
    YEAR = "year"
    YEAR_TO_MARCH = "year_to_march"
    YEAR_TO_DECEMBER = "year_to_december"


@dataclass(frozen=True, slots=True)
class DraftMeasure:
    """An indicator and its columns. Several columns of a numerator are added up. `only_column` and
    `only_word` keep the rows in which that column holds that word.
    """

    indicator: str
    numerator: tuple[int, ...] = ()
    denominator: int | None = None
    percentage: int | None = None
    proportion: bool = False
    only_column: int | None = None
    only_word: str = ""

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns that hold its numbers."""
        rest = (self.denominator, self.percentage)
        return (*self.numerator, *(column for column in rest if column is not None))


@dataclass(frozen=True, slots=True)
class DraftTable:
    """The table on one sheet. `header_row` is the last row of its header, `rows_above` how many
    more belong to it. `totals` are words for rows that add up others, parted by semicolons.
    """

    sheet: str
    header_row: int
    rows_above: int = 0
    area: int | None = None
    period_in: PeriodSource = PeriodSource.COLUMN
    period_column: int | None = None
    period_label: str = ""
    written: PeriodNotation = PeriodNotation.ITSELF
    figures: tuple[DraftMeasure, ...] = ()
    totals: str = ""
    leave_totals: bool = False
    leave_other_places: bool = False
    fill_down: bool = False
    add_up: bool = False
    first_of_brackets: bool = False
    to_blank_row: bool = False


@dataclass(frozen=True, slots=True)
class ProfileDraft:
    """A profile in the making: `files` is the pattern of the names it is for, `marks` what stands
    for a number with its meaning ("" where nobody said).
    """

    code: str
    about: str
    service: str
    files: str
    tables: tuple[DraftTable, ...]
    marks: tuple[tuple[str, str], ...] = ()

    def table(self, sheet: str) -> DraftTable | None:
        return next((table for table in self.tables if table.sheet == sheet), None)


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """The first rows of a sheet as a person sees them, and how many there are in all."""

    sheet: str
    rows: tuple[tuple[str, ...], ...]
    length: int


@dataclass(frozen=True, slots=True)
class DraftColumn:
    """A column below the header that was chosen: its letter and heading. Where months stand in the
    headings, `like` is the first column with the same heading but for the month.
    """

    index: int
    letter: str
    heading: str
    like: int | None = None

    @property
    def told(self) -> str:
        """“C: Due (New birth visit)”: what tells it apart goes first."""
        group, _, own = self.heading.rpartition(" > ")
        if not own:
            return f"{self.letter} (no heading)"
        return f"{self.letter}: {own} ({group})" if group else f"{self.letter}: {own}"


@dataclass(frozen=True, slots=True)
class FirstFigure:
    """One figure as it would load; of numbers there are those that were sent."""

    indicator: str
    place: str
    ended: int
    months: int
    numerator: int | None
    denominator: int | None
    value: str | None
    status: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class DraftPreview:
    """What would load by a draft. Where `problems` says why it cannot be read, nothing else counts.
    `refused` are the first of the refused cells and headings, `refused_in_all` says how many there
    are; unknown places are told apart. `doubts` are totals that disagree, which load all the same.
    `first` are the first figures, those of the sheet in view before others.
    """

    problems: tuple[str, ...] = ()
    rows_read: int = 0
    rows_loaded: int = 0
    rows_refused: int = 0
    rows_blank: int = 0
    figures: int = 0
    refused: tuple[Refusal, ...] = ()
    refused_in_all: int = 0
    doubts: tuple[Confirmation, ...] = ()
    unknown: tuple[UnknownSpelling, ...] = ()
    first: tuple[FirstFigure, ...] = ()
    toml: str = ""


@dataclass(frozen=True, slots=True)
class DraftResult:
    """A draft beside the file it is made from: the sheet in view with its table (the draft's, else
    a guess), its columns, the words to keep rows by, and what would load.
    """

    file: str
    draft: ProfileDraft
    sheets: tuple[str, ...]
    seen: SheetPreview
    table: DraftTable
    columns: tuple[DraftColumn, ...]
    words: tuple[tuple[int, tuple[str, ...]], ...]
    preview: DraftPreview


@dataclass(frozen=True, slots=True)
class ListedProfile:
    """A profile as the list of them shows it. One made in the browser has `who` and `when`;
    `fault` says why one cannot be used.
    """

    code: str
    about: str
    service: str
    files: str
    made: bool
    who: str = ""
    when: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class ListedSpelling:
    """A recorded spelling as the list of them shows it."""

    id: int
    spelling: str
    place: str
    who: str
    when: str


class ProfileBuilderService(Protocol):
    """What the pages on which profiles are made ask. `sha256` is that of a file that waits; `now`
    is a moment with its zone; what is not there, or cannot be done, is a UserError.
    """

    def propose(self, sha256: str, sheet: str, now: datetime, viewer: Viewer) -> DraftResult:
        """A first draft for a file, as good as can be guessed."""

    def preview_draft(
        self, sha256: str, draft: ProfileDraft, sheet: str, now: datetime, viewer: Viewer
    ) -> DraftResult:
        """A draft beside its file, and what would load by it."""

    def change_header(
        self, sha256: str, draft: ProfileDraft, sheet: str, now: datetime, viewer: Viewer
    ) -> DraftResult:
        """The same after another row of the sheet was made its header: what nobody has chosen yet
        is guessed again from there.
        """

    def save(
        self, sha256: str, draft: ProfileDraft, *, who: str, now: datetime, viewer: Viewer
    ) -> None:
        """Keep the draft as a profile. UserError where it cannot be read, or would read none of
        the file, or where another profile reads it too.
        """

    def profiles(self, viewer: Viewer) -> Sequence[ListedProfile]: ...

    def text(self, code: str, viewer: Viewer) -> str:
        """A profile made in the browser as TOML."""

    def save_text(
        self, code: str, toml: str, *, who: str, now: datetime, viewer: Viewer
    ) -> None: ...

    def remove(self, code: str, *, who: str, now: datetime, viewer: Viewer) -> None:
        """Use a profile made in the browser no more."""

    def list_removed_profiles(self, viewer: Viewer) -> Sequence[ListedProfile]:
        """The profiles that are used no more, with who removed them and when."""

    def use_again(self, code: str, *, who: str, now: datetime, viewer: Viewer) -> None:
        """Use a profile again that was removed."""

    def spellings(self, viewer: Viewer) -> Sequence[ListedSpelling]: ...

    def record_spelling(
        self, text: str, place: str, *, who: str, now: datetime, viewer: Viewer
    ) -> str:
        """Record another spelling of a place, by the place's code. Returns the place's name."""

    def remove_spelling(
        self, number: int, *, who: str, now: datetime, viewer: Viewer
    ) -> ListedSpelling:
        """Take a recorded spelling back."""
