"""Add up spans and compare them with their targets. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from indicators.domain.catalogue_parts.indicator_parts import Target
from indicators.domain.core import ObservationStatus, Unit
from indicators.domain.indicator import Indicator
from indicators.domain.periods import Period
from indicators.figures.add_spans import sum_spans
from indicators.figures.figure import Figure
from indicators.figures.series import Series
from indicators.figures.span_sum import SpanSum
from indicators.figures.target_standard import build_standard
from indicators.stats import rules


def calculate_figure(series: Series, indicator: Indicator, place: str, span: Period) -> Figure:
    """Return a place's figure over a span, with the target in force when the span ends."""
    return calculate_figures(series, indicator, [place], span)[place]


def calculate_figures(
    series: Series, indicator: Indicator, places: Sequence[str], span: Period
) -> dict[str, Figure]:
    """Return the figures of many places, added up and judged in one pass.

    Where the viewer sees only what was published, they are the published ones.
    """
    if (released := series.released.get(indicator.code)) is not None:
        return {place: _find_released(released, place, span) for place in places}
    sums = sum_spans(series, span, indicator.code, places)
    return judge_sums(indicator, dict(zip(places, sums, strict=True)), span)


def judge_sums(
    indicator: Indicator, sums: Mapping[str, SpanSum], span: Period
) -> dict[str, Figure]:
    """Return the figures of places of which the counts over a span are added up already."""
    definition = indicator.get_definition_code_at(span.ended)
    targets = indicator.find_targets(span.ended, definition)
    standards = {place: build_standard(indicator, target) for place, target in targets.items()}
    figures: dict[str, Figure] = {}
    judged: dict[rules.Standard, list[str]] = defaultdict(list)
    for place, added in sums.items():
        held = place if place in targets else None
        target, standard = targets.get(held), standards.get(held)
        if target and not target.is_for(span.months):
            figures[place] = replace(_build_unjudged(added, indicator), other_target=target)
            continue
        figures[place] = figure = _build_unjudged(added, indicator, target, standard)
        if standard and figure.value is not None and not figure.too_few_months:
            judged[standard].append(place)
    for standard, compared in judged.items():
        pairs = [(sums[place].numerator, sums[place].denominator) for place in compared]
        for place, pair, verdict in zip(
            compared, pairs, rules.judge_pairs(pairs, standard), strict=True
        ):
            figure = figures[place]
            turns = (
                rules.count_people_to_turn(*pair, standard, verdict) if figure.sum.counted else None
            )
            figures[place] = replace(figure, verdict=verdict, to_turn=turns)
    return figures


def _find_released(
    released: Mapping[tuple[str, Period], Figure], place: str, span: Period
) -> Figure:
    hidden = Figure(SpanSum(span, ObservationStatus.HIDDEN))
    return released.get((place, span), hidden)


def _build_unjudged(
    added: SpanSum,
    indicator: Indicator,
    target: Target | None = None,
    standard: rules.Standard | None = None,
) -> Figure:
    if added.status is not ObservationStatus.OK:
        return Figure(added, target=target)
    value = rules.calculate_value(added.numerator, added.denominator, indicator.scale)
    decimals = 0 if _is_whole(indicator, added) else 1
    return Figure(added, value, rules.round_for_display(value, standard, decimals), target)


def _is_whole(indicator: Indicator, added: SpanSum) -> bool:
    """Return whether a count is shown without decimals: a sum, or one month's own count.

    A mean of months has one decimal, also where it is whole, so that a column is alike.
    """
    if indicator.unit is not Unit.COUNT or added.denominator != 1:
        return False
    return indicator.is_flow or added.span.months == indicator.months
