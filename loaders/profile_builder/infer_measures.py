"""Guesses which columns hold which indicator's figures: by the words above them and by whether the
numbers can be a part and its whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

from indicators.domain.catalogue import Catalogue
from indicators.domain.core import Unit
from indicators.domain.indicator import Indicator
from indicators.ports.profile_drafts import DraftMeasure, DraftTable, PeriodSource
from loaders.parsing.cell_values import read_count, read_percent
from loaders.parsing.header import Heading
from loaders.profile_builder.heading_words import Weights, extract_stems
from loaders.profile_builder.infer_table import TableBody, find_period_part, is_numeric, share
from loaders.profiles.marks import USUAL_MARKS, CellState

_MOST, _NEARLY_ALL = 0.5, 0.9
_LEAST, _LEAST_ALONE = 0.3, 0.5
"""Likeness under which two are not held to be of one another; a percentage alone has only words."""
_PERCENT = re.compile(
    r"%|per ?cent|percentage|\bpct\b|proportion|\buptake\b|coverage|ratio\b", re.I
)
_WHOLE = re.compile(
    r"\bdue\b|eligible|denom|total|cohort|population|offered|number of|no\.? |births|deliver"
    r"|booking|appointments|booked|\ball\b|known|asked",
    re.I,
)
_BASE = re.compile(
    r"denom|eligible|\bno\.? (?:of )?children|number of children|population|cohort", re.I
)
_COLUMNS = 60
"""Columns that are looked at; a table with more has the same ones for each month."""


@dataclass(frozen=True)
class NumericColumn:
    """A column of numbers: `counts` one a row (None where there is none), and `percents`."""

    heading: Heading
    words: frozenset[str]
    group: tuple[str, ...]
    counts: tuple[int | None, ...]
    percents: tuple[float | None, ...]

    @property
    def index(self) -> int:
        return self.heading.index

    @cached_property
    def is_percent(self) -> bool:
        """Percentages: its heading says so, or its numbers are not whole."""
        given = [p for p in self.percents if p is not None]
        whole = sum(count is not None for count in self.counts)
        return bool(_PERCENT.search(self.heading.text)) or (bool(given) and whole < len(given))

    @cached_property
    def is_proportion(self) -> bool:
        given = [p for p in self.percents if p is not None]
        return bool(given) and max(given) <= 1 and any(0 < p < 1 for p in given)


def infer_measures(
    draft: DraftTable, body: TableBody, said: str, catalogue: Catalogue
) -> tuple[DraftMeasure, ...]:
    """The figures of a table, by the words of its headings; `said` is what its file, sheet and
    title say besides. All are of the one service that they are likeliest to be of.
    """
    columns = list(_numbers(draft, body))
    if not columns:
        return ()
    indicators = list(catalogue.indicators.values())
    about = {i.code: _about(i) for i in indicators}
    weights = Weights(about.values())
    around = extract_stems(said)
    by_service: dict[str, list[Offer]] = {}
    for each in indicators:
        offers = _offers(each, columns, about[each.code], weights, around)
        by_service.setdefault(each.service, []).extend(offers)
    return max((_taken(offers, columns) for offers in by_service.values()), key=_sum)[1]


def _numbers(draft: DraftTable, body: TableBody) -> Iterator[NumericColumn]:
    across = draft.period_in is PeriodSource.HEADING
    seen: set[tuple[str, ...]] = set()
    for heading in body.header.headings[:_COLUMNS]:
        if heading.index in (draft.area, draft.period_column) or not heading.cells:
            continue
        if share(body.cells(heading.index), is_numeric) < _MOST:
            continue
        part = find_period_part(heading.cells)
        path = tuple(text for at, text in enumerate(heading.key) if at != part)
        if across and (part is None or path in seen):
            continue
        seen.add(path)
        cells = [row[heading.index] for row in body.rows]
        yield NumericColumn(
            heading, extract_stems(" ".join(path)), path[:-1], _counts(cells), _percents(cells)
        )


def _counts(cells: Sequence[Any]) -> tuple[int | None, ...]:
    read = (read_count(cell, USUAL_MARKS) for cell in cells)
    return tuple(number if state == CellState.NUMBER else None for number, state in read)


def _percents(cells: Sequence[Any]) -> tuple[float | None, ...]:
    read = (read_percent(cell, USUAL_MARKS, proportion=False) for cell in cells)
    return tuple(float(number) if state == CellState.NUMBER else None for number, state in read)


def _about(indicator: Indicator) -> frozenset[str]:
    texts = [indicator.code, indicator.name, indicator.short_name, indicator.counts]
    texts += [text for d in indicator.definition for text in (d.numerator, d.denominator)]
    return extract_stems(" ".join(texts))


Offer = tuple[float, DraftMeasure]


def _offers(
    indicator: Indicator,
    columns: Sequence[NumericColumn],
    about: frozenset[str],
    weights: Weights,
    around: frozenset[str],
) -> Iterator[Offer]:
    """Every way to read the indicator from the columns, with how likely each is."""
    bonus = _bonus(indicator, weights, around)
    counts = [column for column in columns if not column.is_percent]
    part, whole = _parts_of(indicator)
    like = {column.index: weights.likeness(column.words, about) for column in columns}
    # What is said of the whole alone, such as “status known”, speaks against a part.
    against = {c.index: weights.likeness(c.words, whole - part) for c in columns}
    if indicator.unit is Unit.COUNT:
        for column in counts:
            if (score := like[column.index] + bonus) >= _LEAST:
                yield score, DraftMeasure(indicator.code, (column.index,))
        return
    for column in columns:
        if column.is_percent and indicator.unit is Unit.PERCENT:
            score = like[column.index] + bonus / 2
            if score >= _LEAST_ALONE:
                yield score / 2, _percentage_alone(indicator, column, counts)
    for some in counts:
        for over in counts:
            if some is over or some.group != over.group or not _is_part(some, over):
                continue
            fits = weights.likeness(over.words, whole | about) / 2
            fits += weights.likeness(whole, over.words) / 2
            fits += 0.25 * bool(_WHOLE.search(over.heading.text))
            score = like[some.index] - against[some.index] / 2 + fits / 2 + bonus
            if like[some.index] >= _LEAST or bonus + fits >= 1:
                yield score, DraftMeasure(indicator.code, (some.index,), over.index)


def _bonus(indicator: Indicator, weights: Weights, around: frozenset[str]) -> float:
    here = extract_stems(f"{indicator.service} {indicator.name} {indicator.short_name}")
    return weights.likeness(here, around) / 2


def _parts_of(indicator: Indicator) -> tuple[frozenset[str], frozenset[str]]:
    """The words of what is counted, and of what it is counted out of."""
    part = " ".join([indicator.name, *(d.numerator for d in indicator.definition)])
    return extract_stems(part), extract_stems(" ".join(d.denominator for d in indicator.definition))


def _percentage_alone(
    indicator: Indicator, column: NumericColumn, counts: Sequence[NumericColumn]
) -> DraftMeasure:
    """A percentage, with the number it is out of where one column before it can only be that."""
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


def _sum(taken: tuple[float, tuple[DraftMeasure, ...]]) -> float:
    return taken[0]


def _taken(
    offers: Sequence[Offer], columns: Sequence[NumericColumn]
) -> tuple[float, tuple[DraftMeasure, ...]]:
    """The likeliest offers, each indicator once and each column as a numerator or percentage once;
    and how likely they are together.
    """
    by_index = {column.index: column for column in columns}
    taken: dict[str, DraftMeasure] = {}
    used: set[int] = set()
    likely = 0.0
    for score, figure in sorted(offers, key=lambda offer: -offer[0]):
        own = _own(figure)
        if figure.indicator in taken or own & used:
            continue
        whole = _with_percentage(figure, by_index)
        taken[figure.indicator] = whole
        used |= own | _own(whole)
        likely += score
    return likely, tuple(sorted(taken.values(), key=lambda figure: figure.columns))


def _own(figure: DraftMeasure) -> set[int]:
    """The columns that no other figure has as well; many may have one denominator."""
    return {index for index in figure.columns if index != figure.denominator}


def _with_percentage(figure: DraftMeasure, columns: dict[int, NumericColumn]) -> DraftMeasure:
    """Counts with the percentage that agrees with them, if there is one in their group; where two
    columns added up are what agrees, with both.
    """
    if figure.denominator is None or not figure.numerator:
        return figure
    some, over = columns[figure.numerator[0]], columns[figure.denominator]
    group = [c for c in columns.values() if c.group == over.group and c is not over]
    counts = [c for c in group if not c.is_percent]
    ways = [(some,), *([pair for pair in combinations(counts, 2) if some in pair])]
    for percent in group:
        for parts in ways if percent.is_percent else ():
            if _agrees(parts, over, percent):
                return DraftMeasure(
                    figure.indicator,
                    tuple(part.index for part in parts),
                    over.index,
                    percent.index,
                    percent.is_proportion,
                )
    return figure


def _agrees(parts: Sequence[NumericColumn], over: NumericColumn, percent: NumericColumn) -> bool:
    scale = 100 if percent.is_proportion else 1
    told = [
        abs(scale * sent - 100 * sum(some) / whole) <= 0.51  # to a whole percent
        for whole, sent, *some in zip(
            over.counts, percent.percents, *(part.counts for part in parts), strict=True
        )
        if whole and sent is not None and None not in some
    ]
    return len(told) > 0 and sum(told) >= _NEARLY_ALL * len(told)
