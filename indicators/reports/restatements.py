"""Figures of a chart that later figures replaced."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.domain.core import LocalityKind, ObservationStatus
from indicators.domain.indicator import Indicator
from indicators.domain.localities import Locality
from indicators.domain.periods import Month
from indicators.figures.figure import Figure
from indicators.figures.series import MonthWindow
from indicators.ports.load_effect import SentFigure
from indicators.reports.auditing.small_numbers import note_counts
from indicators.reports.base import Reports
from indicators.reports.chart_models import Restatement


def list_restatements(
    reports: Reports,
    indicator: Indicator,
    place: Locality,
    window: MonthWindow,
    figures: Sequence[Figure],
) -> list[tuple[Month, Restatement]]:
    """Return the replaced figures of a place and its areas, each with its last month.

    They are those that the viewer of the reports sees exactly.
    """
    if not figures:
        return []
    # A replaced figure of an area is as small as the area: it is for those who see it exactly.
    codes = [place.code]
    if place.kind is not LocalityKind.CITY:
        codes += [a.code for a in reports.places.list_areas(place.code, window.last)]
    rows = reports.table.history.read_replaced(
        indicator.code,
        [c for c in dict.fromkeys(codes) if reports.scope.has_exact_row(indicator.code, c)],
        window.numbers,
    )
    note_counts((indicator, row["numerator"], row["denominator"]) for row in rows)
    return [
        (
            Month.from_number(row["ended"]),
            Restatement(
                reports.places[row["place"]],
                None
                if row["hidden_since"]
                else SentFigure(
                    row["numerator"],
                    row["denominator"],
                    row["value"],
                    ObservationStatus(row["status"]),
                    row["note"],
                ),
                row["loaded_at"],
            ),
        )
        for row in rows
    ]
