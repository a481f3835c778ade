"""The operational working group: what is red in most teams, what is stuck, and what worked."""

from __future__ import annotations

from indicators.access.permissions import Permission
from indicators.reports.working_group.group_report import build_group_report
from layouts.pages.working_group.group_tables import make_table_builders
from layouts.pages.working_group.group_view import PAGE, render_group
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site


def register(site: Site) -> None:
    """Show the page at /working-group. What is overdue or unanswered changes it every day."""

    def show(request: PageRequest) -> PageView:
        report = build_group_report(request.reports, request.month, request.today, request.viewer)
        if report is None:
            return site.messages.show_nothing_loaded(request)
        if not report.months.has_data:
            return site.messages.show_no_such_month(request, report.months)
        return render_group(site.frame, request, report)

    tables = make_table_builders()
    site.add(PAGE, show, needs=Permission.VIEW_FIGURES, cached=False, tables=tables)
