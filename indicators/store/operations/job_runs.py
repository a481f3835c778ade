"""The runs of jobs in one database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa

from indicators.domain.operations.job_run import JobKind, JobOutcome, JobRun
from indicators.store.database import open_write_transaction
from indicators.store.moments import strip_zone
from indicators.store.operations.operation_tables import job_run

_COLUMNS = [job_run.c[name] for name in JobRun.__slots__]


class JobRuns:
    """Records and finds runs. Every `now` is a time with its zone."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def begin(self, kind: JobKind, now: datetime) -> int:
        """Record that a job begins, and return the number of the run."""
        row = {
            "kind": kind.value,
            "started_at": strip_zone(now),
            "outcome": JobOutcome.UNDER_WAY.value,
        }
        with open_write_transaction(self.engine) as connection:
            made = sa.insert(job_run).values(row).returning(job_run.c.id)
            return int(connection.execute(made).scalar_one())

    def end(self, number: int, outcome: JobOutcome, detail: str, now: datetime) -> None:
        """Record how a run ended."""
        ended = {"ended_at": strip_zone(now), "outcome": outcome.value, "detail": detail}
        with open_write_transaction(self.engine) as connection:
            connection.execute(sa.update(job_run).where(job_run.c.id == number).values(ended))

    def take_back(self, number: int) -> None:
        """Forget a run that had nothing to do."""
        with open_write_transaction(self.engine) as connection:
            connection.execute(sa.delete(job_run).where(job_run.c.id == number))

    def find_last(self, outcome: JobOutcome | None = None) -> Mapping[JobKind, JobRun]:
        """Return the last run of each kind that had one, or the last with an outcome."""
        last = sa.select(sa.func.max(job_run.c.id)).group_by(job_run.c.kind)
        if outcome:
            last = last.where(job_run.c.outcome == outcome.value)
        with self.engine.connect() as connection:
            found = connection.execute(sa.select(*_COLUMNS).where(job_run.c.id.in_(last)))
            runs = [
                JobRun(JobKind(kind), started, ended, JobOutcome(how), detail)
                for kind, started, ended, how, detail in found
            ]
        return {each.kind: each for each in runs}

    def forget(self, age: timedelta, now: datetime) -> int:
        """Remove runs that are older, and return how many. The last one of each kind stays."""
        last = sa.select(sa.func.max(job_run.c.id)).group_by(job_run.c.kind, job_run.c.outcome)
        old = sa.delete(job_run).where(
            job_run.c.started_at < strip_zone(now) - age, job_run.c.id.not_in(last)
        )
        with open_write_transaction(self.engine) as connection:
            return connection.execute(old).rowcount
