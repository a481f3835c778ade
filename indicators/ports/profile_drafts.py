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
    """An indicator and its columns.

    Several columns of a numerator are added up. `only_column` and `only_word` keep the rows in
    which that column holds that word.
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
    """The table on one sheet.

    `header_row` is the last row of its header and `rows_above` how many more belong to it. `totals`
    are words for rows that add up others, separated by semicolons.
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
    """A profile that is being made.

    `files` is the pattern of the file names it is for. `marks` are the words in place of numbers,
    each with its meaning, or "" if nobody has given one.
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
    """A column below the chosen header: its letter and heading.

    If the headings hold months, `like` is the first column with the same heading except for the
    month.
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
    """What a draft would load.

    If `problems` says why the file cannot be read, the other fields are empty. `refused` are the
    first refused cells and headings, without unknown places, and `refused_in_all` is their number.
    `doubts` are totals that disagree; they do not stop the load. `first` are the first figures,
    those of the sheet in view before others.
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
    """A draft with the file it is made from.

    It has the sheet in view with its table (the draft's, or an inferred one), its columns, the
    words to keep rows by, and what would load.
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
    """A profile as the list of profiles shows it.

    A profile made in the browser has `who` and `when`. `fault` says why one cannot be used.
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
    """What the profile pages need from the profile builder.

    `sha256` identifies a file that waits, and `now` has a time zone. What does not exist or cannot
    be done raises UserError.
    """

    def propose(self, sha256: str, sheet: str, now: datetime, viewer: Viewer) -> DraftResult:
        """Return a first draft for a file, inferred from its content."""

    def preview_draft(
        self, sha256: str, draft: ProfileDraft, sheet: str, now: datetime, viewer: Viewer
    ) -> DraftResult:
        """Return a draft with its file, and what would load by it."""

    def change_header(
        self, sha256: str, draft: ProfileDraft, sheet: str, now: datetime, viewer: Viewer
    ) -> DraftResult:
        """Return the draft with another row as the header of a sheet.

        What nobody has chosen yet is inferred again from there.
        """

    def save(
        self, sha256: str, draft: ProfileDraft, *, who: str, now: datetime, viewer: Viewer
    ) -> None:
        """Save the draft as a profile.

        Raises UserError if the profile cannot be read, would read nothing of the file, or overlaps
        with another profile.
        """

    def profiles(self, viewer: Viewer) -> Sequence[ListedProfile]: ...

    def text(self, code: str, viewer: Viewer) -> str:
        """Return a profile made in the browser as TOML."""

    def save_text(
        self, code: str, toml: str, *, who: str, now: datetime, viewer: Viewer
    ) -> None: ...

    def remove(self, code: str, *, who: str, now: datetime, viewer: Viewer) -> None:
        """Use a profile made in the browser no more."""

    def list_removed_profiles(self, viewer: Viewer) -> Sequence[ListedProfile]:
        """Return the profiles that were removed, with who removed them and when."""

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
