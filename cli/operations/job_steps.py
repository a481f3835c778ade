"""What each job does. Each returns what it did in words, or None if there is nothing to do."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from cli.operations.backup_keys import KEY_FILE, find_identities, find_recipients
from cli.operations.make_backup import describe_size, make_backup, try_restore
from cli.settings import Settings
from indicators.configuration.retention_reader import read_retention
from indicators.domain.audit.audit_event import AuditKind
from indicators.domain.errors import UserError
from indicators.domain.operations.job_run import JobKind, JobOutcome
from indicators.store.audit_log import AuditLog
from indicators.store.moments import strip_zone
from indicators.store.operations.clean_up import clean_up
from indicators.store.operations.job_runs import JobRuns
from indicators.store.operations.leavers import pseudonymise_leavers
from indicators.store.staging import StagedFiles

BACKUP_FOLDER = "BACKUP_FOLDER"
_ONCE_A_DAY = timedelta(hours=20)
"""Less than a day, so that a backup is made each night although the nights are not equally long."""
_LONGEST_PAUSE = timedelta(days=60)
"""After a longer one the clock may be wrong, and what is removed does not come back."""
_PREFIX, _SUFFIX = "dashboard-", ".age"


@dataclass(frozen=True, slots=True)
class JobSteps:
    """The jobs over one database. `pull` collects files, `send_digests` sends mail.

    `chosen` are the jobs that were asked for by name, if any.
    """

    engine: sa.Engine
    settings: Settings
    pull: Callable[[], str | None]
    send_digests: Callable[[], str | None]
    chosen: frozenset[JobKind] = frozenset()

    def list_steps(self) -> Mapping[JobKind, Callable[[], str | None]]:
        """Return each job in the order in which they run."""
        return {
            JobKind.PULL: self.pull,
            JobKind.DIGEST: self.send_digests,
            JobKind.CLEAN_UP: self.clean_up,
            JobKind.BACKUP: self.back_up,
            JobKind.RESTORE_TRIAL: self.try_restore,
        }

    def clean_up(self) -> str:
        """Remove what was kept for as long as retention.toml says.

        Raises UserError after a long pause, unless it was asked for by name.
        """
        engine, now = self.engine, datetime.now(UTC)
        last = JobRuns(engine).find_last(JobOutcome.DONE).get(JobKind.CLEAN_UP)
        if last and JobKind.CLEAN_UP not in self.chosen:
            _refuse_long_pause(strip_zone(now) - last.started_at)
        retention = read_retention(self.settings.data)
        StagedFiles(engine).expire(now)
        removed = clean_up(engine, retention, now)
        leavers = pseudonymise_leavers(engine, retention.leavers.age, now)
        JobRuns(engine).forget(retention.job_runs.age, now)
        backups = _remove_backups(retention.backups.age, now)
        return (
            f"Removed: original files {removed.originals}, sessions {removed.sessions}, "
            f"names of others {removed.strangers}, drafts of arrangements {removed.drafts}, "
            f"backups {backups}. Leavers pseudonymised: {leavers}."
        )

    def back_up(self) -> str | None:
        """Make a backup in BACKUP_FOLDER, unless there is one and it was made in the last 20 hours.

        One of a later time than now was made while the clock was wrong, and does not count.
        """
        engine, now = self.engine, datetime.now(UTC)
        folder = _find_folder()
        last = JobRuns(engine).find_last(JobOutcome.DONE).get(JobKind.BACKUP)
        if folder is None or (
            last
            and _list_backups(folder, now)
            and timedelta() <= strip_zone(now) - last.started_at < _ONCE_A_DAY
        ):
            return None
        path = folder / _name_backup(now)
        made = make_backup(engine, self.settings, path, find_recipients())
        AuditLog(engine).record(AuditKind.BACKUP_MADE, f"backup {path.name}")
        return describe_size(made, path.name)

    def try_restore(self) -> str | None:
        """Restore the newest backup into a database of its own, if the last trial was before it."""
        folder = _find_folder()
        now = datetime.now(UTC)
        newest = max(_list_backups(folder, now), default=None) if folder else None
        last = JobRuns(self.engine).find_last(JobOutcome.DONE)
        trial, backup = last.get(JobKind.RESTORE_TRIAL), last.get(JobKind.BACKUP)
        is_tried = trial and backup and trial.started_at > backup.started_at
        if newest is None or is_tried or not os.environ.get(KEY_FILE):
            return None
        return try_restore(newest, find_identities())


def _find_folder() -> Path | None:
    """Return the folder of backups. Raises UserError if the one that is named does not exist."""
    name = os.environ.get(BACKUP_FOLDER)
    if not name:
        return None
    folder = Path(name)
    if not folder.is_dir():
        raise UserError(
            f"{BACKUP_FOLDER} names {folder}, which is no folder.", remedy="Make it, or correct it."
        )
    return folder


def _refuse_long_pause(pause: timedelta) -> None:
    if pause > _LONGEST_PAUSE:
        raise UserError(
            f"By this computer’s clock the last clean-up was {pause.days} days ago, so nothing was "
            "removed.",
            remedy="If the clock is right, run python app.py jobs --only clean_up once.",
        )


def _name_backup(now: datetime) -> str:
    return f"{_PREFIX}{now:%Y-%m-%dT%H%M%S}{_SUFFIX}"


def _list_backups(folder: Path, now: datetime) -> list[Path]:
    """Return the backups that jobs made there until now; their names sort by time."""
    found = sorted(folder.glob(f"{_PREFIX}*{_SUFFIX}"))
    return [each for each in found if each.name <= _name_backup(now)]


def _remove_backups(age: timedelta, now: datetime) -> int:
    """Remove old backups but the newest, and what interrupted ones left. Others' files stay."""
    folder = _find_folder()
    if folder is None:
        return 0
    before = (now - age).timestamp()
    old = [each for each in _list_backups(folder, now)[:-1] if each.stat().st_mtime < before]
    parts = [
        each
        for each in folder.glob(f".{_PREFIX}*{_SUFFIX}.part")
        if each.stat().st_mtime < (now - _ONCE_A_DAY).timestamp()
    ]
    for each in (*old, *parts):
        each.unlink()
    return len(old)
