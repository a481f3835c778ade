"""Counts and times of requests and queries, in the form that Prometheus reads.

With several workers each keeps its own in files of the folder that PROMETHEUS_MULTIPROC_DIR names,
and whichever answers adds them up. No label holds an address, a name or a figure.
"""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class ServerMetrics:
    """The metrics of one app. Each app has its own: tests make many."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Histogram(
            "dashboard_request_seconds",
            "Time to answer a request, by the rule of its route.",
            ["method", "route", "status"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self.failures = Counter(
            "dashboard_failures", "Requests that failed.", registry=self._registry
        )
        self.queries = Histogram(
            "dashboard_query_seconds",
            "Time of a statement of the database.",
            buckets=_SECONDS,
            registry=self._registry,
        )

    def write(self, installation: Collector) -> bytes:
        """Return the metrics of all workers as text, and what is found about the installation."""
        now = CollectorRegistry()
        now.register(installation)
        return generate_latest(self._gather()) + generate_latest(now)

    def _gather(self) -> CollectorRegistry:
        if not os.environ.get(FOLDER):
            return self._registry
        every = CollectorRegistry()
        MultiProcessCollector(every)
        return every
