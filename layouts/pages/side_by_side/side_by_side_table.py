"""Places side by side as a table to download."""

from __future__ import annotations

from indicators.domain.periods import get_rolling_year
from indicators.reports.overview.side_by_side import SideBySide
from layouts.site.page_request import PageRequest
from layouts.text import labels
from layouts.text.page_table import (
    Cell,
    PageTable,
    TableSource,
    build_target_cell,
    build_verdict_cells,
    list_figure_notes,
)

PLACES = "places"


def build_side_by_side_table(request: PageRequest, report: SideBySide) -> PageTable:
    """Return every indicator with a figure, verdict and change for each place."""
    month, places, city = report.months.shown, report.places, request.reports.places.city
    indicators = [i for _, group in report.groups for i in group]
    rows: list[tuple[Cell, ...]] = []
    for indicator in indicators:
        found = [report.rows[place.code][indicator.code] for place in places]
        cells: list[Cell] = [build_target_cell(found[0].target, indicator) or "none"]
        for row in found:
            cells += build_verdict_cells(row.rolling, indicator)
            cells += [
                labels.format_change(row.change, indicator),
                labels.explain_change_test(row.change),
            ]
        cells += build_verdict_cells(found[0].city, indicator)
        rows.append((indicator.name, *cells))
    each = ("", ": verdict", ": change since last year", ": is the change real?")
    return PageTable(
        title=f"{labels.join_names(place.name for place in places)} side by side",
        name=f"side-by-side-{month}",
        period=f"12 months to {month.name}",
        headings=(
            "Indicator",
            "Target",
            *(f"{place.name}{end}" for place in places for end in each),
            city.name,
            f"{city.name}: verdict",
        ),
        rows=tuple(rows),
        source=TableSource([place.code for place in places], indicators, get_rolling_year(month)),
        notes=tuple(
            note
            for place in places
            for note in list_figure_notes(
                place.name, [(i, report.rows[place.code][i.code].rolling) for i in indicators]
            )
        ),
    )
