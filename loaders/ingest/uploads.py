"""Uploaded files: each is read once, waits for a person, and is loaded or discarded."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from indicators.access.permissions import Permission, Viewer, require
from indicators.domain.audit.audit_event import AuditKind
from indicators.domain.confirmation_texts import write_confirmation
from indicators.domain.confirmations import Confirmation, ConfirmationCode
from indicators.domain.errors import UserError
from indicators.domain.loads import StagedFile
from indicators.domain.periods import Month
from indicators.ports.upload_service import (
    ErrorWorkbook,
    LoadReport,
    UploadPreview,
    UploadReceipt,
    WaitingFiles,
)
from indicators.store.audit_log import AuditLog
from indicators.store.originals import PART_BYTES
from indicators.store.staging import StagedFiles
from loaders.ingest.approval import Approval
from loaders.ingest.declared_counts import declare_counts, read_checked_grid
from loaders.ingest.file_cache import FileCache
from loaders.ingest.load_reports import report_loaded_before
from loaders.ingest.pipeline import Loader
from loaders.ingest.previous_loads import find_complete_load
from loaders.ingest.staged_grids import (
    describe_file,
    open_staged_file,
    read_staged_grid,
    stage_file,
)
from loaders.ingest.undo_load import undo_load
from loaders.parsing.extract import ParsedExtract
from loaders.parsing.unknown_places import list_unknown_places
from loaders.readers import limits
from loaders.readers.file_names import make_safe_name
from loaders.readers.grid import Grid

if TYPE_CHECKING:
    from indicators.domain.loads import RevertResult

MADE_UP = Confirmation(
    ConfirmationCode.MADE_UP_FIGURES, write_confirmation(ConfirmationCode.MADE_UP_FIGURES)
)
_SHOWN = 16
"""Files that wait, the latest first, of which a page shows everything at once."""
_ROWS_KEPT = 300_000
"""Rows of parsed files, and refusals in previews, that are kept in memory."""


class Uploads:
    """The files that people upload. It implements `indicators.ports.upload_service.UploadService`.

    Two things are kept in memory. What is in a file depends on its cells and on the loader, and
    there is a new loader whenever profiles, places or the month change. What loading it would
    change depends on the data too. The cells themselves are in the database: see `staged_grids`.
    """

    def __init__(self, loader: Callable[[Month], Loader]) -> None:
        """Take the function that returns what reads files as of a month.

        `loader(today)` returns the same object until profiles or places change. No figure may be of
        a later month than `today`.
        """
        self.most_bytes = limits.DROPPED_BYTES
        self._make_loader = loader
        self._extracts = FileCache[ParsedExtract](_ROWS_KEPT, lambda one: 1 + one.rows_read)
        self._previews = FileCache[UploadPreview](
            _ROWS_KEPT, lambda one: 1 + len(one.report.refusals)
        )

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
        require(viewer, Permission.LOAD_DATA)
        loader = self._get_loader(now)
        with TemporaryDirectory(prefix="upload-", ignore_cleanup_errors=True) as folder:
            path = Path(folder) / make_safe_name(name)
            if not _write_within(path, content, self.most_bytes):
                return UploadReceipt(path.name, problem=_explain_too_large(self.most_bytes))
            staging = _open_staging(loader)
            file = describe_file(path, now=now, who=who, visitor=visitor)
            try:
                staging.require_room(file)
                if counts is not None:
                    declare_counts(
                        loader.table.engine, path, who=who, why=counts, now=now, viewer=viewer
                    )
            except UserError as error:
                return UploadReceipt(path.name, problem=f"{error.what} {error.remedy}".strip())
            read = cache(lambda: read_checked_grid(loader.table.engine, path))
            report = loader.check(
                path, viewer, partial(self._parse, loader, file.sha256, path.name, read)
            )
            if report.kept_out:
                return UploadReceipt(path.name, problem=report.problem)
            names = {one.sha256: one.file for one in staging.list_waiting(now)}
            staged = stage_file(staging, path, read(), file)
            other = names.get(file.sha256, path.name)
            return UploadReceipt(path.name, staged, other_name="" if other == path.name else other)

    def list_waiting(self, now: datetime, viewer: Viewer, chosen: str = "") -> WaitingFiles:
        require(viewer, Permission.LOAD_DATA)
        loader = self._get_loader(now)
        staging = _open_staging(loader)
        staging.expire(now)
        waiting = staging.list_waiting(now)
        shown = [*waiting[:_SHOWN], *(one for one in waiting[_SHOWN:] if one.sha256 == chosen)]
        for kept in (self._extracts, self._previews):
            kept.keep_only({one.sha256 for one in waiting})
        version = loader.table.get_version()
        previews = tuple(self._preview(loader, version, one, viewer) for one in shown)
        others = tuple(one for one in waiting if one not in shown)
        return WaitingFiles(previews, others, bool(loader.profiles))

    def preview(self, sha256: str, now: datetime, viewer: Viewer) -> UploadPreview:
        require(viewer, Permission.LOAD_DATA)
        loader = self._get_loader(now)
        staged = _open_staging(loader).find(sha256, now)
        return self._preview(loader, loader.table.get_version(), staged, viewer)

    def read_cells(self, sha256: str, now: datetime) -> Grid:
        """Return the cells of a file that waits. UserError if it does not, or no longer."""
        staging = _open_staging(self._get_loader(now))
        return read_staged_grid(staging, staging.find(sha256, now))

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
        require(viewer, Permission.LOAD_DATA)
        loader = self._get_loader(now)
        staging, is_synthetic = _open_staging(loader), loader.table.history.has_synthetic()
        staged = staging.find(sha256, now)
        with open_staged_file(staging, staged) as path:
            report = loader.load(
                path,
                viewer=viewer,
                now=now,
                rest=rest,
                synthetic=is_synthetic,
                approval=Approval(confirmed, seen=seen, also=_ask_about_synthetic(is_synthetic)),
                who=who,
                why=why,
                parse=partial(self._parse_staged, loader, staged),
            )
        if not report.failed:
            staging.remove(sha256)
        return report

    def discard(self, sha256: str, now: datetime, viewer: Viewer) -> None:
        require(viewer, Permission.LOAD_DATA)
        staging = _open_staging(self._get_loader(now))
        staging.discard(staging.find(sha256, now).sha256, now)

    def send_back(self, sha256: str, now: datetime, viewer: Viewer) -> ErrorWorkbook:
        require(viewer, Permission.LOAD_DATA)
        loader = self._get_loader(now)
        staging = _open_staging(loader)
        staged = staging.find(sha256, now)
        with open_staged_file(staging, staged) as path:
            marked = loader.send_back(path, viewer, read_staged_grid(staging, staged))
        if marked is None:
            raise UserError(
                "Nothing in this file is refused, so there is nothing to send back.",
                remedy="Load it from the data page.",
            )
        return marked

    def undo(
        self, load_id: int, *, now: datetime, who: str, why: str, viewer: Viewer
    ) -> RevertResult:
        loader = self._get_loader(now)
        return undo_load(
            loader.table, loader.places, load_id, now=now, who=who, why=why, viewer=viewer
        )

    def read_original(
        self, load_id: int, viewer: Viewer, why: str = ""
    ) -> tuple[str, Iterator[bytes]]:
        require(viewer, Permission.READ_ORIGINAL)
        table = self._get_loader(datetime.now(UTC)).table
        loaded = table.history.find_event(load_id)
        if not table.history.has_original(loaded.sha256):
            raise UserError(
                f"The file of load {load_id} ({loaded.file}) was not kept.",
                remedy="It was loaded before files were kept: ask its sender for it.",
            )
        # Before it is read: on SQLite nobody can write while a file is read in pieces.
        AuditLog(table.engine).record(AuditKind.ORIGINAL_READ, f"load {load_id}", why)
        return loaded.file, table.history.read_original(loaded.sha256)

    def _get_loader(self, now: datetime) -> Loader:
        return self._make_loader(Month.of(now.year, now.month))

    def _parse_staged(self, loader: Loader, staged: StagedFile) -> ParsedExtract:
        read = partial(read_staged_grid, _open_staging(loader), staged)
        return self._parse(loader, staged.sha256, staged.file, read)

    def _parse(
        self, loader: Loader, sha256: str, file: str, read: Callable[[], Grid]
    ) -> ParsedExtract:
        """Return what is in a file, which depends on the loader and on the file's name."""
        return self._extracts.get(sha256, (loader, file), lambda: loader.parse(read()))

    def _preview(
        self, loader: Loader, version: int, staged: StagedFile, viewer: Viewer
    ) -> UploadPreview:
        """Return all that is known of a file, which depends on the version of the data too."""
        return self._previews.get(
            staged.sha256,
            (loader, version, staged, viewer),
            lambda: self._make_preview(loader, staged, viewer),
        )

    def _make_preview(self, loader: Loader, staged: StagedFile, viewer: Viewer) -> UploadPreview:
        if before := find_complete_load(loader.table, staged.file, staged.sha256):
            report = report_loaded_before(Path(staged.file), before)
            return UploadPreview(staged, report)
        report, effect = loader.preview(
            staged.file,
            staged.sha256,
            partial(self._parse_staged, loader, staged),
            viewer,
            _ask_about_synthetic(loader.table.history.has_synthetic()),
        )
        unknown = tuple(list_unknown_places(report.refusals, loader.places))
        return UploadPreview(staged, report, unknown, effect)


def _ask_about_synthetic(is_synthetic: bool) -> tuple[Confirmation, ...]:
    return (MADE_UP,) if is_synthetic else ()


def _write_within(path: Path, content: IO[bytes], most: int) -> bool:
    """Write the content to disk. Returns False as soon as it is larger than `most` bytes."""
    size = 0
    with path.open("wb") as file:
        while piece := content.read(PART_BYTES):
            size += len(piece)
            if size > most:
                return False
            file.write(piece)
    return True


def _explain_too_large(most: int) -> str:
    return (
        f"The file is larger than {most // limits.MEGABYTE} MB, so it was not kept. Send "
        "the table alone, or load it on the command line: python app.py load FILE."
    )


def _open_staging(loader: Loader) -> StagedFiles:
    return StagedFiles(loader.table.engine)
