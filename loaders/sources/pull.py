"""Collects from every source and loads what is new; a source that fails does not stop the next.

What cannot be loaded without a person, because rows of it are refused, something in it is not
likely, or no profile knows it, waits for one on the data page. What a person undid or discarded is
passed over: only a person brings it back."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from indicators.domain.errors import UserError
from indicators.store.database import alone
from indicators.store.staging import Staging
from loaders.ingest.pipeline import Loader, Report
from loaders.ingest.previous_loads import file_hash, taken_away
from loaders.ingest.upload_desk import stage
from loaders.sources.fetch import fetch
from loaders.sources.fetch_errors import told
from loaders.sources.source_settings import Source


@dataclass(frozen=True, slots=True)
class Pulled:
    """What became of one source: a report for each file fetched, and why it failed if it did. One
    that a person discarded when it was collected before is `discarded`."""

    source: str
    reports: tuple[Report, ...] = ()
    problem: str = ""

    @property
    def failed(self) -> bool:
        return bool(self.problem) or any(report.failed for report in self.reports)


class UnderWay(UserError):
    """Another pull on this database has not ended yet."""


def pull(
    loader: Loader,
    sources: tuple[Source, ...],
    folder: Path,
    environment: Mapping[str, str] = os.environ,
) -> Iterator[Pulled]:
    """What became of each source, one after the other; files loaded before change nothing.

    `folder` is where sources.toml lies. Raises UnderWay where another pull has not ended."""
    with alone(loader.table.engine) as ours:
        if not ours:
            raise UnderWay("Another pull is under way, so this one did nothing.")
        Staging(loader.table.engine).expire(datetime.now(UTC))
        for source in sources:
            yield _one(loader, source, folder, environment)


def _one(loader: Loader, source: Source, folder: Path, environment: Mapping[str, str]) -> Pulled:
    reports: list[Report] = []
    with TemporaryDirectory(prefix="pull-", ignore_cleanup_errors=True) as into:
        try:
            for path in fetch(source, folder, Path(into), environment, loader.today - 1):
                reports.append(_load(loader, path, source))
                path.unlink()
        except Exception as error:  # whatever a library raises, the next source is still to come
            fault = told(error, source.name)
            return Pulled(source.name, tuple(reports), str(fault))
    return Pulled(source.name, tuple(reports))


def _load(loader: Loader, path: Path, source: Source) -> Report:
    if taken_away(loader.table, path.name, file_hash(path)):
        return Report(path.name, "undone")
    now = datetime.now(UTC)
    report = loader.load(path, now=now, rest=source.rest, who=f"pull from {source.name}")
    if not report.failed or report.kept_out:
        return report
    waits = stage(loader, path, now=now, source=source.name)
    return replace(report, outcome=report.outcome if waits else "discarded", waits=bool(waits))
