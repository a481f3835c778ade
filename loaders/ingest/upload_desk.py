"""The desk: a file that comes in is looked at, waits for a person, and is loaded or discarded."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from indicators.access.permissions import Permission, Viewer, require
from indicators.domain.confirmation_texts import write_confirmation
from indicators.domain.confirmations import Confirmation, ConfirmationCode
from indicators.domain.errors import UserError
from indicators.domain.periods import Month
from indicators.ports.load_outcome import LoadOutcome
from indicators.ports.upload_service import ErrorWorkbook, LoadReport, UploadPreview, UploadReceipt
from indicators.store.originals import PART_BYTES
from indicators.store.staging import StagedFile, StagedFiles
from loaders.ingest.pipeline import Loader
from loaders.ingest.previous_loads import find_complete_load, hash_file
from loaders.ingest.undo_load import undo_load
from loaders.parsing.unknown_places import list_unknown_places
from loaders.readers import limits
from loaders.readers.file_names import make_safe_name

if TYPE_CHECKING:
    from indicators.store.revert_load import RevertResult

MADE_UP = Confirmation(
    ConfirmationCode.MADE_UP_FIGURES, write_confirmation(ConfirmationCode.MADE_UP_FIGURES)
)
_LOOKED = 16
"""Previews that are kept at hand; one holds every refused cell of its file."""


class StagedUploadService:
    """The desk over a loader, which is asked for anew each time: what profiles and places there are
    may change while the desk is open. It fulfils `indicators.ports.upload_service.Desk`.
    """

    def __init__(self, loader: Callable[[Month], Loader]) -> None:
        """`loader(today)` reads files as of a month, the last that a figure may be of."""
        self.most_bytes = limits.DROPPED_BYTES
        self._loader = loader
        self._looked = lru_cache(_LOOKED)(self._look)

    def receive(
        self, name: str, content: IO[bytes], *, who: str, now: datetime, viewer: Viewer
    ) -> UploadReceipt:
        require(viewer, Permission.LOAD_DATA)
        loader = self._at(now)
        with TemporaryDirectory(prefix="desk-", ignore_cleanup_errors=True) as folder:
            path = Path(folder) / make_safe_name(name)
            if not _written(path, content, self.most_bytes):
                return UploadReceipt(path.name, problem=_too_large(self.most_bytes))
            report = loader.check(path, viewer)
            if report.kept_out:
                return UploadReceipt(path.name, problem=report.problem)
            return UploadReceipt(path.name, stage_file(loader, path, now=now, who=who))

    def list_waiting(self, now: datetime, viewer: Viewer) -> list[UploadPreview]:
        require(viewer, Permission.LOAD_DATA)
        loader = self._at(now)
        staging = _staging(loader)
        staging.expire(now)
        return [self._preview(loader, staged, viewer) for staged in staging.list_waiting(now)]

    def preview(self, sha256: str, now: datetime, viewer: Viewer) -> UploadPreview:
        require(viewer, Permission.LOAD_DATA)
        loader = self._at(now)
        return self._preview(loader, _staging(loader).find(sha256, now), viewer)

    @contextmanager
    def file(self, sha256: str, now: datetime) -> Iterator[Path]:
        staging = _staging(self._at(now))
        with _as_file(staging, staging.find(sha256, now)) as path:
            yield path

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
        require(viewer, Permission.LOAD_DATA)
        loader = self._at(now)
        staging, made_up = _staging(loader), loader.table.has_synthetic()
        staged = staging.find(sha256, now)
        if made_up and MADE_UP.key not in confirmed:
            report = self._preview(loader, staged, viewer).report
            asks = not report.failed or (rest and report.rows_loaded)
            return replace(report, outcome=LoadOutcome.UNCONFIRMED) if asks else report
        with _as_file(staging, staged) as path:
            report = loader.load(
                path,
                viewer=viewer,
                now=now,
                rest=rest,
                synthetic=made_up,
                confirmed=confirmed,
                who=who,
                why=why,
            )
        if not report.failed:
            staging.remove(sha256)
        return report

    def discard(self, sha256: str, now: datetime, viewer: Viewer) -> None:
        require(viewer, Permission.LOAD_DATA)
        staging = _staging(self._at(now))
        staging.discard(staging.find(sha256, now).sha256, now)

    def send_back(self, sha256: str, now: datetime, viewer: Viewer) -> ErrorWorkbook:
        require(viewer, Permission.LOAD_DATA)
        loader = self._at(now)
        with self.file(sha256, now) as path:
            marked = loader.send_back(path, viewer)
        if marked is None:
            raise UserError(
                "Nothing in this file is refused, so there is nothing to send back.",
                remedy="Load it from the data page.",
            )
        return marked

    def undo(
        self, load_id: int, *, now: datetime, who: str, why: str, viewer: Viewer
    ) -> RevertResult:
        loader = self._at(now)
        return undo_load(
            loader.table, loader.places, load_id, now=now, who=who, why=why, viewer=viewer
        )

    def original(self, load_id: int, viewer: Viewer) -> tuple[str, Iterator[bytes]]:
        require(viewer, Permission.READ_ORIGINAL)
        table = self._at(datetime.now(UTC)).table
        loaded = table.load(load_id)
        pieces = table.read_original(loaded.sha256)
        first = next(pieces, None)
        if first is None:
            raise UserError(
                f"The file of load {load_id} ({loaded.file}) was not kept.",
                remedy="It was loaded before files were kept: ask whoever sent it.",
            )
        return loaded.file, chain([first], pieces)

    def _at(self, now: datetime) -> Loader:
        return self._loader(Month.of(now.year, now.month))

    def _preview(self, loader: Loader, staged: StagedFile, viewer: Viewer) -> UploadPreview:
        return self._looked(loader, loader.table.version(), staged, viewer)

    def _look(
        self, loader: Loader, _version: int, staged: StagedFile, viewer: Viewer
    ) -> UploadPreview:
        """What is known of a file while neither the data nor what the loader knows has changed."""
        if before := find_complete_load(loader.table, staged.file, staged.sha256):
            return UploadPreview(
                staged, LoadReport(staged.file, LoadOutcome.ALREADY_LOADED, load_id=before.id)
            )
        with _as_file(_staging(loader), staged) as path:
            report, effect = loader.preview(path, viewer)
        if loader.table.has_synthetic():
            report = replace(report, anomalies=(MADE_UP, *report.anomalies))
        unknown = tuple(list_unknown_places(report.refusals, loader.places))
        return UploadPreview(staged, report, unknown, effect)


def stage_file(
    loader: Loader, path: Path, *, now: datetime, who: str = "", source: str = ""
) -> StagedFile | None:
    """Let a file wait for a person. The caller has had it looked at: its report is not `kept_out`.
    None where it was collected and a person has discarded it before.
    """
    at = now.astimezone(UTC).replace(tzinfo=None)
    staged = StagedFile(hash_file(path), path.name, path.stat().st_size, at, who, source)
    return staged if _staging(loader).keep(staged, _pieces(path)) else None


def _written(path: Path, content: IO[bytes], most: int) -> bool:
    """Whether what comes in is no more than may; it is on the disk then."""
    size = 0
    with path.open("wb") as file:
        while piece := content.read(PART_BYTES):
            size += len(piece)
            if size > most:
                return False
            file.write(piece)
    return True


def _too_large(most: int) -> str:
    return (
        f"The file is larger than {most // limits.MEGABYTE} MB, so nothing of it was kept. Send "
        "the table alone, or load it on the command line: python app.py load FILE."
    )


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PART_BYTES):
            yield piece


@contextmanager
def _as_file(staging: StagedFiles, staged: StagedFile) -> Iterator[Path]:
    """A file that waits, as one on this machine's disk, under its own name."""
    with TemporaryDirectory(prefix="desk-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / staged.file
        digest = hashlib.sha256()
        with path.open("wb") as file:
            for piece in staging.read_pieces(staged.sha256):
                digest.update(piece)
                file.write(piece)
        if digest.hexdigest() != staged.sha256:  # discarded since
            raise UserError("This file is no longer waiting.", remedy="Drop it again.")
        yield path


def _staging(loader: Loader) -> StagedFiles:
    return StagedFiles(loader.table.engine)
