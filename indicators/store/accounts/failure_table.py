"""How often a sign-in failed lately, for an account or from an address, in every process alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa

from indicators.store.accounts.account_schema import sign_in_failure
from indicators.store.database import open_write_transaction
from indicators.store.moments import strip_zone

_FAILURE = sign_in_failure.c
FindWait = Callable[[int, timedelta], timedelta]
"""Returns how long to wait after a number of failures, the last of them some time ago."""


class FailureTable:
    """Counts failures by key. Those of longer ago than `kept_for` are forgotten."""

    def __init__(self, engine: sa.Engine, kept_for: timedelta) -> None:
        self.engine = engine
        self.kept_for = kept_for

    def begin_attempt(self, waits: Mapping[str, FindWait], now: datetime) -> timedelta:
        """Count an attempt as failed until `take_back` says otherwise.

        If a key has to wait first, nothing is counted, and the longest wait is returned. Counting
        comes first, so that many attempts at once are not one.
        """
        at = strip_zone(now)
        keys = list(waits)
        known = sa.select(_FAILURE.key, _FAILURE.failures, _FAILURE.last_at)
        with open_write_transaction(self.engine) as connection:
            forgotten = _FAILURE.last_at <= at - self.kept_for
            connection.execute(sa.delete(sign_in_failure).where(forgotten))
            found = {
                row.key: row for row in connection.execute(known.where(_FAILURE.key.in_(keys)))
            }
            due = [waits[key](row.failures, at - row.last_at) for key, row in found.items()]
            if longest := max(due, default=timedelta()):
                return longest
            one_more = sa.update(sign_in_failure).where(_FAILURE.key.in_(keys))
            connection.execute(one_more.values(failures=_FAILURE.failures + 1, last_at=at))
            fresh = [{"key": key, "failures": 1, "last_at": at} for key in keys if key not in found]
            if fresh:
                connection.execute(sa.insert(sign_in_failure), fresh)
        return timedelta()

    def take_back(self, key: str) -> None:
        """Count one failure less: the attempt was right."""
        one_less = sa.update(sign_in_failure).where(_FAILURE.key == key, _FAILURE.failures > 0)
        with open_write_transaction(self.engine) as connection:
            connection.execute(one_less.values(failures=_FAILURE.failures - 1))

    def forget(self, key: str) -> None:
        """Forget every failure of a key."""
        with open_write_transaction(self.engine) as connection:
            connection.execute(sa.delete(sign_in_failure).where(_FAILURE.key == key))
