"""The interface of the profile builder: what a person has chosen so far, and what they are shown.

Columns are numbered from 0, and rows as a spreadsheet numbers them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from indicators.access.permissions import Viewer
from indicators.domain.confirmations import Confirmation
from indicators.domain.loads import CountsDeclaration
from indicators.domain.refusals import Refusal
from indicators.ports.hidden_parts import NOTHING_HIDDEN, HiddenParts
from indicators.ports.period_choices import PeriodNotation, PeriodSource
from indicators.ports.unused_rows import UnusedRows
from indicators.ports.upload_service import UnknownSpelling


@dataclass(frozen=True, slots=True)
class DraftMeasure:
    """An indicator and its columns. Several columns of a numerator are added up.

    `only_column` and `only_word` keep the rows in which that column holds that word.
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

    `header_row` is the last row of its header, `rows_above` how many more belong to it. `totals`
    are words for rows that add up others, separated by semicolons. `year_column` holds the year of
    months or quarters that are written without one.
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
    year_column: int | None = None


@dataclass(frozen=True, slots=True)
class ProfileDraft:
    """A profile that is being made.

    `files` is the pattern of the file names it is for. `marks` are what is written in place of a
    number, each with its meaning ("" if nobody has said it yet).
    """

    code: str
    about: str
    service: str
    files: str
    tables: tuple[DraftTable, ...]
    marks: tuple[tuple[str, str], ...] = ()

    def find_table(self, sheet: str) -> DraftTable | None:
        """Return the table on a sheet, or None."""
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

    If months are in the headings, `like` is the first column with the same heading except for the
    month.
    """

    index: int
    letter: str
    heading: str
    like: int | None = None

    @property
    def label(self) -> str:
        """“C: Due (New birth visit)”: what distinguishes it goes first."""
        group, _, own = self.heading.rpartition(" > ")
        if not own:
            return f"{self.letter} (no heading)"
        return f"{self.letter}: {own} ({group})" if group else f"{self.letter}: {own}"


@dataclass(frozen=True, slots=True)
class FirstFigure:
    """One figure as it would load, with the numbers that were sent."""

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
    """What would load by a draft.

    If `problems` says why it cannot be read, nothing else counts. `refused` are the first of the
    refused cells and headings, `refused_in_all` says how many there are; unknown places are listed
    separately. `unused_rows` counts rows with figures that the profile leaves out, and `hidden` is
    what is left out because it is hidden. `doubts` are
    totals that disagree, which load all the same. `first` are the first figures, those of the
    selected sheet before others.
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
    unused_rows: tuple[UnusedRows, ...] = ()
    hidden: HiddenParts = NOTHING_HIDDEN


@dataclass(frozen=True, slots=True)
class DraftResult:
    """A draft with the file it is made from.

    It holds the selected sheet with its table (that of the draft, else a proposed one), its
    columns, the words to keep rows by, and what would load. `declaration` is there if the file
    looks like a list of people and a person declared that it holds counts.
    """

    file: str
    draft: ProfileDraft
    sheets: tuple[str, ...]
    seen: SheetPreview
    table: DraftTable
    columns: tuple[DraftColumn, ...]
    words: tuple[tuple[int, tuple[str, ...]], ...]
    preview: DraftPreview
    declaration: CountsDeclaration | None = None


@dataclass(frozen=True, slots=True)
class ListedProfile:
    """A profile as the list shows it.

    One made in the browser has `who` and `when`; `fault` says why one cannot be used.
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
    """A recorded spelling as the list shows it."""

    id: int
    spelling: str
    place: str
    who: str
    when: str


class ProfileBuilderService(Protocol):
    """What the profile pages can do.

    `sha256` is that of a file that waits and `now` a time with its zone. What is not there, or
    cannot be done, raises UserError.
    """

    def propose(self, sha256: str, sheet: str, now: datetime, viewer: Viewer) -> DraftResult:
        """Propose a first draft for a file, as far as it can be inferred."""

    def preview_draft(
        self, sha256: str, draft: ProfileDraft, sheet: str, now: datetime, viewer: Viewer
    ) -> DraftResult:
        """Return a draft with its file, and what would load by it."""

    def change_header(
        self, sha256: str, draft: ProfileDraft, sheet: str, now: datetime, viewer: Viewer
    ) -> DraftResult:
        """Return the same after another row of the sheet was made its header.

        What nobody has chosen yet is inferred again from there.
        """

    def save(
        self, sha256: str, draft: ProfileDraft, *, who: str, now: datetime, viewer: Viewer
    ) -> None:
        """Save the draft as a profile.

        Raises UserError if it cannot be read, would read nothing of the file, or if another profile
        reads the file too.
        """

    def list_profiles(self, viewer: Viewer) -> Sequence[ListedProfile]: ...

    def read_text(self, code: str, viewer: Viewer) -> str:
        """Return a profile made in the browser as TOML."""

    def save_text(
        self, code: str, toml: str, *, who: str, now: datetime, viewer: Viewer
    ) -> None: ...

    def remove(self, code: str, *, who: str, now: datetime, viewer: Viewer) -> None:
        """Stop using a profile made in the browser."""

    def list_removed_profiles(self, viewer: Viewer) -> Sequence[ListedProfile]:
        """Return the profiles that were removed, with who removed them and when."""

    def use_again(self, code: str, *, who: str, now: datetime, viewer: Viewer) -> None:
        """Use a removed profile again."""

    def list_spellings(self, viewer: Viewer) -> Sequence[ListedSpelling]: ...

    def record_spelling(
        self, text: str, place: str, *, who: str, now: datetime, viewer: Viewer
    ) -> str:
        """Record another spelling of a place, by the place's code, and return the place's name."""

    def remove_spelling(
        self, number: int, *, who: str, now: datetime, viewer: Viewer
    ) -> ListedSpelling:
        """Stop using a recorded spelling."""
