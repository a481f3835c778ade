"""The year of a team, from the reports that its other pages show."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from indicators.access.permissions import Viewer
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.reports.place_report import build_place_report
from indicators.reports.team_year.year_models import TeamYear, YearSpan
from indicators.reports.team_year.year_records import list_counted, list_scored
from indicators.reports.team_year.year_work import build_work


def build_team_year(
    reports: Reports, team: str, asked: Month | None, today: date, viewer: Viewer
) -> TeamYear | None:
    """Return the 12 months to a month of a team, or None while nothing is loaded.

    `today` makes what is due overdue. Raises UnknownPlaceError, and OutOfScopeError for a place
    that the viewer is not shown.
    """
    figures = build_place_report(reports, team, asked, viewer)
    if figures is None:
        return None
    reports = reports.for_viewer(viewer)
    span = _find_span(figures.months.shown)
    day = min(span.last, today)
    return TeamYear(
        figures,
        span,
        tuple(list_scored(reports, figures.place, span, day, viewer)),
        tuple(list_counted(reports, figures.place, day, viewer)),
        build_work(reports, team, span, today, viewer),
    )


def _find_span(last: Month) -> YearSpan:
    first = last - 11
    days = monthrange(last.year, last.month)[1]
    return YearSpan(date(first.year, first.month, 1), date(last.year, last.month, days))
