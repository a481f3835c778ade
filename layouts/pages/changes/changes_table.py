"""What changed since last month as a table to download."""

from __future__ import annotations

from indicators.domain.periods import get_rolling_year
from indicators.reports.overview.month_changes import build_month_changes
from layouts.site.page_request import PageRequest
from layouts.text import change_text, labels
from layouts.text.page_table import PageTable, TableSource, build_verdict_cells

CHANGES = "changes"


def build_changes_table(request: PageRequest) -> PageTable | None:
    """Return the changes in the order of the page; None without a month before."""
    report = build_month_changes(request.reports, request.month, request.viewer, request.by)
    if report is None or report.before is None or not report.months.has_data:
        return None
    month, before = report.months.shown, report.before
    places = {change.place.code for change in report.changes}
    word = request.reports.places.words[report.kind][0].capitalize()
    return PageTable(
        title="What changed",
        name=f"changes-by-{report.kind}-{month}",
        period=f"12 months to {before.name} and 12 months to {month.name}",
        headings=(
            *(word, "Indicator", "What changed"),
            *(f"12 months to {before.name}", f"Verdict {before.name}"),
            *(f"12 months to {month.name}", f"Verdict {month.name}"),
            "Needed",
        ),
        rows=tuple(
            (
                change.place.name,
                change.indicator.name,
                change_text.describe_place_change(change),
                *build_verdict_cells(change.was, change.indicator),
                *build_verdict_cells(change.now, change.indicator),
                labels.describe_next_verdict(change.now, change.indicator),
            )
            for change in report.changes
        ),
        source=TableSource(
            sorted(places), request.reports.catalogue.dashboard, get_rolling_year(month)
        ),
    )
