"""Status: whether the installation is well, in words, and how its jobs went."""

from datetime import UTC, datetime

from indicators.access.permissions import Permission
from indicators.domain.operations.job_run import JOB_NAMES, JobOutcome
from indicators.reports.operations.installation_state import Level, read_state
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site

LEVELS = {
    Level.WARNING: "Look at this",
    Level.FAILURE: "Not working",
}
NAMES = {
    "database": "Database",
    "migrations": "Tables",
    "data": "Age of the data",
    "backup": "Backup",
    "restore": "Trial restore",
    "mail": "Mail",
    "jobs": "Jobs",
}
OUTCOMES = {
    JobOutcome.DONE: "Done",
    JobOutcome.FAILED: "Failed",
    JobOutcome.UNDER_WAY: "Under way, or stopped before its end",
}


def register(site: Site) -> None:
    """Show the page at /status. It changes with time, so it is not cached."""

    def show(request: PageRequest) -> PageView:
        state = read_state(site.reports.table.engine, datetime.now(UTC))
        return site.frame.render_page(
            "status.html",
            request,
            title="Status",
            shown=None,
            state=state,
            concerns=[each for each in state.checks if each.level is not Level.GOOD],
            names=NAMES,
            levels=LEVELS,
            jobs=JOB_NAMES,
            outcomes=OUTCOMES,
        )

    site.add("/status", show, needs=Permission.VIEW_STATUS, cached=False)
