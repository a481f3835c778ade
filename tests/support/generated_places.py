"""Months of made-up figures of every kind, and what the oracle makes of them."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest
from hypothesis import settings
from hypothesis import strategies as st

from indicators.domain.indicator import Indicator
from indicators.domain.membership import PooledAreas
from indicators.domain.periods import Month, Period
from indicators.figures import pooling
from indicators.figures.series import MonthWindow, Series
from tests.support import oracle
from tests.support.builders import V1, fill, indicator, row, target

FIRST, LAST = Month.of(2024, 4), Month.of(2026, 3)
WINDOW = MonthWindow(FIRST, LAST)
SEEDS = st.integers(0, 2**32)
EXAMPLES = settings(max_examples=12)  # each is a few hundred figures
GROUPS = {"team": ("a", "b"), "solo": ("c",), "a": ("a",), "none": ()}
PLACES = ("a", "b", "c", "team", "solo", "none")
# In force from the fourth month on, and another way of counting from the tenth of the second year.
DEFINITIONS = [
    V1 | {"from": str(FIRST + 3), "until": str(FIRST + 20)},
    V1 | {"code": "v2", "from": str(FIRST + 21)},
]
TARGETS = [
    target("50", since=str(FIRST), until=str(FIRST + 12)),
    target("60.5", since=str(FIRST + 13)),
    target("33.3", since=str(FIRST), place="solo"),
    target("50", "v2"),
]


SPANS_OF_TARGETS = ("year", "month", "quarter", "year")
TARGETS_PER = [t | {"per": per} for t, per in zip(TARGETS, SPANS_OF_TARGETS, strict=True)]


def _kind(code: str, **keys) -> Indicator:
    return indicator(code, **({"definition": DEFINITIONS, "target": TARGETS} | keys))


KINDS = {
    made.code: made
    for made in (
        _kind("percent"),
        _kind("fewer", better="lower"),
        _kind("unchanging", definition=[V1], target=TARGETS[:3]),
        _kind("untargeted", better="neither", target=[]),
        _kind("rate", unit="rate", per=1000, better="lower"),
        _kind("events", unit="count", target=TARGETS_PER),
        _kind("open", unit="count", gathering="snapshot", better="lower"),
        _kind("quarterly", every="quarter"),
        _kind("yearly", every="year"),
        _kind("open-quarterly", unit="count", gathering="snapshot", every="quarter"),
    )
}

OF_EVERY_KIND = pytest.mark.parametrize("code", list(KINDS))


def kind_of(made: Indicator) -> oracle.Kind:
    return oracle.Kind(made.unit.value, made.scale, made.gathering.value, made.every.months)


def some_cells(seed: int, made: Indicator) -> dict[tuple[str, Month, str], oracle.Cell]:
    """Cells by (place, month, definition), some months missing, some of the wrong definition."""
    chance = Random(seed)
    missing, unusual, of_group = (chance.choice([0, 0.1, 0.5, 0.9]) for _ in range(3))
    cells = {}
    for place in PLACES:
        for at in range(made.months - 1, WINDOW.length, made.months):
            if place in ("team", "solo", "none") and chance.random() >= of_group:
                continue
            for definition in ("v1", "v2"):
                if chance.random() >= missing:
                    cells[place, FIRST + at, definition] = _cell(chance, unusual, made)
    return cells


def _cell(chance: Random, unusual: float, made: Indicator) -> oracle.Cell:
    number = chance.randint(0, 30)
    if chance.random() >= unusual:
        return oracle.Cell(numerator=number, denominator=None if made.unit == "count" else 30)
    sort = chance.choice(["hidden", "not_available", "not_applicable", "value", "nobody"])
    if sort == "value":
        return oracle.Cell(value=Fraction(chance.randint(0, 1000), 10))
    if sort == "nobody" and made.unit != "count":
        return oracle.Cell(numerator=0, denominator=0)
    return oracle.Cell(status=sort if sort != "nobody" else "hidden")


def some_holdings(seed: int) -> dict[str, tuple[PooledAreas, ...]]:
    """The groups with other areas from time to time, some of which cannot be told."""
    chance = Random(seed)
    return {group: tuple(_some_stretches(chance, group != "a")) for group in GROUPS}


def _some_stretches(chance: Random, sent_whole: bool) -> Iterator[PooledAreas]:
    turns = sorted(chance.sample(range(1, WINDOW.length), chance.randint(0, 3)))
    for start, stop in pairwise([0, *turns, WINDOW.length]):
        areas = tuple(chance.sample("abc", chance.randint(0, 3)))
        unknown = chance.choice([0, 0, 1, 2])
        yield PooledAreas(FIRST + start, FIRST + (stop - 1), areas, unknown, sent_whole)


def pooled(made: Indicator, cells: dict, held: dict | None = None) -> Series:
    """The dashboard's own answer: the cells filled in as rows, and pooled into the groups."""
    rows = []
    for (place, month, definition), cell in cells.items():
        value = (
            None
            if cell.value is None
            else str(Decimal(cell.value.numerator) / cell.value.denominator)
        )
        counts = cell.numerator, cell.denominator
        rows.append(
            row(
                made.code,
                place,
                month,
                *counts,
                definition=definition,
                value=value,
                status=cell.status,
            )
        )
    single = Series([made], PLACES, WINDOW)
    fill(single, rows)
    return pooling.pool_places(single, held or throughout(GROUPS))


def throughout(groups: dict[str, tuple[str, ...]]) -> dict[str, tuple[PooledAreas, ...]]:
    """The groups with the same areas in every month."""
    return {code: (PooledAreas(FIRST, LAST, areas),) for code, areas in groups.items()}


def in_force(made: Indicator, month: Month) -> str | None:
    """The definition of the figure sent for the period ended in a month, if it has one alone."""
    period = [month - back for back in range(made.every.months)]
    held = {d.code for d in made.definition for each in period if d.is_in_force(each)}
    return held.pop() if len(held) == 1 else None


def months_of(
    made: Indicator, cells: dict, group: str, definition: str | None, held: dict | None = None
) -> dict:
    """The oracle's months of a group, by number, in which this definition was in force."""
    found = {}
    for at in range(WINDOW.length):
        month = FIRST + at
        if definition is None or in_force(made, month) != definition:
            continue
        (then,) = (h for h in (held or throughout(GROUPS))[group] if h.first <= month <= h.last)
        own = cells.get((group, month, definition)) if then.sent_whole else None
        areas = [cells.get((area, month, definition)) for area in then.areas]
        told = oracle.of_group(own, areas, kind_of(made), then.unknown)
        if told is not None:
            found[at] = told
    return found


def answer(
    made: Indicator, cells: dict, group: str, span: Period, held: dict | None = None
) -> oracle.Answer:
    months = months_of(made, cells, group, in_force(made, span.ended), held)
    start = span.start.ordinal - FIRST.ordinal
    return oracle.over_span(months, range(start, start + span.months), kind_of(made))


def spans() -> list[Period]:
    """Rolling years, financial years, quarters and months, over and at the ends of the window."""
    ends = [LAST, LAST - 1, LAST - 3, LAST - 4, LAST - 12, FIRST + 4, FIRST]
    return [Period(end, length) for end in ends for length in (12, 3, 1)]


def held(made: Indicator, span: Period, place: str) -> oracle.Held | None:
    """The target in force at the span's end for its definition, the place's own before all's."""
    definition = in_force(made, span.ended)
    found = [t for t in made.target if t.is_in_force(span.ended) and t.definition == definition]
    chosen = [t for t in found if t.place == place] or [t for t in found if t.place is None]
    lengths = {"month": 1, "quarter": 3, "year": 12}
    if not chosen or lengths.get(chosen[0].per, span.months) != span.months:
        return None
    value = Fraction(chosen[0].value)
    tolerance = Fraction(1) if made.unit == "percent" else value / 100
    return oracle.Held(value, tolerance, made.better.value, made.scale)
