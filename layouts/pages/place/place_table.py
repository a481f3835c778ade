"""The rows of a place's dashboard as a table to download."""

from __future__ import annotations

from indicators.domain.catalogue import Service
from indicators.domain.periods import Month, get_rolling_year
from indicators.reports.models import DashboardRow
from indicators.reports.place_report import build_place_report
from layouts.site.page_request import PageRequest
from layouts.text import assurance_text, icon_labels, labels
from layouts.text.page_table import (
    CHANGE_HEADINGS,
    YEAR_HEADINGS,
    Cell,
    PageTable,
    TableSource,
    build_figure_cell,
    build_standing_cells,
    build_verdict_cells,
    build_year_cells,
    join_notes,
)

ROWS = "rows"


def build_rows_table(request: PageRequest, kind: str, code: str) -> PageTable | None:
    """Return the table of a place's page; None for a month without figures."""
    reports = request.reports
    report = build_place_report(reports, code, request.month, request.viewer)
    if report is None or not report.months.has_data:
        return None
    month = report.months.shown
    return PageTable(
        title=f"{report.place.name}: indicators",
        name=f"{kind}-{code}-{month}",
        period=f"12 months to {month.name}",
        headings=(
            "Indicator",
            "Service",
            "Agency",
            f"Mean {month.last_financial_year.name}",
            f"Verdict {month.last_financial_year.name}",
            *YEAR_HEADINGS,
            month.name,
            "Target",
            reports.places.city.name,
            *CHANGE_HEADINGS,
            "Needed",
            "Variation",
            "Assurance",
            "Notes",
        ),
        rows=tuple(
            _list_cells(service, row, month) for service, rows in report.blocks for row in rows
        ),
        source=TableSource([code], [row.indicator for row in report.rows], get_rolling_year(month)),
    )


def _list_cells(service: Service, row: DashboardRow, month: Month) -> tuple[Cell, ...]:
    indicator = row.indicator
    notes = [
        *labels.list_coverage_notes(row.rolling),
        *(note.text for note in indicator.footnote),
    ]
    return (
        indicator.name,
        service.name,
        service.agency,
        *build_verdict_cells(row.last_year, indicator),
        *build_year_cells(row),
        build_figure_cell(row.month, indicator),
        *build_standing_cells(row),
        labels.describe_next_verdict(row.rolling, indicator),
        icon_labels.label_variation(row.signal, month),
        assurance_text.label_assurance(row.signal),
        join_notes(notes),
    )
