"""The statements that every page asks, built once: what differs between pages is bound to them.

To build one takes longer than SQLite takes to answer it. Those that pages ask are given to the
driver directly.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa

from indicators.domain.core import ObservationStatus
from indicators.domain.reading.observation_texts import NO_COUNT, NUMBERS_APART, TEXTS_APART
from indicators.store import as_of
from indicators.store.as_of import COLUMNS, KEY
from indicators.store.page_reads.direct_query import DirectQuery
from indicators.store.schema import (
    arrival,
    city_total,
    counts_declaration,
    load,
    observation,
    place_set,
)

_EVENT = sa.bindparam("event", type_=sa.Integer)
_INDICATORS: sa.BindParameter[Any] = sa.bindparam("indicators", expanding=True)
_PLACES: sa.BindParameter[Any] = sa.bindparam("places", expanding=True)
_FIRST, _LAST = (sa.bindparam(name, type_=sa.Text) for name in ("first", "last"))
_ENDED: sa.BindParameter[Any] = sa.bindparam("ended", expanding=True)
_ELSEWHERE: sa.BindParameter[Any] = sa.bindparam("elsewhere", expanding=True)


def _choose_event(is_past: bool) -> as_of.Event:
    return _EVENT if is_past else None


@cache
def select_observations(is_past: bool) -> DirectQuery:
    """Select the observations of `indicators`, `places` and `ended` months, ordered by KEY."""
    o = observation.c
    here = [o.indicator.in_(_INDICATORS), o.ended.in_(_ENDED), o.place.in_(_PLACES)]
    found = as_of.select_current(COLUMNS, here, _choose_event(is_past))
    return DirectQuery(order_by_key(found))


@cache
def select_texts(is_past: bool, is_stretch: bool) -> DirectQuery:
    """Select the same as a row for each indicator, with a text for each other column.

    A group's rows are given to all of its joined columns in one order, whatever it is. Of a
    stretch all places are selected whose codes are from `first` to `last`.
    """
    o = observation.c
    where = o.place.between(_FIRST, _LAST) if is_stretch else o.place.in_(_PLACES)
    here = [o.indicator.in_(_INDICATORS), o.ended.in_(_ENDED), where]
    found = as_of.select_current(COLUMNS, here, _choose_event(is_past)).subquery().c
    replace, coalesce = sa.func.replace, sa.func.coalesce
    joined = (
        _join_numbers(found.ended),
        _join_texts(found.place),
        _join_texts(found.definition),
        _join_numbers(found.months),
        _join_numbers(coalesce(found.numerator, NO_COUNT)),
        _join_numbers(coalesce(found.denominator, NO_COUNT)),
        _join_texts(coalesce(found.value, "")),
        _join_texts(found.status),
        _join_texts(replace(found.note, TEXTS_APART, " ")),
    )
    wanted = sa.select(found.indicator, *joined).group_by(found.indicator)
    return DirectQuery(wanted.order_by(found.indicator))


def _join_numbers(numbers: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    return sa.func.aggregate_strings(sa.cast(numbers, sa.Text), NUMBERS_APART)


def _join_texts(texts: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    return sa.func.aggregate_strings(texts, TEXTS_APART)


@cache
def select_city_totals(is_past: bool) -> DirectQuery:
    """Select the city's totals of `indicators` and `ended` months, without places `elsewhere`."""
    if is_past:
        return DirectQuery(as_of.select_city_totals(_INDICATORS, _ENDED, _ELSEWHERE, _EVENT))
    here = [city_total.c.indicator.in_(_INDICATORS), city_total.c.ended.in_(_ENDED)]
    return DirectQuery(sa.select(city_total).where(*here))


@cache
def select_months_with_data(is_past: bool) -> DirectQuery:
    """Select the months with a figure of `indicators`, except of places `elsewhere`."""
    event = _choose_event(is_past)
    return DirectQuery(as_of.select_months_with_data(_INDICATORS, _ELSEWHERE, event))


@cache
def select_received(is_past: bool) -> DirectQuery:
    """Select each service with figures of `indicators` and the `ended` month, and their places.

    The places are codes with spaces between, and a service may have several rows.
    """
    if is_past:
        return DirectQuery(as_of.select_received([], _INDICATORS, _ENDED, _EVENT))
    here = [arrival.c.ended.in_(_ENDED), arrival.c.indicator.in_(_INDICATORS)]
    sets = sa.select(arrival.c.service, arrival.c.place_set).where(*here).distinct().subquery().c
    return DirectQuery(
        sa.select(sets.service, place_set.c.places).join(
            place_set, place_set.c.sha256 == sets.place_set
        )
    )


@cache
def select_file(is_past: bool) -> DirectQuery:
    """Select any loaded file whose figures are `synthetic`, or are not."""
    kind = load.c.synthetic == sa.bindparam("synthetic", type_=sa.Boolean)
    files = as_of.list_load_conditions(_choose_event(is_past))
    return DirectQuery(sa.select(load.c.id).where(kind, *files).limit(1))


@cache
def select_loads() -> sa.Select[Any]:
    """Select every event with who declared its counts and why, the newest first."""
    declared = (
        sa.func.coalesce(counts_declaration.c.who, "").label("declared_by"),
        sa.func.coalesce(counts_declaration.c.why, "").label("declared_why"),
    )
    return (
        sa.select(load, *declared)
        .outerjoin(counts_declaration, counts_declaration.c.sha256 == load.c.sha256)
        .order_by(load.c.id.desc())
    )


@cache
def select_loads_behind(is_past: bool) -> DirectQuery:
    """Select the loads of the figures of `indicators`, `places` and `ended` months."""
    o = observation.c
    here = [o.place.in_(_PLACES), o.indicator.in_(_INDICATORS), o.ended.in_(_ENDED)]
    current = as_of.select_current(["load_id"], here, _choose_event(is_past))
    return DirectQuery(select_loads().where(load.c.id.in_(current)))


@cache
def select_replaced(is_past: bool) -> DirectQuery:
    """Select the figures of `indicators`, `places` and `ended` months that others replaced.

    With two more columns: `loaded_at`, when it was replaced, and `hidden_since`, whether a later
    figure is hidden. A figure that was undone and has no successor is left out.
    """
    old, new, later = (observation.alias(name) for name in ("old", "new", "later"))
    hidden = [
        *(later.c[name] == old.c[name] for name in KEY),
        later.c.since >= old.c.replaced_by,
        later.c.status == ObservationStatus.HIDDEN.value,
    ]
    seen = []
    if is_past:
        hidden.append(later.c.since <= _EVENT)
        seen.append(old.c.replaced_by <= _EVENT)
    found = (
        sa.select(old, load.c.loaded_at, sa.exists().where(*hidden).label("hidden_since"))
        .join(load, load.c.id == old.c.replaced_by)
        .where(
            old.c.replaced_by.is_not(None),
            old.c.indicator.in_(_INDICATORS),
            old.c.place.in_(_PLACES),
            old.c.ended.in_(_ENDED),
            sa.exists().where(
                *(new.c[name] == old.c[name] for name in KEY), new.c.since == old.c.replaced_by
            ),
            *seen,
        )
        .order_by(old.c.replaced_by, old.c.ended, old.c.place)
    )
    return DirectQuery(found)


def order_by_key(found: sa.Select[Any]) -> sa.Select[Any]:
    """Return observations in the order of their key."""
    return found.order_by(*(found.selected_columns[name] for name in KEY))
