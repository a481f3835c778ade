"""Counts what is done in spans of time. One key is one person or address, and what they do."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from indicators.store.database import build_upsert
from indicators.store.schema import metadata

rate_count = sa.Table(
    "rate_count",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True, comment="hash of who does what"),
    sa.Column("ends_at", sa.BigInteger, primary_key=True, comment="end of the span, Unix seconds"),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Index("ix_rate_count_ends_at", "ends_at"),
)


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most so many in a span of so many seconds. `name` is part of the key."""

    name: str
    most: int
    seconds: int


class RateCounts:
    """The counts of one database. Spans that are over are forgotten."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def take(self, limit: RateLimit, who: str, now: datetime) -> int:
        """Count one more, and return 0 or, if it is too many, the seconds to wait."""
        second = int(now.timestamp())
        ends_at = second - second % limit.seconds + limit.seconds
        key = hashlib.sha256(f"{limit.name} {who}".encode()).hexdigest()
        with self.engine.execution_options(writes=True).begin() as connection:
            count = _add_one(connection, key, ends_at)
            if count == 1:
                connection.execute(sa.delete(rate_count).where(rate_count.c.ends_at <= second))
        return ends_at - second if count > limit.most else 0


def _add_one(connection: sa.Connection, key: str, ends_at: int) -> int:
    insert = build_upsert(connection, rate_count).values(key=key, ends_at=ends_at, count=1)
    more = insert.on_conflict_do_update(
        index_elements=["key", "ends_at"], set_={"count": rate_count.c.count + 1}
    )
    return int(connection.execute(more.returning(rate_count.c.count)).scalar_one())
