"""The variation and assurance icons of a place's indicator, calculated from its months.

The one place where they are reached: dashboard, chart, workbook and API all ask here. Pure.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indicators.domain.events import Events, select_places
from indicators.domain.indicator import Indicator
from indicators.domain.periods import Month, Period
from indicators.domain.places import Places
from indicators.figures.series import MonthWindow, Series
from indicators.figures.signal import Signal
from indicators.stats.spc import Variation, analyse_variation

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
    found = analyse_variation(values.reshape(-1, length), rebases, screened=screened)
    pairs = ((i, p) for i in series.catalogued for p in series.places)
    return {
        (indicator.code, place): _build_signal(found, at, indicator, place, series.window)
        for at, (indicator, place) in enumerate(pairs)
    }


def _build_signal(
    found: Variation, at: int, indicator: Indicator, place: str, window: MonthWindow
) -> Signal:
    latest = int(found.latest[at])
    if latest < 0:
        return Signal()
    return Signal(
        found.icon(at, indicator.better),
        found.assurance(
            at, _find_target(indicator, place, window.last), indicator.better, indicator.months
        ),
        indicator.every,
        window.first + latest,
        int(found.lines.points[at]),
        bool(found.lines.provisional[at]),
        found.list_latest_rules(at),
    )


def _find_target(indicator: Indicator, place: str, month: Month) -> float | None:
    target = indicator.find_target_for_span(Period(month, indicator.months), place)
    return None if target is None else float(target.value)


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
