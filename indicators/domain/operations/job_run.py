"""A job, and one run of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class JobKind(StrEnum):
    """What is done from time to time. The values are stored, so they are never renamed."""

    PULL = "pull"
    DIGEST = "digest"
    BACKUP = "backup"
    RESTORE_TRIAL = "restore_trial"
    CLEAN_UP = "clean_up"


JOB_NAMES = {
    JobKind.PULL: "Collecting files",
    JobKind.DIGEST: "Digests by e-mail",
    JobKind.BACKUP: "Backup",
    JobKind.RESTORE_TRIAL: "Trial restore",
    JobKind.CLEAN_UP: "Clean-up",
}


class JobOutcome(StrEnum):
    """How a run ended. One that was killed stays under way."""

    UNDER_WAY = "under_way"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class JobRun:
    """One run of a job. `detail` says in words what it did, or what went wrong. Times are UTC."""

    kind: JobKind
    started_at: datetime
    ended_at: datetime | None
    outcome: JobOutcome
    detail: str
