"""What changed since last month, over every team, area or hub."""

from indicators.access.permissions import Permission
from indicators.reports.overview.month_changes import build_month_changes
from layouts.pages.changes.changes_table import CHANGES, build_changes_table
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text import change_text
from layouts.text.figure_notes import list_decimals


def register(site: Site) -> None:
    """Add the page of changes."""

    def show(request: PageRequest) -> PageView:
        report = build_month_changes(request.reports, request.month, request.viewer, request.by)
        if report is None:
            return site.messages.show_nothing_loaded(request)
        if not report.months.has_data:
            return site.messages.show_no_such_month(request, report.months)
        words = site.reports.places.words[report.kind]
        return site.frame.render_page(
            "changes.html",
            request,
            title=f"What changed, {words[1]}",
            shown=report.months,
            report=report,
            word=words,
            change_text=change_text,
            figure_notes=list_decimals(
                (f"{change.place.name}, {month.name}", change.indicator, figure)
                for change in report.changes
                for month, figure in (
                    (report.before, change.was),
                    (report.months.shown, change.now),
                )
                if month
            ),
        )

    site.add(
        "/changes",
        show,
        needs=Permission.VIEW_FIGURES,
        asks=("by",),
        tables={CHANGES: build_changes_table},
    )
