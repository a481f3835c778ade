"""Collects from every source and loads what is new; a source that fails does not stop the next.

A file waits on the data page if it cannot be loaded without a person: because rows of it are
refused, something in it is unlikely, or no profile reads it. A file that a person discarded, or
with a load that a person undid, is skipped: only a person loads it again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from indicators.access.permissions import COLLECTOR
from indicators.domain.errors import UserError
from indicators.ports.load_outcome import LoadOutcome
from indicators.ports.upload_service import LoadReport
from indicators.store.database import try_exclusive_lock
from indicators.store.staging import StagedFiles
from loaders.ingest.declared_counts import read_checked_grid
from loaders.ingest.event_log import log_pull
from loaders.ingest.pipeline import Loader
from loaders.ingest.previous_loads import hash_file, is_undone
from loaders.ingest.staged_grids import describe_file, stage_file
from loaders.sources.fetch import fetch
from loaders.sources.fetch_errors import explain_fault
from loaders.sources.source_settings import Source


@dataclass(frozen=True, slots=True)
class PullResult:
    """What became of one source: a report for each file, and the `problem` if it failed.

    A file that a person discarded when it was collected before has the outcome `discarded`.
    """

    source: str
    reports: tuple[LoadReport, ...] = ()
    problem: str = ""

    @property
    def failed(self) -> bool:
        return bool(self.problem) or any(report.failed for report in self.reports)


class PullInProgressError(UserError):
    """Another pull on this database is still running."""


def pull_sources(
    loader: Loader,
    sources: tuple[Source, ...],
    folder: Path,
    environment: Mapping[str, str] = os.environ,
) -> Iterator[PullResult]:
    """Collect from each source in turn and yield what became of it.

    Files that were loaded before change nothing. `folder` is the folder of sources.toml. Raises
    PullInProgressError if another pull is still running.
    """
    with try_exclusive_lock(loader.table.engine) as ours:
        if not ours:
            raise PullInProgressError("Another pull is still running, so this one did nothing.")
        StagedFiles(loader.table.engine).expire(datetime.now(UTC))
        for source in sources:
            started = perf_counter()
            result = _pull_source(loader, source, folder, environment)
            log_pull(source.name, started, result.reports, failed=result.failed)
            yield result


def _pull_source(
    loader: Loader, source: Source, folder: Path, environment: Mapping[str, str]
) -> PullResult:
    reports: list[LoadReport] = []
    with TemporaryDirectory(prefix="pull-", ignore_cleanup_errors=True) as into:
        try:
            for path in fetch(source, folder, Path(into), environment, loader.today - 1):
                reports.append(_load(loader, path, source))
                path.unlink()
        except Exception as error:  # noqa: BLE001 - whatever it is, the next source must follow
            fault = explain_fault(error, source.name)
            return PullResult(source.name, tuple(reports), str(fault))
    return PullResult(source.name, tuple(reports))


def _load(loader: Loader, path: Path, source: Source) -> LoadReport:
    if is_undone(loader.table, path.name, hash_file(path)):
        return LoadReport(path.name, LoadOutcome.UNDONE)
    now = datetime.now(UTC)
    read = cache(lambda: read_checked_grid(loader.table.engine, path))
    report = loader.load(
        path,
        viewer=COLLECTOR,
        now=now,
        rest=source.rest,
        who=f"pull from {source.name}",
        parse=lambda: loader.parse(read()),
    )
    if not report.failed or report.kept_out:
        return report
    file = describe_file(path, now=now, source=source.name)
    waits = stage_file(StagedFiles(loader.table.engine), path, read(), file)
    outcome = report.outcome if waits else LoadOutcome.DISCARDED
    return replace(report, outcome=outcome, waits=bool(waits))
