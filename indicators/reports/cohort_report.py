"""A birth cohort: one quarter of births in one place, each step when those babies reached it.

The figures are the services' totals for those months. They do not follow the same children: some
families have moved, and a month's bookings are of the women who booked then, not of those who gave
birth.
"""

from __future__ import annotations

from collections.abc import Sequence

from indicators.access.permissions import Viewer
from indicators.domain.catalogue_parts.indicator_parts import Cohort
from indicators.domain.indicator import Indicator
from indicators.domain.periods import Month, Period, get_quarter
from indicators.figures.judge_figures import calculate_figure
from indicators.figures.month_choice import MonthChoice
from indicators.figures.series import MonthWindow
from indicators.reports.base import Reports
from indicators.reports.outcome_models import CohortReport, Reached, Step

QUARTER = 3


def list_cohort_steps(reports: Reports) -> list[tuple[Indicator, Cohort]]:
    """Return the indicators on the path, in the order in which a child reaches them."""
    found = [(i, i.cohort) for i in reports.catalogue.dashboard if i.cohort]
    return sorted(found, key=lambda each: each[1].months)


def build_cohort_report(
    reports: Reports, code: str, births: Period | None, viewer: Viewer
) -> CohortReport | None:
    """Return the path of one quarter's births in a place, or None while nothing is loaded.

    Without `births` it is the latest quarter with figures for the most steps. Raises
    UnknownPlaceError, and OutOfScopeError for a place that the viewer is not shown.
    """
    reports = reports.limit_to(viewer)
    place = reports.scope.require_place(code)
    months, path = reports.find_months(), list_cohort_steps(reports)
    if months is None:
        return None
    quarters = _list_quarters(months)
    births = births or _choose_fullest_quarter(quarters, path, months)
    spans = [Period(births.ended + when.months, QUARTER) for _, when in path]
    indicators = [indicator for indicator, _ in path]
    latest = months.available[-1]
    if not path:
        return CohortReport(place, births, quarters, latest, ())
    window = MonthWindow(min(s.start for s in spans), max(s.ended for s in spans))
    city = reports.read_city_series(indicators, window, viewer)
    city_code = reports.places.city.code
    series = city
    if code != city_code:
        series = reports.read_series([code], indicators, window, viewer)
    steps = [
        Step(
            indicator,
            when,
            span,
            _find_state(span, months),
            calculate_figure(series, indicator, code, span),
            calculate_figure(city, indicator, city_code, span),
        )
        for (indicator, when), span in zip(path, spans, strict=True)
    ]
    return CohortReport(place, births, quarters, latest, tuple(steps))


def _list_quarters(months: MonthChoice) -> tuple[Period, ...]:
    """Every quarter of births from the first month with data to the latest."""
    first, last = get_quarter(months.available[0]).ended, get_quarter(months.available[-1]).ended
    return tuple(Period(Month(o), QUARTER) for o in range(first.ordinal, last.ordinal + 1, QUARTER))


def _choose_fullest_quarter(
    quarters: Sequence[Period], path: Sequence[tuple[Indicator, Cohort]], months: MonthChoice
) -> Period:
    def steps(births: Period) -> int:
        spans = (Period(births.ended + when.months, QUARTER) for _, when in path)
        return sum(_find_state(span, months) is Reached.YES for span in spans)

    return max(quarters, key=lambda births: (steps(births), births.ended))


def _find_state(span: Period, months: MonthChoice) -> Reached:
    first, latest = months.available[0], months.available[-1]
    if span.start > latest:
        return Reached.NOT_YET
    if span.start < first:
        return Reached.BEFORE
    return Reached.YES if span.ended <= latest else Reached.PARTLY
