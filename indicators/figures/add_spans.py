"""A place's span of months added up exactly. Pure.

Quarters and years that were sent as one figure stand for their months where these have none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import numpy as np
from numpy.typing import NDArray

from indicators.domain.core import Unit
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
    i, groups = series.indicators[indicator], [series.places[place] for place in places]
    months = _list_positions(series, i, span)
    at = np.ix_(groups, months)
    state, unpooled = series.state[i][at], series.unpooled[i][at].sum(axis=1).tolist()
    counted = state == OK
    alone = _leave_out_exact(series, i, groups, months, counted) if series.exact else {}
    added = (
        np.where(counted, part[i][at], 0).sum(axis=1).tolist()
        for part in (series.numerator, series.denominator, series.missing)
    )
    behind = (counted.sum(axis=1).tolist(), (state == HIDDEN).sum(axis=1).tolist())
    within = {(series.window.first + m).ordinal for m in months}
    made = series.catalogued[i]
    count = made.gathering if made.unit is Unit.COUNT else None
    adding = Adding(made.months, made.scale, count)
    unpooled_months = [areas * made.months for areas in unpooled]
    sums = []
    for row, (g, *counts) in enumerate(zip(groups, *behind, *added, strict=True)):
        notes = [n for n in series.notes.get((i, g), ()) if n.ended.ordinal in within]
        parts = SpanParts(state[row], alone.get(row, []), *counts)
        wholes = _find_whole_periods(series, i, g, span) if series.wholes else []
        if wholes:
            _add_wholes(series, parts, wholes, i, g, months)
            notes += [note for whole in wholes for note in whole.notes]
        elif series.wholes and not counts[0] and not parts.alone:
            parts.state = np.append(parts.state, _list_whole_states(series, i, g, span))
            unpooled_months[row] += _count_unpooled_months(series, i, g, span)
        start_sum = partial(
            SpanSum,
            span,
            notes=tuple(notes),
            areas_unpooled=unpooled_months[row],
            wholes=tuple(whole.period for whole in wholes),
        )
        sums.append(build_sum(start_sum, adding, parts))
    return sums


def _leave_out_exact(
    series: Series, i: int, groups: Sequence[int], months: Sequence[int], counted: NDArray[np.bool_]
) -> dict[int, list[Fraction]]:
    """Return the figures of each row with months without counts, which `counted` then omits.

    They are those of all its months, since such a row is not pooled.
    """
    alone: dict[int, list[Fraction]] = {}
    bare = [
        (row, column)
        for row, column in np.argwhere(counted).tolist()
        if (i, groups[row], months[column]) in series.exact
    ]
    for row in dict.fromkeys(row for row, _ in bare):
        columns = np.flatnonzero(counted[row]).tolist()
        alone[row] = [series.get_figure_at(i, groups[row], months[column]) for column in columns]
    for row, column in bare:
        counted[row, column] = False
    return alone


def _list_positions(series: Series, i: int, span: Period) -> list[int]:
    wanted = series.catalogued[i].get_definition_code_at(span.ended)
    first = series.window.at(span.start) + series.catalogued[i].months - 1
    last = series.window.at(span.ended)
    inside = range(max(first, 0), min(last, series.window.length - 1) + 1)
    return [m for m in inside if series.definitions[i][m] == wanted]


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
