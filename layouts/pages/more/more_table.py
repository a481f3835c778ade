"""The more indicators of a place as a table to download."""

from __future__ import annotations

from indicators.domain.catalogue import Catalogue
from indicators.domain.periods import get_rolling_year
from indicators.reports.models import DashboardRow
from indicators.reports.overview.more_report import build_more_report
from layouts.site.page_request import PageRequest
from layouts.text import icon_labels, labels
from layouts.text.page_table import (
    CHANGE_HEADINGS,
    YEAR_HEADINGS,
    Cell,
    PageTable,
    TableSource,
    build_figure_cell,
    build_standing_cells,
    build_year_cells,
    join_notes,
)

MORE = "more"


def build_more_table(request: PageRequest, kind: str, code: str) -> PageTable | None:
    """Return the table of a place's more indicators; None for a month without figures."""
    reports = request.reports
    report = build_more_report(reports, code, request.month, request.viewer)
    if report is None or not report.months.has_data:
        return None
    month = report.months.shown
    return PageTable(
        title=f"{report.place.name}: more indicators",
        name=f"{kind}-{code}-more-{month}",
        period=f"12 months to the last period sent by {month.name}",
        headings=(
            "Heading",
            "Indicator",
            "Agency",
            "12 months to",
            "Mean of the year before",
            *YEAR_HEADINGS,
            "Last period",
            "Last period is",
            "Target",
            reports.places.city.name,
            *CHANGE_HEADINGS,
            "Variation",
            "Notes",
        ),
        rows=tuple(
            (group.name, *_list_cells(reports.catalogue, row))
            for group in report.groups
            for row in group.rows
        ),
        source=TableSource([code], [row.indicator for row in report.rows], get_rolling_year(month)),
    )


def _list_cells(catalogue: Catalogue, row: DashboardRow) -> tuple[Cell, ...]:
    indicator, ended = row.indicator, row.rolling.span.ended
    return (
        indicator.name,
        catalogue.services[indicator.service].agency,
        ended.name,
        build_figure_cell(row.last_year, indicator),
        *build_year_cells(row),
        build_figure_cell(row.month, indicator),
        row.month.span.name,
        *build_standing_cells(row),
        icon_labels.label_variation(row.signal, ended),
        join_notes(labels.list_coverage_notes(row.rolling)),
    )
