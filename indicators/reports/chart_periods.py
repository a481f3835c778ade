"""The periods of a chart, their values and their limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isnan

from indicators.domain.indicator import Indicator
from indicators.domain.periods import Month, Period
from indicators.figures.series import MonthWindow, Series
from indicators.reports.base import Reports
from indicators.reports.chart_models import ChartBaseline, ChartStep
from indicators.stats.spc_chart import SpcChart, SpcSeries, analyse_many
from indicators.stats.xmr import LEAST_FIXED

_MARCH = 2
"""What is left of the ordinals of the months in which financial years end, by 12."""


def list_periods(indicator: Indicator, window: MonthWindow, by: ChartStep) -> list[Period]:
    """Return the periods of the definition in force at the end.

    Quarters and years are those of the financial year. Rolling years end as often as figures come.
    """
    definition = indicator.find_definition(window.last)
    if definition is None:
        return []
    months = by.months
    step = indicator.months if by is ChartStep.ROLLING else months
    first = max(window.first.ordinal, definition.from_.ordinal + months - 1)
    ends = range(first, window.last.ordinal + 1)
    return [Period(Month(end), months) for end in ends if (end - _MARCH) % step == 0]


def read_sent_values(
    series: Series, indicator: Indicator, places: Sequence[str], spans: Iterable[Period]
) -> dict[str, list[float | None]]:
    """Return, by place, the numbers that the icons of the dashboard are calculated from."""
    own, ends = series.values()[series.indicators[indicator.code]].tolist(), list(spans)
    positions = [series.window.at(span.ended) for span in ends]
    return {
        place: [
            None if isnan(value) else value
            for value in map(own[series.places[place]].__getitem__, positions)
        ]
        for place in places
    }


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """The values of a place's periods, with the baselines of its limits and its target."""

    place: str
    values: Sequence[float | None]
    baselines: Sequence[ChartBaseline]
    target: float | None = None


def calculate_charts(
    reports: Reports, indicator: Indicator, spans: Sequence[Period], every: Sequence[ChartSeries]
) -> list[SpcChart]:
    """Return the limits and special causes of places, calculated at once, as for the icons."""
    screened = reports.catalogue.programme.screened_limits
    points = [
        SpcSeries(
            one.values,
            one.target,
            _find_rebases(reports, indicator, one.place, spans),
            _mark_baselines(one),
        )
        for one in every
    ]
    return analyse_many(points, indicator.better, screened=screened)


def _mark_baselines(one: ChartSeries) -> list[bool] | None:
    """Return True for the points of baselines; None where there is none."""
    used = [each for each in one.baselines if each.used]
    if not used:
        return None
    return [any(each.start <= at < each.end for each in used) for at in range(len(one.values))]


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
    held = reports.events.find_baselines(indicator.code, place, reports.places)
    restarts = _find_rebases(reports, indicator, place, spans) if held else {}
    for baseline in held:
        within = [at for at, span in enumerate(spans) if baseline.covers(span)]
        within = [at for at in within if not any(within[0] < r <= at for r in restarts)]
        too_old = baseline.from_ < first
        known = sum(values[at] is not None for at in within)
        if within or too_old:
            start, end = (within[0], within[-1] + 1) if within else (0, 0)
            used = not too_old and known >= LEAST_FIXED
            found.append(ChartBaseline(baseline, start, end, used, too_old))
    return tuple(found)
