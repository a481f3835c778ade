"""The desk where files come in: what pages ask of it, and what it answers. `loaders` has the desk,
`layouts` the pages, and `app` brings them together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Protocol

from indicators.access.permissions import Viewer
from indicators.domain.confirmations import Confirmation
from indicators.domain.loads import LoadCounts, RevertResult, StagedFile
from indicators.domain.periods import Month
from indicators.domain.refusals import Refusal
from indicators.ports.load_effect import LoadEffect
from indicators.ports.load_outcome import SUCCEEDED, LoadOutcome


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What became of one file. `rows_read` is always loaded + refused + blank.

    `problem` says why nothing of the file could be used, and `summary` says it in one sentence
    where no profile reads it. `load_id` is there where it was loaded, now or before. `waits` says
    that it waits on the data page for a person. `doubts` are totals that their areas contradict,
    `anomalies` what else is unlikely: a check gives all of them, a load only while they are not
    confirmed. `renamed` says that the file was recognised by its headings alone.
    """

    file: str
    outcome: LoadOutcome
    rows_read: int = 0
    rows_loaded: int = 0
    rows_refused: int = 0
    rows_blank: int = 0
    refusals: tuple[Refusal, ...] = ()
    service: str = ""
    profile: str = ""
    first: Month | None = None
    last: Month | None = None
    figures: int = 0
    counts: LoadCounts | None = None
    problem: str = ""
    summary: str = ""
    doubts: tuple[Confirmation, ...] = ()
    anomalies: tuple[Confirmation, ...] = ()
    load_id: int | None = None
    waits: bool = False
    renamed: bool = False

    @property
    def failed(self) -> bool:
        return self.outcome not in SUCCEEDED

    @property
    def kept_out(self) -> bool:
        """Whether nothing of the file may be kept, or nothing of it is known."""
        return self.outcome in (LoadOutcome.UNREADABLE, LoadOutcome.PERSONAL_RECORDS)

    @property
    def to_confirm(self) -> tuple[Confirmation, ...]:
        """What a person confirms before the file is loaded, each by its `key`."""
        return (*self.doubts, *self.anomalies)


@dataclass(frozen=True, slots=True)
class UnknownSpelling:
    """A place that was refused, as it is written, on how many rows (the first at `sheet` and
    `row`), and the codes of the places it may mean, likeliest first.
    """

    text: str
    rows: int
    sheet: str
    row: int
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UploadPreview:
    """All that is known of a file that waits: what would be loaded now, what that would change
    (None where nothing would be loaded, or too much to tell at once) and the places in it that
    nobody knows.
    """

    staged: StagedFile
    report: LoadReport
    unknown: tuple[UnknownSpelling, ...] = ()
    effect: LoadEffect | None = None


@dataclass(frozen=True, slots=True)
class UploadReceipt:
    """A file that came in: where it waits, or the `problem` for which nothing of it was kept."""

    file: str
    staged: StagedFile | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class WaitingFiles:
    """The files that wait, the latest first: `previews` of those that are shown in full, and the
    `others`, of which no more than the name is known until one is chosen.
    """

    previews: tuple[UploadPreview, ...]
    others: tuple[StagedFile, ...]

    @property
    def number(self) -> int:
        return len(self.previews) + len(self.others)


class ErrorWorkbook(Protocol):
    """A workbook for the sender, with the refused cells marked and explained."""

    @property
    def name(self) -> str: ...
    @property
    def content(self) -> bytes: ...


class UploadService(Protocol):
    """What the data page asks. Every `now` is a moment with its zone; what is not there, or cannot
    be done, is a UserError; `sha256` is that of a file that waits.
    """

    most_bytes: int
    """What one file may have that is received here."""

    def receive(
        self, name: str, content: IO[bytes], *, who: str, now: datetime, viewer: Viewer
    ) -> UploadReceipt:
        """Look at a file, and let it wait for a person if it may be kept at all. `name` is what its
        sender calls it, whatever that may be.
        """

    def list_waiting(self, now: datetime, viewer: Viewer, chosen: str = "") -> WaitingFiles:
        """Return the files that wait. The latest are shown in full, and the `chosen` one too."""

    def preview(self, sha256: str, now: datetime, viewer: Viewer) -> UploadPreview: ...

    def load(
        self,
        sha256: str,
        *,
        now: datetime,
        rest: bool,
        confirmed: Collection[str],
        who: str,
        why: str,
        viewer: Viewer,
    ) -> LoadReport:
        """Load a file that waits. `confirmed` are the sentences of `Report.to_confirm` that a
        person confirms; with one left, nothing is loaded.
        """

    def discard(self, sha256: str, now: datetime, viewer: Viewer) -> None: ...

    def send_back(self, sha256: str, now: datetime, viewer: Viewer) -> ErrorWorkbook:
        """The file for its sender."""

    def undo(
        self, load_id: int, *, now: datetime, who: str, why: str, viewer: Viewer
    ) -> RevertResult: ...

    def original(self, load_id: int, viewer: Viewer) -> tuple[str, Iterator[bytes]]:
        """The name and the bytes of a loaded file, as it came."""
