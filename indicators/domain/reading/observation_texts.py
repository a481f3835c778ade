"""Observations of an indicator with one text for each column, as a database can join them.

A large page is made of 200,000 observations. As rows they are two million objects of Python; of
a text numpy makes an array at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

NO_COUNT = -1
"""No count was sent; none that was is below 0."""
NUMBERS_APART, TEXTS_APART = " ", "\x1f"
"""What joins numbers, and what joins texts: a control character, in place of which notes have a
space."""


class ObservationTexts(NamedTuple):
    """All observations of an indicator that were asked for, in any order.

    Each other column of the table is a text with their cells in the same order. A count that was
    not sent is NO_COUNT there, and a value that was not is empty.
    """

    indicator: str
    ended: str
    place: str
    definition: str
    months: str
    numerator: str
    denominator: str
    value: str
    status: str
    note: str


def join_observations(rows: Iterable[Sequence[Any]]) -> list[ObservationTexts]:
    """Return rows with the columns of the table as texts, by indicator."""
    by_indicator: dict[str, list[Sequence[Any]]] = {}
    for indicator, *rest in rows:
        by_indicator.setdefault(indicator, []).append(rest)
    return [_join(indicator, found) for indicator, found in by_indicator.items()]


def _join(indicator: str, rows: Sequence[Sequence[Any]]) -> ObservationTexts:
    ended, place, definition, months, numerator, denominator, value, status, note = zip(
        *rows, strict=True
    )
    return ObservationTexts(
        indicator,
        _join_numbers(ended),
        TEXTS_APART.join(place),
        TEXTS_APART.join(definition),
        _join_numbers(months),
        _join_numbers(numerator),
        _join_numbers(denominator),
        TEXTS_APART.join(each or "" for each in value),
        TEXTS_APART.join(status),
        TEXTS_APART.join(each.replace(TEXTS_APART, " ") for each in note),
    )


def _join_numbers(numbers: Iterable[int | None]) -> str:
    return NUMBERS_APART.join(str(NO_COUNT if each is None else each) for each in numbers)
