"""Quarters and years that were sent as one figure for an indicator with shorter periods. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from indicators.domain.core import Unit
from indicators.domain.periods import Period
from indicators.figures.month_states import HIDDEN, NOTHING, OK
from indicators.figures.span_sum import Note, SpanParts

if TYPE_CHECKING:  # a series holds these
    from indicators.figures.series import Series


@dataclass(frozen=True, slots=True)
class WholePeriod:
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


def find_whole_periods(series: Series, i: int, g: int, span: Period) -> list[WholePeriod]:
    """Return the quarters and years that stand for months of a span, the shortest first.

    Figures for single months take precedence, and those of a quarter over those of its year. So
    nothing is counted twice.
    """
    found: list[WholePeriod] = []
    covered: set[int] = set()
    for whole, m, period in _list_sent(series, i, g, span):
        first, last = max(series.window.at(period.start), 0), m + 1
        months = set(range(first, last))
        if whole.state[i, g, m] != OK or (series.state[i, g, first:last] == OK).any():
            continue
        if not months & covered:
            covered |= months
            found.append(
                WholePeriod(
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


def add_wholes(
    series: Series,
    parts: SpanParts,
    wholes: Sequence[WholePeriod],
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


def list_whole_states(series: Series, i: int, g: int, span: Period) -> list[int]:
    """Return the states of the quarters and years of a span, which may say why it has no figure."""
    return [int(whole.state[i, g, m]) for whole, m, _ in _list_sent(series, i, g, span)]


def count_unpooled_months(series: Series, i: int, g: int, span: Period) -> int:
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
