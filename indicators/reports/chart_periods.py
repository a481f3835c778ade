"""The periods of a chart, their values and their limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isnan

from indicators.domain.indicator import Indicator
from indicators.domain.periods import Month, Period
from indicators.figures.series import MonthWindow, Series
from indicators.reports.base import Reports
from indicators.reports.chart_models import ChartBaseline, ChartStep
from indicators.stats.spc_chart import SpcChart, analyse_series
from indicators.stats.xmr import LEAST_FIXED


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
    baselines: Sequence[ChartBaseline],
    target: float | None = None,
) -> SpcChart:
    """Return the limits and special causes, calculated as for the icons."""
    rebases = _find_rebases(reports, indicator, place, spans)
    screened = reports.catalogue.programme.screened_limits
    fixed = None
    if any(each.used for each in baselines):
        fixed = [
            any(each.used and each.start <= at < each.end for each in baselines)
            for at in range(len(values))
        ]
    return analyse_series(
        values, indicator.better, target=target, rebases=rebases, fixed=fixed, screened=screened
    )


def _find_rebases(
    reports: Reports, indicator: Indicator, place: str, spans: Sequence[Period]
) -> dict[int, str]:
    """Return the positions at which limits restart, with the reason."""
    rebases: dict[int, str] = {}
    ends = [span.ended for span in spans]
    for event in reports.events.of(indicator.code, place, reports.places):
        at = event.find_rebase_position(ends)
        if at is not None:
            rebases[at] = event.what
    return rebases


def place_baselines(
    reports: Reports,
    indicator: Indicator,
    place: str,
    spans: Sequence[Period],
    values: Sequence[float | None],
    first: Month,
) -> tuple[ChartBaseline, ...]:
    """Return the baselines that begin in the chart's periods or before its `first` month.

    Where limits restart within a baseline, it ends.
    """
    found = []
    restarts = _find_rebases(reports, indicator, place, spans)
    for baseline in reports.events.find_baselines(indicator.code, place, reports.places):
        within = [at for at, span in enumerate(spans) if baseline.covers(span)]
        within = [at for at in within if not any(within[0] < r <= at for r in restarts)]
        too_old = baseline.from_ < first
        known = sum(values[at] is not None for at in within)
        if within or too_old:
            start, end = (within[0], within[-1] + 1) if within else (0, 0)
            used = not too_old and known >= LEAST_FIXED
            found.append(ChartBaseline(baseline, start, end, used, too_old))
    return tuple(found)
