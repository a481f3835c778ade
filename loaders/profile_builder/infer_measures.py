"""Infers which columns hold the figures of which indicator.

It compares the words above the columns, and checks whether the numbers can be a part and a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, permutations

from indicators.domain.catalogue import Catalogue
from indicators.domain.core import Placement, Unit
from indicators.domain.indicator import Indicator
from indicators.ports.profile_drafts import DraftMeasure, DraftTable
from loaders.profile_builder.care_steps import CareSteps, compare_steps, find_steps
from loaders.profile_builder.heading_words import Weights, extract_stems
from loaders.profile_builder.numeric_columns import NumericColumn, list_numeric_columns
from loaders.profile_builder.table_body import TableBody

_MOST, _NEARLY_ALL = 0.5, 0.9
_LEAST, _LEAST_ALONE = 0.3, 0.5
"""The least similarity of a column and an indicator; a percentage alone has only its words."""
_LEAST_WORDS_OF_MORE = 2
"""Words that a heading shares with an indicator few files have: “Staff” alone is none of them."""
_WHOLE = re.compile(
    r"\bdue\b|eligible|denom|total|cohort|population|offered|number of|no\.? |births|deliver"
    r"|booking|appointments|booked|\ball\b|known|asked",
    re.I,
)
_BASE = re.compile(
    r"denom|eligible|\bno\.? (?:of )?children|number of children|population|cohort", re.I
)


def infer_measures(
    draft: DraftTable, body: TableBody, context: str, catalogue: Catalogue
) -> tuple[DraftMeasure, ...]:
    """Return the figures of a table, by the words of its headings and of its context.

    `context` is the text of its file name, sheet name and title. All figures are of one service,
    the likeliest.
    """
    columns = list(list_numeric_columns(draft, body))
    if not columns:
        return ()
    indicators = list(catalogue.indicators.values())
    about = {i.code: _list_stems(i) for i in indicators}
    # With those that few files have, words of the others would weigh differently.
    usual = [each for each in indicators if each.shown is not Placement.MORE] or indicators
    weights = Weights(about[each.code] for each in usual)
    around, sheet = extract_stems(context), find_steps(draft.sheet)
    by_service: dict[str, list[Offer]] = {}
    for each in indicators:
        fitting = _keep_fitting(each, columns, sheet)
        offers = _list_offers(each, fitting, about[each.code], weights, around)
        by_service.setdefault(each.service, []).extend(offers)
    return max((_choose(offers, columns) for offers in by_service.values()), key=_get_likelihood)[1]


def _keep_fitting(
    indicator: Indicator, columns: Sequence[NumericColumn], sheet: CareSteps
) -> list[NumericColumn]:
    """Return the columns that are not of another age or dose, each with how well it fits."""
    wanted = find_steps(" ".join(_list_texts(indicator)))
    fits = ((column, compare_steps(wanted, column.steps, sheet)) for column in columns)
    return [replace(column, fit=fit) for column, fit in fits if fit is not None]


def _list_stems(indicator: Indicator) -> frozenset[str]:
    return extract_stems(" ".join([indicator.code, *_list_texts(indicator)]))


def _list_texts(indicator: Indicator) -> list[str]:
    texts = [indicator.name, indicator.short_name, indicator.counts]
    return texts + [text for d in indicator.definition for text in (d.numerator, d.denominator)]


Offer = tuple[float, DraftMeasure]


def _list_offers(
    indicator: Indicator,
    columns: Sequence[NumericColumn],
    about: frozenset[str],
    weights: Weights,
    around: frozenset[str],
) -> Iterator[Offer]:
    """Yield every way to read the indicator from the columns, with how likely each is."""
    bonus = _measure_context(indicator, weights, around)
    counts = [column for column in columns if not (column.is_percent or column.is_rate)]
    like = {c.index: weights.measure_similarity(c.words, about) + c.fit for c in columns}
    least = _LEAST_WORDS_OF_MORE if indicator.shown is Placement.MORE else 0
    named = [column for column in counts if len(column.words & about) >= least]
    if indicator.unit is Unit.COUNT:
        for column in named:
            if (score := like[column.index] + bonus) >= _LEAST:
                yield score, DraftMeasure(indicator.code, (column.index,))
        return
    for column in columns:
        is_wanted = column.is_rate if indicator.unit is Unit.RATE else column.is_percent
        if is_wanted:
            score = like[column.index] + bonus / 2
            if score >= _LEAST_ALONE:
                yield score / 2, _make_percentage(indicator, column, counts)
    for offer in _list_ratios(indicator, counts, about, weights, bonus):
        if _list_own_columns(offer[1]) <= {column.index for column in named}:
            yield offer


def _list_ratios(
    indicator: Indicator,
    counts: Sequence[NumericColumn],
    about: frozenset[str],
    weights: Weights,
    bonus: float,
) -> Iterator[Offer]:
    """Yield each numerator with each denominator that it can be a part of."""
    part, whole = _split_stems(indicator)
    like = {c.index: weights.measure_similarity(c.words, about) + c.fit for c in counts}
    # Words of the denominator alone, such as “status known”, speak against a numerator.
    against = {c.index: weights.measure_similarity(c.words, whole - part) for c in counts}
    for some, over in permutations(counts, 2):
        if some.group != over.group or not _is_part(some, over):
            continue
        fits = weights.measure_similarity(over.words, whole | about) / 2
        fits += weights.measure_similarity(whole, over.words) / 2
        fits += over.fit + 0.25 * bool(_WHOLE.search(over.heading.text))
        score = like[some.index] - against[some.index] / 2 + fits / 2 + bonus
        if like[some.index] >= _LEAST or bonus + fits >= 1:
            yield score, DraftMeasure(indicator.code, (some.index,), over.index)


def _measure_context(indicator: Indicator, weights: Weights, around: frozenset[str]) -> float:
    here = extract_stems(f"{indicator.service} {indicator.name} {indicator.short_name}")
    return weights.measure_similarity(here, around) / 2


def _split_stems(indicator: Indicator) -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems of what is counted, and of what it is counted out of."""
    part = " ".join([indicator.name, *(d.numerator for d in indicator.definition)])
    return extract_stems(part), extract_stems(" ".join(d.denominator for d in indicator.definition))


def _make_percentage(
    indicator: Indicator, column: NumericColumn, counts: Sequence[NumericColumn]
) -> DraftMeasure:
    """Return a measure of a percentage, with its denominator if a column before it can be that."""
    over = [
        count.index
        for count in counts
        if count.group == column.group
        and count.index < column.index
        and _BASE.search(count.heading.text)
    ]
    base = over[-1] if over else None
    return DraftMeasure(indicator.code, (), base, column.index, column.is_proportion)


def _is_part(some: NumericColumn, over: NumericColumn) -> bool:
    pairs = [
        (a, b)
        for a, b in zip(some.counts, over.counts, strict=True)
        if a is not None and b is not None
    ]
    return bool(pairs) and sum(a <= b for a, b in pairs) >= _NEARLY_ALL * len(pairs)


def _get_likelihood(taken: tuple[float, tuple[DraftMeasure, ...]]) -> float:
    return taken[0]


def _choose(
    offers: Sequence[Offer], columns: Sequence[NumericColumn]
) -> tuple[float, tuple[DraftMeasure, ...]]:
    """Choose the likeliest offers, and return how likely they are together.

    Each indicator is chosen once, and each column once as a numerator or percentage.
    """
    by_index = {column.index: column for column in columns}
    taken: dict[str, DraftMeasure] = {}
    used: set[int] = set()
    likely = 0.0
    for score, figure in sorted(offers, key=lambda offer: -offer[0]):
        own = _list_own_columns(figure)
        if figure.indicator in taken or own & used:
            continue
        whole = _add_percentage(figure, by_index)
        taken[figure.indicator] = whole
        used |= own | _list_own_columns(whole)
        likely += score
    return likely, tuple(sorted(taken.values(), key=lambda figure: figure.columns))


def _list_own_columns(figure: DraftMeasure) -> set[int]:
    """Return the columns that no other figure may use; several may share a denominator."""
    return {index for index in figure.columns if index != figure.denominator}


def _add_percentage(figure: DraftMeasure, columns: dict[int, NumericColumn]) -> DraftMeasure:
    """Return counts with the percentage in their group that agrees with them, if there is one.

    If it agrees with the sum of two columns, both become the numerator.
    """
    if figure.denominator is None or not figure.numerator:
        return figure
    some, over = columns[figure.numerator[0]], columns[figure.denominator]
    group = [c for c in columns.values() if c.group == over.group and c is not over]
    counts = [c for c in group if not c.is_percent]
    ways = [(some,), *([pair for pair in combinations(counts, 2) if some in pair])]
    for percent in group:
        for parts in ways if percent.is_percent else ():
            if _is_percentage_of(parts, over, percent):
                return DraftMeasure(
                    figure.indicator,
                    tuple(part.index for part in parts),
                    over.index,
                    percent.index,
                    percent.is_proportion,
                )
    return figure


def _is_percentage_of(
    parts: Sequence[NumericColumn], over: NumericColumn, percent: NumericColumn
) -> bool:
    scale = 100 if percent.is_proportion else 1
    agree = [
        abs(scale * sent - 100 * sum(some) / whole) <= 0.51  # to a whole percent
        for whole, sent, *some in zip(
            over.counts, percent.percents, *(part.counts for part in parts), strict=True
        )
        if whole and sent is not None and None not in some
    ]
    return len(agree) > 0 and sum(agree) >= _NEARLY_ALL * len(agree)
