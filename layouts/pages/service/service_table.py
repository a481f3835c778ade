"""A service's indicators across places as a table to download."""

from __future__ import annotations

from indicators.domain.periods import get_rolling_year
from indicators.reports.service_report import build_service_report
from layouts.site.page_request import PageRequest
from layouts.text.page_table import (
    PageTable,
    TableSource,
    list_figure_notes,
    list_matrix_cells,
    list_matrix_headings,
    list_target_cells,
)

PLACES = "places"


def build_service_table(request: PageRequest, code: str) -> PageTable | None:
    """Return the table of a service's page; None for a month without figures."""
    reports = request.reports
    report = build_service_report(reports, code, request.month, request.viewer, request.by)
    if report is None or not report.months.has_data:
        return None
    month, indicators, city = report.months.shown, report.indicators, reports.places.city
    kind = report.places[0].kind
    word, words = reports.places.words[kind]
    named = [(place.name, report.cells[place.code]) for place in report.places]
    named.append((city.name, report.city))
    return PageTable(
        title=f"{report.service.name} across the {words}",
        name=f"{code}-by-{kind}-{month}",
        period=f"12 months to {month.name}",
        headings=(word.capitalize(), *list_matrix_headings(indicators)),
        rows=(
            ("Target", *list_target_cells(report.city, indicators)),
            *((name, *list_matrix_cells(figures, indicators)) for name, figures in named),
        ),
        source=TableSource(
            [place.code for place in report.places], indicators, get_rolling_year(month)
        ),
        notes=tuple(
            note
            for name, figures in named
            for note in list_figure_notes(name, [(i, figures[i.code]) for i in indicators])
        ),
    )
