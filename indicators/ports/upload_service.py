"""The upload service: what pages ask of it, and what it returns.

`loaders` implements it, `layouts` has the pages, and `cli` connects them.
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
    """A refused place as it is written, on how many rows, and the codes it may mean.

    `sheet` and `row` are those of the first row. The likeliest code is first.
    """

    text: str
    rows: int
    sheet: str
    row: int
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UploadPreview:
    """All that is known of a file that waits.

    `report` says what would be loaded now, `effect` what that would change (None if nothing would
    be loaded or there are too many figures), and `unknown` lists the unknown places in it.
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
    """The files that wait, latest first.

    `previews` are those shown in full. Of the `others` only the name is known until one is chosen.
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
    """What the data page needs from the upload service.

    Every `now` has a time zone, and `sha256` identifies a file that waits. What does not exist or
    cannot be done raises UserError.
    """

    most_bytes: int
    """What one file may have that is received here."""

    def receive(
        self, name: str, content: IO[bytes], *, who: str, now: datetime, viewer: Viewer
    ) -> UploadReceipt:
        """Check a file, and keep it for a person to decide on if it may be kept.

        `name` is the name its sender gave it, and can be any text.
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
        """Load a file that waits.

        `confirmed` are the keys of `LoadReport.to_confirm` that a person confirms. If one is left,
        nothing is loaded.
        """

    def discard(self, sha256: str, now: datetime, viewer: Viewer) -> None: ...

    def send_back(self, sha256: str, now: datetime, viewer: Viewer) -> ErrorWorkbook:
        """Return the file for its sender, with the refused cells marked."""

    def undo(
        self, load_id: int, *, now: datetime, who: str, why: str, viewer: Viewer
    ) -> RevertResult: ...

    def original(self, load_id: int, viewer: Viewer) -> tuple[str, Iterator[bytes]]:
        """Return the name of a loaded file, and its original bytes in pieces."""
