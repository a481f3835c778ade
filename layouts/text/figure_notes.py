"""Notes on single figures, for below the table that they are in."""

from __future__ import annotations

from collections.abc import Iterable

from indicators.domain.indicator import Indicator
from indicators.figures.figure import Figure
from indicators.reports.models import PlaceReport
from layouts.text import labels

NamedFigure = tuple[str, Indicator, Figure]
"""Where a figure is in its table, and what it is of."""


def list_decimals(figures: Iterable[NamedFigure]) -> list[str]:
    """Return which figures have more decimals than their column, and why."""
    return [
        f"{where}, {indicator.name}: {note}"
        for where, indicator, figure in figures
        for note in labels.list_decimals_notes(figure)
    ]


def list_place_notes(report: PlaceReport, city: str) -> list[str]:
    """Return the notes on a place's rows; what is missing from its own figures is in the rows."""
    year = f"Mean {report.months.shown.last_financial_year.name}"
    own = [
        named
        for row in report.rows
        for named in (
            (year, row.indicator, row.last_year),
            ("12 months", row.indicator, row.rolling),
            (report.months.shown.name, row.indicator, row.month),
        )
    ]
    missing: dict[str, list[str]] = {}
    for row in report.rows:
        for note in labels.list_coverage_notes(row.city):
            missing.setdefault(note, []).append(labels.lower_first(row.indicator.name))
    elsewhere = [f"{city}, {note}: {labels.join_names(of)}" for note, of in missing.items()]
    return [*list_decimals(own), *elsewhere]
