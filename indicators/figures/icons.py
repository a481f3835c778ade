"""The variation and assurance icons of a place's indicator, calculated from its months.

The one place where they are reached: dashboard, chart, workbook and API all ask here. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indicators.domain.chart_entries.limit_baseline import LimitBaseline
from indicators.domain.events import Events, select_places
from indicators.domain.indicator import Indicator
from indicators.domain.periods import Month
from indicators.domain.places import Places
from indicators.figures.series import MonthWindow, Series
from indicators.figures.signal import Signal
from indicators.stats.spc import Variation, analyse_variation
from indicators.stats.xmr import PROVISIONAL_UNDER

SIGNAL_MONTHS = 60
"""Months up to the one in view whose points make the limits: five years, or what there is."""


def get_signal_window(month: Month) -> MonthWindow:
    """Return the months that the icons of a month are calculated from."""
    return MonthWindow(month - (SIGNAL_MONTHS - 1), month)


def calculate_signals(
    series: Series, events: Events, places: Places, *, screened: bool = True
) -> dict[tuple[str, str], Signal]:
    """Return the icons of each (indicator, place) of a series over `get_signal_window`.

    Points are single months (or quarters or years, if an indicator is sent so) of the definition in
    force in the last of them. All series are calculated together.
    """
    values = series.values()
    length = series.window.length
    rebases = _mark_rebases(series, events, places).reshape(-1, length)
    pairs = [(i, p) for i in series.catalogued for p in series.places]
    held = _find_baselines(pairs, series.window, events, places)
    fixed = _mark_baselines(pairs, series.window, held, rebases) if held else None
    found = analyse_variation(values.reshape(-1, length), rebases, fixed, screened=screened)
    targets = {made.code: _find_targets(made, series.window.last) for made in series.catalogued}
    return {
        (indicator.code, place): _build_signal(
            found,
            at,
            indicator,
            targets[indicator.code].get(place, targets[indicator.code].get(None)),
            series.window,
            held.get((indicator.code, place), ()),
        )
        for at, (indicator, place) in enumerate(pairs)
    }


_Pairs = list[tuple[Indicator, str]]
_Baselines = dict[tuple[str, str], list[LimitBaseline]]


def _find_baselines(
    pairs: _Pairs, window: MonthWindow, events: Events, places: Places
) -> _Baselines:
    """Return the baselines of each series that has any, those that can be used."""
    fixed = {baseline.indicator for baseline in events.baselines}
    return {
        (indicator.code, place): [
            baseline
            for baseline in events.find_baselines(indicator.code, place, places)
            if baseline.from_ >= window.first
        ]
        for indicator, place in pairs
        if indicator.code in fixed
    }


def _mark_baselines(
    pairs: _Pairs, window: MonthWindow, held: _Baselines, rebases: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return True for the points of baselines, of shape (series, months); a rebase ends them."""
    marked = np.zeros(rebases.shape, np.bool_)
    for at, (indicator, place) in enumerate(pairs):
        for baseline in held.get((indicator.code, place), ()):
            first = baseline.from_ + (indicator.months - 1)  # the first period that lies within
            months = slice(window.at(first), max(window.at(baseline.until) + 1, 0))
            segment = rebases[at].cumsum()
            marked[at, months] = segment[months] == segment[months][:1]
    return marked


def _build_signal(
    found: Variation,
    at: int,
    indicator: Indicator,
    target: float | None,
    window: MonthWindow,
    baselines: Sequence[LimitBaseline],
) -> Signal:
    latest = int(found.latest[at])
    if latest < 0:
        return Signal()
    month, points = window.first + latest, int(found.lines.points[at])
    begun = [baseline for baseline in baselines if baseline.from_ <= month]
    return Signal(
        found.icon(at, indicator.better),
        found.assurance(at, target, indicator.better, indicator.months),
        indicator.every,
        month,
        points,
        points < PROVISIONAL_UNDER,
        found.list_latest_rules(at),
        begun[-1] if found.fixed[at] else None,
    )


def _find_targets(indicator: Indicator, month: Month) -> dict[str | None, float | None]:
    """Return what single points are compared with, by place; None where it is for longer spans."""
    targets = indicator.find_targets(month, indicator.get_definition_code_at(month))
    return {
        place: float(target.value) if target.is_for(indicator.months) else None
        for place, target in targets.items()
    }


def _mark_rebases(series: Series, events: Events, places: Places) -> NDArray[np.bool_]:
    """Return True where new limits start, of shape (indicators, places, months)."""
    starts = np.zeros(series.state.shape, np.bool_)
    months = series.window.months
    for event in events.every:
        at = event.find_rebase_position(months)
        if at is None:
            continue
        rows = [i for code, i in series.indicators.items() if event.is_about(code)]
        columns = [series.places[code] for code in select_places(event, series.places, places)]
        starts[np.ix_(rows, columns, [at])] = True
    return starts
