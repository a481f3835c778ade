"""What stands now, or stood at an earlier event, as SQL: the one place where that is decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from indicators.model import Status
from indicators.schema import load, observation

KEY = ["indicator", "ended", "place", "definition"]
FIGURE = ["numerator", "denominator", "value", "status", "note"]
COLUMNS = [*KEY, "months", *FIGURE]
_TOTALLED = ["indicator", "ended", "definition", "months", "numerator", "denominator"]


def standing(
    names: Sequence[str], conditions: Sequence[sa.ColumnElement[bool]], at: int | None
) -> sa.Select[Any]:
    """These columns of the observations that stand now, or that stood `at` an event.

    As at an event it is two halves, each found by an index of its own: what still stands, and what
    was replaced since."""
    o = observation.c
    columns = [o[name] for name in names]
    stands = sa.select(*columns).where(o.replaced_by.is_(None), *conditions)
    if at is None:
        return stands
    stood = sa.select(*columns).where(o.replaced_by.is_not(None), o.replaced_by > at, *conditions)
    both = sa.union_all(stands.where(o.since <= at), stood.where(o.since <= at)).subquery()
    return sa.select(*both.c)


def files(at: int | None) -> list[sa.ColumnElement[bool]]:
    """The conditions under which a row of `load` is a file that is loaded, or was `at` an event."""
    is_file = load.c.undoes.is_(None)
    if at is None:
        return [is_file, load.c.undone_by.is_(None)]
    return [is_file, load.c.id <= at, sa.or_(load.c.undone_by.is_(None), load.c.undone_by > at)]


def last_event(before: datetime | None = None) -> sa.Select[Any]:
    """The number of the last event, or of the last one before a moment (UTC)."""
    last = sa.select(sa.func.max(load.c.id))
    return last if before is None else last.where(load.c.loaded_at < before)


def totals(
    indicators: Sequence[str], ended: Sequence[int], not_areas: Sequence[str], at: int | None
) -> sa.Select[Any]:
    """The columns of `city_total`, added up over the centre areas. An area in which nobody was due
    lacks nothing, so it is among the areas that have a count."""
    o = observation.c
    counted = [
        o.indicator.in_(indicators),
        o.ended.in_(ended),
        sa.or_(
            sa.and_(o.status == Status.OK.value, o.numerator.is_not(None)),
            o.status == Status.NOT_APPLICABLE.value,
        ),
        o.place.not_in(list(not_areas)),
    ]
    found = standing(_TOTALLED, counted, at).subquery().c
    key = [found.indicator, found.ended, found.definition]
    numerator, denominator = (
        sa.cast(sa.func.coalesce(sa.func.sum(part), 0), sa.BigInteger)
        for part in (found.numerator, found.denominator)
    )
    return sa.select(
        *key,
        sa.func.max(found.months).label("months"),
        sa.func.count().label("areas"),
        numerator.label("numerator"),
        denominator.label("denominator"),
    ).group_by(*key)


def changes(event: int) -> sa.Select[Any]:
    """What an event changed: a row a figure, with `was_` and `now_` for each of FIGURE; where there
    was or is none, these are all empty."""
    o = observation.c
    columns = [o.since, o.replaced_by, *(o[name] for name in COLUMNS)]
    closed = sa.select(*columns).where(o.replaced_by == event)
    opened = sa.select(*columns).where(o.since == event)
    both = sa.union_all(closed, opened).subquery().c

    def side(name: str, holds: sa.ColumnElement[bool]) -> sa.ColumnElement[Any]:
        return sa.func.max(sa.case((holds, both[name])))

    key = [both[name] for name in KEY]
    return (
        sa.select(
            *key,
            sa.func.max(both.months).label("months"),
            *(side(name, both.replaced_by == event).label(f"was_{name}") for name in FIGURE),
            *(side(name, both.since == event).label(f"now_{name}") for name in FIGURE),
        )
        .group_by(*key)
        .order_by(*key)
    )
