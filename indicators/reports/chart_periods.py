"""The periods of a chart, their values and their limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isnan

from indicators.domain.indicator import Indicator
from indicators.domain.periods import Period
from indicators.figures.series import MonthWindow, Series
from indicators.reports.base import Reports
from indicators.reports.chart_models import ChartStep
from indicators.stats.spc import SpcChart, analyse_series


def list_periods(indicator: Indicator, window: MonthWindow, by: ChartStep) -> list[Period]:
    """Return the periods of the definition in force at the end.

    Quarters and years are those of the financial year. Rolling years end as often as figures come.
    """
    definition = indicator.find_definition(window.last)
    if definition is None:
        return []
    step = indicator.months if by is ChartStep.ROLLING else by.months
    ends = (window.first + at for at in range(window.length))
    spans = (Period(end, by.months) for end in ends if (end.month - 3) % step == 0)
    return [span for span in spans if span.start >= definition.from_]


def read_sent_values(
    series: Series, indicator: Indicator, place: str, spans: Iterable[Period]
) -> list[float | None]:
    """Return the numbers that the icons of the dashboard are calculated from."""
    own = series.values()[series.indicators[indicator.code], series.places[place]].tolist()
    values = (own[series.window.at(span.ended)] for span in spans)
    return [None if isnan(value) else value for value in values]


def calculate_chart(
    reports: Reports,
    indicator: Indicator,
    place: str,
    spans: Sequence[Period],
    values: Sequence[float | None],
    target: float | None = None,
) -> SpcChart:
    """Return the limits and special causes, calculated as for the icons."""
    rebases: dict[int, str] = {}
    ends = [span.ended for span in spans]
    for event in reports.events.of(indicator.code, place, reports.places):
        at = event.find_rebase_position(ends)
        if at is not None:
            rebases[at] = event.what
    screened = reports.catalogue.programme.screened_limits
    return analyse_series(
        values, indicator.better, target=target, rebases=rebases, screened=screened
    )
