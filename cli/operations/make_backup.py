"""Makes a backup and records it, for the command and for the jobs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pyrage
import sqlalchemy as sa

from cli.settings import Settings
from cli.version import read_version
from indicators.domain.audit.audit_event import AuditKind
from indicators.domain.errors import UserError
from indicators.domain.operations.job_run import JobKind, JobOutcome
from indicators.store.audit_log import AuditLog
from indicators.store.backup.read_backup import open_backup
from indicators.store.backup.restore_backup import restore_backup
from indicators.store.backup.write_backup import WrittenBackup, write_backup
from indicators.store.database import get_newest_revision, open_engine, read_revision
from indicators.store.operations.job_runs import JobRuns


def make_backup(
    engine: sa.Engine, settings: Settings, out: Path, recipients: list[pyrage.x25519.Recipient]
) -> WrittenBackup:
    """Back up a database and the council's files."""
    from cli.context import use_finished_council

    now, data = datetime.now(UTC), use_finished_council(settings).data
    return write_backup(engine, out, recipients, program=read_version(), now=now, data=data)


def record_backup(engine: sa.Engine, made: WrittenBackup, name: str, started: datetime) -> None:
    """Record a backup in the database that it is of, unless its tables are of another version."""
    with engine.connect() as connection:
        if read_revision(connection) != get_newest_revision():
            return
    runs = JobRuns(engine)
    number = runs.begin(JobKind.BACKUP, started)
    runs.end(number, JobOutcome.DONE, describe_size(made, name), datetime.now(UTC))
    AuditLog(engine).record(AuditKind.BACKUP_MADE, f"backup {name}")


def describe_size(made: WrittenBackup, name: str) -> str:
    """Return what a backup has, in words."""
    return f"{name}: {made.size:,} bytes with {made.rows:,} rows of {made.tables} tables"


def try_restore(path: Path, identities: list[pyrage.x25519.Identity]) -> str:
    """Restore a backup into a database of its own that is removed again, and say what was found.

    Raises UserError if it does not restore, or if the audit log or an original is damaged.
    """
    with (
        TemporaryDirectory(prefix="trial-") as folder,
        open_engine(f"sqlite:///{folder}/trial.db") as engine,
        open_backup(path, identities) as reader,
    ):
        check = restore_backup(engine, reader)
        if check.faults:
            raise UserError(" ".join(check.faults))
        return (
            f"{path.name}: {reader.rows:,} rows restored and compared, "
            f"{check.chain.head.number:,} audit events intact"
        )
