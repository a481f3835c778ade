"""Figures with their verdicts, as many at once as are asked for: for the read API, the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from indicators.access.permissions import Viewer
from indicators.domain.indicator import Indicator
from indicators.domain.localities import Locality
from indicators.domain.periods import Month, get_rolling_year
from indicators.figures.change import Change, Compared, calculate_changes
from indicators.figures.figure import Figure
from indicators.figures.icons import SIGNAL_MONTHS, get_signal_window
from indicators.figures.judge_figures import calculate_figures, calculate_figures_at
from indicators.figures.series import MonthWindow, Series
from indicators.figures.signal import NO_SIGNAL, Signal
from indicators.reports.series_reader import SeriesReader

Wanted = tuple[str, str, Month]
"""Place, indicator and month."""


@dataclass(frozen=True, slots=True)
class JudgedFigure:
    """One figure with its place and indicator, as the read API returns it.

    `signal` is empty unless it was asked for.
    """

    place: Locality
    indicator: Indicator
    month: Month
    figure: Figure
    change: Change | None
    signal: Signal = NO_SIGNAL


def calculate_verdict_rows(
    reader: SeriesReader,
    wanted: Sequence[Wanted],
    viewer: Viewer,
    *,
    icons: bool = False,
) -> list[JudgedFigure]:
    """Return the 12-month figure of each (place, indicator, month), with its verdict and change.

    With `icons` more months are read. A thousand take as many queries as one.
    """
    if not wanted:
        return []
    months = [month for _, _, month in wanted]
    series = _read_series(reader, wanted, SIGNAL_MONTHS if icons else 24, viewer)
    found = _calculate_signals_at(reader, series.values(), months) if icons else {}
    years = _calculate_years(reader, series, wanted)
    return [
        JudgedFigure(
            reader.places[place],
            indicator,
            month,
            figure,
            change,
            found.get((code, place, month), NO_SIGNAL),
        )
        for (place, code, month), (figure, _, indicator), change in zip(
            wanted, years, calculate_changes(years), strict=True
        )
    ]


def _calculate_years(
    reader: SeriesReader, series: Mapping[str, Series], wanted: Sequence[Wanted]
) -> list[Compared]:
    """Return the 12 months to each month and the 12 before them, those of a series at once."""
    groups: dict[int, list[int]] = defaultdict(list)
    for at, (place, _, _) in enumerate(wanted):
        groups[id(series[place])].append(at)
    found: dict[int, Compared] = {}
    for every in groups.values():
        asked = [
            (reader.catalogue.indicator(code), place, get_rolling_year(ended))
            for place, code, month in (wanted[at] for at in every)
            for ended in (month, month - 12)
        ]
        figures = iter(calculate_figures_at(series[wanted[every[0]][0]], asked))
        for at, now, before in zip(every, figures, figures, strict=True):
            found[at] = now, before, reader.catalogue.indicator(wanted[at][1])
    return [found[at] for at in range(len(wanted))]


def calculate_verdicts(
    reader: SeriesReader, wanted: Sequence[Wanted], viewer: Viewer
) -> dict[Wanted, Figure]:
    """Return the 12-month figure of each (place, indicator, month), without its change.

    All places of an indicator and month are judged in one pass.
    """
    if not wanted:
        return {}
    series = _read_series(reader, wanted, 12, viewer)
    groups: dict[tuple[int, str, Month], list[str]] = defaultdict(list)
    for place, code, month in wanted:
        groups[id(series[place]), code, month].append(place)
    found: dict[Wanted, Figure] = {}
    for (_, code, month), places in groups.items():
        indicator, year = reader.catalogue.indicator(code), get_rolling_year(month)
        figures = calculate_figures(series[places[0]], indicator, places, year)
        found |= {(place, code, month): figure for place, figure in figures.items()}
    return found


def _read_series(
    reader: SeriesReader, wanted: Sequence[Wanted], back: int, viewer: Viewer
) -> dict[str, Series]:
    """Return the series of each place for the months `back` from each that is wanted."""
    months = [month for _, _, month in wanted]
    window = MonthWindow(min(months) - (back - 1), max(months))
    codes = dict.fromkeys(indicator for _, indicator, _ in wanted)
    indicators = [reader.catalogue.indicator(code) for code in codes]
    city = reader.places.city.code
    asked = dict.fromkeys(place for place, _, _ in wanted)
    parts = [place for place in asked if place != city]
    series: dict[str, Series] = {}
    if parts:
        pooled = reader.read_series(parts, indicators, window, viewer)
        series = dict.fromkeys(parts, pooled)
    if city in asked:
        series[city] = reader.read_city_series(indicators, window, viewer)
    return series


def _calculate_signals_at(
    reader: SeriesReader, every: Iterable[Series], months: Iterable[Month]
) -> dict[tuple[str, str, Month], Signal]:
    """Return the icons of each (indicator, place, month), all of a month calculated together."""
    once = {id(series): series for series in every}
    return {
        (*pair, month): signal
        for month in dict.fromkeys(months)
        for series in once.values()
        for pair, signal in reader.calculate_signals(
            series.restrict_to(get_signal_window(month))
        ).items()
    }
