"""The state of the installation as metrics: what /readyz says, as numbers and times."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from indicators.domain.operations.job_run import JobOutcome
from indicators.reports.operations.installation_state import InstallationState, Level

_LEVELS = {Level.GOOD: 0, Level.WARNING: 1, Level.FAILURE: 2}


class InstallationMetrics(Collector):
    """What was found about an installation at one moment."""

    def __init__(self, state: InstallationState, data_version: int) -> None:
        self._state = state
        self._version = data_version

    def collect(self) -> Iterable[Metric]:
        """Yield the metrics."""
        levels = GaugeMetricFamily(
            "dashboard_check_level", "0 good, 1 a warning, 2 a failure.", labels=["check"]
        )
        for check in self._state.checks:
            levels.add_metric([check.name], _LEVELS[check.level])
        yield levels
        started = GaugeMetricFamily(
            "dashboard_job_last_run_timestamp_seconds", "When a job last began.", labels=["job"]
        )
        failed = GaugeMetricFamily(
            "dashboard_job_last_run_failed", "1 if the last run of a job failed.", labels=["job"]
        )
        for run in self._state.runs:
            started.add_metric([run.kind], run.started_at.replace(tzinfo=UTC).timestamp())
            failed.add_metric([run.kind], int(run.outcome is JobOutcome.FAILED))
        yield from (started, failed)
        yield GaugeMetricFamily(
            "dashboard_data_version", "Number of the last load or undo.", value=self._version
        )
