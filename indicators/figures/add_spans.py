"""A place's span of months added up exactly. Pure.

Quarters and years that were sent as one figure stand for their months where these have none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from indicators.domain.core import Unit
from indicators.domain.indicator import Indicator
from indicators.domain.periods import Period
from indicators.figures.month_states import HIDDEN, NOTHING, OK
from indicators.figures.series import Series
from indicators.figures.span_sum import Adding, Note, SpanParts, SpanSum, build_sum


def sum_span(series: Series, span: Period, indicator: str, place: str) -> SpanSum:
    """Return one place's span, added up exactly.

    Only months with the definition in force at its end count, and only periods that lie
    entirely in the span. A quarter or year sent as one figure stands for its months if none of
    them has a figure. Months with counts are pooled. If any month was sent as a percentage
    only, the figure is the mean of the monthly figures, each month once. A count with a hidden
    month has no mean: hidden counts are small, so the mean of the others would be too high.
    """
    return sum_spans(series, span, indicator, [place])[0]


def sum_spans(series: Series, span: Period, indicator: str, places: Sequence[str]) -> list[SpanSum]:
    """Return the sums of many places, added up in one pass: see `sum_span`."""
    return sum_keys(series, [(indicator, place, span) for place in places])


def sum_keys(series: Series, keys: Sequence[tuple[str, str, Period]]) -> list[SpanSum]:
    """Return the sums of many (indicator, place, span), added up in one pass: see `sum_span`."""
    if not keys:
        return []
    at = [(series.indicators[indicator], series.places[place]) for indicator, place, _ in keys]
    found: dict[tuple[int, int, int], range] = {}
    ranges = []
    for (i, _), (_, _, span) in zip(at, keys, strict=True):
        key = i, span.ended.ordinal, span.months
        if key not in found:
            found[key] = _find_range(series, i, span)
        ranges.append(found[key])
    running = _RunningSums(series, at, list(found.values()))
    added = running.add_up(at, ranges)
    adding = {i: _describe_adding(series.catalogued[i]) for i in {i for i, _ in at}}
    return [
        _build_span_sum(series, i, g, span, months, adding[i], running, counts)
        for (i, g), (_, _, span), months, counts in zip(at, keys, ranges, added, strict=True)
    ]


def _describe_adding(indicator: Indicator) -> Adding:
    gathering = indicator.gathering if indicator.unit is Unit.COUNT else None
    return Adding(indicator.months, indicator.scale, gathering)


def _build_span_sum(
    series: Series,
    i: int,
    g: int,
    span: Period,
    months: range,
    adding: Adding,
    running: _RunningSums,
    counts: Sequence[int],
) -> SpanSum:
    unpooled, *sums = counts
    areas_unpooled = unpooled * adding.months
    notes: list[Note] = []
    if (i, g) in series.notes:
        first = series.window.first.ordinal
        notes = [n for n in series.notes[i, g] if n.ended.ordinal - first in months]
    parts = SpanParts(running.get_states(i, g, months), running.list_alone(i, g, months), *sums)
    wholes: list[_WholePeriod] = []
    if series.wholes:
        wholes = _find_whole_periods(series, i, g, span)
        if wholes:
            _add_wholes(series, parts, wholes, i, g, months)
            notes += [note for whole in wholes for note in whole.notes]
        elif not parts.have and not parts.alone:
            parts.state = np.append(parts.state, _list_whole_states(series, i, g, span))
            areas_unpooled += _count_unpooled_months(series, i, g, span)
    return build_sum(
        span,
        adding,
        parts,
        notes=tuple(notes),
        areas_unpooled=areas_unpooled,
        wholes=tuple(whole.period for whole in wholes),
    )


class _RunningSums:
    """The months of places added up from the first on, so that a span is a difference.

    Months that were sent without counts are left out of the counts: see `list_alone`.
    """

    def __init__(
        self, series: Series, at: Sequence[tuple[int, int]], ranges: Sequence[range]
    ) -> None:
        """Add up the months of these positions `at` (indicator, place), within the `ranges`."""
        self._series = series
        self._low = min(months.start for months in ranges)
        high = max(months.stop for months in ranges)
        self._rows = {key: row for row, key in enumerate(dict.fromkeys(at))}
        rows, within = tuple(np.array(list(self._rows)).T), slice(self._low, high)
        self._state = state = series.state[*rows, within]
        counted = state == OK
        self._alone = self._leave_out_exact(counted) if series.exact else {}
        sums = np.zeros((6, len(self._rows), state.shape[1] + 1), np.int64)
        sums[0, :, 1:] = series.unpooled[*rows, within]
        sums[1, :, 1:] = counted
        sums[2, :, 1:] = state == HIDDEN
        sums[3, :, 1:] = series.numerator[*rows, within] * counted
        sums[4, :, 1:] = series.denominator[*rows, within] * counted
        sums[5, :, 1:] = series.missing[*rows, within] * counted
        self._sums = sums.cumsum(axis=2)

    def _leave_out_exact(self, counted: NDArray[np.bool_]) -> dict[tuple[int, int], list[int]]:
        """Return the positions of months without counts by key; `counted` then omits them."""
        alone: dict[tuple[int, int], list[int]] = {}
        keys = list(self._rows)
        for row, column in np.argwhere(counted).tolist():
            m = self._low + column
            if (*keys[row], m) in self._series.exact:
                alone.setdefault(keys[row], []).append(m)
                counted[row, column] = False
        return alone

    def add_up(self, at: Sequence[tuple[int, int]], ranges: Sequence[range]) -> list[list[int]]:
        """Return, for each key and range: unpooled areas, counted and hidden months, counts."""
        rows = [self._rows[key] for key in at]
        starts, stops = ([at - self._low for at in ends] for ends in _split_ends(ranges))
        found = self._sums[:, rows, stops] - self._sums[:, rows, starts]
        sums: list[list[int]] = found.T.tolist()
        return sums

    def get_states(self, i: int, g: int, months: range) -> NDArray[np.int8]:
        """Return the state of each month of a range."""
        return self._state[self._rows[i, g], months.start - self._low : months.stop - self._low]

    def list_alone(self, i: int, g: int, months: range) -> list[Fraction]:
        """Return the figures of all months of a range if any was sent without counts."""
        if (i, g) not in self._alone or not any(m in months for m in self._alone[i, g]):
            return []
        known = np.flatnonzero(self.get_states(i, g, months) == OK).tolist()
        return [self._series.get_figure_at(i, g, months.start + at) for at in known]


def _split_ends(ranges: Sequence[range]) -> tuple[list[int], list[int]]:
    return [months.start for months in ranges], [months.stop for months in ranges]


def _find_range(series: Series, i: int, span: Period) -> range:
    """Return the positions of a span's months that have the definition in force at its end.

    A version is in force without a break, so they follow each other.
    """
    indicator, codes, ended = series.catalogued[i], series.definitions[i], span.ended
    wanted, end = indicator.get_definition_code_at(ended), series.window.at(ended)
    first = max(end - span.months + indicator.months, 0)
    last = min(end, series.window.length - 1)
    stop = next((m + 1 for m in range(last, first - 1, -1) if codes[m] == wanted), first)
    start = stop
    while start > first and codes[start - 1] == wanted:
        start -= 1
    return range(start, stop) if start < stop else range(0)


@dataclass(frozen=True, slots=True)
class _WholePeriod:
    """One figure that stands for all months of a period.

    `figure` is in the indicator's unit. Where `counted` it is made of the counts; otherwise it was
    sent without them. `missing` areas are not in it.
    """

    period: Period
    numerator: int
    denominator: int
    missing: int
    figure: Fraction
    counted: bool
    notes: tuple[Note, ...]


def _find_whole_periods(series: Series, i: int, g: int, span: Period) -> list[_WholePeriod]:
    """Return the quarters and years that stand for months of a span, the shortest first.

    Figures for single months take precedence, and those of a quarter over those of its year. So
    nothing is counted twice.
    """
    found: list[_WholePeriod] = []
    covered: set[int] = set()
    for whole, m, period in _list_sent(series, i, g, span):
        first, last = max(series.window.at(period.start), 0), m + 1
        months = set(range(first, last))
        if whole.state[i, g, m] != OK or (series.state[i, g, first:last] == OK).any():
            continue
        if not months & covered:
            covered |= months
            found.append(
                _WholePeriod(
                    period,
                    int(whole.numerator[i, g, m]),
                    int(whole.denominator[i, g, m]),
                    int(whole.missing[i, g, m]),
                    whole.get_figure_at(i, g, m),
                    (i, g, m) not in whole.exact,
                    tuple(n for n in whole.notes.get((i, g), ()) if n.ended == period.ended),
                )
            )
    return found


def _add_wholes(
    series: Series,
    parts: SpanParts,
    wholes: Sequence[_WholePeriod],
    i: int,
    g: int,
    months: Sequence[int],
) -> None:
    """Add quarters and years to the `months` of a span, each as often as it has periods.

    If any was sent without counts, the figure is the mean of all, and so are the months' figures.
    """
    made = series.catalogued[i]
    has_mean = bool(parts.alone) or not all(whole.counted for whole in wholes)
    if has_mean and not parts.alone:
        known = [m for m in months if series.state[i, g, m] == OK]
        parts.alone = [series.get_figure_at(i, g, m) for m in known]
    for whole in wholes:
        many = whole.period.months // made.months
        start, stop = series.window.at(whole.period.start), series.window.at(whole.period.ended) + 1
        parts.hidden -= int((series.state[i, g, max(start, 0) : stop] == HIDDEN).sum())
        parts.missing += whole.missing * many
        parts.have += many if whole.counted else 0
        weight = many if made.unit is Unit.COUNT and not made.is_flow else 1
        parts.numerator += whole.numerator * weight
        parts.denominator += whole.denominator * weight
        if has_mean:
            parts.alone += [whole.figure] * many


def _list_whole_states(series: Series, i: int, g: int, span: Period) -> list[int]:
    """Return the states of the quarters and years of a span, which may say why it has no figure."""
    return [int(whole.state[i, g, m]) for whole, m, _ in _list_sent(series, i, g, span)]


def _count_unpooled_months(series: Series, i: int, g: int, span: Period) -> int:
    """Return the months of areas whose quarters and years were sent as percentages only."""
    return sum(
        int(whole.unpooled[i, g, m]) * period.months
        for whole, m, period in _list_sent(series, i, g, span)
    )


def _list_sent(
    series: Series, i: int, g: int, span: Period
) -> Iterator[tuple[Series, int, Period]]:
    """Yield what was sent for quarters and years that lie entirely in a span."""
    wanted = series.catalogued[i].get_definition_code_at(span.ended)
    for length in sorted(series.wholes):
        whole = series.wholes[length]
        if length % series.catalogued[i].months:
            continue
        for ended in range(span.start.ordinal + length - 1, span.ended.ordinal + 1):
            m = ended - series.window.first.ordinal
            if not 0 <= m < series.window.length:
                continue
            if whole.state[i, g, m] != NOTHING or whole.unpooled[i, g, m]:
                period = Period(series.window.first + m, length)
                if series.catalogued[i].get_definition_code(period) == wanted:
                    yield whole, m, period
