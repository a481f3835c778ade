"""How long to wait after failed sign-ins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

KEPT_FOR = timedelta(hours=1)
"""Failures of longer ago count no more."""


@dataclass(frozen=True, slots=True)
class Throttle:
    """So many failures are free. Each further one doubles the wait, up to the longest."""

    free: int
    first: timedelta
    longest: timedelta

    def find_wait(self, failures: int, since_last: timedelta) -> timedelta:
        """Return how long to wait now, after a number of failures; zero if not at all."""
        if failures < self.free:
            return timedelta()
        doublings = min(failures - self.free, 20)
        due = min(self.first * (1 << doublings), self.longest)
        return max(due - since_last, timedelta())


BY_ACCOUNT = Throttle(free=5, first=timedelta(seconds=30), longest=timedelta(minutes=15))
BY_ADDRESS = Throttle(free=50, first=timedelta(seconds=30), longest=timedelta(minutes=15))
"""An office shares one address, so that one is more patient."""
