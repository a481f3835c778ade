"""One log line for each load, undone load and pulled source.

No personal data: a file is named by the first digits of its hash, since its name may hold the name
of a person, and neither values nor sentences about them are logged. Each line has its data in
`fields`, which the command line writes as JSON.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from time import perf_counter
from typing import Any, Concatenate, ParamSpec

from indicators.domain.errors import UserError
from indicators.domain.loads import RevertResult
from indicators.ports.upload_service import LoadReport
from loaders.ingest.previous_loads import hash_file

_LOG = logging.getLogger(__name__)
_HASH_DIGITS = 12
_Args = ParamSpec("_Args")


def log_load(
    load: Callable[Concatenate[Any, Path, _Args], LoadReport],
) -> Callable[Concatenate[Any, Path, _Args], LoadReport]:
    """Log what `load(loader, path, ...)` did with a file, also if it fails."""

    @wraps(load)
    def load_and_log(
        loader: Any, path: Path, /, *args: _Args.args, **options: _Args.kwargs
    ) -> LoadReport:
        started = perf_counter()
        try:
            report = load(loader, path, *args, **options)
        except Exception as error:
            _log("load", started, file=_identify(path), outcome=type(error).__name__)
            raise
        _log(
            "load",
            started,
            file=_identify(path),
            outcome=report.outcome,
            profile=report.profile,
            service=report.service,
            load=report.load_id,
            rows_read=report.rows_read,
            rows_loaded=report.rows_loaded,
            rows_refused=report.rows_refused,
            rows_blank=report.rows_blank,
            refused=dict(Counter(one.full_code for one in report.refusals)),
        )
        return report

    return load_and_log


def log_undo(load_id: int, undone: RevertResult, started: float) -> None:
    """Log that a load was undone."""
    _log("undo", started, load=load_id, history=undone.event, removed=undone.removed)


def log_pull(source: str, started: float, reports: Sequence[LoadReport], *, failed: bool) -> None:
    """Log what became of a source's files. `source` is its name in sources.toml."""
    outcomes = Counter(str(report.outcome) for report in reports)
    _log("pull", started, source=source, failed=failed, files=len(reports), outcomes=dict(outcomes))


def _log(event: str, started: float, /, **fields: object) -> None:
    ms = round((perf_counter() - started) * 1000)
    _LOG.info(event, extra={"fields": {**fields, "ms": ms}})


def _identify(path: Path) -> str:
    """Return the first digits of a file's hash, or "" if it cannot be read or nothing is logged."""
    if not _LOG.isEnabledFor(logging.INFO):
        return ""
    try:
        return hash_file(path)[:_HASH_DIGITS]
    except UserError:
        return ""
