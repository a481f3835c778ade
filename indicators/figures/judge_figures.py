"""Add up spans and compare them with their targets. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from indicators.domain.catalogue_parts.indicator_parts import Target
from indicators.domain.core import ObservationStatus, Unit, Verdict
from indicators.domain.indicator import Indicator
from indicators.domain.periods import Month, Period
from indicators.figures.add_spans import sum_keys
from indicators.figures.figure import Figure
from indicators.figures.series import Series
from indicators.figures.span_sum import SpanSum
from indicators.figures.target_standard import build_standard
from indicators.stats import rules

Wanted = tuple[Indicator, str, Period]
"""Indicator, place and span of a figure."""


def calculate_figure(series: Series, indicator: Indicator, place: str, span: Period) -> Figure:
    """Return a place's figure over a span, with the target in force when the span ends."""
    return calculate_figures_at(series, [(indicator, place, span)])[0]


def calculate_figures(
    series: Series, indicator: Indicator, places: Sequence[str], span: Period
) -> dict[str, Figure]:
    """Return the figures of many places over a span."""
    figures = calculate_figures_at(series, [(indicator, place, span) for place in places])
    return dict(zip(places, figures, strict=True))


def calculate_indicator_figures(
    series: Series, indicators: Iterable[Indicator], place: str, span: Period
) -> dict[str, Figure]:
    """Return a place's figures of many indicators over a span, by their code."""
    every = list(indicators)
    figures = calculate_figures_at(series, [(indicator, place, span) for indicator in every])
    return {indicator.code: figure for indicator, figure in zip(every, figures, strict=True)}


def calculate_figures_at(series: Series, wanted: Sequence[Wanted]) -> list[Figure]:
    """Return many figures in the order given, all added up at once.

    Where the viewer sees only what was published, they are the published ones.
    """
    own = [each for each in wanted if each[0].code not in series.released]
    sums = sum_keys(series, [(indicator.code, place, span) for indicator, place, span in own])
    added = [(*each[:2], found) for each, found in zip(own, sums, strict=True)]
    if len(own) == len(wanted):
        return _judge(added)
    figures = iter(_judge(added))
    return [
        next(figures)
        if (released := series.released.get(indicator.code)) is None
        else _find_released(released, place, span)
        for indicator, place, span in wanted
    ]


def judge_sums(indicator: Indicator, sums: Mapping[str, SpanSum]) -> dict[str, Figure]:
    """Return the figures of places of which the counts over a span are added up already."""
    figures = _judge([(indicator, place, added) for place, added in sums.items()])
    return dict(zip(sums, figures, strict=True))


@dataclass(frozen=True, slots=True)
class _Held:
    """A target in force, and what the rule compares figures with."""

    target: Target
    standard: rules.Standard


_Added = tuple[Indicator, str, SpanSum]
"""Indicator, place and what its span adds up to."""


def _judge(sums: Sequence[_Added]) -> list[Figure]:
    """Return the figure of each sum, all of them judged at once."""
    in_force: dict[tuple[str, int], dict[str | None, _Held]] = {}
    known: dict[int, _Held] = {}
    compared: list[_Held | None] = []
    judged: dict[int, tuple[int, int, rules.Standard]] = {}
    for at, (indicator, place, added) in enumerate(sums):
        key = indicator.code, added.span.ended.ordinal
        every = in_force.get(key)
        if every is None:
            every = in_force[key] = _find_held(indicator, added.span.ended, known)
        held = every.get(place) or every.get(None)
        compared.append(held)
        has_figure = added.status is ObservationStatus.OK and not added.has_few_months
        if held and has_figure and held.target.is_for(added.span.months):
            judged[at] = added.numerator, added.denominator, held.standard
    verdicts = dict(zip(judged, rules.judge_each(list(judged.values())), strict=True))
    return [
        _build_figure(indicator, added, held, verdicts.get(at))
        for at, ((indicator, _, added), held) in enumerate(zip(sums, compared, strict=True))
    ]


def _find_held(
    indicator: Indicator, ended: Month, known: dict[int, _Held]
) -> dict[str | None, _Held]:
    """Return what figures of spans that end in a month are compared with, by place.

    A target holds for years, so what is `known` of it, by its identity, is used again.
    """
    targets = indicator.find_targets(ended, indicator.get_definition_code_at(ended))
    for target in targets.values():
        if id(target) not in known:
            known[id(target)] = _Held(target, build_standard(indicator, target))
    return {place: known[id(target)] for place, target in targets.items()}


def _build_figure(
    indicator: Indicator, added: SpanSum, held: _Held | None, verdict: Verdict | None
) -> Figure:
    target, standard = (held.target, held.standard) if held else (None, None)
    other = None
    if target and not target.is_for(added.span.months):
        target, standard, other = None, None, target
    if added.status is not ObservationStatus.OK:
        return Figure(added, target=target, other_target=other)
    value = rules.calculate_value(added.numerator, added.denominator, indicator.scale)
    decimals = 0 if _is_whole(indicator, added) else 1
    return Figure(added, value, target, verdict, standard, other, decimals)


def _find_released(
    released: Mapping[tuple[str, Period], Figure], place: str, span: Period
) -> Figure:
    hidden = Figure(SpanSum(span, ObservationStatus.HIDDEN))
    return released.get((place, span), hidden)


def _is_whole(indicator: Indicator, added: SpanSum) -> bool:
    """Return whether a count is shown without decimals: a sum, or one month's own count.

    A mean of months has one decimal, also where it is whole, so that a column is alike.
    """
    if indicator.unit is not Unit.COUNT or added.denominator != 1:
        return False
    return indicator.is_flow or added.span.months == indicator.months
