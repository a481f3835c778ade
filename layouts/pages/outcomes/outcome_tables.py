"""The tables of the outcomes page to download: by year, two years compared, counts by place."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.domain.indicator import Indicator
from indicators.domain.periods import Period
from indicators.figures.figure import Figure
from indicators.reports import outcomes_report
from indicators.reports.outcome_models import ComparedYears
from layouts.pages.outcomes.outcome_choices import read_comparison, read_counts
from layouts.site.page_request import PageRequest
from layouts.text import labels, outcome_labels
from layouts.text.page_table import (
    Cell,
    PageTable,
    TableSource,
    build_count_cells,
    build_figure_cell,
    join_notes,
)

YEARLY, COMPARED, COUNTS = "yearly", "two-years-compared", "counts-by-place"
_COUNTED = ("numerator", "denominator")


def _join_years(years: Sequence[Period]) -> Period:
    """Return the span from the first of the years to the last."""
    first, last = min(y.start for y in years), max(y.ended for y in years)
    return Period(last, last.ordinal - first.ordinal + 1)


def build_yearly_table(request: PageRequest) -> PageTable | None:
    """Return the long-term outcomes of the city; None without any."""
    yearly = outcomes_report.build_yearly_outcomes(request.reports, request.viewer)
    if not yearly.rows:
        return None
    city, years = request.reports.places.city, yearly.years
    rows: list[tuple[Cell, ...]] = []
    for row in yearly.rows:
        indicator = row.indicator
        change = outcome_labels.format_yearly_change(row.change, indicator)
        notes = _list_version_notes(row.figures, indicator)
        figures = [build_figure_cell(figure, indicator) for figure in row.figures]
        rows.append((indicator.name, *figures, change, notes))
    return PageTable(
        title=f"Long-term outcomes, {city.name}",
        name=f"outcomes-{years[0].name}-to-{years[-1].name}".replace("/", "-"),
        period=f"Financial years {years[0].name} to {years[-1].name}",
        headings=(
            "Outcome",
            *(year.name for year in years),
            "Change in the last year",
            "Notes",
        ),
        rows=tuple(rows),
        source=TableSource([city.code], [r.indicator for r in yearly.rows], _join_years(years)),
    )


def _list_version_notes(figures: Sequence[Figure], indicator: Indicator) -> str:
    return join_notes(
        f"{figures[at].span.name}: {labels.lower_first(version)}"
        for at in range(len(figures))
        if (version := outcome_labels.explain_new_version(figures, at, indicator))
    )


def build_compared_table(request: PageRequest) -> PageTable | None:
    """Return two years of the areas chosen; None where there is nothing to compare."""
    report = read_comparison(request)
    if not report.areas or report.earlier == report.later:
        return None
    earlier, later = report.earlier.name, report.later.name
    chosen = labels.join_names(area.name for area in report.areas)
    return PageTable(
        title=f"{earlier} and {later} compared",
        name=f"compared-{earlier}-{later}".replace("/", "-"),
        period=f"Financial years {earlier} and {later}",
        headings=(
            "Indicator",
            *(earlier, *(f"{earlier}: {name}" for name in _COUNTED)),
            *(later, *(f"{later}: {name}" for name in _COUNTED)),
            *("Difference", "Better or worse", "Is the change real?", "Notes"),
        ),
        rows=tuple(map(_list_compared_cells, report.rows)),
        source=TableSource(
            [area.code for area in report.areas],
            [row.indicator for row in report.rows],
            _join_years((report.earlier, report.later)),
        ),
        notes=(f"Areas added together: {chosen}", outcome_labels.explain_pooling(report)),
    )


def _list_compared_cells(row: ComparedYears) -> tuple[Cell, ...]:
    indicator = row.indicator
    missing = [
        f"{figure.span.name}: {line}"
        for figure in (row.earlier, row.later)
        for line in labels.list_missing_parts(figure)
    ]
    direction = (
        outcome_labels.label_direction(row.change)
        if row.change
        else outcome_labels.explain_no_difference(row.earlier, row.later)
    )
    return (
        indicator.name,
        build_figure_cell(row.earlier, indicator),
        *build_count_cells(row.earlier, indicator),
        build_figure_cell(row.later, indicator),
        *build_count_cells(row.later, indicator),
        outcome_labels.format_difference(row.change, indicator),
        direction,
        labels.explain_change_test(row.change),
        join_notes(missing),
    )


def build_counts_table(request: PageRequest) -> PageTable | None:
    """Return one count by place and year; None without any."""
    sites = read_counts(request)
    if sites is None:
        return None
    indicator, years, city = sites.indicator, sites.years, request.reports.places.city
    named = [(place.name, sites.cells[place.code]) for place in sites.places]
    named.append((city.name, sites.city))
    rows = tuple(
        (
            name,
            *(build_figure_cell(figure, indicator) for figure in figures),
            join_notes(
                f"{figure.span.name}: {line}"
                for figure in figures
                for line in labels.list_coverage_notes(figure)
            ),
        )
        for name, figures in named
    )
    return PageTable(
        title=f"{indicator.name} by place and year",
        name=f"{indicator.code}-by-place".replace("_", "-"),
        period=f"Financial years {years[0].name} to {years[-1].name}",
        headings=("Place", *(year.name for year in years), "Notes"),
        rows=rows,
        source=TableSource([place.code for place in sites.places], [indicator], _join_years(years)),
        notes=(outcome_labels.explain_count(indicator).capitalize(),),
    )
