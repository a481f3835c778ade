"""The interface of the upload service: what the data page calls, and what it gets back.

`loaders` implements it, `layouts` has the page, and `app` connects the two.
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
from indicators.ports.hidden_parts import NOTHING_HIDDEN, HiddenParts
from indicators.ports.load_effect import LoadEffect
from indicators.ports.load_outcome import SUCCEEDED, LoadOutcome
from indicators.ports.unused_rows import UnusedRows


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What became of one file. `rows_read` is always loaded + refused + blank.

    `problem` says why nothing of the file could be used, and `summary` says it in one sentence
    if no profile reads it. `load_id` is set if it was loaded, now or before,
    and `loaded_as` is its name then. `waits` says
    that it waits on the data page for a person. `effect_key` identifies what loading it would do:
    it differs as soon as that differs. `doubts` are totals that their areas contradict and periods
    that could be others, `anomalies` what else is unlikely: a check gives all of them, a load only
    while they are not confirmed. `renamed` says that the file was recognised by its headings alone.
    `unused_rows` counts the rows with figures that the profile leaves out; `rows_blank` includes
    them.
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
    unused_rows: tuple[UnusedRows, ...] = ()
    effect_key: str = ""
    loaded_as: str = ""
    hidden: HiddenParts = NOTHING_HIDDEN

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
    """A place that was refused, as the file spells it.

    `rows` counts the rows with it; the first is at `sheet` and `row`. `near` holds the codes of the
    places that it may mean, the likeliest first.
    """

    text: str
    rows: int
    sheet: str
    row: int
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UploadPreview:
    """All that is known of a file that waits.

    `report` says what would be loaded now and `unknown` lists the unknown places in it. `effect` is
    what loading it would change: None if nothing would be loaded, or too much to work out at once.
    """

    staged: StagedFile
    report: LoadReport
    unknown: tuple[UnknownSpelling, ...] = ()
    effect: LoadEffect | None = None


@dataclass(frozen=True, slots=True)
class UploadReceipt:
    """A file that was uploaded: where it waits, or the `problem` for which nothing was kept.

    `other_name` is the name under which the same file was waiting already.
    """

    file: str
    staged: StagedFile | None = None
    problem: str = ""
    other_name: str = ""


@dataclass(frozen=True, slots=True)
class WaitingFiles:
    """The files that wait, the latest first.

    `previews` are those shown in full; of the `others` only the name is shown until one is chosen.
    `has_profiles` says whether any kind of file is known yet.
    """

    previews: tuple[UploadPreview, ...]
    others: tuple[StagedFile, ...]
    has_profiles: bool = True

    @property
    def first_unknown(self) -> str | None:
        """The hash of the latest file that no profile knows."""
        unknown = (
            each.staged.sha256
            for each in self.previews
            if each.report.outcome is LoadOutcome.NO_PROFILE
        )
        return next(unknown, None)

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
    """What the data page can do with files.

    Every `now` is a time with its zone, and `sha256` that of a file that waits. What is not there,
    or cannot be done, raises UserError.
    """

    most_bytes: int
    """The largest file, in bytes, that can be uploaded."""

    def receive(
        self,
        name: str,
        content: IO[bytes],
        *,
        who: str,
        now: datetime,
        viewer: Viewer,
        counts: str | None = None,
        visitor: str = "",
    ) -> UploadReceipt:
        """Read a file and let it wait for a person, if it may be kept at all.

        `name` is the name that its sender gave it, which may be anything. `counts` is the reason of
        `who` to declare that it holds counts, if it was taken for a list of people. `visitor` is
        the same for uploads from one address: each may have so many files that wait.
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
        seen: str,
        who: str,
        why: str,
        viewer: Viewer,
    ) -> LoadReport:
        """Load a file that waits.

        `confirmed` are the keys of `LoadReport.to_confirm` that a person confirms; with one left,
        nothing is loaded. Nor is it if loading would now do something else than the person has
        seen: `seen` is the `effect_key` of the preview.
        """

    def discard(self, sha256: str, now: datetime, viewer: Viewer) -> None: ...

    def send_back(self, sha256: str, now: datetime, viewer: Viewer) -> ErrorWorkbook:
        """Return the workbook for the sender of a file."""

    def undo(
        self, load_id: int, *, now: datetime, who: str, why: str, viewer: Viewer
    ) -> RevertResult: ...

    def read_original(
        self, load_id: int, viewer: Viewer, why: str = ""
    ) -> tuple[str, Iterator[bytes]]:
        """Return the name and the bytes of a file that was loaded, exactly as it was sent."""
