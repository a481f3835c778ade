"""The state of the installation in words: database, tables, age of data, backup, trial restore."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

import sqlalchemy as sa

from indicators.domain.operations.job_run import JOB_NAMES, JobKind, JobOutcome, JobRun
from indicators.store.database import get_newest_revision, is_known_revision, read_revision
from indicators.store.moments import strip_zone
from indicators.store.operations.job_runs import JobRuns
from indicators.store.schema import load

OLDEST_DATA = timedelta(days=40)
"""Every service sends a file each month, and may be some days late."""
OLDEST_BACKUP = timedelta(hours=36)
"""A nightly backup, and half a day to notice that one failed."""
OLDEST_RESTORE = timedelta(days=31)
LONGEST_RUN = timedelta(hours=12)
"""A job that is under way for longer was stopped, such as by a full memory or a restart."""
_CLOCKS_APART = timedelta(minutes=1)
"""How far the clocks of two computers may be apart."""


class Level(StrEnum):
    """How a check came out. Only a failure keeps the server from answering."""

    GOOD = "good"
    WARNING = "warning"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True)
class StateCheck:
    """One thing that was looked at, what was found, and what to do about it."""

    name: str
    level: Level
    says: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class InstallationState:
    """Every check, and the last run of each job."""

    checks: tuple[StateCheck, ...]
    runs: tuple[JobRun, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Whether requests can be answered. An old backup does not keep them from that."""
        return all(each.level is not Level.FAILURE for each in self.checks)


def read_state(engine: sa.Engine, now: datetime) -> InstallationState:
    """Look at an installation. Nothing is written, and no name or secret is in what is found."""
    try:
        with engine.connect() as connection:
            found, newest = read_revision(connection), get_newest_revision()
            takes_changes = _takes_changes(connection)
    except sa.exc.DBAPIError:
        says = "The database cannot be reached."
        remedy = "Check that it is running and that DATABASE_URL names it."
        return InstallationState((StateCheck("database", Level.FAILURE, says, remedy),))
    if not takes_changes:
        says = "The database answers, but takes no changes."
        remedy = "It may be a standby, or its user may only read: let that user write to it."
        return InstallationState((StateCheck("database", Level.FAILURE, says, remedy),))
    reached = StateCheck("database", Level.GOOD, "The database answers.")
    if found != newest:
        says = f"The tables are of version {found or 'none'}, and this program needs {newest}."
        remedy = "Run python app.py migrate, and start every process with the same version."
        if found and not is_known_revision(found):  # a newer version was here
            remedy = "Start the newest version that was used here, and the same in every process."
        return InstallationState((reached, StateCheck("migrations", Level.FAILURE, says, remedy)))
    migrated = StateCheck("migrations", Level.GOOD, f"The tables are of version {found}.")
    return _read_ages(engine, now, (reached, migrated))


def is_away(engine: sa.Engine, failure: BaseException | None) -> bool:
    """Return whether a request failed because the database cannot be reached now."""
    if not isinstance(failure, sa.exc.DBAPIError):
        return False
    try:
        with engine.connect() as connection:
            connection.execute(sa.select(1))
    except sa.exc.DBAPIError:
        return True
    return False


def _takes_changes(connection: sa.Connection) -> bool:
    """Ask the server, or look at the file's rights: this is asked often, so nothing is locked."""
    if connection.dialect.name == "postgresql":
        return bool(connection.scalar(sa.text("SHOW transaction_read_only")) == "off")
    file = connection.engine.url.database
    return not file or not Path(file).is_file() or os.access(file, os.W_OK)


def _read_ages(
    engine: sa.Engine, now: datetime, checks: tuple[StateCheck, ...]
) -> InstallationState:
    runs = JobRuns(engine)
    last, done = runs.find_last(), runs.find_last(JobOutcome.DONE)
    with engine.connect() as connection:
        loaded_at = connection.scalar(
            sa.select(sa.func.max(load.c.loaded_at)).where(load.c.undoes.is_(None))
        )
        is_sample = (
            connection.scalar(sa.select(load.c.id).where(~load.c.synthetic).limit(1)) is None
        )
    at = strip_zone(now)
    ages = [_check_data(loaded_at, at, is_sample=is_sample)]
    for name, kind, oldest, remedy in (
        ("backup", JobKind.BACKUP, OLDEST_BACKUP, "Run python app.py jobs each night."),
        (
            "restore",
            JobKind.RESTORE_TRIAL,
            OLDEST_RESTORE,
            "Run python app.py jobs with BACKUP_KEY_FILE, or restore a backup elsewhere.",
        ),
    ):
        run = done.get(kind)
        what = f"The last {JOB_NAMES[kind].lower()} that worked was"
        if run:
            ages.append(_check_age(name, what, run.started_at, at, oldest, remedy))
        elif is_sample:
            ages.append(StateCheck(name, Level.GOOD, "None yet, and no real file is loaded."))
        else:
            says = f"There has been no {JOB_NAMES[kind].lower()}."
            ages.append(StateCheck(name, Level.WARNING, says, remedy))
    ages.append(_check_mail(last.get(JobKind.DIGEST)))
    jobs = _check_jobs(last.values(), at)
    return InstallationState(
        (*checks, *ages, jobs), tuple(last[kind] for kind in JobKind if kind in last)
    )


def _check_data(loaded_at: datetime | None, now: datetime, *, is_sample: bool) -> StateCheck:
    if loaded_at is None:
        return StateCheck("data", Level.GOOD, "No file is loaded yet.")
    if is_sample:
        return StateCheck("data", Level.GOOD, "Only the sample is loaded.")
    remedy = "The calendar on the data page says whose file is late."
    return _check_age("data", "The newest file was loaded", loaded_at, now, OLDEST_DATA, remedy)


def _check_mail(last: JobRun | None) -> StateCheck:
    if last is None:
        return StateCheck("mail", Level.GOOD, "The jobs have sent no mail from here yet.")
    when = f"{last.started_at:%Y-%m-%d at %H:%M} UTC"
    if last.outcome is JobOutcome.FAILED:
        remedy = "The jobs on the status page say why. python app.py doctor tries the mail server."
        return StateCheck("mail", Level.WARNING, f"Mail failed on {when}.", remedy)
    return StateCheck("mail", Level.GOOD, f"Mail last worked on {when}.")


def _check_jobs(last: Iterable[JobRun], now: datetime) -> StateCheck:
    failed = [JOB_NAMES[run.kind] for run in last if _has_failed(run, now)]
    if not failed:
        return StateCheck("jobs", Level.GOOD, "No job failed last time.")
    says = f"Failed last time: {', '.join(failed)}."
    return StateCheck("jobs", Level.WARNING, says, "The list of jobs on the status page says why.")


def _has_failed(run: JobRun, now: datetime) -> bool:
    """Return whether a run failed, or was stopped before its end."""
    if run.outcome is JobOutcome.UNDER_WAY:
        return now - run.started_at > LONGEST_RUN
    return run.outcome is JobOutcome.FAILED


def _check_age(
    name: str,
    what: str,
    moment: datetime,
    now: datetime,
    oldest: timedelta,
    remedy: str,
) -> StateCheck:
    """Return what is said of when something last happened."""
    age = now - moment
    if age < -_CLOCKS_APART:
        says = f"{what} on {moment:%Y-%m-%d at %H:%M} UTC, which is still to come."
        return StateCheck(name, Level.WARNING, says, "A clock was or is wrong: set it by NTP.")
    says = f"{what} on {moment:%Y-%m-%d at %H:%M} UTC, {_describe_age(age)} ago."
    if age > oldest:
        return StateCheck(name, Level.WARNING, says, remedy)
    return StateCheck(name, Level.GOOD, says)


def _describe_age(age: timedelta) -> str:
    for size, word in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if number := int(age.total_seconds() // size):
            return f"{number} {word}{'s' if number != 1 else ''}"
    return "less than a minute"
