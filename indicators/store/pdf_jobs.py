"""PDFs that are written in the background, in the database so that every process knows of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from indicators.store.database import open_write_transaction
from indicators.store.moments import strip_zone
from indicators.store.schema import pdf_job

KEPT_FOR = timedelta(hours=1)
ABANDONED_AFTER = timedelta(minutes=2)
"""A job that nobody has worked on for so long belonged to a process that was ended."""


@dataclass(frozen=True, slots=True)
class PdfJob:
    """One PDF: how many of its steps are done, its content then, or the problem instead."""

    key: str
    step: int
    steps: int
    problem: str
    content: bytes | None


class PdfJobs:
    """The jobs of one database. Every `now` is a time with its zone."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def find(self, key: str, now: datetime) -> PdfJob | None:
        """Return a job, unless there is none, it is old, or its process was ended."""
        columns = [pdf_job.c[name] for name in PdfJob.__slots__]
        wanted = sa.select(*columns).where(pdf_job.c.key == key, sa.not_(_is_over(now)))
        with self.engine.connect() as connection:
            found = connection.execute(wanted).first()
        return PdfJob(*found) if found else None

    def begin(self, key: str, steps: int, now: datetime, most: int) -> bool:
        """Record a job. Returns False if it exists, or if as many are under way as may be."""
        with open_write_transaction(self.engine) as connection:
            connection.execute(sa.delete(pdf_job).where(_is_over(now)))
            under_way = sa.select(pdf_job.c.key).where(_is_under_way())
            keys = set(connection.scalars(under_way))
            if len(keys) >= most or connection.scalar(
                sa.select(pdf_job.c.key).where(pdf_job.c.key == key)
            ):
                return False
            row = {"key": key, "step": 0, "steps": steps, "seen_at": strip_zone(now)}
            connection.execute(sa.insert(pdf_job), row)
            return True

    def note_step(self, key: str, step: int, waiting: Iterable[str], now: datetime) -> None:
        """Record how far a job is, and that those of this process that wait still do."""
        with open_write_transaction(self.engine) as connection:
            seen = sa.update(pdf_job).values(seen_at=strip_zone(now))
            connection.execute(seen.where(pdf_job.c.key.in_([key, *waiting])))
            connection.execute(sa.update(pdf_job).where(pdf_job.c.key == key).values(step=step))

    def finish(self, key: str, content: bytes | None, problem: str, now: datetime) -> None:
        """Record the PDF, or why there is none."""
        done = {"content": content, "problem": problem, "seen_at": strip_zone(now)}
        with open_write_transaction(self.engine) as connection:
            connection.execute(sa.update(pdf_job).where(pdf_job.c.key == key).values(done))

    def forget(self, key: str) -> None:
        """Remove a job, so that it can be begun again."""
        with open_write_transaction(self.engine) as connection:
            connection.execute(sa.delete(pdf_job).where(pdf_job.c.key == key))


def _is_under_way() -> sa.ColumnElement[bool]:
    return sa.and_(pdf_job.c.content.is_(None), pdf_job.c.problem == "")


def _is_over(now: datetime) -> sa.ColumnElement[bool]:
    at = strip_zone(now)
    abandoned = sa.and_(_is_under_way(), pdf_job.c.seen_at < at - ABANDONED_AFTER)
    return sa.or_(abandoned, pdf_job.c.seen_at < at - KEPT_FOR)
