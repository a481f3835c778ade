"""Areas pooled into the places that hold them, month by month. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.domain.membership import PooledAreas
from indicators.figures.month_states import NOT_APPLICABLE, NOTHING, OK, TELLING
from indicators.figures.series import ARRAYS, Series


@dataclass(frozen=True, slots=True)
class _Sent:
    """What each place sent besides counts.

    That is the (indicator, month) of each percentage without counts, and the indicators with notes.
    """

    exact: Mapping[int, list[tuple[int, int]]]
    notes: Mapping[int, list[int]]


def pool_places(series: Series, groups: Mapping[str, Sequence[PooledAreas]]) -> Series:
    """Return the same months for groups of places: counts added up, percentages never averaged.

    Each month pools the areas that the group had in it. Figures sent for the group itself take
    precedence over the sum of its areas. A count needs the count of every area; a percentage is
    pooled over the areas that have counts. Quarters and years that were sent as one figure are
    pooled in the same way, with the areas of their last month.

    Where each group is just one of the places, they are the series itself.
    """
    if _has_same_places(series, groups):
        return series
    pool = Series(series.catalogued, list(groups), series.window, series.length, series.definitions)
    for length, whole in series.wholes.items():
        pool.wholes[length] = pool_places(whole, groups)
    sent = _list_sent(series)
    for code, every in groups.items():
        g = pool.places[code]
        for held in every:
            _hold(series, pool, g, held, sent)
        if code in series.places and any(held.sent_whole for held in every):
            _take(series, pool, g, series.places[code], slice(None), sent)
    return pool


def _has_same_places(series: Series, groups: Mapping[str, Sequence[PooledAreas]]) -> bool:
    """Return whether each group is the place of its own code throughout, in the same order."""
    window = series.window
    return list(groups) == list(series.places) and all(
        tuple(every) == (PooledAreas(window.first, window.last, (code,), sent_whole=False),)
        for code, every in groups.items()
    )


def _list_sent(series: Series) -> _Sent:
    exact: dict[int, list[tuple[int, int]]] = {}
    for i, p, m in series.exact:
        exact.setdefault(p, []).append((i, m))
    notes: dict[int, list[int]] = {}
    for i, p in series.notes:
        notes.setdefault(p, []).append(i)
    return _Sent(exact, notes)


def _hold(series: Series, pool: Series, g: int, held: PooledAreas, sent: _Sent) -> None:
    """Fill in the months of a group during which its areas stay the same."""
    months = slice(
        max(series.window.at(held.first), 0),
        max(series.window.at(held.last) + 1, 0),
    )
    members = [series.places[area] for area in held.areas]
    if len(members) == 1 and not held.unknown:
        # Nothing to add up: a percentage without counts will do.
        _take(series, pool, g, members[0], months, sent)
    elif members:
        _add_up(series, pool, g, members, held.unknown, months, sent)


def _add_up(
    series: Series,
    pool: Series,
    g: int,
    members: list[int],
    unknown: int,
    months: slice,
    sent: _Sent,
) -> None:
    state = series.state[:, members, months]
    known = state == OK
    alone = np.zeros_like(state, bool)
    for at, p in enumerate(members):
        for i, m in sent.exact.get(p, ()):  # without counts behind it, it cannot be pooled
            if months.start <= m < months.stop:
                alone[i, at, m - months.start] = True
    known &= ~alone
    have = known.sum(axis=1)
    counts = series.are_counts[:, None]
    enough = np.where(counts, have == len(members) + unknown, have > 0)
    numerator, denominator = (
        np.where(known, part[:, members, months], 0).sum(axis=1)
        for part in (series.numerator, series.denominator)
    )
    pool.numerator[:, g, months] = numerator
    pool.denominator[:, g, months] = np.where(counts & enough, 1, denominator)
    unpooled = alone.sum(axis=1)
    lacking = len(members) + unknown - have - unpooled - (state == NOT_APPLICABLE).sum(axis=1)
    pool.missing[:, g, months] = np.where(enough, lacking, 0)
    pool.unpooled[:, g, months] = unpooled
    pool.state[:, g, months] = np.where(enough, OK, _choose_state(state))
    for p in members:
        _note(series, pool, g, p, months, sent)


def _take(series: Series, pool: Series, g: int, p: int, months: slice, sent: _Sent) -> None:
    """Put what was sent for one place over what the pool has for the group."""
    own = (series.state[:, p, months] != NOTHING) | (series.unpooled[:, p, months] > 0)
    for name in ARRAYS:
        sent_months, pooled_months = getattr(series, name), getattr(pool, name)
        np.copyto(pooled_months[:, g, months], sent_months[:, p, months], where=own)
    first, stop, _ = months.indices(series.window.length)
    if pool.exact:
        for i, m in np.argwhere(own).tolist():
            pool.exact.pop((i, g, first + m), None)
    for i, m in sent.exact.get(p, ()):
        if first <= m < stop:
            pool.exact[i, g, m] = series.exact[i, p, m]
    _note(series, pool, g, p, months, sent)


def _note(series: Series, pool: Series, g: int, p: int, months: slice, sent: _Sent) -> None:
    first, stop, _ = months.indices(series.window.length)
    for i in sent.notes.get(p, ()):
        notes = [n for n in series.notes[i, p] if first <= series.window.at(n.ended) < stop]
        if notes:
            pool.notes.setdefault((i, g), []).extend(notes)


def _choose_state(state: NDArray[np.int8]) -> NDArray[np.int8]:
    state_shown = np.zeros((state.shape[0], state.shape[2]), np.int8)
    for code in reversed(TELLING):
        state_shown = np.where((state == code).any(axis=1), np.int8(code), state_shown)
    return state_shown
